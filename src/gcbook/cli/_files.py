"""Reading the weight matrices of a model from a file, never executing anything in it.

Three formats are read: ``.npy`` and ``.npz`` (NumPy, with pickles refused) and ``.safetensors``.
Layers are yielded one at a time, so a file larger than memory is checked layer by layer.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FORMATS = (".npy", ".npz", ".safetensors")


class FileError(ValueError):
    """A file that cannot be read, with the reason and the remedy in its message."""


@dataclass(frozen=True, eq=False)
class Layer:
    """One array of a file: `weights` of shape (k, d), or the reason it was `skipped`."""

    name: str
    shape: tuple[int, ...]
    weights: npt.NDArray[Any] | None = None
    skipped: str = ""


def layers(path: Path, *, transpose: bool = False) -> Iterator[Layer]:
    """Yield every array of the file as a layer, in the order of the file.

    A matrix is read as PyTorch stores it, one neuron per row; `transpose` is for files (Keras, JAX)
    that store one neuron per column.  An array of more than two dimensions is a convolution: its
    first axis (its last, with `transpose`) counts the neurons and the others are flattened.
    """
    for name, array in _arrays(path):
        yield _layer(name, array, transpose)


def _layer(name: str, array: npt.NDArray[Any] | str, transpose: bool) -> Layer:
    if isinstance(array, str):
        return Layer(name, (), skipped=array)
    if array.ndim < 2:
        return Layer(name, array.shape, skipped=f"{array.ndim}-dimensional, not a weight matrix")
    if array.dtype.kind not in "fiu":
        return Layer(name, array.shape, skipped=f"dtype {array.dtype} is not real")
    if 0 in array.shape:
        return Layer(name, array.shape, skipped="empty")
    if transpose:
        array = np.moveaxis(array, -1, 0)
    return Layer(name, array.shape, weights=array.reshape(array.shape[0], -1))


def _arrays(path: Path) -> Iterator[tuple[str, npt.NDArray[Any] | str]]:
    if not path.is_file():
        raise FileError(f"{path}: no such file")
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise FileError(f"{path}: unknown format {suffix!r}; expected one of {', '.join(FORMATS)}")
    reader = {".npy": _npy, ".npz": _npz, ".safetensors": _safetensors}[suffix]
    try:
        yield from reader(path)
    except FileError:
        raise
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile, MemoryError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        if "pickle" in reason or "Python objects" in reason:
            reason = "it holds Python objects (a pickle), which are never loaded"
        raise FileError(f"{path}: not a readable {suffix} file: {reason}") from error


def _npy(path: Path) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    yield path.stem, np.load(path, allow_pickle=False, mmap_mode="r")


def _npz(path: Path) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    # The handle is ours: NumPy leaves its own open when the archive turns out to be broken.
    with path.open("rb") as handle:
        loaded = np.load(handle, allow_pickle=False)
        if not isinstance(loaded, np.lib.npyio.NpzFile):
            raise FileError(f"{path}: the name says .npz, but the file is a single array")
        with loaded as archive:
            for name in archive.files:
                member = archive[name]
                if not isinstance(member, np.ndarray):
                    raise FileError(f"{path}: its member {name!r} is not a NumPy array")
                yield name, member


def _safetensors(path: Path) -> Iterator[tuple[str, npt.NDArray[Any] | str]]:
    try:
        from safetensors import SafetensorError, deserialize, safe_open
    except ImportError as error:
        raise FileError(
            f"{path}: reading .safetensors needs the safetensors package; "
            "install it with: pip install 'gcbook[safetensors]'"
        ) from error
    try:
        with safe_open(path, framework="numpy") as archive:
            kinds = {name: archive.get_slice(name).get_dtype() for name in archive.keys()}  # noqa: SIM118
            narrow = (
                {name: spec["data"] for name, spec in deserialize(path.read_bytes())}  # type: ignore[no-untyped-call]
                if "BF16" in kinds.values()
                else {}
            )
            for name, kind in kinds.items():
                if kind == "BF16":
                    shape = archive.get_slice(name).get_shape()
                    yield name, _widen_bfloat16(narrow[name]).reshape(shape)
                elif kind in {"F64", "F32", "F16"} or kind[0] in "IU":
                    yield name, archive.get_tensor(name)
                else:
                    yield name, f"dtype {kind} is not read"
    except SafetensorError as error:
        raise FileError(f"{path}: not a readable .safetensors file: {error}") from error


def _widen_bfloat16(data: bytes) -> npt.NDArray[np.float32]:
    """Return bfloat16 bytes as float32: the upper half of the same bits, so nothing is rounded."""
    return (np.frombuffer(data, dtype="<u2").astype("<u4") << 16).view("<f4")

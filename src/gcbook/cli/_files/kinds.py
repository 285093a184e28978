"""What a file is that cannot be read: one sentence with the remedy, from its name and first bytes.

Nothing is believed: a file is opened only to look at its first bytes.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from pathlib import Path

from gcbook.cli._files.layer import FileError

PICKLE = "a pickle, which can run code when it is read, so it is never loaded"
TORCH = (
    f"PyTorch's own format is {PICKLE}; save the weights with "
    "safetensors.torch.save_file(model.state_dict(), 'model.safetensors')"
)
NUMPY_REMEDY = "save its arrays with numpy.savez('model.npz', **arrays)"
HDF5 = (
    "HDF5 (Keras) is not read; save the weights with "
    "numpy.savez('model.npz', *model.get_weights()) and check them with --transpose"
)
BY_NAME = {
    **dict.fromkeys((".pt", ".pth", ".ckpt"), TORCH),
    **dict.fromkeys((".pkl", ".pickle", ".joblib"), f"it is {PICKLE}; {NUMPY_REMEDY}"),
    **dict.fromkeys((".h5", ".hdf5", ".keras"), HDF5),
    **dict.fromkeys((".onnx", ".gguf", ".pb", ".tflite", ".mat"), f"not read; {NUMPY_REMEDY}"),
    **dict.fromkeys(
        (".parquet", ".feather", ".xlsx", ".dta"),
        "not read; write the table with pandas.DataFrame.to_csv('data.csv', index=False)",
    ),
}
IDX_TYPES = {8: "uint8", 9: "int8", 11: "int16", 12: "int32", 13: "float32", 14: "float64"}


def refuse(path: Path, formats: Sequence[str]) -> None:
    """Raise a `FileError` if the file is known not to be readable.

    Raises
    ------
    FileError
        With the name of the file, what it is, and what to do about it.
    """
    if path.is_dir():
        raise FileError(f"{path}: is a directory; name one file in it")
    if not path.exists():
        raise FileError(f"{path}: no such file")
    if not path.is_file():
        raise FileError(f"{path}: is not a regular file")
    try:
        with path.open("rb") as handle:
            head = handle.read(512)
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}") from error
    suffix = path.suffix.lower()
    known = _by_content(head, path.stat().st_size)
    if suffix not in formats:
        by_name = "" if known.startswith("it is a Git") else BY_NAME.get(suffix, "")
        reason = by_name or known or _unknown(suffix, head, formats)
        raise FileError(f"{path}: {reason}")
    table = suffix in {".csv", ".tsv"}
    if not head:
        known = "it is empty"
    elif not table and not known and _is_text(head):
        known = "it is text; a table of numbers is read if its name ends in .csv"
    if known:
        raise FileError(f"{path}: not a readable {suffix} file: {known}")


def _by_content(head: bytes, size: int) -> str:
    if head.startswith(b"version https://git-lfs.github.com/spec/"):
        return "it is a Git LFS pointer, not the file it stands for; fetch that with: git lfs pull"
    if head.startswith(b"\x1f\x8b"):
        return "it is compressed with gzip; unpack it first, with gunzip"
    if head.startswith(b"\x80") and head[1:2] in {b"\x02", b"\x03", b"\x04", b"\x05"}:
        return f"it is {PICKLE}; {NUMPY_REMEDY}"
    if head.startswith(b"PK") and b"/data.pkl" in head:
        return TORCH
    if head.startswith(b"\x89HDF\r\n"):
        return HDF5
    return _idx(head, size)


def _idx(head: bytes, size: int) -> str:
    """Return what to say of an idx file: two zeros, a type, the number of axes, their lengths."""
    if len(head) < 8 or head[:2] != b"\0\0" or head[2] not in IDX_TYPES or not 1 <= head[3] <= 4:
        return ""
    axes = struct.unpack_from(f">{head[3]}I", head.ljust(20, b"\0"), 4)
    width = {8: 1, 9: 1, 11: 2, 12: 4, 13: 4, 14: 8}[head[2]]
    if size != 4 + 4 * len(axes) + width * math.prod(axes):
        return ""
    shape = " x ".join(map(str, axes))
    return (
        f"it is an idx file (the format of MNIST) of {shape} numbers of type {IDX_TYPES[head[2]]}: "
        "data, not weights; if its rows are what you mean, save them with "
        "numpy.save('rows.npy', array)"
    )


def _unknown(suffix: str, head: bytes, formats: Sequence[str]) -> str:
    hint = "; its content is that of a .npy file, so rename it" if head[:6] == b"\x93NUMPY" else ""
    return f"unknown format {suffix!r}; expected one of {', '.join(formats)}{hint}"


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(one.isprintable() or one in "\t\r\n" for one in text)

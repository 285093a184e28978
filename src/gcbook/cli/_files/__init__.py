"""Reading the weight matrices of a model, or a table, from a file; never executing anything in it.

Read are ``.npy`` and ``.npz`` (NumPy, with pickles refused), ``.safetensors`` and ``.csv``. Members
are read one at a time, so a file larger than memory is checked layer by layer, and what is wrong
with one member is said in its place and keeps no other from being read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from gcbook.cli._files.kinds import refuse
from gcbook.cli._files.layer import LIMIT, FileError, Layer, Member, layer

__all__ = ["FORMATS", "LIMIT", "FileError", "Layer", "layers"]

FORMATS = (".npy", ".npz", ".safetensors", ".csv", ".tsv")


def layers(path: Path, *, transpose: bool = False, limit: int = LIMIT) -> Iterator[Layer]:
    """Yield every array of the file as a layer, in the order of the file.

    A matrix is read as PyTorch stores it, one neuron per row; `transpose` is for files (Keras, JAX)
    that store one neuron per column.  An array of more than two dimensions is a convolution: its
    first axis (its last, with `transpose`) counts the neurons and the others are flattened.

    Parameters
    ----------
    path : Path
    transpose : bool
    limit : int
        Bytes that a compressed member, or a table as text, may take: a small file can be made to
        unpack to any size.

    Raises
    ------
    FileError
        If the file as a whole cannot be read.
    """
    for member in members(path, limit):
        yield layer(member, transpose)


def members(path: Path, limit: int) -> Iterator[Member]:
    """Yield every array of the file, or what is wrong with it."""
    refuse(path, FORMATS)
    suffix = path.suffix.lower()
    try:
        yield from _reader(suffix)(path, limit)
    except FileError:
        raise
    except (ValueError, OverflowError, OSError, EOFError, MemoryError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileError(f"{path}: not a readable {suffix} file: {reason}") from error


def _reader(suffix: str) -> Callable[[Path, int], Iterator[Member]]:
    from gcbook.cli._files import numpy_files, safetensors_files, text_files

    return {
        ".npy": numpy_files.read_npy,
        ".npz": numpy_files.read_npz,
        ".safetensors": safetensors_files.read,
        ".csv": text_files.read,
        ".tsv": text_files.read,
    }[suffix]

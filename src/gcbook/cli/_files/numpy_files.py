"""``.npy`` and ``.npz``: headers are looked at before anything is reserved or unpacked."""

from __future__ import annotations

import ast
import math
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gcbook.cli._files.layer import FileError, Member

LONGEST_HEADER = 10_000  # as NumPy's own reader has it
OBJECTS = "holds Python objects (a pickle), which are never loaded"


class Header(NamedTuple):
    """What a ``.npy`` header says, and where the data begin."""

    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype[Any]
    offset: int

    @property
    def bytes(self) -> int:
        """The bytes that the data take."""
        return math.prod(self.shape) * self.dtype.itemsize


def read_npy(path: Path, limit: int) -> Iterator[Member]:
    """Yield the one array of a ``.npy`` file, mapped rather than read."""
    with path.open("rb") as handle:
        header = _header(handle)
    if header.dtype.hasobject:
        raise FileError(f"{path}: it {OBJECTS}")
    present = path.stat().st_size - header.offset
    if present < header.bytes:
        raise ValueError(f"shape {header.shape} needs {header.bytes} bytes, {present} are there")
    if header.bytes == 0:
        yield Member(path.stem, np.zeros(header.shape, header.dtype))
        return
    order: Any = "F" if header.fortran else "C"
    yield Member(
        path.stem,
        np.memmap(path, header.dtype, "r", offset=header.offset, shape=header.shape, order=order),
    )


def read_npz(path: Path, limit: int) -> Iterator[Member]:
    """Yield the arrays of a ``.npz`` file, each read when its turn comes."""
    with path.open("rb") as handle:
        if handle.read(6) == b"\x93NUMPY":
            raise FileError(f"{path}: not a readable .npz file: it is a single array, a .npy file")
    size = path.stat().st_size
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield _member(archive, info, size, limit)
    except zipfile.BadZipFile as error:
        raise FileError(f"{path}: not a readable .npz file: {error}") from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, size: int, limit: int) -> Member:
    name = info.filename.removesuffix(".npy")
    honest = info.compress_type == zipfile.ZIP_STORED and info.file_size <= size
    if info.file_size > limit and not honest:
        return Member(
            name,
            problem=f"declares {info.file_size} bytes when unpacked, more than the limit of "
            f"{limit}; if you trust the file, raise it with --limit",
        )
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        return Member(name, problem="is packed in a way that NumPy never writes")
    if info.flag_bits & 1:
        return Member(name, problem="is encrypted; write the archive without a password")
    try:
        with archive.open(info) as stream:
            return _array(name, stream, info.file_size)
    # zlib and zipfile raise these for damage; a failed member must not hide the next one.
    except (ValueError, OverflowError, OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Member(name, problem=f"cannot be read: {reason}")
    except (NotImplementedError, MemoryError) as error:
        return Member(name, problem=f"cannot be unpacked: {error or type(error).__name__}")


def _array(name: str, stream: IO[bytes], size: int) -> Member:
    if not name or stream.read(6) != b"\x93NUMPY":
        return Member(name, problem="is not a NumPy array")
    stream.seek(0)
    header = _header(stream)
    if header.dtype.hasobject:
        return Member(name, shape=header.shape, problem=OBJECTS)
    if header.offset + header.bytes != size:
        return Member(
            name,
            shape=header.shape,
            problem=f"is damaged: shape {header.shape} needs {header.bytes} bytes, "
            f"{size - header.offset} are there",
        )
    data = stream.read(header.bytes)
    if len(data) != header.bytes:
        return Member(name, shape=header.shape, problem="is cut short")
    return Member(name, _shaped(np.frombuffer(data, header.dtype), header))


def _shaped(flat: npt.NDArray[Any], header: Header) -> npt.NDArray[Any]:
    if header.fortran:
        return flat.reshape(header.shape[::-1]).transpose()
    return flat.reshape(header.shape)


def _header(handle: IO[bytes]) -> Header:
    """Read a header without NumPy's own reader, which hands odd ones to Python's tokenizer."""
    major, minor = np.lib.format.read_magic(handle)
    if major not in {1, 2, 3}:
        raise ValueError(f"version {major}.{minor} of the format is not known")
    width = 2 if major == 1 else 4
    length = int.from_bytes(handle.read(width), "little")
    if length > LONGEST_HEADER:
        raise ValueError(f"its header claims {length} bytes")
    text = handle.read(length).decode("utf-8" if major == 3 else "latin-1")
    try:
        shape, fortran, dtype = _meaning(text)
    # What literal_eval and NumPy raise for what is no header.
    except (ValueError, TypeError, SyntaxError, KeyError, MemoryError, RecursionError) as error:
        raise ValueError(f"its header is malformed: {text[:60]!r}") from error
    return Header(shape, fortran, dtype, 6 + 2 + width + length)


def _meaning(text: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    # Python 2 wrote its long integers with an L.
    with warnings.catch_warnings(action="ignore"):  # odd escapes make the parser talk
        found = ast.literal_eval(re.sub(r"(?<=\d)L(?=[,)])", "", text).strip())
    shape, fortran = tuple(found["shape"]), found["fortran_order"]
    if not all(type(length) is int and length >= 0 for length in shape):
        raise ValueError
    if type(fortran) is not bool:
        raise TypeError
    return shape, fortran, np.lib.format.descr_to_dtype(found["descr"])

"""``.npy`` and ``.npz``: headers are looked at before anything is reserved or unpacked."""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gcbook.cli._files.layer import FileError, Member

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
    if info.flag_bits & 1:
        return Member(name, problem="is encrypted; write the archive without a password")
    try:
        with archive.open(info) as stream:
            return _array(name, stream, info.file_size)
    # zlib and zipfile raise these for damage; a failed member must not hide the next one.
    except (ValueError, OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
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
    version = np.lib.format.read_magic(handle)
    if version == (1, 0):
        shape, fortran, dtype = np.lib.format.read_array_header_1_0(handle)
    elif version == (2, 0):
        shape, fortran, dtype = np.lib.format.read_array_header_2_0(handle)
    else:
        raise ValueError(f"version {version[0]}.{version[1]} of the format is for records")
    if any(length < 0 for length in shape):
        raise ValueError(f"its header gives the shape {shape}")
    return Header(shape, fortran, dtype, handle.tell())

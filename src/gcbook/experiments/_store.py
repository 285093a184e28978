"""Finished cells of an experiment, kept as they finish, so that a killed run resumes.

One file per cell, named by the experiment and a hash of everything the cell depends on.  A file
appears under its name only when it is complete (it is written beside and then renamed), so a run
that dies at any moment leaves finished cells and nothing half done.  What we did not write, or what
was damaged since, is refused and never read as a result.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Cell = Mapping[str, Any]
Arrays = dict[str, npt.NDArray[Any]]


def _decoder_errors() -> tuple[type[Exception], ...]:
    """Return what is raised where a flipped byte claims LZMA or, since Python 3.14, zstd."""
    from lzma import LZMAError

    try:
        zstd = import_module("compression.zstd")
    except ModuleNotFoundError:
        return (LZMAError,)
    return (LZMAError, zstd.ZstdError)


_FORMAT = "gcbook cell 1"
# what NumPy, zipfile and its decoders raise for bytes that are not, or no longer, such an archive
_UNREADABLE: tuple[type[Exception], ...] = (
    AttributeError,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    *_decoder_errors(),
)


class Store:
    """A folder of finished cells.

    Parameters
    ----------
    folder : path
        Created when the first cell is saved.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        if self.folder.exists() and not self.folder.is_dir():
            raise ValueError(f"cache must be a folder; got the file {self.folder}")

    def path(self, experiment: str, cell: Cell) -> Path:
        """Return where a cell of an experiment is kept."""
        digest = hashlib.sha256(_header(experiment, cell).encode()).hexdigest()[:16]
        return self.folder / f"{experiment}-{digest}.npz"

    def load(self, experiment: str, cell: Cell) -> Arrays | None:
        """Return the arrays of a finished cell, None if it is not there.

        Raises
        ------
        ValueError
            If the file under the cell's name is damaged or is not ours.
        """
        path = self.path(experiment, cell)
        if not path.exists():
            return None
        try:
            with path.open("rb") as handle, np.load(handle, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
        except _UNREADABLE as error:
            raise ValueError(_refusal(path, f"it cannot be read: {error}")) from error
        header, digest = (str(arrays.pop(name, "")) for name in ("header", "digest"))
        if header != _header(experiment, cell):
            raise ValueError(_refusal(path, "it holds something else"))
        if digest != _digest(arrays):
            raise ValueError(_refusal(path, "its contents have changed"))
        return arrays

    def save(self, experiment: str, cell: Cell, arrays: Arrays) -> None:
        """Keep the arrays of a finished cell; the file appears complete or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(experiment, cell)
        partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        contents: dict[str, Any] = {
            "header": np.array(_header(experiment, cell)),
            "digest": np.array(_digest(arrays)),
            **arrays,
        }
        with partial.open("wb") as file:
            np.savez_compressed(file, **contents)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)


def _header(experiment: str, cell: Cell) -> str:
    # the release is part of the key: another release may compute something else
    content = {"experiment": experiment, "cell": dict(cell), "gcbook": version("gcbook")}
    return f"{_FORMAT} {json.dumps(content, sort_keys=True, allow_nan=False)}"


def _digest(arrays: Arrays) -> str:
    """Return a fingerprint of names, types, shapes and contents (zip checks only the last)."""
    total = hashlib.sha256()
    for name in sorted(arrays):
        value = np.ascontiguousarray(arrays[name])
        total.update(f"{name} {value.dtype.str} {value.shape}\n".encode())
        total.update(value.tobytes())
    return total.hexdigest()


def _refusal(path: Path, reason: str) -> str:
    return (
        f"{path} is not a finished cell of this experiment ({reason}); "
        "move it away, or name another folder as cache"
    )

"""Where certificates are written: one file per layer, none over another."""

from __future__ import annotations

import hashlib
import itertools
import re
from pathlib import Path

LONGEST = 150  # of a name; file systems allow 255 bytes


def file_name(layer: str) -> str:
    """Return a file name that no other layer has, and that cannot leave its folder.

    A tensor's name comes from the file, so it may hold separators. What is not a letter, a digit,
    a dot, a hyphen or an underscore is written as in a web address.

    Examples
    --------
    >>> file_name("dense/kernel"), file_name("dense_kernel"), file_name("../evil")
    ('dense%2Fkernel', 'dense_kernel', '%2E.%2Fevil')
    """
    safe = re.sub(rb"[^A-Za-z0-9._-]", lambda match: b"%%%02X" % match[0][0], _bytes(layer))
    text = re.sub(r"^\.", "%2E", safe.decode("ascii")) or "layer"
    if len(text) <= LONGEST:
        return text
    return f"{text[: LONGEST - 17]}-{hashlib.sha256(_bytes(layer)).hexdigest()[:16]}"


def save(folder: Path, layer: str, text: str, taken: set[str]) -> Path:
    """Write a certificate and return its path.

    A file that is there already is kept, unless it says the same: another layer's (on a disk that
    does not tell ``W`` from ``w``), another model's, an earlier training's. A number is then added.

    Parameters
    ----------
    folder : Path
    layer : str
    text : str
        The certificate.
    taken : set of str
        The names that this run has written, which grows.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    stem = file_name(layer)
    for number in itertools.count(1):
        path = folder / (f"{stem}.json" if number == 1 else f"{stem}-{number}.json")
        if path.name.casefold() in taken:
            continue
        try:
            with path.open("x", encoding="ascii") as handle:
                handle.write(text)
        except FileExistsError:
            if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != text:
                continue
        taken.add(path.name.casefold())
        return path
    raise AssertionError("counting does not end")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")

"""``.csv`` and ``.tsv``: one row per line; a first line of names is kept as the columns."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import numpy as np

from gcbook.cli._files.layer import FileError, Member

TRUTH = {"true": 1.0, "false": 0.0}


def read(path: Path, limit: int) -> Iterator[Member]:
    """Yield the table as one member."""
    size = path.stat().st_size
    if size > limit:
        raise FileError(
            f"{path}: has {size} bytes of text, more than the limit of {limit}; raise it with "
            "--limit, or save the table with numpy.save"
        )
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            yield _table(path, handle)
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: not a readable table: it is not text in UTF-8") from error
    except csv.Error as error:
        raise FileError(f"{path}: not a readable table: {error}") from error


def _table(path: Path, handle: TextIO) -> Member:
    rows = _rows(path, handle)
    line, first = next(rows, (0, []))
    if not first:
        raise FileError(f"{path}: not a readable table: no line of it holds anything")
    names = () if all(_number(cell) is not None for cell in first) else tuple(first)
    values = array("d")
    if not names:
        _append(values, path, line, first, len(first), ())
    for line, row in rows:
        _append(values, path, line, row, len(first), names)
    table = np.frombuffer(values, dtype=np.float64) if values else np.zeros(0)
    return Member(path.stem, table.reshape(-1, len(first)), columns=names)


def _rows(path: Path, handle: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold something, numbered as an editor numbers them."""
    start = handle.readline()
    handle.seek(0)
    counts = {one: start.count(one) for one in ",;\t"}
    delimiter = "\t" if path.suffix.lower() == ".tsv" else max(counts, key=lambda one: counts[one])
    reader = csv.reader(handle, delimiter=delimiter)
    for row in reader:
        if row and not row[0].startswith("#") and (len(row) > 1 or row[0].strip()):
            yield reader.line_num, [cell.strip() for cell in row]


def _append(
    values: array[float], path: Path, line: int, row: list[str], width: int, names: tuple[str, ...]
) -> None:
    if len(row) != width:
        raise FileError(f"{path}: line {line} has {len(row)} cells, the first line has {width}")
    for place, cell in enumerate(row):
        number = _number(cell)
        if number is None:
            column = f"column {names[place]!r}" if names else f"column {place + 1}"
            said = f"holds {cell[:40]!r}, which is not a number" if cell else "is empty"
            raise FileError(
                f"{path}: line {line}, {column} {said}; fill it or leave the row or column out"
            )
        values.append(number)


def _number(cell: str) -> float | None:
    try:
        return float(cell) if "_" not in cell else None  # 1_000 is Python, not a table
    except ValueError:
        return TRUTH.get(cell.lower())

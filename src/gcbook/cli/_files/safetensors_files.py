"""``.safetensors``: eight bytes, a JSON header, then the tensors, each read when its turn comes.

The format is small enough to be read here (https://github.com/huggingface/safetensors), so no
package is needed; and bfloat16, which NumPy does not know, is widened one tensor at a time.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook.cli._files.layer import Member

DTYPES = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "BF16": "<u2",
    "BOOL": "|b1",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "|i1",
    "U64": "<u8",
    "U32": "<u4",
    "U16": "<u2",
    "U8": "|u1",
}
LONGEST_HEADER = 100_000_000  # the limit of the format's own reader


def read(path: Path, limit: int) -> Iterator[Member]:
    """Yield the tensors in the order of the header."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        length = int.from_bytes(handle.read(8), "little")
        if size < 8 or length > min(size - 8, LONGEST_HEADER):
            raise ValueError(f"its header claims {length} bytes, the file has {size}")
        header = json.loads(handle.read(length).decode("utf-8"), object_pairs_hook=_no_repeats)
    if not isinstance(header, dict):
        raise ValueError("its header is not a JSON object")
    header.pop("__metadata__", None)
    for name, spec in header.items():
        yield _tensor(path, name, spec, 8 + length, size)


def _tensor(path: Path, name: str, spec: Any, start: int, size: int) -> Member:
    try:
        kind, shape, begin, end = _parts(spec)
    except (KeyError, TypeError, ValueError):
        return Member(name, problem=f"its entry in the header is malformed: {str(spec)[:80]}")
    if kind not in DTYPES:
        remedy = "convert it to float32, with tensor.float(), and save it again"
        return Member(name, shape=shape, problem=f"dtype {kind} is not read; {remedy}")
    dtype = np.dtype(DTYPES[kind])
    count = math.prod(shape)
    if end - begin != count * dtype.itemsize:
        needed = count * dtype.itemsize
        problem = f"shape {shape} needs {needed} bytes, its entry gives it {end - begin}"
        return Member(name, shape=shape, problem=problem)
    if start + end > size:
        problem = f"ends {start + end - size} bytes beyond the file; is the download complete?"
        return Member(name, shape=shape, problem=problem)
    try:
        flat = np.fromfile(path, dtype, count, offset=start + begin)
        return Member(name, (_widen_bfloat16(flat) if kind == "BF16" else flat).reshape(shape))
    except (ValueError, OverflowError) as error:  # more axes, or longer ones, than NumPy has
        return Member(name, shape=shape, problem=f"its shape is not one: {error}")
    except MemoryError as error:
        return Member(name, shape=shape, problem=f"does not fit into memory: {error}")


def _parts(spec: Any) -> tuple[str, tuple[int, ...], int, int]:
    shape = tuple(spec["shape"])
    begin, end = spec["data_offsets"]
    numbers = (*shape, begin, end)
    if not all(type(number) is int and number >= 0 for number in numbers) or begin > end:
        raise ValueError
    return str(spec["dtype"]), shape, begin, end


def _widen_bfloat16(bits: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Return bfloat16 as float32: the upper half of the same bits, so nothing is rounded."""
    return (bits.astype("<u4") << 16).view("<f4")


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("its header names something twice")
    return found

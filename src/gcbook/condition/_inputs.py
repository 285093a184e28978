"""What users hand in as weights: floats, exact numbers, tables, sparse matrices, blocks of rows.

The answer is one of three: an array of floats; an array of objects, all of them fractions, where a
float would round what was given; or rows that are read block by block.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import isfinite
from numbers import Rational
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.condition._exact import limbs
from gcbook.condition._rows import Rows

Given = npt.NDArray[Any] | Rows
_REQUIRED = "an array of shape (..., k, d), one neuron per row"
_DENSE = 2**22  # entries up to which a sparse matrix or blocks are made an array
_WHOLE = 2.0**53
_FEW = 2**12  # entries of which the least and the largest are found sooner than the sum


def weights(value: Any) -> Given:
    """Return the weights as floats of shape (..., k, d), fractions of that shape, or blocks.

    Plain floats are not copied, and are checked at the cost of one sum: a sum with an infinity or a
    NaN in it is never finite.
    """
    if isinstance(value, Rows):
        return value
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"weights must be {_REQUIRED}, without a mask; got a masked array: fill it, or drop "
            "the masked rows"
        )
    if isinstance(value, np.ndarray):
        return _array(value)
    if hasattr(value, "tocsr"):
        return _sparse(value)
    if hasattr(value, "to_delayed") and hasattr(value, "chunks"):
        return _dask(value)
    if isinstance(value, Iterator):
        return _spooled(value)
    if hasattr(value, "columns") and hasattr(value, "to_numpy"):
        return _frame(value)
    if isinstance(value, (list, tuple)):
        return _listed(value)
    return _checks.weights(value)


def _array(value: npt.NDArray[Any]) -> Given:
    if value.dtype == np.float64 and value.ndim >= 2 and 0 not in value.shape[-2:]:
        return np.asarray(value) if _finite(value) else _checks.weights(np.asarray(value))
    if value.dtype == object:
        return _objects(value)
    if value.dtype.kind in "iu" and value.size and _beyond(value):
        return _objects(value.astype(object))
    if isinstance(value, np.memmap) and value.ndim == 2 and value.size > _DENSE:
        return _blocks(value.shape, lambda part: np.asarray(value[part], dtype=np.float64))
    return _checks.weights(value)


def _finite(value: FloatArray) -> bool:
    """Whether all entries are finite, without a copy; a NaN counts as the least one."""
    if 0 < value.size <= _FEW:
        return isfinite(value.item(value.argmin())) and isfinite(value.item(value.argmax()))
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(value.sum()))


def _beyond(value: npt.NDArray[Any]) -> bool:
    return bool(int(value.max()) > _WHOLE or int(value.min()) < -_WHOLE)


def _listed(value: list[Any] | tuple[Any, ...]) -> Given:
    try:
        raw = np.asarray(value)
    except (ValueError, OverflowError):
        return _checks.weights(value)
    if raw.dtype.kind == "f" and raw.size and not np.abs(raw).max() < _WHOLE:
        return _objects(np.array(value, dtype=object))  # an integer may have been rounded
    return _array(raw)


def _objects(value: npt.NDArray[Any]) -> Given:
    """Return floats if they hold every number exactly, else fractions."""
    flat = [_exact(x, value.dtype) for x in value.ravel().tolist()]
    floats = [float(x) if abs(x) < 2**1023 else float("inf") for x in flat]
    if all(np.isfinite(f) and Fraction(f) == x for f, x in zip(floats, flat, strict=True)):
        return _checks.weights(np.array(floats, dtype=np.float64).reshape(value.shape))
    exact: npt.NDArray[Any] = np.array([*flat, None], dtype=object)[:-1].reshape(value.shape)
    if exact.ndim < 2 or 0 in exact.shape[-2:]:
        _checks.weights(np.zeros(exact.shape))  # words the error
    return exact


def _exact(x: Any, dtype: Any) -> Fraction:
    if isinstance(x, np.generic):
        x = x.item()
    if isinstance(x, (Rational, Decimal, float)):
        try:
            return Fraction(x)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"weights must be finite; got {x!r}") from error
    raise TypeError(
        f"weights must be {_REQUIRED}, of real numbers; got dtype {dtype} with {type(x).__name__}"
    )


def _frame(value: Any) -> Given:
    """Return the columns of a table; True and False count as 1 and 0."""
    raw = value.to_numpy()
    return _objects(raw) if raw.dtype == object else _array(raw)


def _sparse(value: Any) -> Given:
    rows = value.tocsr()
    _checks.weights(np.zeros((min(rows.shape[0], 1), min(rows.shape[1], 1))))  # words the errors
    if rows.dtype.kind not in "biuf" or rows.dtype.itemsize > 8:
        raise TypeError(f"weights must be {_REQUIRED}, of real numbers; got dtype {rows.dtype}")
    if rows.nnz:
        _checks.array(rows.data, "weights", _REQUIRED)
    if rows.shape[0] * rows.shape[1] <= _DENSE:
        return np.asarray(rows.toarray(), dtype=np.float64)
    return _blocks(rows.shape, partial(_dense, rows))


def _dask(value: Any) -> Given:
    if value.ndim != 2:
        raise ValueError(f"weights in a dask array must have shape (k, d); got shape {value.shape}")
    if value.size <= _DENSE:
        return weights(np.asarray(value))
    ends = np.concatenate([[0], np.cumsum(value.chunks[0])]).tolist()
    slices = [slice(a, b) for a, b in itertools.pairwise(ends)]

    def read() -> Iterator[FloatArray]:
        for part in slices:
            yield _checked(np.asarray(value[part].compute()))

    return Rows(tuple(value.shape), read)


def _blocks(shape: tuple[int, ...], read: Any) -> Rows:
    k, d = shape
    return Rows((k, d), partial(_each, (k, d), read))


def _each(shape: tuple[int, int], read: Any) -> Iterator[FloatArray]:
    """Read part after part; a function of the module, so that rows can be pickled."""
    return (_checked(read(part)) for part in limbs.chunks(*shape))


def _dense(rows: Any, part: slice) -> FloatArray:
    return np.asarray(rows[part].toarray(), dtype=np.float64)


def _checked(block: npt.NDArray[Any]) -> FloatArray:
    return np.asarray(_checks.array(block, "weights", _REQUIRED, ndim=2))


def _spooled(blocks: Iterable[Any]) -> Given:
    """Write blocks that can be read only once to a temporary file, and map it into memory."""
    k, d = 0, -1
    with tempfile.TemporaryFile() as file:  # its name is gone at once, its pages with the map
        for block in blocks:
            rows = _checked(np.atleast_2d(np.asarray(block)))
            if d >= 0 and rows.shape[1] != d:
                raise ValueError(
                    "weights given in blocks must have one number of columns; got "
                    f"{rows.shape[1]} after {d}"
                )
            k, d = k + len(rows), rows.shape[1]
            rows.tofile(file)
        if k < 1 or d < 1:
            raise ValueError("weights given in blocks must have at least one row and one column")
        file.flush()
        mapped = np.memmap(file, dtype=np.float64, mode="r", shape=(k, d))
    return np.array(mapped) if k * d <= _DENSE else Rows.of(mapped)

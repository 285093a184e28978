"""Argument checks: the one place that words the errors for bad input.

Every message names the argument, the value received and what was required, so a caller can
mend the call from the message alone.  Nothing here repairs an input.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


def array(value: npt.ArrayLike, name: str, required: str, *, ndim: int | None = None) -> FloatArray:
    """Return `value` as a float64 array of finite numbers.

    Numbers convert without loss or not at all.  Lists, tables with a `to_numpy`, tensors with a
    `detach` and whatever else NumPy reads are taken; a mask, a sparse matrix, a type wider than
    float64 and an integer beyond 2**53 are refused by name, with the remedy.
    """
    wanted = f"{name} must be {required}"
    raw = _read(value, name, wanted)
    if raw.dtype.kind == "O":
        raw = _plain(raw, wanted)
    if raw.dtype.kind not in "biuf":
        raise TypeError(f"{wanted}; got dtype {raw.dtype}")
    if raw.dtype.kind == "f" and raw.dtype.itemsize > 8:
        raise TypeError(
            f"{wanted} of at most 64 bits; got dtype {raw.dtype}, which float64 cannot hold; "
            "round it yourself: .astype(numpy.float64)"
        )
    result = raw.astype(np.float64)
    if not _lossless(raw, result):
        raise ValueError(f"{wanted}; some integers are too large for float64")
    if ndim is not None and result.ndim != ndim:
        raise ValueError(f"{wanted}; got shape {result.shape}")
    if not np.isfinite(result).all():
        bad = tuple(int(i) for i in np.argwhere(~np.isfinite(result))[0])
        raise ValueError(f"{name} must be finite; got {result[bad]} at index {bad}")
    return result


def per_row(value: npt.ArrayLike, name: str, rows: int) -> FloatArray:
    """Return one finite number for each of so many rows."""
    required = f"an array of shape ({rows},)"
    result = array(value, name, required, ndim=1)
    if result.size != rows:
        raise ValueError(f"{name} must be {required}; got shape {result.shape}")
    return result


def signs(value: npt.ArrayLike, name: str, rows: int) -> FloatArray:
    """Return +1 or -1 for each of so many rows."""
    result = per_row(value, name, rows)
    wrong = np.flatnonzero(np.abs(result) != 1)
    if wrong.size:
        i = int(wrong[0])
        raise ValueError(f"{name} must be +1 or -1 for each row; got {result[i]:g} at index {i}")
    return result


def _read(value: Any, name: str, wanted: str) -> npt.NDArray[Any]:
    """Return `value` as an array of some type; refuse what NumPy would misread."""
    kind = type(value).__name__
    if _masked(value):
        raise TypeError(
            f"{wanted}; got a masked array, whose mask would be lost; "
            "drop its masked rows first: numpy.ma.compress_rows"
        )
    if hasattr(value, "toarray") and hasattr(value, "nnz"):
        raise TypeError(f"{wanted}; got a sparse {kind}; make it dense first: .toarray()")
    if hasattr(value, "detach") and hasattr(value, "cpu"):
        return _tensor(value, wanted)
    if hasattr(value, "columns") and hasattr(value, "items"):
        return _table(value, name)
    if isinstance(value, (list, tuple)) and any(hasattr(part, "detach") for part in value):
        value = [_read(part, name, wanted) for part in value]
    try:
        return np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{wanted}; got a ragged sequence ({error})") from error
    except (TypeError, RuntimeError) as error:
        # a list of tensors that carry a gradient, say: the library's own error helps nobody
        raise TypeError(f"{wanted}; got {kind}, which NumPy cannot read ({error})") from error


def _masked(value: Any) -> bool:
    """Whether a masked array hides in `value` or in a list of its lists."""
    if isinstance(value, (list, tuple)):
        return any(_masked(part) for part in value if not isinstance(part, float))
    return isinstance(value, np.ma.MaskedArray)


def _tensor(value: Any, wanted: str) -> npt.NDArray[Any]:
    """Read a tensor (of PyTorch) that may carry a gradient, live on a device or be narrow."""
    try:
        plain = value.detach().cpu()
        # NumPy knows no bfloat16 and no float8: both fit in float32, exactly
        if any(narrow in str(plain.dtype) for narrow in ("bfloat16", "float8")):
            plain = plain.float()
        return np.asarray(plain.numpy())
    except (TypeError, RuntimeError, ValueError, NotImplementedError) as error:
        raise TypeError(
            f"{wanted}; got a {type(value).__name__} of dtype {getattr(value, 'dtype', '?')} that "
            "does not convert; pass .detach().cpu().float().numpy()"
        ) from error


def _table(value: Any, name: str) -> npt.NDArray[Any]:
    """Read a DataFrame column by column: its columns may have different types."""
    columns = []
    for label, column in value.items():
        part = _read(column.to_numpy(), name, name)
        if part.dtype.kind == "O" and all(map(_is_number, part)):
            part = part.astype(np.float64)
        if part.dtype.kind not in "biuf":
            raise TypeError(
                f"{name} must have numbers in every column; column {label!r} has dtype "
                f"{column.dtype}; encode it (pandas.get_dummies) or leave it out"
            )
        wide = part.astype(np.result_type(part, np.float64))
        if not _lossless(part, wide):
            raise ValueError(f"{name}: column {label!r} holds integers too large for float64")
        columns.append(wide)
    return np.column_stack(columns) if columns else np.empty(value.shape)


def _lossless(raw: npt.NDArray[Any], result: npt.NDArray[Any]) -> bool:
    """Whether integers survived the conversion to floats."""
    if raw.dtype.kind not in "iu" or raw.dtype.itemsize < 8:
        return True
    return np.array_equal(result.astype(object), raw.astype(object))


def _plain(raw: npt.NDArray[Any], wanted: str) -> npt.NDArray[Any]:
    """Convert an array of Python objects if all are numbers that float64 holds."""
    for index, entry in np.ndenumerate(raw):
        if not _is_number(entry):
            place = f" at index {index}" if index else ""
            remedy = ""
            if isinstance(entry, (numbers.Rational, Decimal)):
                remedy = (
                    "; exact numbers are not rounded silently: pass numpy.array(..., dtype=float)"
                )
            raise TypeError(f"{wanted}; got {type(entry).__name__}{place} (dtype object){remedy}")
        if isinstance(entry, (int, np.integer)) and not _is_float(int(entry)):
            raise ValueError(f"{wanted}; some integers are too large for float64")
    return raw.astype(np.float64)


def _is_float(entry: int) -> bool:
    return entry.bit_length() <= 1024 and int(float(entry)) == entry


def _is_number(entry: Any) -> bool:
    return isinstance(entry, (bool, int, float, np.bool_, np.integer, np.float16, np.float32))


def weights(value: npt.ArrayLike, name: str = "weights") -> FloatArray:
    """Return weights as a float64 array of shape (..., k, d) with k >= 1 and d >= 1."""
    result = array(value, name, "an array of shape (..., k, d), one neuron per row")
    if result.ndim < 2 or result.shape[-1] < 1 or result.shape[-2] < 1:
        raise ValueError(
            f"{name} must have shape (..., k, d) with k >= 1 and d >= 1, one neuron per row; "
            f"got shape {result.shape}"
        )
    return result


def points(value: npt.ArrayLike, name: str = "points") -> FloatArray:
    """Return points as a float64 array of shape (N, d) with N >= 1 and d >= 1."""
    result = array(value, name, "an array of shape (N, d), one point per row", ndim=2)
    if 0 in result.shape:
        raise ValueError(f"{name} must have shape (N, d) with N, d >= 1; got {result.shape}")
    return result


def integer(value: Any, name: str, *, low: int | None = None, high: int | None = None) -> int:
    """Return `value` as an int in [low, high]; booleans and floats are not integers."""
    required = f"{name} must be an integer{_bounds(low, high)}"
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{required}; got {value!r}")
    number = int(value)
    if (low is not None and number < low) or (high is not None and number > high):
        raise ValueError(f"{required}; got {value!r}")
    return number


def real(
    value: Any,
    name: str,
    *,
    low: float | None = None,
    high: float | None = None,
    open_low: bool = False,
    open_high: bool = False,
) -> float:
    """Return `value` as a finite float between the bounds (closed unless said otherwise)."""
    required = f"{name} must be a real number{_bounds(low, high, open_low, open_high)}"
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (numbers.Real, Fraction)):
        raise TypeError(f"{required}; got {value!r}")
    number = float(value)
    outside = (
        not math.isfinite(number)
        or (low is not None and (number < low or (open_low and number == low)))
        or (high is not None and (number > high or (open_high and number == high)))
    )
    if outside:
        raise ValueError(f"{required}; got {value!r}")
    return number


def choice(value: Any, name: str, allowed: Sequence[str]) -> str:
    """Return `value` if it is one of the allowed strings."""
    if value not in allowed:
        options = ", ".join(repr(option) for option in allowed)
        raise ValueError(f"{name} must be one of {options}; got {value!r}")
    return str(value)


def generator(seed: Any, name: str = "seed") -> np.random.Generator:
    """Return a random generator from a non-negative integer seed or a generator."""
    if isinstance(seed, np.random.Generator):
        return seed
    required = f"{name} must be a non-negative integer or a numpy.random.Generator"
    if isinstance(seed, (bool, np.bool_)) or not isinstance(seed, numbers.Integral):
        raise TypeError(f"{required}; got {seed!r}")
    if int(seed) < 0:
        raise ValueError(f"{required}; got {seed!r}")
    return np.random.default_rng(int(seed))


def _bounds(
    low: float | None, high: float | None, open_low: bool = False, open_high: bool = False
) -> str:
    parts = []
    if low is not None:
        parts.append(f"{'>' if open_low else '>='} {low}")
    if high is not None:
        parts.append(f"{'<' if open_high else '<='} {high}")
    return " " + " and ".join(parts) if parts else ""

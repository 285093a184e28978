"""Argument checks: the one place that words the errors for bad input.

Every message names the argument, the value received and what was required, so a caller can
mend the call from the message alone.  Nothing here repairs an input.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


def array(value: npt.ArrayLike, name: str, required: str, *, ndim: int | None = None) -> FloatArray:
    """Return `value` as a float64 array of finite numbers.

    Integers, booleans and floats convert without loss or not at all: an integer beyond 2**53 that
    float64 cannot hold is an error rather than a rounded number.
    """
    try:
        raw = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be {required}; got a ragged sequence ({error})") from error
    if raw.dtype.kind in "OUSVMmc":
        raise TypeError(f"{name} must be {required}; got dtype {raw.dtype}")
    result = raw.astype(np.float64)
    if raw.dtype.kind in "iu" and not np.array_equal(result.astype(object), raw.astype(object)):
        raise ValueError(f"{name} must be {required}; some integers are too large for float64")
    if raw.dtype.kind == "f" and raw.dtype.itemsize > 8:
        raise TypeError(f"{name} must be {required} of at most 64 bits; got dtype {raw.dtype}")
    if ndim is not None and result.ndim != ndim:
        raise ValueError(f"{name} must be {required}; got shape {result.shape}")
    if not np.isfinite(result).all():
        bad = tuple(int(i) for i in np.argwhere(~np.isfinite(result))[0])
        raise ValueError(f"{name} must be finite; got {result[bad]} at index {bad}")
    return result


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

"""What the response of a regression says about each observation: up, down, or both."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import BoolArray

Pulls = tuple[BoolArray, BoolArray]
_TWO = "two values (0 and 1, -1 and 1, booleans, or two labels), or two columns of counts"


def binomial(y: Any) -> Pulls:
    """Return who succeeded and who failed: two values, or two columns of counts.

    Of two numbers the larger is a success, of two labels the later one in the alphabet, of an
    ordered or unordered pandas category the last level, as in R.

    Raises
    ------
    TypeError, ValueError
        If there are more than two values, fewer than can be told apart, or missing ones.
    """
    levels = getattr(getattr(y, "dtype", None), "categories", None)
    values = _read(y)
    if values.ndim == 2 and values.shape[1] == 2:
        return _counts(values)
    if values.ndim != 1:
        raise ValueError(
            "y must be one-dimensional, or two columns of successes and failures; got shape "
            f"{values.shape}"
        )
    if levels is not None:
        if len(levels) != 2:
            raise _refused(list(levels))
        success = values == levels[1]
        return success, ~success
    found = sorted(set(values.tolist()), key=lambda one: (isinstance(one, str), one))
    success = values == _success(found)
    return success, ~success


def poisson(y: Any) -> Pulls:
    """Positive counts pull both ways, zeros one way.

    Raises
    ------
    TypeError, ValueError
        If `y` does not hold numbers >= 0.
    """
    counts = _checks.array(_read(y), "y", "one count per row", ndim=1)
    if (counts < 0).any():
        raise ValueError(f"y must be >= 0 for family='poisson'; got {counts.min():g}")
    return counts > 0, np.ones(len(counts), dtype=bool)


def _read(y: Any) -> npt.NDArray[Any]:
    """Return the response as an array without missing values; one column counts as a vector."""
    if isinstance(y, np.ma.MaskedArray):
        raise TypeError("y must be without a mask; got a masked array: drop its masked rows")
    values = np.asarray(y)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.dtype.kind == "f":
        missing = int(np.isnan(values).sum())
    elif values.dtype.kind == "O":
        missing = sum(_is_missing(one) for one in values.ravel().tolist())
    else:
        missing = 0
    if missing:
        raise ValueError(f"y must have no missing values; got {missing}")
    return values


def _is_missing(one: Any) -> bool:
    return one is None or type(one).__name__ in {"NAType", "NaTType"} or bool(one != one)


def _success(found: list[Any]) -> Any:
    """Return which of the values is a success."""
    numeric = all(isinstance(one, (bool, int, float)) for one in found)
    if len(found) == 1 and numeric and found[0] in {-1, 0, 1}:
        return 1
    whole = numeric and all(float(one).is_integer() for one in found)
    if len(found) != 2 or (numeric and not whole):
        raise _refused(found)
    return found[1]


def _refused(found: list[Any]) -> ValueError:
    shown = ", ".join(map(repr, found[:5])) + (", ..." if len(found) > 5 else "")
    remedy = {
        True: "A multinomial or ordinal response is several binary questions: ask about each pair "
        "of levels.  Proportions are given as two columns, successes and failures.",
        False: "Which of the two it is cannot be told; use 0 and 1.",
    }[len(found) > 1]
    return ValueError(f"y must have {_TWO}, for family='binomial'; got {shown}.  {remedy}")


def _counts(values: npt.NDArray[Any]) -> Pulls:
    counts = _checks.array(values, "y", "two columns, successes and failures", ndim=2)
    if (counts < 0).any():
        raise ValueError(f"y must hold counts >= 0; got {counts.min():g}")
    if not counts.any():
        raise ValueError("y must hold a trial; got two columns of zeros")
    return counts[:, 0] > 0, counts[:, 1] > 0

r"""How far the condition is from changing its truth value.

With unit rows w̃_j = w_j / \|w_j\| the margin is

.. math:: m = \min_{\|n\| = 1} \max_j ⟨n, w̃_j⟩ .

It is positive iff the condition holds, and then it is the radius of the largest ball about 0 in the
hull of the w̃_j; where the condition fails, -m is the distance from 0 to the hull.  The maximum over
j changes by at most ε if every unit row moves by at most ε, so the truth value cannot change while
each w̃_j moves by less than |m|, that is, turns by less than 2 arcsin(|m| / 2).

* Whether m > 0, m < 0 or m = 0 is decided exactly, by `gcbook.holds` and `gcbook.classify`.
* d = 1: m = ±1.  d = 2: m = cos(g / 2), g the widest gap between neighbouring directions.
* Fails: a distance, a convex problem, bounded by any n on one side, by any point of the hull on
  the other.
* Holds: the least distance of a facet, from a hull that grows around the nearest one until it is
  found (`gcbook.condition._nearest`), or until the budget of facets is spent.
* Holds, budget spent: finding m is a concave problem, hard in general.  The hull so far bounds it
  from below, and so does any λ > 0 with Σ λ_j w̃_j = 0 and Σ λ_j = 1:
  m >= λ_min(Σ λ_j w̃_j w̃_j^T), as sum λ_j (m - x_j)(x_j + 1) >= 0 over x_j = <n, w̃_j> in [-1, m].
  Any unit n gives m <= max_j <n, w̃_j>.

With ``unit=False`` the rows keep their lengths, R at most: then m >= λ_min(Σ λ_j w_j w_j^T) / R.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook._checks import BoolArray, FloatArray
from gcbook.condition import _inputs, _nearest
from gcbook.condition._classify import classify
from gcbook.condition._door import prove
from gcbook.condition._rows import Rows
from gcbook.condition.engines import newton

# How many facets may be made: so many, and fewer in high dimension, where each costs d^3.
_FACETS, _WORK = 600_000, 8e8
_LARGE = 60_000
_CLEAR = 1e-9  # a distance that floats are sure of
_LEAST = float(np.nextafter(0, 1))
_ROUNDING = 2.0**-51


@dataclass(frozen=True, eq=False)
class Margin:
    """Bounds for the margin; arrays over the leading axes if the weights had any.

    Attributes
    ----------
    low, high : float or array
        low <= m <= high, whatever was rounded.  The signs are exact: low > 0 if the condition
        holds, high < 0 if it fails with all rows strictly on one side, both 0 if m = 0.
    exact : bool or bool array
        Whether the method finds m itself, so that low and high differ by rounding only: by 3e-9 of
        the longest row at most, which may be much of a tiny m.  `width` says how much of it.
    robust : bool or bool array
        Whether no rounding of the rows in their last digits could change the truth value:
        the size of the margin is above 4 sqrt(d) 2**-53 (times the longest row, if lengths count).

    Examples
    --------
    >>> from gcbook.condition import margin
    >>> bounds = margin([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])
    >>> 0.0 < bounds.low <= bounds.high
    True
    """

    low: float | FloatArray
    high: float | FloatArray
    exact: bool | BoolArray
    robust: bool | BoolArray = True

    @property
    def width(self) -> float | FloatArray:
        """The width of the enclosure relative to its upper end; 0 where both ends are one."""
        low, high = np.asarray(self.low), np.asarray(self.high)
        size = np.maximum(np.abs(low), np.abs(high))
        result = np.where(size > 0, (high - low) / np.where(size > 0, size, 1.0), 0.0)
        return float(result) if result.ndim == 0 else result

    def __repr__(self) -> str:
        if np.ndim(self.low):
            return f"Margin(shape={np.shape(self.low)})"
        return (
            f"Margin(low={self.low:.6g}, high={self.high:.6g}, exact={self.exact}, "
            f"robust={self.robust})"
        )


def margin(weights: Any, *, unit: bool = True) -> Margin:
    r"""Bound how far the condition is from changing its truth value.

    Parameters
    ----------
    weights : array of shape (..., k, d)
        One neuron per row; leading axes are a batch.  Zero rows are ignored; without any other row
        the margin is -1, the least there is (0, if lengths count).
    unit : bool
        Whether rows count at length 1, or as they are: then the margin is the radius of the largest
        ball about 0 in their hull, in their own units (the ε of Ferrari and Canny for grasps).

    Returns
    -------
    Margin
        Bounds on min over unit n of max_j <n, w_j> / \|w_j\|: positive iff the condition holds.
        Their relative `width` is a rounding unless more than 600,000 facets (8e8 / d^3 in high
        dimension) would have to be made to find the nearest one, and is always stated.  No
        change of the unit rows by less than the margin, each, changes the truth value.

    Raises
    ------
    TypeError, ValueError
        If the weights are not finite real numbers of shape (..., k, d) with k, d >= 1.

    Examples
    --------
    >>> corner = margin([[1.0, 0.0], [0.0, 1.0]])
    >>> round(float(corner.low), 6), corner.exact
    (-0.707107, True)
    >>> margin([[1, 0], [-1, 0], [0, 1]])
    Margin(low=0, high=0, exact=True, robust=False)
    """
    given = _inputs.weights(weights)
    if isinstance(given, Rows):
        given = given.take(np.arange(given.shape[0]))
    k, d = given.shape[-2:]
    shape = given.shape[:-2]
    found = [_one(layer, unit) for layer in given.reshape(-1, k, d)]
    if not shape:
        return Margin(*found[0])
    columns = zip(*found, strict=True) if found else ((), (), (), ())
    low, high, exact, robust = (np.array(part).reshape(shape) for part in columns)
    return Margin(low, high, exact.astype(bool), robust.astype(bool))


def _one(layer: npt.NDArray[Any], unit: bool) -> tuple[float, float, bool, bool]:
    rows, exponent = _scaled(layer, unit)
    d = layer.shape[1]
    if not len(rows):
        value = -1.0 if unit else 0.0
        return value, value, True, False
    size = float(np.linalg.norm(rows, axis=1).max())
    low, high, exact = _signed(layer, rows, size)
    noise = _ROUNDING * math.sqrt(d) * size
    robust = low > noise or high < -noise
    if exponent:
        low, high = (math.copysign(_power(abs(x), exponent), x) if x else x for x in (low, high))
    return low, high, exact, robust


def _power(x: float, exponent: int) -> float:
    """Return x 2**exponent, kept between the least float above 0 and the largest."""
    try:
        return max(math.ldexp(x, exponent), _LEAST)
    except OverflowError:
        return float(np.finfo(float).max)


def _signed(layer: npt.NDArray[Any], rows: FloatArray, size: float) -> tuple[float, float, bool]:
    """Return bounds whose signs are those of the exact verdict."""
    slack = _ROUNDING * (rows.shape[1] + 8) * size
    if not prove(layer).holds:
        low, high, exact = _outside(rows)
        low, high = low - slack, high + slack
        if high < -_CLEAR * size:
            return low, high, exact
        if classify(layer).case != "outside":
            return 0.0, 0.0, True
        return min(low, -_LEAST), min(high, -_LEAST), exact
    low, high, exact = _inside_hull(rows, size)
    low = max(low - slack, _LEAST)
    return low, max(high + slack, low), exact


def _inside_hull(rows: FloatArray, size: float) -> tuple[float, float, bool]:
    d = rows.shape[1]
    if d == 1:
        end = float(min(rows.max(), -rows.min()))
        return end, end, True
    low, high = 0.0, np.inf
    budget = min(_FACETS, int(_WORK / d**3))
    if budget > d * d:
        low, high, done = _nearest.ball(rows, budget)
        if done:
            return low, high, True
    return max(low, _below(rows, size)), min(high, _descend(rows)), False


def _scaled(layer: npt.NDArray[Any], unit: bool) -> tuple[FloatArray, int]:
    """Return the rows that are not zero, at length 1 or divided by 2**e, and e.

    Rows are scaled by powers of two before they are measured, so that no square overflows or
    loses digits.
    """
    if layer.dtype == object:
        rows = _rounded([row for row in layer.tolist() if any(row)], layer.shape[1], unit)
    else:
        rows = np.asarray(layer[layer.any(axis=1)], dtype=np.float64)
    if not len(rows):
        return rows, 0
    own = np.frexp(np.abs(rows).max(axis=1))[1]
    if not unit:
        exponent = int(own.max())
        return np.ldexp(rows, -exponent), exponent
    rows = np.ldexp(rows, -own[:, None])
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True)), 0


def _rounded(rows: list[list[Any]], d: int, unit: bool) -> FloatArray:
    """Return exact rows as floats; divided by their largest entry, if only directions count."""
    if unit:
        rows = [[x / max(map(abs, row)) for x in row] for row in rows]
    return np.array([[float(x) for x in row] for row in rows]).reshape(-1, d)


def _outside(rows: FloatArray) -> tuple[float, float, bool]:
    """Minus the distance from 0 to the hull, by least distance programming (Lawson-Hanson)."""
    from scipy.optimize import nnls  # slow to import, and `holds` alone does not need it

    d = rows.shape[1]
    try:
        share, _ = nnls(np.vstack([rows.T, np.ones(len(rows))]), np.eye(d + 1)[d])
    except (RuntimeError, np.linalg.LinAlgError):  # as in engines/active.py
        return -float(np.linalg.norm(rows, axis=1).min()), 0.0, False
    share /= share.sum()
    point = share @ rows
    low = -float(np.linalg.norm(point))
    if low == 0:
        return 0.0, 0.0, True
    high = -float((rows @ point).min()) / -low
    return low, max(low, min(high, 0.0)), high - low <= 1e-9


def _below(rows: FloatArray, size: float) -> float:
    """Return a lower bound from a positive combination."""
    found = newton.guess(rows)
    if found is None or found.separated.any() or not found.shares.min() > 0:
        return 0.0
    share = found.shares / found.shares.sum()
    return max(0.0, float(np.linalg.eigvalsh((rows.T * share) @ rows)[0]) / size)


def _descend(rows: FloatArray) -> float:
    """Return an upper bound: the best of several normals, each improved by linear programs.

    The polar body {x : <w̃_j, x> <= 1} has a vertex at distance 1 / m; moving to the vertex that is
    farthest in the present direction never shortens the vector.
    """
    from scipy.optimize import linprog

    _, vectors = np.linalg.eigh(rows.T @ rows)
    starts = np.vstack([vectors.T, -vectors.T, -rows[:256]])
    values = (rows @ starts.T).max(axis=0)
    best = float(values.min())
    if rows.size > _LARGE:
        return best
    for i in np.argsort(values)[:3]:
        normal, value = starts[i], float(values[i])
        for _ in range(8):
            found = linprog(-normal, A_ub=rows, b_ub=np.ones(len(rows)), bounds=(None, None))
            if not found.success:
                break
            normal = found.x / np.linalg.norm(found.x)
            last, value = value, float((rows @ normal).max())
            if value > last * (1 - 1e-6):
                break
        best = min(best, value)
    return best

r"""The plane: extreme cotangents on either side of one row, with no sort and no trigonometry.

Let s_j = w_0 × w_j and c_j = <w_0, w_j>, so that q_j = c_j / s_j is the cotangent of the angle from
w_0 to w_j, a decreasing function of it on the left of w_0 (s_j > 0, angles in (0, π)) and again on
its right (angles in (π, 2π)).  The condition holds iff no gap between neighbouring directions is
π or more, and, when no row is parallel to w_0, this is

.. math:: \min_{s_j > 0} q_j < \max_{s_j < 0} q_j ,

the leftmost row on the left being less than a half turn from the rightmost on the right.

**Rounding.**  In working precision, with M a bound for the entries, ŝ and ĉ differ from s and c by
at most e = γ_5 (|x_0| + |y_0|) M (two conversions, a product, a sum).  If e < |ŝ_j| / 8 for every
j then all signs are right, and with ρ = e / min|ŝ_j|

.. math:: |q̂_j - q_j| \le \frac{(1 + |q_j|) e}{|ŝ_j|} + u |q_j|
          \implies |q̂ - q| \le 2 ρ (1 + |q̂|)

for each extreme, since the bound is monotone in q.  So the comparison of the computed extremes is
right as soon as they differ by more than 2ρ (2 + |q̂_left| + |q̂_right|).  The code takes twice that.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.condition.engines import rounding, simplex
from gcbook.condition.engines.simplex import FAILS, UNDECIDED

_FAR = 2.0**60  # beyond every cotangent of rows whose sides are sure: those are below 1 / (8 u)


def decide(rows: rounding.Floats) -> npt.NDArray[np.int8]:
    """Return the verdicts of one chunk in the plane; 1, 0 or UNDECIDED.

    Parameters
    ----------
    rows : array of shape (2, k, L)
        Rows in working precision with entries of ordinary size, k >= 3.

    Examples
    --------
    >>> triangle = np.array([[1.0, 0.0], [-1.0, 1.0], [-1.0, -1.0]])
    >>> decide(np.stack([triangle, abs(triangle)]).transpose(2, 1, 0).copy())
    array([1, 0], dtype=int8)
    """
    cotangent, other, error = _cotangents(rows)
    with np.errstate(invalid="ignore"):
        left = np.maximum(cotangent, other).min(axis=0)
        right = np.minimum(cotangent, other).max(axis=0)
    return _compare(left, right, error)


def prove(rows: rounding.Floats) -> tuple[npt.NDArray[np.int8], IntArray, FloatArray]:
    """Return verdicts, supports (L, 3) and normals (L, 2), with `rows` as for `decide`.

    *Holds*: rows 0, l and r, where l and r are extreme (or within a few units of rounding of it).
    *Fails*: the rows lie in the sector from r to l, less than a half turn wide, and n is r̂ turned
    left plus l̂ turned right, checked on every row.
    """
    cotangent, other, share = _cotangents(rows)
    with np.errstate(invalid="ignore"):
        leftward, rightward = -np.maximum(cotangent, other), np.minimum(cotangent, other)
    left, right = -leftward.max(axis=0), rightward.max(axis=0)
    verdict = _compare(left, right, share)
    support = np.zeros((rows.shape[2], 3), dtype=np.int64)
    np.add(simplex.largest(leftward)[1], 1, out=support[:, 1])
    np.add(simplex.largest(rightward)[1], 1, out=support[:, 2])
    normal = np.zeros((rows.shape[2], 2))
    failed = np.flatnonzero(verdict == FAILS)
    if failed.size:
        # On a side without rows the extreme row is w_0 itself.
        extreme = support[failed, 1:].T
        extreme[0] *= left[failed] < _FAR
        extreme[1] *= right[failed] > -_FAR
        normal[failed], proved = _normals(rows.take(failed, axis=2), extreme)
        verdict[failed[~proved]] = UNDECIDED
    return verdict, support, normal


def _cotangents(rows: rounding.Floats) -> tuple[rounding.Floats, ...]:
    """Return the cotangents, numbers far beyond them on the losing side, and ρ per layer."""
    x, y = rows[:, 0]
    xs, ys = rows[:, 1:]
    magnitude = float(max(rows.max(), -rows.min()))
    error = rounding.gamma(5, rows.dtype) * magnitude * (np.abs(x) + np.abs(y)) + rounding.TINY
    sine = xs * -y
    sine += ys * x
    cotangent = xs * x
    cotangent += ys * y
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        cotangent /= sine
        # Cheaper than selecting by the sign of the sine.
        other = sine * (-2 * _FAR / error)
        share = error / np.abs(sine, out=sine).min(axis=0)
    return cotangent, other, share


def _compare(
    left: rounding.Floats, right: rounding.Floats, share: rounding.Floats
) -> npt.NDArray[np.int8]:
    left, right = np.minimum(left, _FAR), np.maximum(right, -_FAR)
    with np.errstate(invalid="ignore", over="ignore"):
        doubt = 4 * share * (2 + np.abs(left) + np.abs(right))
        sure = (8 * share < 1) & (np.abs(right - left) > doubt)
    verdict = (left < right).astype(np.int8)
    verdict[~sure] = UNDECIDED
    return verdict


def _normals(rows: rounding.Floats, extreme: IntArray) -> tuple[FloatArray, BoolArray]:
    """Return a normal for each layer, given its extreme rows, and whether it is proved."""
    flat, size = rows.reshape(2, -1), rows.shape[2]
    x, y = flat.take(extreme * size + np.arange(size), axis=1)
    length = np.maximum(np.hypot(x, y), rounding.TINY)
    x, y = x / length, y / length
    normal = np.stack([y[0] - y[1], x[1] - x[0]])
    price = np.einsum("ckl,cl->kl", rows, normal).min(axis=0)
    magnitude = float(max(rows.max(), -rows.min()))
    return normal.T.astype(np.float64), price > rounding.dot_bound(2, magnitude, normal)

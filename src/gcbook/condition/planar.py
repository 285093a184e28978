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

from gcbook.condition import rounding
from gcbook.condition.simplex import UNDECIDED

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
        # Far beyond every cotangent, on the side where it loses: cheaper than a selection.
        other = sine * (-_FAR / error)
        left = np.minimum(np.maximum(cotangent, other).min(axis=0), _FAR)
        right = np.maximum(np.minimum(cotangent, other).max(axis=0), -_FAR)
        share = error / np.abs(sine, out=sine).min(axis=0)
        doubt = 4 * share * (2 + np.abs(left) + np.abs(right))
        sure = (8 * share < 1) & (np.abs(right - left) > doubt)
    verdict = (left < right).astype(np.int8)
    verdict[~sure] = UNDECIDED
    return verdict

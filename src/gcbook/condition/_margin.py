r"""How far the condition is from changing its truth value.

With unit rows w̃_j = w_j / \|w_j\| the margin is

.. math:: m = \min_{\|n\| = 1} \max_j ⟨n, w̃_j⟩ .

It is positive iff the condition holds, and then it is the radius of the largest ball about 0 in the
hull of the w̃_j; where the condition fails, -m is the distance from 0 to the hull.  The maximum over
j changes by at most ε if every unit row moves by at most ε, so the truth value cannot change while
each w̃_j moves by less than |m|, that is, turns by less than 2 arcsin(|m| / 2).

* d = 1: m = ±1.  d = 2: m = cos(g / 2), g the widest gap between neighbouring directions.
* Fails: a distance, a convex problem, bounded by any n on one side, by any point of the hull on
  the other.
* Holds, small d: the least distance of a facet (Qhull).
* Holds, otherwise: finding m is a concave problem, hard in general.  Any unit n gives
  m <= max_j <n, w̃_j>.  Any λ > 0 with Σ λ_j w̃_j = 0 and Σ λ_j = 1 gives
  m >= λ_min(Σ λ_j w̃_j w̃_j^T): sum λ_j (m - x_j)(x_j + 1) >= 0 over x_j = <n, w̃_j> in [-1, m].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog, nnls
from scipy.spatial import ConvexHull, QhullError

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray
from gcbook.condition._door import prove

# The largest k for which all facets are listed; their number grows like k**(d // 2).
_FACETS = {3: 20_000, 4: 1000, 5: 500, 6: 100, 7: 50, 8: 30}
_LARGE = 60_000


@dataclass(frozen=True, eq=False)
class Margin:
    """Bounds for the margin; arrays over the leading axes if the weights had any.

    Attributes
    ----------
    low, high : float or array
        low <= m <= high, up to the rounding of a few inner products (d * 1e-15).
    exact : bool or bool array
        Whether the method finds m itself, so that low and high differ by rounding only.

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


def margin(weights: npt.ArrayLike) -> Margin:
    r"""Bound how far the condition is from changing its truth value.

    Parameters
    ----------
    weights : array of shape (..., k, d)
        One neuron per row; leading axes are a batch.  Zero rows are ignored; without any other row
        the margin is -1, the least there is.

    Returns
    -------
    Margin
        Bounds on min over unit n of max_j <n, w_j> / \|w_j\|: positive iff the condition holds.  No
        truth value changes while every unit row moves by less than the modulus of the margin.

    Notes
    -----
    `holds` decides exactly; the margin is a floating-point number.  Within d * 1e-15 of 0 its sign
    says nothing.

    Examples
    --------
    >>> square = margin([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]])
    >>> round(square.low, 12), square.exact
    (0.707106781187, True)
    >>> round(margin([[1.0, 0.0], [0.0, 3.0]]).high, 12)
    -0.707106781187
    """
    rows = _checks.weights(weights)
    flat = rows.reshape(-1, *rows.shape[-2:])
    found = [_one(layer) for layer in flat]
    if rows.ndim == 2:
        return Margin(*found[0])
    shape = rows.shape[:-2]
    low, high, exact = (np.array(part).reshape(shape) for part in zip(*found, strict=True))
    return Margin(low, high, exact.astype(bool))


def _one(layer: FloatArray) -> tuple[float, float, bool]:
    rows = _unit(layer)
    d = rows.shape[1]
    if not len(rows):
        return -1.0, -1.0, True
    if d == 1:
        value = 1.0 if rows.min() < 0 < rows.max() else -1.0
        return value, value, True
    if d == 2:
        angles = np.sort(np.arctan2(rows[:, 1], rows[:, 0]))
        gap = np.diff(angles, append=angles[0] + 2 * np.pi).max()
        value = float(np.cos(gap / 2))
        return value, value, True
    certificate = prove(layer)
    if not certificate.holds:
        return _outside(rows)
    distance = _facets(rows) if len(rows) <= _FACETS.get(d, 0) else None
    if distance is not None:
        return distance, distance, True
    size = np.linalg.norm(layer, axis=1)
    share = np.zeros(len(layer))
    share[list(certificate.support)] = [float(c) for c in certificate.coefficients]
    low = _inside(rows, (share * size)[size > 0])
    return low, max(low, _descend(rows)), False


def _unit(layer: FloatArray) -> FloatArray:
    """Return the non-zero rows at length 1; scaled first, so that no square overflows."""
    size = np.abs(layer).max(axis=1)
    rows, size = layer[size > 0], size[size > 0]
    rows = np.ldexp(rows, -np.frexp(size)[1][:, None])
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float64)


def _outside(rows: FloatArray) -> tuple[float, float, bool]:
    """Minus the distance from 0 to the hull, by least distance programming (Lawson-Hanson)."""
    d = rows.shape[1]
    share, _ = nnls(np.vstack([rows.T, np.ones(len(rows))]), np.eye(d + 1)[d])
    share /= share.sum()
    point = share @ rows
    low = -float(np.linalg.norm(point))
    if low == 0:
        return 0.0, 0.0, True
    high = -float((rows @ point).min()) / -low
    return low, max(low, min(high, 0.0)), high - low <= 1e-9


def _facets(rows: FloatArray) -> float | None:
    """Return the least distance of a facet from 0, or None where Qhull gives up."""
    try:
        hull = ConvexHull(rows)
    except QhullError:
        return None
    return float((rows @ hull.equations[:, :-1].T).max(axis=0).min())


def _inside(rows: FloatArray, share: FloatArray) -> float:
    """Return a lower bound from a positive combination."""
    return max(0.0, float(np.linalg.eigvalsh((rows.T * share) @ rows)[0]) / float(share.sum()))


def _descend(rows: FloatArray) -> float:
    """Return an upper bound: the best of several normals, each improved by linear programs.

    The polar body {x : <w̃_j, x> <= 1} has a vertex at distance 1 / m; moving to the vertex that is
    farthest in the present direction never shortens the vector.
    """
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

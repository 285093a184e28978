r"""The margin of the condition as a sum: when zero loss exists, and at which size of the weights.

    gamma(W) = min_{|u| = 1}  sum_j <w_j/|w_j|, u>_+

is positive iff the condition holds.  It is the inradius, about the origin, of the zonotope
Z = sum_j [0, w_j/|w_j|], whose support function is that sum.  On each cell of the arrangement of
the hyperplanes w_j^\perp the sum is linear, hence (restricted to the sphere, where it is positive)
concave, so the minimum sits at a vertex: a normal of d - 1 of the rows.  That makes gamma a finite
computation; `gcbook.margin` is another quantity, the least *maximum* over the neurons.
"""

from __future__ import annotations

import math
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.bounds._shell import Shell

_MOST = 20_000_000
_ROUNDING = 1e-13


def mean_activation(d: int) -> float:
    r"""Return kappa_d, the mean of <omega, u>_+ over uniform directions omega.

        kappa_d = Gamma(d/2) / (2 sqrt(pi) Gamma((d+1)/2)),      about 1 / sqrt(2 pi d)

    No k directions have a margin gamma above k kappa_d: average the sum over u.

    Notes
    -----
    Units (0, 0).

    Examples
    --------
    >>> from math import pi
    >>> round(mean_activation(2) * pi, 12), round(mean_activation(3), 12)
    (1.0, 0.25)
    """
    _checks.integer(d, "d", low=1)
    return math.exp(math.lgamma(d / 2) - math.lgamma((d + 1) / 2)) / (2 * math.sqrt(math.pi))


def zonotope_margin(
    weights: npt.ArrayLike, *, directions: npt.ArrayLike | None = None, unit: bool = True
) -> float | FloatArray:
    r"""Return gamma, the least over unit vectors u of the sum over j of <w_j/|w_j|, u>_+.

    Parameters
    ----------
    weights : array_like, shape (..., k, d)
        Neurons of one class.  Zero rows count for nothing.
    directions : array_like, shape (N, d), optional
        Take the minimum over these unit vectors only, as Theorem 1 of Section 7.3 allows for finite
        data; without it over the whole sphere, at the normals of all d - 1 rows.
    unit : bool
        With False the rows keep their lengths: the inradius of sum_j [0, w_j].

    Returns
    -------
    float, or ndarray of shape (...)
        0 where the condition fails.

    Raises
    ------
    ValueError
        If there are more than 2e7 normals and no directions are given.

    Notes
    -----
    Units (0, 0), or (-1, -1) with ``unit=False``.  Not in the paper.

    Examples
    --------
    >>> from gcbook.bounds import zonotope_margin
    >>> round(zonotope_margin([[1, 0], [0, 2], [-1, 0], [0, -3]]), 12)
    1.0
    >>> zonotope_margin([[1, 0], [0, 1]])
    0.0
    """
    rows = _checks.weights(weights)
    if unit:
        size = np.linalg.norm(rows, axis=-1, keepdims=True)
        rows = np.divide(rows, size, out=np.zeros_like(rows), where=size > 0)
    if directions is None:
        value = least_slope(np.ones(rows.shape[-2]), rows)
    else:
        at = _checks.points(directions, "directions")
        value = np.maximum(rows @ at.T, 0.0).sum(axis=-2).min(axis=-1)
    scale = np.linalg.norm(rows, axis=-1).sum(axis=-1)
    value = np.where(value <= _ROUNDING * scale, 0.0, value)
    return float(value) if value.ndim == 0 else value


def least_slope(pull: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    r"""Return the least of s(u) = sum_j pull_j <w_j, u>_+ over all vertices of the arrangement.

    Where s is positive this is its minimum over the sphere, and the rate law's depth is
    ``delta = 1 - m min s`` (n = 2: pull_j = +-2v).  Elsewhere it bounds the minimum from above.

    Parameters
    ----------
    pull : array_like, shape (k,)
    weights : array_like, shape (..., k, d)

    Returns
    -------
    ndarray, shape (...)

    Examples
    --------
    >>> from gcbook.bounds import least_slope
    >>> float(least_slope([1, 1, 1, 1], [[1, 0], [0, 1], [-1, 0], [0, -1]]))
    1.0
    """
    rows = _checks.weights(weights)
    sign = _checks.per_row(pull, "pull", rows.shape[-2])
    if rows.shape[-1] == 2:
        return _planar(sign, rows)
    flat = rows.reshape(-1, *rows.shape[-2:])
    found = np.array([_spatial(sign, layer) for layer in flat])
    return found.reshape(rows.shape[:-2])


def normals(weights: npt.ArrayLike) -> FloatArray:
    """Return both unit normals of every d - 1 rows, shape (2 C, d); none if they do not span.

    Parameters
    ----------
    weights : array_like, shape (k, d)

    Examples
    --------
    >>> from gcbook.bounds import normals
    >>> normals([[2.0, 0.0], [1.0, 1.0]]).shape
    (4, 2)
    """
    rows = _checks.points(weights, "weights")
    size = np.linalg.norm(rows, axis=1)
    units = rows[size > 0] / size[size > 0, None]
    d = rows.shape[1]
    if not len(units) or np.linalg.matrix_rank(units) < d:
        return np.empty((0, d))
    if d == 1:
        return np.array([[1.0], [-1.0]])
    if comb(len(units), d - 1) > _MOST:
        raise ValueError(
            f"weights must have at most {_MOST} subsets of d - 1 rows; "
            f"got k = {len(units)}, d = {d}"
        )
    found = _normals(units)
    return np.concatenate([found, -found])


def realisability_scale(
    weights: npt.ArrayLike, shell: Shell | None = None, *, v: float = 0.5
) -> float:
    r"""Return the smallest common norm at which these directions give zero loss; inf if none does.

        c = 1 / (2 v m gamma),      gamma = min_{|u| = 1} sum_j max(0, <w_j / |w_j|, u>)

    Zero rows are left out; there is no other neuron (b = 0).  Not in the paper: it
    shows that the geometric condition is exactly the condition for a zero loss to exist.

    Notes
    -----
    Units (-1, -1).

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.bounds import realisability_scale
    >>> round(realisability_scale([[1, 0], [-1, 2], [-1, -2]]), 6)
    1.25
    >>> realisability_scale([[1, 0], [0, 1]])
    inf
    """
    rows = _checks.weights(weights)
    if rows.ndim != 2:
        raise ValueError(f"weights must have shape (k, d); got shape {rows.shape}")
    data = Shell(dimension=rows.shape[1]) if shell is None else shell
    gamma = float(zonotope_margin(rows))
    # A sum of round-off size is a direction that no neuron sees.
    return float("inf") if gamma <= 1e-12 * len(rows) else 1 / (2 * v * data.inner * gamma)


def realisability_norms(
    weights: npt.ArrayLike, shell: Shell | None = None, *, v: float = 0.5
) -> FloatArray:
    """Return norms, of least sum, with which these directions give zero loss; a linear programme.

    The normals do not depend on the norms, so ``2 v m sum_j c_j <w_j/|w_j|, q>_+ >= 1`` over the
    normals q is a finite list of inequalities.

    Parameters
    ----------
    weights : array_like, shape (k, d)
        Rows that satisfy the condition; their lengths do not matter.

    Returns
    -------
    ndarray, shape (k,)
        Their sum is at least ``1 / (2 v m kappa_d)``, whatever the directions.

    Raises
    ------
    ValueError
        If the condition fails: then no norms give zero loss.

    Notes
    -----
    Units (-1, -1).

    Examples
    --------
    >>> from gcbook.bounds import realisability_norms
    >>> realisability_norms([[1, 0], [0, 1], [-1, 0], [0, -1]]).round(9).tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    rows = _checks.points(weights, "weights")
    data = Shell(dimension=rows.shape[1]) if shell is None else shell
    if not np.isfinite(realisability_scale(rows, data, v=v)):
        raise ValueError("weights must satisfy the geometric condition; these do not")
    size = np.linalg.norm(rows, axis=1, keepdims=True)
    units = np.divide(rows, size, out=np.zeros_like(rows), where=size > 0)
    ramps = np.maximum(normals(rows) @ units.T, 0.0)
    level = np.full(len(ramps), -1.0 / (2 * v * data.inner))
    from scipy.optimize import linprog  # on demand: SciPy is slow to load

    found = linprog(np.ones(len(rows)), A_ub=-ramps, b_ub=level, method="highs")
    return np.asarray(found.x)


def _planar(sign: FloatArray, rows: FloatArray) -> FloatArray:
    """Return min s over the 2 k kinks in O(k log k): 2 s = sum +-|<w, u>| + <sum +-w, u>.

    Sorted by angle modulo pi, the rows after w_i lie on one side of its line and those before it
    on the other, so sums of absolute values are differences of partial sums.
    """
    upper = np.where(
        (rows[..., 1:] > 0) | ((rows[..., 1:] == 0) & (rows[..., :1] >= 0)), rows, -rows
    )
    order = np.argsort(np.arctan2(upper[..., 1], upper[..., 0]), axis=-1, kind="stable")
    upper = np.take_along_axis(upper, order[..., None], axis=-2)
    signed = upper * sign[order][..., None]
    before = np.cumsum(signed, axis=-2) - signed
    spread = signed.sum(axis=-2, keepdims=True) - signed - 2 * before
    kink = np.stack([-upper[..., 1], upper[..., 0]], axis=-1)
    size = np.linalg.norm(kink, axis=-1)
    kink = kink / np.where(size > 0, size, 1.0)[..., None]
    lean = (sign[:, None] * rows).sum(axis=-2)[..., None, :]
    value = ((spread * kink).sum(axis=-1) - np.abs((lean * kink).sum(axis=-1))) / 2
    value = np.where(size > 0, value, np.inf).min(axis=-1)
    return np.asarray(np.where(np.isfinite(value), value, 0.0))


def _spatial(sign: FloatArray, layer: FloatArray) -> float:
    at = normals(layer)
    if not len(at):
        return 0.0
    least = np.inf
    for part in np.array_split(at, 1 + at.shape[0] * len(layer) // 4_000_000):
        least = min(least, float((np.maximum(part @ layer.T, 0.0) @ sign).min()))
    return least


def _normals(units: FloatArray) -> FloatArray:
    """Return one unit normal of every d - 1 independent rows."""
    k, d = units.shape
    if d == 2:
        return np.stack([-units[:, 1], units[:, 0]], axis=1)
    if d == 3:
        first, second = np.triu_indices(k, 1)
        cross = np.cross(units[first], units[second])
        size = np.linalg.norm(cross, axis=1)
        return np.asarray(cross[size > 1e-12] / size[size > 1e-12, None])
    chosen = units[np.array(list(combinations(range(k), d - 1)))]
    _, values, right = np.linalg.svd(chosen)
    return np.asarray(right[values[:, -1] > 1e-12, -1])

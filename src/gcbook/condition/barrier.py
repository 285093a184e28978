r"""One large layer: Newton's method on a barrier, whose every step tries both certificates.

Let φ be convex and decreasing.  The condition holds iff F(n) = Σ_j φ(<w_j, n>) has a minimiser, and
at the minimiser Σ_j (-φ'(z_j)) w_j = 0 is a positive combination.  Here

.. math:: -φ'(z) = \begin{cases} 1/(1+z), & z > 0 \\ 1 - z, & z \le 0 \end{cases}

(a logarithm glued to a parabola): its weights stay within a few powers of ten of each other, where
those of an exponential would underflow.  With l = -φ'(z) and D = φ''(z) the Newton step p solves
(W^T D W) p = W^T l, and then λ = l - D W p satisfies W^T λ = 0 up to rounding.

* λ > 0 in every place, and rank W = d: the condition *holds*.
* W p > 0 or W n > 0 in every place: it *fails*.

What rounding leaves of this is decided by a-priori bounds.  With V = D^{1/2} W, G = V^T V and
r = W^T λ, the correction δ = -D W G^{-1} r makes W^T (λ + δ) = 0, and

.. math:: |δ_j| \le \sqrt{D_j} \, \|r\|_2 / \sqrt{λ_{\min}(G)},

because V G^{-1/2} has orthonormal columns.  A lower bound of λ_min(G) comes from a Cholesky
factorisation of Ĝ - αI that runs to its end (Rump, *Verification of positive definiteness*, BIT 46,
2006; Higham, Theorem 10.3 with Demmel's scaling): then

.. math:: λ_{\min}(G) \ge α - \left(γ_{k+3} + γ_{d+2} + 2u\right)(1 + γ) \operatorname{tr} G .

Rows enter after scaling by powers of two to length between 1/2 and 1, which is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.blas import dsyrk
from scipy.linalg.lapack import dpocon, dpotrf, dpotrs

from gcbook._checks import FloatArray, IntArray
from gcbook.condition import rounding

_STEPS = 60
_BLOCK = 64
AGREEMENT = 2.0**-21
"""Coefficients are accepted if an exact combination lies within this relative distance."""


@dataclass(frozen=True)
class Found:
    """A proved verdict on one layer, or the lack of one.

    Attributes
    ----------
    holds : bool or None
        None if neither answer was proved.
    coefficients : array of shape (k,)
        Positive numbers for all rows as scaled, if the condition holds.
    normal : array of shape (d,)
        A vector with a positive inner product with every row, if it fails.
    """

    holds: bool | None
    coefficients: FloatArray | None = None
    normal: FloatArray | None = None


def scaled(layer: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the rows times 2**-e, of length between 1/2 and 1, and the exponents e.

    No row may be zero.
    """
    first = np.frexp(np.abs(layer).max(axis=1))[1]
    rows = np.ldexp(layer, -first[:, None]) if first.any() else layer
    second = np.frexp(np.sqrt(np.einsum("kd,kd->k", rows, rows)))[1]
    rows = rows * np.ldexp(1.0, -second)[:, None]
    return rows, (first + second).astype(np.int64)


def decide(rows: FloatArray) -> Found:
    """Decide one layer of scaled rows, shape (k, d), in double precision.

    Examples
    --------
    >>> decide(np.array([[0.5, 0.0], [0.0, 0.5], [-0.5, -0.5]])).holds
    True
    """
    k, d = rows.shape
    if k <= d:
        return _below(rows)
    point, values = np.zeros(d), np.zeros(k)
    for _ in range(_STEPS):
        slope = np.where(values > 0, 1 / (1 + np.abs(values)), 1 - values)
        weight = np.where(values > 0, slope, 1.0)
        gram = dsyrk(1.0, (rows * weight[:, None]).T, lower=1)
        factor, info = dpotrf(gram, lower=1, clean=0)
        if info:
            return Found(None)
        step, _ = dpotrs(factor, slope @ rows, lower=1)
        change = rows @ step
        multipliers = slope - weight**2 * change
        if multipliers.min() > 0 and _spans(rows, multipliers, weight, gram, factor):
            return Found(True, coefficients=multipliers)
        for normal, products in ((step, change), (point, values)):
            if products.min() > _fails_bound(d, normal):
                return Found(False, normal=normal)
        length = _length(values, change)
        point, values = point + length * step, values + length * change
    return Found(None)


def _below(rows: FloatArray) -> Found:
    """Find n with <n, w_j> = 1 for k <= d rows, if they are independent enough."""
    gram = dsyrk(1.0, rows.T, trans=1, lower=1)
    gram[np.diag_indices(len(rows))] += 1e-12
    factor, info = dpotrf(gram, lower=1, overwrite_a=1, clean=0)
    if not info:
        solution, _ = dpotrs(factor, np.ones(len(rows)), lower=1)
        normal = solution @ rows
        if (rows @ normal).min() > _fails_bound(rows.shape[1], normal):
            return Found(False, normal=normal)
    return Found(None)


def _fails_bound(d: int, normal: FloatArray) -> float:
    """Bound the error of <n, w_j>: γ_{d+2} |n| |w_j| with |w_j| <= 1, twice."""
    size = float(np.linalg.norm(normal))
    return float(2 * rounding.gamma(d + 2, np.float64) * size + rounding.TINY)


def _length(values: FloatArray, change: FloatArray) -> float:
    """Halve the Newton step until the barrier decreases."""
    start = _barrier(values)
    length = 1.0
    while length > 1e-8 and not _barrier(values + length * change) < start:
        length /= 2
    return length


def _barrier(values: FloatArray) -> float:
    low = np.minimum(values, 0)
    return float((low * low / 2 - low - np.log1p(np.maximum(values, 0))).sum())


def _spans(
    rows: FloatArray,
    multipliers: FloatArray,
    weight: FloatArray,
    gram: FloatArray,
    factor: FloatArray,
) -> bool:
    """Whether the multipliers prove the condition; shifts the diagonal of `gram`."""
    floor = _least_eigenvalue(len(rows), gram, factor)
    if not floor > 0:
        return False
    residual = _residual(rows, multipliers) / np.sqrt(floor)
    return bool((multipliers * AGREEMENT > 2 * residual * weight).all())


def _residual(rows: FloatArray, multipliers: FloatArray) -> float:
    """Bound |W^T λ|, with W^T λ summed in blocks so that few roundings follow one another."""
    k, d = rows.shape
    whole = k - k % _BLOCK
    parts = multipliers[:whole].reshape(-1, 1, _BLOCK) @ rows[:whole].reshape(-1, _BLOCK, d)
    total = parts.sum(axis=(0, 1)) + multipliers[whole:] @ rows[whole:]
    terms = _BLOCK + len(parts) + 3
    # |W|^T λ has length at most |λ| times the Frobenius norm of W, which is at most sqrt(k).
    size = float(np.linalg.norm(multipliers)) * np.sqrt(k)
    return float(np.linalg.norm(total) + 2 * rounding.gamma(terms, np.float64) * size)


def _least_eigenvalue(k: int, gram: FloatArray, factor: FloatArray) -> float:
    """Bound λ_min(G) from below by a Cholesky factorisation of Ĝ - αI; 0 if that breaks down."""
    d = len(gram)
    diagonal = np.diag_indices(d)
    trace = float(np.trace(gram))
    inverse, info = dpocon(factor, 1.0, uplo="L")
    if info:
        return 0.0
    error = 2 * (rounding.gamma(k + 3, np.float64) + rounding.gamma(d + 4, np.float64)) * trace
    for shift in (inverse / 2, inverse / 16):
        moved = gram.copy(order="F")
        moved[diagonal] -= shift
        if not dpotrf(moved, lower=1, overwrite_a=1, clean=0)[1]:
            return float(shift - error)
    return 0.0

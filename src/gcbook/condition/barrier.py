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

.. math:: λ_{\min}(G) \ge α - (ε + γ_{d+2} + 2u)(1 + γ_{d+2}) \operatorname{tr} G ,

where \|Ĝ - G\|_2 <= ε tr(|V|^T |V|) = ε tr G with ε = γ_{k+3} in double precision.  In single
precision b = 256 rows are summed at a time, then the k / b sums, and each row and weight is rounded
on entry and in their product, twice: ε = γ_{b + k/b + 6}.  The code takes twice the bracket.

Rows enter after scaling by powers of two to length between 1/2 and 1, which is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg.blas import dsyrk, ssyrk
from scipy.linalg.lapack import dpocon, dpotrf, dpotrs, spocon, spotrf, spotrs

from gcbook._checks import FloatArray, IntArray
from gcbook.condition import rounding

_STEPS = 60
_LATE = 40
_BLOCK = 64
_GRAM_BLOCK = 256
_REFINEMENTS = 8
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
        Positive numbers for all rows as scaled, if the condition holds, or seems to.
    normal : array of shape (d,)
        A vector with a positive inner product with every row, if it fails, or seems to.
    """

    holds: bool | None
    coefficients: FloatArray | None = None
    normal: FloatArray | None = None


def scaled(layer: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the rows times 2**-e, of length between 1/2 and 1, and the exponents e.

    No row may be zero.
    """
    exponents = np.zeros(len(layer), dtype=np.int64)
    with np.errstate(over="ignore", under="ignore"):
        square = np.einsum("kd,kd->k", layer, layer)
    if not ((square > 2.0**-800) & (square < 2.0**800)).all():
        exponents += np.frexp(np.abs(layer).max(axis=1))[1]
        layer = np.ldexp(layer, -exponents[:, None])
        square = np.einsum("kd,kd->k", layer, layer)
    last = np.frexp(np.sqrt(square))[1]
    return layer * np.ldexp(1.0, -last)[:, None], exponents + last


def decide(rows: FloatArray) -> Found:
    """Decide one layer of scaled rows, shape (k, d).

    Newton's systems are factored in single precision while that works; products with the rows,
    refinement and bounds are in double precision.

    Examples
    --------
    >>> decide(np.array([[0.5, 0.0], [0.0, 0.5], [-0.5, -0.5]])).holds
    True
    """
    k, d = rows.shape
    if k <= d:
        return _below(rows)
    systems = _Systems(rows)
    point, values = np.zeros(d), np.zeros(k)
    likely: tuple[FloatArray | None, FloatArray | None] = (None, None)
    for _ in range(_STEPS):
        slope = np.where(values > 0, 1 / (1 + np.abs(values)), 1 - values)
        weight = np.where(values > 0, slope, 1.0)
        if not systems.factor(weight):
            break
        step = systems.solve(slope @ rows)
        change = rows @ step
        if (slope - weight**2 * change).min() > 0:
            multipliers, proved = _refined(systems, slope, weight, step)
            if proved:
                return Found(True, coefficients=multipliers)
            likely = (multipliers, likely[1])
            systems.short = None  # from here on in double precision
        for normal, products in ((step, change), (point, values)):
            if products.min() > _fails_bound(d, normal):
                return Found(False, normal=normal)
            if products.min() > 0:
                likely = (likely[0], normal)
        length = _length(values, change)
        point, values = point + length * step, values + length * change
    return Found(None, *likely)


def direction(rows: FloatArray) -> FloatArray | None:
    """Return a late iterate of a layer that was not decided, or None if a system was singular.

    Where 0 lies on the boundary of the hull, its products with some rows have grown by orders of
    magnitude over those with the rows that every normal is orthogonal to.
    """
    systems = _Systems(rows)
    systems.short = None
    point, values = np.zeros(rows.shape[1]), np.zeros(len(rows))
    for _ in range(_LATE):
        slope = np.where(values > 0, 1 / (1 + np.abs(values)), 1 - values)
        if not systems.factor(np.where(values > 0, slope, 1.0)):
            break
        step = systems.solve(slope @ rows)
        change = rows @ step
        length = _length(values, change)
        point, values = point + length * step, values + length * change
    return point if point.any() else None


class _Systems:
    """The matrices G = V^T V, V = diag(weight) W, factored in single or else double precision."""

    def __init__(self, rows: FloatArray) -> None:
        self.rows = rows
        self.short: npt.NDArray[np.float32] | None = rows.astype(np.float32)
        self.weight = np.ones(len(rows))
        self.gram = np.zeros((0, 0))
        self.lower: npt.NDArray[np.floating] = self.gram

    def factor(self, weight: FloatArray) -> bool:
        """Factor the matrix for these weights; say whether that was possible."""
        self.weight = weight
        if self.short is not None:
            self.gram = _gram_in_blocks(self.short, weight)
            self.lower, info = spotrf(self.gram, lower=1, clean=0)
            if not info:
                return True
            self.short = None
        self.gram = self.exact_gram()
        self.lower, info = dpotrf(self.gram, lower=1, clean=0)
        return not info

    def exact_gram(self) -> FloatArray:
        """Return the lower half of G, formed in double precision."""
        return np.asarray(dsyrk(1.0, (self.rows * self.weight[:, None]).T, lower=1))

    def solve(self, right: FloatArray) -> FloatArray:
        """Solve with the factor at hand, so to single precision at worst."""
        solution, _ = (dpotrs if self.short is None else spotrs)(self.lower, right, lower=1)
        return np.asarray(solution, dtype=np.float64)

    def least_eigenvalue(self) -> float:
        """Bound λ_min(G) from below, in single precision if that is enough."""
        k = len(self.rows)
        inverse, info = (dpocon if self.short is None else spocon)(self.lower, 1.0, uplo="L")
        if info:
            return 0.0
        if self.short is not None:
            floor = _shifted(self.gram, float(inverse), _single_error(k))
            if floor > 0:
                return floor
            self.gram = self.exact_gram()
        return _shifted(self.gram, float(inverse), rounding.gamma(k + 3, np.float64))


def _gram_in_blocks(short: npt.NDArray[np.float32], weight: FloatArray) -> npt.NDArray[np.float64]:
    """Return the lower half of G, summed in single precision block by block."""
    total = None
    factor = weight.astype(np.float32)[:, None]
    for low in range(0, len(short), _GRAM_BLOCK):
        block = slice(low, low + _GRAM_BLOCK)
        part = ssyrk(1.0, (short[block] * factor[block]).T, lower=1)
        total = part if total is None else np.add(total, part, out=total)
    return np.asarray(total, dtype=np.float64)


def _single_error(k: int) -> float:
    """Bound |Ĝ - G| / tr G for `_gram_in_blocks`."""
    blocks = -(-k // _GRAM_BLOCK)
    return rounding.gamma(min(k, _GRAM_BLOCK) + blocks + 6, np.float32)


def _refined(
    systems: _Systems, slope: FloatArray, weight: FloatArray, step: FloatArray
) -> tuple[FloatArray, bool]:
    """Refine λ = l - D W p until W^T λ is zero to double precision; say if it is a proof."""
    rows, last = systems.rows, np.inf
    for _ in range(_REFINEMENTS):
        multipliers = slope - weight**2 * (rows @ step)
        residual = multipliers @ rows
        size = float(np.linalg.norm(residual))
        if not multipliers.min() > 0 or not size < last / 4:
            break
        last = size
        step = step + systems.solve(residual)
    floor = systems.least_eigenvalue() if multipliers.min() > 0 else 0.0
    if not floor > 0:
        return multipliers, False
    bound = 2 * _residual(rows, multipliers) / np.sqrt(floor) * weight
    return multipliers, bool((multipliers * AGREEMENT > bound).all())


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


def _shifted(gram: FloatArray, inverse: float, error: float) -> float:
    """Bound λ_min(G) below by a Cholesky factorisation of Ĝ - αI; 0 if that breaks down."""
    diagonal = np.diag_indices(len(gram))
    trace = float(np.trace(gram))
    total = 2 * (error + rounding.gamma(len(gram) + 4, np.float64)) * trace
    for shift in (inverse / 2, inverse / 16):
        if shift <= total:
            return 0.0
        moved = gram.copy(order="F")
        moved[diagonal] -= shift
        if not dpotrf(moved, lower=1, overwrite_a=1, clean=0)[1]:
            return float(shift - total)
    return 0.0

r"""One large layer: Newton's method on a barrier, whose every step tries both certificates.

Let φ be convex and decreasing.  The condition holds iff F(n) = Σ_j φ(<w_j, n>) has a minimiser, and
at the minimiser Σ_j (-φ'(z_j)) w_j = 0 is a positive combination.  Here

.. math:: -φ'(z) = \begin{cases} 1/(1+z), & z > 0 \\ 1 - z, & z \le 0 \end{cases}

(a logarithm glued to a parabola): its weights stay within a few powers of ten of each other, where
those of an exponential would underflow.  With l = -φ'(z) and D = φ''(z) the Newton step p solves
(W^T D W) p = W^T l, and then λ = l - D W p satisfies W^T λ = 0 up to rounding.

* λ > 0 in every place, and rank W = d: the condition *holds*.
* W p > 0 or W n > 0 in every place: it *fails*.

All of this stays true for any positive D.  A factored system therefore serves for several steps,
with l taken where the iterate is and D where the system was formed (chord steps): each costs two
products with W, where forming the system costs d of them.  Far from the boundary the first system,
with D = 1, is the only one.

What rounding leaves of this is decided by a-priori bounds.  With V = D^{1/2} W, G = V^T V and
r = W^T λ, the correction δ = -D W G^{-1} r makes W^T (λ + δ) = 0, and

.. math:: |δ_j| \le \sqrt{D_j} \, \|r\|_2 / \sqrt{λ_{\min}(G)},

because V G^{-1/2} has orthonormal columns.  A lower bound of λ_min(G) comes from a Cholesky
factorisation of Ĝ - αI that runs to its end (Rump, *Verification of positive definiteness*, BIT 46,
2006; Higham, Theorem 10.3 with Demmel's scaling): then

.. math:: λ_{\min}(G) \ge α - (ε + γ_{d+2} + 2u)(1 + γ_{d+2}) \operatorname{tr} G ,

with u and γ of the precision of the factorisation, where \|Ĝ - G\|_2 <= ε tr(|V|^T |V|) = ε tr G
with ε = γ_{k+3} in double precision.  In single precision b = 256 rows are summed at a time, then
the k / b sums, and each row and weight is rounded on entry and in their product, twice:
ε = γ_{b + k/b + 6}.  The code takes twice the bracket, and `rounding.TINY` for what underflows.
As r is tiny, a rough bound is enough at first: α is 5/4 of what is subtracted from it.

Rows count as scaled by powers of two s_j to length between 1/2 and 1, which is exact: where they
are of ordinary size (2**-12 to 2**12) no scaled copy is made, s_j w_j enters as s_j <w_j, n> and
(λ_j s_j) w_j, and what underflows on the way is below `rounding.TINY`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.linalg.blas import dsyrk, ssyrk
from scipy.linalg.lapack import dpocon, dpotrf, dpotrs, spocon, spotrf, spotrs

from gcbook._checks import FloatArray, IntArray
from gcbook.condition.engines import rounding
from gcbook.condition.engines._answer import Answer

_STEPS = 24
_FAR = 30.0
_BLOCK = 64
_GRAM_BLOCK = 256
_REFINEMENTS = 8
_CHORDS = 8  # steps with one factored system, at most, after the first
_TRIALS = 30
AGREEMENT = 2.0**-21
"""Coefficients are accepted if an exact combination lies within this relative distance."""
_ENOUGH = AGREEMENT * (1 - 2.0**-10)


def scales(layer: FloatArray) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return rows, s and e: the rows times s have length between 1/2 and 1.

    They are the rows of the layer times 2**-e.  The rows returned are those of the layer, if they
    are of ordinary size, or a scaled copy.  No row may be zero.
    """
    exponents = np.zeros(len(layer), dtype=np.int64)
    with np.errstate(over="ignore", under="ignore"):
        square = np.einsum("kd,kd->k", layer, layer)
    if not (square.min() > 2.0**-24 and square.max() < 2.0**24):
        exponents += np.frexp(np.abs(layer).max(axis=1))[1]
        layer = np.ldexp(layer, -exponents[:, None])
        square = np.einsum("kd,kd->k", layer, layer)
    last = np.frexp(np.sqrt(square))[1]
    return layer, np.ldexp(1.0, -last), exponents + last


def scaled(layer: FloatArray) -> tuple[FloatArray, IntArray]:
    """Return the rows times 2**-e, of length between 1/2 and 1, and the exponents e.

    No row may be zero.
    """
    rows, scale, exponents = scales(layer)
    return rows * scale[:, None], exponents


def decide(rows: FloatArray, scale: FloatArray | None = None) -> Answer | None:
    """Decide one layer of rows, shape (k, d), scaled or with the powers of two that scale them.

    Newton's systems are factored in single precision while that works; products with the rows,
    refinement and bounds are in double precision.  Coefficients are those of the rows as scaled.
    None means that nothing was proved.

    Examples
    --------
    >>> decide(np.array([[0.5, 0.0], [0.0, 0.5], [-0.5, -0.5]])).holds
    True
    """
    k, d = rows.shape
    if k <= d:
        return _below(rows if scale is None else rows * scale[:, None])
    systems = _Systems(rows, np.ones(k) if scale is None else scale)
    point, values = np.zeros(d), np.zeros(k)
    for count in range(_STEPS):
        if (count > 2 and _runs_off(values)) or not systems.factor(root(values)):
            break
        for _ in range(1 + _CHORDS):
            slope = slopes(values)
            gradient = systems.combine(slope)
            step = systems.solve(gradient)
            change = systems.products(step)
            multipliers, proved = _refined(systems, slope, change)
            if proved:
                assert multipliers is not None
                return Answer(True, tuple(range(k)), tuple(multipliers.tolist()))
            for normal, products in ((step, change), (point, values)):
                if products.min() > _fails_bound(d, normal):
                    return Answer(False, normal=tuple(normal.tolist()))
            length = line_length(values, change, float(gradient @ step))
            point, values = point + length * step, values + length * change
            if multipliers is None:
                if length:
                    continue
                if not systems.single:
                    return None
            systems.single = False  # from here on in double precision
            break
    return None


def _runs_off(values: FloatArray) -> bool:
    """Whether some products have left the others behind: 0 is on the boundary, or nearly."""
    plus = values > _FAR
    if not plus.any() or plus.all():
        return False
    return bool(values[plus].min() > _FAR * np.abs(values[~plus]).max())


def root(values: FloatArray) -> FloatArray:
    """Return sqrt(φ''), 1 / (1 + z) where z > 0 and else 1."""
    positive = np.maximum(values, 0)
    positive += 1
    return np.divide(1, positive, out=positive)


def slopes(values: FloatArray) -> FloatArray:
    """Return -φ', 1 / (1 + z) where z > 0 and else 1 - z."""
    slope = root(values)
    slope -= np.minimum(values, 0)
    return slope


class _Systems:
    """The matrices G = V^T V, V = diag(weight scale) W, factored in single or double precision."""

    def __init__(self, rows: FloatArray, scale: FloatArray) -> None:
        self.rows, self.scale = rows, scale
        self.single = True
        self.weight = np.ones(len(rows))
        self.gram: npt.NDArray[np.floating] = np.zeros((0, 0))
        self.lower = self.gram
        self.error = 0.0
        self.floor: float | None = None

    def products(self, vector: FloatArray) -> FloatArray:
        """Return the inner products with the scaled rows."""
        result = self.rows @ vector
        result *= self.scale
        return np.asarray(result)

    def combine(self, coefficients: FloatArray) -> FloatArray:
        """Return the combination of the scaled rows."""
        return np.asarray((coefficients * self.scale) @ self.rows)

    def factor(self, weight: FloatArray) -> bool:
        """Factor the matrix for these weights; say whether that was possible."""
        self.weight, self.floor = weight, None
        if self.single:
            self.gram = _gram_in_blocks(self.rows, weight * self.scale)
            self.error = _single_error(len(self.rows))
            self.lower, info = spotrf(self.gram, lower=1, clean=0)
            if not info:
                return True
            self.single = False
        self.exact_gram()
        self.lower, info = dpotrf(self.gram, lower=1, clean=0)
        return not info

    def exact_gram(self) -> None:
        """Form the lower half of G in double precision."""
        weighted = self.rows * (self.weight * self.scale)[:, None]
        self.gram = np.asarray(dsyrk(1.0, weighted.T, lower=1))
        self.error = rounding.gamma(len(self.rows) + 3, np.float64)

    def solve(self, right: FloatArray) -> FloatArray:
        """Solve with the factor at hand, so to single precision at worst."""
        solution, _ = (dpotrs if self.lower.itemsize == 8 else spotrs)(self.lower, right, lower=1)
        return np.asarray(solution, dtype=np.float64)

    def least_eigenvalue(self) -> float:
        """Bound λ_min(G) from below: roughly in single precision if that is enough, or well."""
        if self.floor is None:
            self.floor = 0.0
            if self.gram.itemsize == 4:
                self.floor = _shifted(self.gram, self.error, 0.0)
                if self.floor:
                    return self.floor
                self.exact_gram()
            condition = dpocon if self.lower.itemsize == 8 else spocon
            inverse, info = condition(self.lower, 1.0, uplo="L")
            for shift in (inverse / 2, inverse / 16, 0.0) if not info else ():
                self.floor = self.floor or _shifted(self.gram, self.error, float(shift))
        return self.floor


def _gram_in_blocks(rows: FloatArray, factor: FloatArray) -> npt.NDArray[np.float32]:
    """Return the lower half of G, summed in single precision block by block."""
    k, d = rows.shape
    short = factor.astype(np.float32)[:, None]
    buffer = np.empty((min(k, _GRAM_BLOCK), d), dtype=np.float32)
    total = part = np.zeros((d, d), dtype=np.float32, order="F")
    for low in range(0, k, _GRAM_BLOCK):
        some = rows[low : low + _GRAM_BLOCK]
        block = buffer[: len(some)]
        np.copyto(block, some, casting="same_kind")
        block *= short[low : low + _GRAM_BLOCK]
        if low == _GRAM_BLOCK:
            part = np.zeros_like(total)
        # Not added up by BLAS, so that the sums of the blocks are summed as the bound says.
        part = ssyrk(1.0, block.T, lower=1, c=part, overwrite_c=1)
        if low:
            total += part
    return total


def _single_error(k: int) -> float:
    """Bound |Ĝ - G| / tr G for `_gram_in_blocks`."""
    blocks = -(-k // _GRAM_BLOCK)
    return rounding.gamma(min(k, _GRAM_BLOCK) + blocks + 6, np.float32)


def _refined(
    systems: _Systems, slope: FloatArray, change: FloatArray
) -> tuple[FloatArray | None, bool]:
    """Refine λ = l - D W p until it is surely close to an exact one; say if it is a proof.

    Returns None and False where λ is not positive.
    """
    weight = systems.weight
    square = weight * weight
    multipliers = slope - square * change
    last, proved = np.inf, False
    residual = np.zeros(0)
    for count in range(_REFINEMENTS):
        if count:
            multipliers = multipliers - square * systems.products(systems.solve(residual))
        if not multipliers.min() > 0:
            return None, False
        floor = systems.least_eigenvalue()
        if not floor > 0:
            return multipliers, False
        residual, size = _residual(systems, multipliers)
        room = multipliers * AGREEMENT - (2 * size / np.sqrt(floor)) * weight
        proved = bool(room.min() > 0)
        if not size < last / 4 or (proved and (room > multipliers * _ENOUGH).all()):
            break
        last = size
    return multipliers, proved


def _below(rows: FloatArray) -> Answer | None:
    """Find n with <n, w_j> = 1 for k <= d rows, if they are independent enough."""
    gram = dsyrk(1.0, rows.T, trans=1, lower=1)
    gram[np.diag_indices(len(rows))] += 1e-12
    factor, info = dpotrf(gram, lower=1, overwrite_a=1, clean=0)
    if not info:
        solution, _ = dpotrs(factor, np.ones(len(rows)), lower=1)
        normal = solution @ rows
        if (rows @ normal).min() > _fails_bound(rows.shape[1], normal):
            return Answer(False, normal=tuple(normal.tolist()))
    return None


def _fails_bound(d: int, normal: FloatArray) -> float:
    """Bound the error of <n, w_j>: γ_{d+2} |n| |w_j| with |w_j| <= 1, twice."""
    size = float(np.linalg.norm(normal))
    return float(2 * rounding.gamma(d + 2, np.float64) * size + rounding.TINY)


def line_length(values: FloatArray, change: FloatArray, start: float) -> float:
    """Return a step length where the slope of the barrier, -`start` at 0, has nearly vanished."""
    low, high, at_low, at_high = 0.0, np.inf, start, 0.0
    length = 1.0
    for count in range(_TRIALS):
        slope = float(slopes(values + length * change) @ change)
        if abs(slope) <= start / 4 or (count >= 3 and slope > 0):
            return length
        if slope > 0:
            low, at_low = length, slope
        else:
            high, at_high = length, slope
        if np.isinf(high):
            length *= 2
        else:
            length = low + (high - low) * min(max(at_low / (at_low - at_high), 0.1), 0.8)
    return low


def _residual(systems: _Systems, multipliers: FloatArray) -> tuple[FloatArray, float]:
    """Return W^T λ and a bound of its length; few roundings follow one another in its blocks."""
    rows = systems.rows
    k, d = rows.shape
    whole = k - k % _BLOCK
    weights = multipliers * systems.scale
    parts = weights[:whole].reshape(-1, 1, _BLOCK) @ rows[:whole].reshape(-1, _BLOCK, d)
    total = parts.sum(axis=(0, 1)) + weights[whole:] @ rows[whole:]
    terms = _BLOCK + len(parts) + 3
    # |W|^T λ has length at most |λ| times the Frobenius norm of W, which is at most sqrt(k).
    size = float(np.linalg.norm(multipliers)) * np.sqrt(k)
    error = 2 * rounding.gamma(terms, np.float64) * size + rounding.TINY
    return total, float(np.linalg.norm(total)) * (1 + 2.0**-20) + error


def _shifted(gram: npt.NDArray[np.floating], error: float, shift: float) -> float:
    """Bound λ_min(G) below by a Cholesky factorisation of Ĝ - αI; 0 if that breaks down.

    α is `shift`, or 5/4 of what is subtracted from it, if that is more.
    """
    d = len(gram)
    diagonal = np.diag_indices(d)
    trace = float(gram[diagonal].sum(dtype=np.float64))
    for dtype, factorise in ((np.float32, spotrf), (np.float64, dpotrf)):
        if np.dtype(dtype).itemsize < gram.itemsize:
            continue
        total = 2 * (error + rounding.gamma(d + 4, dtype)) * trace + rounding.TINY
        alpha = max(shift, 1.25 * total)
        moved = np.array(gram, dtype=dtype, order="F")
        moved[diagonal] = gram[diagonal] - alpha
        if not factorise(moved, lower=1, overwrite_a=1, clean=0)[1]:
            return 0.99 * (alpha - total)
    return 0.0

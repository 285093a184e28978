r"""A-priori rounding bounds: when a floating-point answer is a proof.

Notation.  u is the unit roundoff of the working precision (2**-24 or 2**-53) and
γ_m = m u / (1 - m u).  A computed inner product of m terms, summed in any order, with or without
fused operations, satisfies (Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed.,
section 3.1)

.. math:: |\mathrm{fl}(x^T y) - x^T y| \le γ_m |x|^T |y|.

The rows are w_j, their copies in working precision ŵ_j, with |ŵ_j - w_j| <= u |w_j|, and M is a
bound for every |entry| of ŵ; rows enter after scaling by powers of two, which is exact.  What
underflows in a product or a conversion is at most 2**-126 (single) and is covered by `TINY`.

**Fails.**  Let y be any vector of floats and p_j the computed <y, ŵ_j>.  Then

.. math:: |p_j - ⟨y, w_j⟩| \le γ_{d+1} \textstyle\sum_c |y_c| |ŵ_{jc}| + u(\dots)
          \le γ_{d+2} M \|y\|_1,

so p_j < -`dot_bound` for every j proves <-y, w_j> > 0 for every j: the condition fails.

**Holds.**  Let t = -Σ_S c_j w_j with c > 0, let A have the d rows w_b, b in B, as columns, let R be
any d x d matrix and x any vector.  Put E = I - R A and r = t - A x.  If η = \|E\|_∞ < 1 then A
and R are regular (Neumann), and δ = A^{-1} t - x satisfies A δ = r, hence δ = R r + E δ and

.. math:: \|δ\|_∞ \le \frac{\|R r\|_∞}{1 - η}, \qquad |δ_i| \le |R r|_i + η_i \|δ\|_∞,

with η_i the sum of |E| over row i.  If |δ_i| < x_i for every i, then μ = x + δ > 0 solves A μ = t
exactly: Σ_S c_j w_j + Σ_B μ_b w_b = 0 is a positive combination of rows that span R^d.  With
ρ_i = Σ_c |R_ic| the computed quantities (hats) obey

* |E_ij| <= |Ê_ij| + γ_{d+3} ρ_i M  (d products, one subtraction, the conversion of A),
* |r_i| <= |r̂_i| + γ_{d+3} (τ + M \|x\|_1) for a bound τ of |t| (t carries m roundings more where it
  is itself computed from m rows: then γ_{d+3+m}, with τ a bound for Σ c_j |w_j|),
* |R r|_i <= ρ_i \|r\|_∞.

Each bound is evaluated in floating point with at most 3d + 20 operations on non-negative numbers,
so a factor 2 covers its own rounding as long as d u < 1/100; `usable` says so.  The same factor
covers the few low bits that the lockstep method overwrites in p_j (a relative change of at most
2**-10).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
TINY = 2.0**-100
"""Covers what underflows, for rows and vectors of ordinary size."""


def unit(dtype: npt.DTypeLike) -> float:
    """Return the unit roundoff u: 2**-24 for float32, 2**-53 for float64."""
    return float(np.finfo(dtype).eps) / 2


def gamma(m: int, dtype: npt.DTypeLike) -> float:
    """Return γ_m = m u / (1 - m u).

    Examples
    --------
    >>> gamma(4, np.float64) == 4 * 2.0**-53 / (1 - 4 * 2.0**-53)
    True
    """
    mu = m * unit(dtype)
    return mu / (1 - mu)


def usable(k: int, d: int, dtype: npt.DTypeLike) -> bool:
    """Whether the bounds of this module apply at this size and precision."""
    return (d + k) * unit(dtype) < 0.005


def dot_bound(d: int, magnitude: float, vector: Floats) -> Floats:
    """Return twice γ_{d+2} M ||y||_1, over the last axis of the vectors y of shape (d, L)."""
    size = np.abs(vector).sum(axis=0)
    return np.asarray(2 * gamma(d + 2, vector.dtype) * magnitude * size + TINY)


def contract(a: Floats, b: Floats) -> Floats:
    """Return the matrix products over the two leading axes: (n, m, L), (m, p, L) -> (n, p, L)."""
    return np.asarray(np.einsum("icl,cjl->ijl", a, b))


def correction_bound(
    inverse: Floats,
    basis_rows: Floats,
    target: Floats,
    solution: Floats,
    *,
    magnitude: float,
    target_size: Floats,
    terms: int,
) -> Floats:
    """Return a bound for |A^{-1} t - x|, or infinity where R is not good enough.

    Parameters
    ----------
    inverse : array of shape (d, d, L)
        R, any approximate inverse of A.
    basis_rows : array of shape (d, d, L)
        The rows w_b: entry [b, c] is entry [c, b] of A.
    target, solution : array of shape (d, L)
        t and x.
    magnitude : float
        M.
    target_size : array of shape (L,)
        τ.
    terms : int
        The number of rows t was computed from, or 0 if t is a row.
    """
    d = len(inverse)
    dtype = solution.dtype
    product = contract(inverse, basis_rows.transpose(1, 0, 2))
    product[np.arange(d), np.arange(d)] -= 1
    weight = np.abs(inverse).sum(axis=1)
    eta = np.abs(product).sum(axis=1) + (gamma(d + 3, dtype) * d * magnitude) * weight
    residual = target - contract(solution[None], basis_rows)[0]
    size = np.abs(solution).sum(axis=0) * magnitude + target_size
    error = np.abs(residual).max(axis=0) + gamma(d + 3 + terms, dtype) * size + TINY
    direct = weight * error
    bound = 2 * (direct + 2 * eta * direct.max(axis=0))
    return np.where(2 * eta.max(axis=0) < 0.9, bound, np.inf)

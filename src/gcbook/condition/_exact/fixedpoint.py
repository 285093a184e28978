r"""Exact fixed-point arithmetic carried out by BLAS, for checking large certificates.

A matrix with entries of modulus at most 1 is cut into slices whose entries are integers times
2**-20, 2**-40, ...; with integers of at most 20 bits, a product of two slices over at most
2**12 terms is a sum of integers below 2**53, which float64 holds without rounding whatever the
order of summation (Ozaki, Ogita, Oishi and Rump 2012).  Longer sums are cut into blocks.  What the
slices leave out is bounded, and the bound is carried to the end; the last few scalars are
`Fraction`s or are bounded with a factor that covers their rounding.

Everything here can only say "proved" or "not decided".
"""

from __future__ import annotations

import numpy as np

from gcbook._checks import FloatArray, IntArray

_BITS = 20
_BLOCK = 2**12
_AGREEMENT = 2.0**-20
_SAFE = 1.0 + 2.0**-30  # covers the rounding of the handful of operations of a scalar bound


def slices(matrix: FloatArray, count: int) -> list[FloatArray]:
    """Cut a matrix with entries in [-1, 1] into `count` slices of integers of at most 20 bits.

    The sum of slice i times 2**(-20 (i + 1)) differs from the matrix by less than
    2**(-20 count) in every entry.

    Examples
    --------
    >>> slices(np.array([[0.5, -(2.0**-30)]]), 2)
    [array([[524288.,      0.]]), array([[    0., -1024.]])]
    """
    parts, rest = [], matrix
    for _ in range(count):
        rest = np.ldexp(rest, _BITS)
        part = np.trunc(rest)
        rest = rest - part  # exact: the fractional part of a float is a float
        parts.append(part + 0.0)
    return parts


def product(a: list[FloatArray], b: list[FloatArray]) -> tuple[FloatArray, float]:
    """Return the product of two sliced matrices and a bound for the rounding of the last sum.

    Every partial product is exact; only their addition, smallest first, rounds, each time by at
    most 2**-53 of the result.
    """
    total = np.zeros((a[0].shape[0], b[0].shape[1]))
    rounding = np.zeros_like(total)
    for level in range(len(a) + len(b) - 2, -1, -1):
        for i in range(max(0, level - len(b) + 1), min(level + 1, len(a))):
            for low in range(0, a[0].shape[1], _BLOCK):
                part = a[i][:, low : low + _BLOCK] @ b[level - i][low : low + _BLOCK]
                total += np.ldexp(part, -_BITS * (level + 2))
                rounding += np.abs(total)
    return total, float(rounding.max()) * 2.0**-53 * _SAFE


def positive_combination(rows: FloatArray, coefficients: FloatArray) -> bool:
    r"""Whether positive c' with c' W = 0 lie within 2**-20 of the coefficients, and rank W = d.

    With V = diag(2**b_j) W the correction δ = -diag(4**b_j) W (V^T V)^{-1} r, r = W^T c, satisfies
    W^T δ = -r and

    .. math:: |δ_j| \le 2^{b_j} \lVert r \rVert / σ_{\min}(V),

    because V (V^T V)^{-1/2} has orthonormal columns.  So it suffices that
    2**b_j \|r\| <= 2**-20 c_j σ_min(V); b_j is chosen with 4**b_j close to c_j.
    """
    scaled, exponents = unit_rows(rows)
    c = coefficients / 1.0
    shift = exponents + np.frexp(c)[1]
    c = np.ldexp(np.frexp(c)[0], shift - shift.max())  # the coefficients of the scaled rows
    if c.min() <= 2.0**-300:
        return False
    value, rounding = product(slices(c[None], 4), slices(scaled, 4))
    n, d = rows.shape
    left_out = 3.0 * n * 2.0 ** (-4 * _BITS)
    residual = float(np.linalg.norm(value) + np.sqrt(d) * (rounding + left_out)) * _SAFE
    half = np.frexp(c)[1] // 2
    floor = smallest_singular_value(np.ldexp(scaled, half[:, None]))
    return bool(floor > 0 and (np.ldexp(residual, half) <= _AGREEMENT * c * floor / _SAFE).all())


def smallest_singular_value(matrix: FloatArray) -> float:
    r"""Return a proved lower bound for the smallest singular value, or 0 if none was found.

    The entries must lie in [-1, 1].  With G = V^T V and any L,
    λ_min(G) >= α - \|G - αI - L L^T\|_F, since L L^T is positive semidefinite; L is a rounded
    Cholesky factor of G - αI with α half the computed λ_min (Rump 2006).

    Examples
    --------
    >>> 0.6 < smallest_singular_value(np.eye(3)) <= 1.0
    True
    """
    n, d = matrix.shape
    parts = slices(matrix, 2)
    gram, rounding = product([p.T for p in parts], parts)
    left_out = 3.0 * n * 2.0 ** (-2 * _BITS)
    shift = float(np.linalg.eigvalsh(gram)[0]) / 2
    gram -= shift * np.eye(d)
    try:
        factor = np.linalg.cholesky(gram)
    except np.linalg.LinAlgError:  # too close to singular for double precision to say
        return 0.0
    exponent = int(np.frexp(np.abs(factor).max())[1])
    pieces = slices(np.ldexp(factor, -exponent), 2)
    square, more = product(pieces, [p.T for p in pieces])
    gap = gram - np.ldexp(square, 2 * exponent)
    error = rounding + float(np.ldexp(more, 2 * exponent)) + left_out + 2.0**-52 * gram.max()
    floor = shift - (float(np.linalg.norm(gap)) + d * error) * _SAFE
    return float(np.sqrt(floor)) / _SAFE if floor > 0 else 0.0


def unit_rows(rows: FloatArray) -> tuple[FloatArray, IntArray]:
    """Scale rows by powers of two to entries of modulus in [1/2, 1]; zero rows stay."""
    exponents = np.frexp(np.abs(rows).max(axis=1))[1].astype(np.int64)
    return np.ldexp(rows, -exponents[:, None]), exponents

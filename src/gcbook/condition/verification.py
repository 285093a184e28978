r"""Re-checking a certificate in exact arithmetic, with no code shared with the solvers.

What is proved, for rows w_1, ..., w_k (Lemma 5.2: "no closed half space holds all rows"):

* *holds*: positive coefficients c on a support S are given, as floats or rationals.  Floats rarely
  sum to exactly zero, so the check proves that exact coefficients lie next to them: it finds d
  linearly independent rows B in S, solves Σ_B δ_j w_j = -Σ_S c_j w_j exactly, and accepts if
  \|δ_j\| <= c_j / 2**20 for every j.  Then c + δ is positive, sums the rows to zero, and S has rank
  d, which is the condition.
* *fails*: n != 0 and <n, w_j> >= 0 exactly for every row.

Large systems (d > 24) are first tried in fixed-point arithmetic carried out by BLAS; see
`gcbook.condition.fixedpoint`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from gcbook._checks import FloatArray
from gcbook.condition import fixedpoint

AGREEMENT = Fraction(1, 2**20)
"""How close, relatively, a given coefficient must be to an exact one."""

_PRIMES = (2**31 - 1, 2**31 - 19)
_SMALL = 24
_FEW = 20_000

Number = float | Fraction


def combination_is_proof(
    weights: FloatArray, support: Sequence[int], coefficients: Sequence[Number]
) -> bool:
    """Whether the coefficients prove, exactly, that the condition holds."""
    k, d = weights.shape
    size = len(support)
    if size != len(coefficients) or len(set(support)) != size or size < d + 1:
        return False
    if any(not 0 <= j < k for j in support) or not all(_positive(c) for c in coefficients):
        return False
    rows = weights[list(support)]
    floats = all(isinstance(c, float) for c in coefficients)
    if d > _SMALL and floats and fixedpoint.positive_combination(rows, np.array(coefficients)):
        return True
    return _combination_by_elimination(rows, coefficients)


def normal_is_proof(weights: FloatArray, normal: Sequence[Number]) -> bool:
    """Whether the normal proves, exactly, that the condition fails."""
    if len(normal) != weights.shape[1] or not all(map(_finite, normal)):
        return False
    if not any(normal):
        return False
    rows = weights
    if weights.size > _FEW and all(isinstance(x, float) for x in normal):
        rows = weights[~fixedpoint.clearly_positive(weights, np.array(normal))]
    exact = _integers(normal)
    return all(
        sum(a * b for a, b in zip(exact, _integers(row), strict=True)) >= 0 for row in rows.tolist()
    )


def _positive(c: Number) -> bool:
    return _finite(c) and c > 0


def _finite(x: Number) -> bool:
    return isinstance(x, Fraction) or math.isfinite(x)


def _integers(vector: Sequence[Number]) -> list[int]:
    """Return a positive multiple of the vector, in integers without a common factor."""
    ratios = [x.as_integer_ratio() for x in vector]
    common = math.lcm(*(q for _, q in ratios))
    integers = [p * (common // q) for p, q in ratios]
    divisor = math.gcd(*integers) or 1
    return [p // divisor for p in integers]


def _scale(row: Sequence[float], integers: Sequence[int]) -> Fraction:
    """Return the factor s with row = s integers."""
    for x, m in zip(row, integers, strict=True):
        if m:
            return Fraction(x) / m
    return Fraction(1)


def _combination_by_elimination(rows: FloatArray, coefficients: Sequence[Number]) -> bool:
    """Correct the coefficients on d independent rows by exact elimination."""
    listed = rows.tolist()
    vectors = [_integers(row) for row in listed]
    scaled = [
        Fraction(c) * _scale(row, m)
        for c, row, m in zip(coefficients, listed, vectors, strict=True)
    ]
    common = math.lcm(*(c.denominator for c in scaled))
    whole = [int(c * common) for c in scaled]
    columns = list(zip(*vectors, strict=True))
    residual = [sum(c * x for c, x in zip(whole, column, strict=True)) for column in columns]
    sizes = [sum(c * abs(x) for c, x in zip(whole, column, strict=True)) for column in columns]
    if any(abs(r) > AGREEMENT * size for r, size in zip(residual, sizes, strict=True)):
        return False  # no correction within the agreement reaches zero
    order = sorted(range(len(whole)), key=whole.__getitem__, reverse=True)
    basis = _independent(vectors, order)
    if basis is None or not any(residual):
        return basis is not None
    solution = solve(vectors, basis, residual)
    if solution is None:
        return False
    correction, determinant = solution
    return all(
        abs(c) * AGREEMENT.denominator <= whole[j] * abs(determinant) * AGREEMENT.numerator
        for j, c in correction.items()
    )


def solve(
    vectors: list[list[int]], order: Sequence[int], residual: list[int]
) -> tuple[dict[int, int], int] | None:
    """Solve Σ_B x_j v_j = -residual over the first independent vectors B (in `order`).

    Fraction-free Gauss-Jordan elimination (Bareiss 1968); returns the numerators of x by index and
    their common denominator, or None if the vectors do not span.
    """
    d = len(residual)
    table = [[vectors[j][i] for j in order] + [-residual[i]] for i in range(d)]
    chosen: list[int] = []
    last = 1
    for column in range(len(order)):
        i = len(chosen)
        found = next((r for r in range(i, d) if table[r][column]), None)
        if found is None:
            continue
        table[i], table[found] = table[found], table[i]
        lead, p = table[i], table[i][column]
        for r in range(d):
            if r != i:
                q = table[r][column]
                table[r] = [(p * a - q * b) // last for a, b in zip(table[r], lead, strict=True)]
        last = p
        chosen.append(column)
        if len(chosen) == d:
            return {order[c]: table[r][-1] for r, c in enumerate(chosen)}, last
    return None


def _independent(vectors: list[list[int]], order: Sequence[int]) -> list[int] | None:
    """Return the first vectors, in this order, that form a basis modulo a prime.

    Then they are independent over the rationals too.  None, if there are none for either of two
    primes: vectors that span the space are missed only if both divide every maximal minor.
    """
    for prime in _PRIMES:
        table = np.array([[x % prime for x in vectors[j]] for j in order], dtype=np.int64).T
        chosen: list[int] = []
        for column in range(table.shape[1]):
            i = len(chosen)
            found = np.flatnonzero(table[i:, column])
            if not found.size:
                continue
            table[[i, i + found[0]]] = table[[i + found[0], i]]
            factor = table[i + 1 :, column] * pow(int(table[i, column]), -1, prime) % prime
            below = table[i + 1 :, column:]
            below -= factor[:, None] * table[i, column:] % prime
            below %= prime
            chosen.append(order[column])
            if len(chosen) == len(table):
                return chosen
    return None

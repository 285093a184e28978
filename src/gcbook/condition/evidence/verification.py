r"""Re-checking a certificate in exact arithmetic, with no engine.

What is proved, for rows w_1, ..., w_k (Lemma 5.2: "no closed half space holds all rows"):

* *holds*: positive coefficients c on a support S are given, as floats or rationals.  Floats rarely
  sum to exactly zero, so the check proves that exact coefficients lie next to them: it finds d
  linearly independent rows B in S, solves Σ_B δ_j w_j = -Σ_S c_j w_j exactly, and accepts if
  \|δ_j\| <= c_j / 2**20 for every j.  Then c + δ is positive, sums the rows to zero, and S has rank
  d, which is the condition.
* *fails*: n != 0 and <n, w_j> >= 0 exactly for every row.

Large systems (d > 24) are first tried in fixed-point arithmetic carried out by BLAS; see
`gcbook.condition._exact.fixedpoint`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook.condition._exact import fixedpoint, integers, limbs
from gcbook.condition._rows import Rows

AGREEMENT = Fraction(1, 2**20)
"""How close, relatively, a given coefficient must be to an exact one."""

_SMALL = 24

Number = float | Fraction
Matrix = npt.NDArray[Any]
Given = Matrix | Rows


def combination_is_proof(
    weights: Given, support: Sequence[int], coefficients: Sequence[Number]
) -> bool:
    """Whether the coefficients prove, exactly, that the condition holds."""
    k, d = weights.shape
    size = len(support)
    if size != len(coefficients) or len(set(support)) != size or size < d + 1:
        return False
    if any(not 0 <= j < k for j in support) or not all(_positive(c) for c in coefficients):
        return False
    if isinstance(weights, Rows):
        order = np.argsort(support)
        support, coefficients = sorted(support), [coefficients[i] for i in order]
        rows: Matrix = weights.take(np.array(support))
    else:
        rows = weights[list(support)]
    floats = all(isinstance(c, float) for c in coefficients)
    if (
        d > _SMALL
        and floats
        and rows.dtype != object
        and fixedpoint.positive_combination(rows, np.array(coefficients))
    ):
        return True
    return _combination_by_elimination(rows, coefficients)


def normal_is_proof(weights: Given, normal: Sequence[Number]) -> bool:
    """Whether the normal proves, exactly, that the condition fails."""
    if len(normal) != weights.shape[1] or not all(map(_finite, normal)) or not any(normal):
        return False
    exact = integers.primitive(normal)
    if isinstance(weights, Rows):
        return bool((weights.signs(exact) >= 0).all())
    if weights.dtype == object:
        return all(integers.dot(exact, integers.primitive(row)) >= 0 for row in weights.tolist())
    return bool((limbs.signs(weights, exact) >= 0).all())


def _positive(c: Number) -> bool:
    return _finite(c) and c > 0


def _finite(x: Number) -> bool:
    return isinstance(x, (Fraction, int)) or math.isfinite(x)


def _combination_by_elimination(rows: Matrix, coefficients: Sequence[Number]) -> bool:
    """Correct the coefficients on d independent rows by exact elimination."""
    vectors, scales = integers.integer_rows(rows)
    scaled = [Fraction(c) * s for c, s in zip(coefficients, scales, strict=True)]
    common = math.lcm(*(c.denominator for c in scaled))
    whole = [int(c * common) for c in scaled]
    columns = list(zip(*vectors, strict=True))
    residual = [integers.dot(whole, column) for column in columns]
    sizes = [sum(c * abs(x) for c, x in zip(whole, column, strict=True)) for column in columns]
    if any(abs(r) > AGREEMENT * size for r, size in zip(residual, sizes, strict=True)):
        return False  # no correction within the agreement reaches zero
    order = sorted(range(len(whole)), key=whole.__getitem__, reverse=True)
    basis = integers.independent(vectors, order)
    if basis is None or not any(residual):
        return basis is not None
    solution = integers.solve(vectors, basis, [-r for r in residual])
    if solution is None:
        return False
    correction, determinant = solution
    return all(
        abs(c) * AGREEMENT.denominator <= whole[j] * abs(determinant) * AGREEMENT.numerator
        for j, c in correction.items()
    )

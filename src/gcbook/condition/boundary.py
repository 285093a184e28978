r"""Layers too close to degenerate for rounding bounds: exact proofs from approximate ones.

A positive combination found by Newton's method is corrected exactly on d independent rows, and a
normal is checked in integers.  Where 0 lies *on* the boundary of the hull more is needed.  Such a
layer fails, but only by normals n with <n, w_j> = 0 for some rows, and rounding spoils every
equality.  Newton's method on the barrier still shows which rows are to be orthogonal: along its
iterates the products with the others grow without bound.  The normal is then moved by an exact
solution of the equations of those few rows, and each of the other products, large as they are, is
checked by an a-priori bound or in integers.

A column that is a simple combination of others (a dead input, a repeated one) is met first: the
least singular vector, divided by its largest entry and rounded to simple fractions, is orthogonal
to every row exactly or is dropped.

Every answer is proved; None says nothing.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.linalg import qr

from gcbook._checks import FloatArray
from gcbook.condition import barrier, rounding, verification
from gcbook.condition.exact import Answer, integer_rows

_EQUATIONS = 800  # entries of the system of exact equations
_SYSTEM = 128
_SIMPLE = 4096
_SHARES = (1e-10, 1e-7, 1e-4)
_BITS = 40


def settle(rows: FloatArray) -> Answer | None:
    """Decide scaled rows exactly by mending what Newton's method finds, or return None.

    Parameters
    ----------
    rows : array of shape (k, d)
        Rows as scaled by `barrier.scaled`: none is zero.  Coefficients are for these rows.
    """
    k, d = rows.shape
    frame, triangle = np.linalg.qr(rows)
    if k > d and np.abs(np.diag(triangle)).min() > 0 and frame.any(axis=1).all():
        # Orthonormal columns: the same combinations, without the condition number of the rows.
        round_rows, exponents = barrier.scaled(frame)
        hint = barrier.decide(round_rows)
        if hint.coefficients is not None:
            answer = _corrected(rows, np.ldexp(hint.coefficients, -exponents))
            if answer is not None:
                return answer
        if hint.normal is not None:
            guess = tuple(map(Fraction, np.linalg.solve(triangle, hint.normal).tolist()))
            if any(guess) and _proved(rows, guess):
                return Answer(False, normal=guess)
    found = normal(rows)
    return Answer(False, normal=found) if found is not None else None


def _corrected(rows: FloatArray, coefficients: FloatArray) -> Answer | None:
    """Correct positive coefficients on d well-conditioned rows, exactly."""
    d = rows.shape[1]
    if d > _SYSTEM or not coefficients.min() > 0:
        return None
    integers, scales = integer_rows(rows)
    exact = [Fraction(c) * s for c, s in zip(coefficients.tolist(), scales, strict=True)]
    common = math.lcm(*(c.denominator for c in exact))
    whole = [int(c * common) for c in exact]
    columns = zip(*integers, strict=True)
    residual = [sum(c * x for c, x in zip(whole, column, strict=True)) for column in columns]
    _, _, order = qr(rows.T * coefficients, mode="economic", pivoting=True)
    solution = verification.solve(integers, order.tolist()[:d], residual)
    if solution is None:
        return None
    correction, determinant = solution
    shares = [
        (c + Fraction(correction.get(j, 0), determinant)) / s
        for j, (c, s) in enumerate(zip(whole, scales, strict=True))
    ]
    if min(shares) <= 0:
        return None
    return Answer(True, tuple(range(len(rows))), tuple(c / shares[0] for c in shares))


def normal(rows: FloatArray) -> tuple[Fraction, ...] | None:
    """Return n != 0 with <n, w_j> >= 0 exactly for every row, or None.

    Parameters
    ----------
    rows : array of shape (k, d)
        Rows as scaled by `barrier.scaled`: none is zero.

    Examples
    --------
    >>> normal(np.array([[0.6, 0.3], [-0.6, -0.3], [0.1, 0.7]]))
    (Fraction(-1, 2), Fraction(1, 1))
    """
    _, values, vectors = np.linalg.svd(rows, full_matrices=len(rows) < rows.shape[1])
    if len(rows) < rows.shape[1] or values[-1] <= 1e-12 * values[0]:
        found = _simple(rows, vectors[-1])
        if found is not None:
            return found
    point = barrier.direction(rows)
    if point is None:
        return None
    products = rows @ point
    for share in _SHARES:
        flat = products <= share * products.max()
        found = _orthogonal(rows[flat], point)
        if found is not None and _proved(rows[~flat], found):
            return found
    return None


def _simple(rows: FloatArray, vector: FloatArray) -> tuple[Fraction, ...] | None:
    """Round a null vector to simple fractions; keep it if it is one exactly."""
    scaled = vector / vector[np.abs(vector).argmax()]
    guess = [Fraction(x).limit_denominator(_SIMPLE) for x in scaled.tolist()]
    used = [c for c, x in enumerate(guess) if x]
    integers, _ = integer_rows(rows[:, used])
    if any(sum(guess[c] * m for c, m in zip(used, row, strict=True)) for row in integers):
        return None
    return tuple(guess)


def _orthogonal(flat: FloatArray, point: FloatArray) -> tuple[Fraction, ...] | None:
    """Move the point so that it is orthogonal to the rows, exactly."""
    integers, _ = integer_rows(np.unique(flat, axis=0))
    solved: dict[int, list[Fraction]] = {}
    for whole in integers:
        row = [Fraction(x) for x in whole]
        for c, other in solved.items():
            if row[c]:
                q = row[c]
                row = [a - q * b for a, b in zip(row, other, strict=True)]
        lead = max(range(len(row)), key=lambda i: abs(row[i]))
        if not row[lead]:
            continue
        if len(solved) >= max(8, _EQUATIONS // len(row)):
            return None
        row = [a / row[lead] for a in row]
        for c, other in solved.items():
            if other[lead]:
                q = other[lead]
                solved[c] = [a - q * b for a, b in zip(other, row, strict=True)]
        solved[lead] = row
    size = float(np.abs(point).max())
    exact = [Fraction(round(x / size * 2**_BITS), 2**_BITS) for x in point.tolist()]
    for c in solved:
        exact[c] = Fraction(0)
    moved = {c: -sum(a * x for a, x in zip(row, exact, strict=True)) for c, row in solved.items()}
    for c, value in moved.items():
        exact[c] = Fraction(value)
    return tuple(exact) if any(exact) else None


def _proved(rows: FloatArray, exact: tuple[Fraction, ...]) -> bool:
    """Whether the products with these rows, of length at most 1, are not negative."""
    rounded: npt.NDArray[np.float64] = np.array([float(x) for x in exact])
    size = float(np.linalg.norm(rounded))
    bound = 2 * rounding.gamma(rows.shape[1] + 4, np.float64) * size + rounding.TINY
    doubtful, _ = integer_rows(rows[~(rows @ rounded > bound)])
    return all(sum(a * m for a, m in zip(exact, row, strict=True)) >= 0 for row in doubtful)

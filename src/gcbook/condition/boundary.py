r"""Layers with 0 on the boundary of the hull: an exact normal from an approximate one.

Such a layer fails, but only by normals n with <n, w_j> = 0 for some rows, and rounding spoils every
equality.  Newton's method on the barrier still shows which rows are to be orthogonal: along its
iterates the products with the others grow without bound.  The normal is then moved by an exact
solution of the equations of those few rows, and each of the other products, large as they are, is
checked by an a-priori bound or in integers.

A column that is a simple combination of others (a dead input, a repeated one) is met first: the
least singular vector, divided by its largest entry and rounded to simple fractions, is orthogonal
to every row exactly or is dropped.

Either way a normal is returned only if it is proved; None says nothing.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from gcbook._checks import FloatArray
from gcbook.condition import barrier, rounding
from gcbook.condition.exact import integer_rows

_EQUATIONS = 48
_SIMPLE = 4096
_SHARES = (1e-10, 1e-7, 1e-4)
_BITS = 40


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
        if len(solved) == _EQUATIONS:
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

r"""The recession cone K = {n : R n >= 0} of a likelihood, in exact arithmetic.

Let B be the balanced rows (those on which every n in K vanishes), N = {n : R n = 0}, and let n* be
a normal that is positive on all other rows.  Close to n* every n with B n = 0 is in K, so the span
of K is {n : B n = 0}.  Hence, modulo N, a coefficient can move if and only if some vector of a
basis of {n : B n = 0} moves it, and it can move one way only if that space has one dimension more
than N.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from gcbook.condition import Position

Vector = tuple[Fraction, ...]


def echelon(basis: Sequence[Sequence[Fraction]]) -> list[tuple[int, Vector]]:
    """Bring a basis into the form in which each vector alone reaches its own last column.

    Returns
    -------
    list of (int, vector)
        The last column of each vector, where it is 1 and all others are 0, in falling order.

    Examples
    --------
    >>> one = Fraction(1)
    >>> [(column, [int(x) for x in v]) for column, v in echelon([[one, one, 0], [one, 2 * one, 0]])]
    [(1, [0, 1, 0]), (0, [1, 0, 0])]
    """
    left = [[Fraction(x) for x in vector] for vector in basis]
    done: list[tuple[int, list[Fraction]]] = []
    for column in reversed(range(len(left[0]) if left else 0)):
        found = next((v for v in left if v[column]), None)
        if found is None:
            continue
        left.remove(found)
        unit = [x / found[column] for x in found]
        left = [_minus(v, unit, v[column]) for v in left]
        done = [(c, _minus(v, unit, v[column])) for c, v in done]
        done.append((column, unit))
    return [(column, tuple(vector)) for column, vector in done]


def reduce(vector: Sequence[Fraction], null: Sequence[tuple[int, Vector]]) -> Vector:
    """Move along the null vectors until the coefficients of the dependent columns are 0."""
    result = [Fraction(x) for x in vector]
    for column, unit in null:
        result = _minus(result, unit, result[column])
    return tuple(result)


def free(position: Position, face: Position) -> list[Vector]:
    """Return vectors that, with those that move nothing, span the recession cone."""
    null = echelon(position.null_space)
    return [v for v in (reduce(vector, null) for vector in face.null_space) if any(v)]


def leaning(position: Position, face: Position) -> Position:
    """Return the position with a normal that moves every coefficient which a separation can move.

    A maximal normal may leave a coefficient alone that others move (then either way).  A little of
    such a vector is added to it; the position's own proof says how little is little enough.
    """
    vectors = free(position, face)
    null = echelon(position.null_space)
    for j in range(len(position.normal)):
        vector = next((v for v in vectors if v[j]), None)
        if vector is None or reduce(position.normal, null)[j]:
            continue
        for power in (4, 13, 40, 150, 600, 2400):
            share = Fraction(1, 2**power)
            normal = tuple(n + share * v for n, v in zip(position.normal, vector, strict=True))
            leaned = replace(position, normal=normal)
            kept = [bool(a) <= bool(b) for a, b in zip(position.normal, normal, strict=True)]
            if all(kept) and leaned.verify():
                position = leaned
                break
    return position


def _minus(vector: list[Fraction], unit: Sequence[Fraction], factor: Fraction) -> list[Fraction]:
    if not factor:
        return vector
    return [x - factor * u if u else x for x, u in zip(vector, unit, strict=True)]

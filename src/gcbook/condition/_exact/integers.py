"""Floats as integers, and exact elimination for small systems."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np

from gcbook._checks import FloatArray

IntRows = list[list[int]]
Number = float | Fraction | int
_PRIMES = (2**31 - 1, 2**31 - 19)


def integer_row(row: Sequence[Number]) -> tuple[list[int], Fraction]:
    """Return the primitive integer vector m and the scale s > 0 with row = s m.

    Examples
    --------
    >>> integer_row([0.5, -1.5])
    ([1, -3], Fraction(1, 2))
    >>> integer_row([0.0, 0.0])
    ([0, 0], Fraction(1, 1))
    """
    ratios = [x.as_integer_ratio() for x in row]
    common = math.lcm(*(q for _, q in ratios))
    integers = [p * (common // q) for p, q in ratios]
    divisor = math.gcd(*integers)
    if divisor == 0:
        return integers, Fraction(1)
    return [p // divisor for p in integers], Fraction(divisor, common)


def integer_rows(rows: FloatArray | Iterable[Sequence[Number]]) -> tuple[IntRows, list[Fraction]]:
    """Return `integer_row` of every row: the integer rows and their scales."""
    listed = rows.tolist() if isinstance(rows, np.ndarray) else rows
    pairs = [integer_row(row) for row in listed]
    return [m for m, _ in pairs], [s for _, s in pairs]


def primitive(vector: Iterable[Number]) -> list[int]:
    """Return the positive multiple of the vector in integers without a common factor."""
    return integer_row(list(vector))[0]


def dot(a: Sequence[int], b: Sequence[int]) -> int:
    """Return the inner product of integer vectors."""
    return sum(map(int.__mul__, a, b))


def solve(
    vectors: IntRows, order: Sequence[int], target: Sequence[int]
) -> tuple[dict[int, int], int] | None:
    """Solve Σ_B x_j v_j = target over the first independent vectors B (in `order`).

    Fraction-free Gauss-Jordan elimination (Bareiss 1968); returns the numerators of x by index and
    their common denominator, or None if the vectors do not span.

    Examples
    --------
    >>> solve([[2, 0], [4, 0], [1, 3]], [0, 1, 2], [1, 1])
    ({0: 2, 2: 2}, 6)
    """
    d = len(target)
    table = [[vectors[j][i] for j in order] + [target[i]] for i in range(d)]
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


def independent(vectors: IntRows, order: Sequence[int]) -> list[int] | None:
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


def echelon(vectors: IntRows) -> tuple[list[int], list[int], list[list[Fraction]]]:
    """Return independent vectors, their leading columns, and a basis of what is orthogonal to all.

    Examples
    --------
    >>> rows, columns, null = echelon([[0, 0], [2, -1], [-4, 2]])
    >>> rows, columns, null
    ([1], [0], [[Fraction(1, 2), Fraction(1, 1)]])
    """
    d = len(vectors[0])
    solved: dict[int, list[Fraction]] = {}
    chosen = []
    for j, vector in enumerate(vectors):
        row = [Fraction(x) for x in vector]
        for c, other in solved.items():
            if row[c]:
                row = [a - row[c] * b for a, b in zip(row, other, strict=True)]
        lead = next((c for c in range(d) if row[c]), None)
        if lead is None:
            continue
        row = [a / row[lead] for a in row]
        for c, other in solved.items():
            if other[lead]:
                solved[c] = [a - other[lead] * b for a, b in zip(other, row, strict=True)]
        solved[lead] = row
        chosen.append(j)
        if len(chosen) == d:
            break
    free = [c for c in range(d) if c not in solved]
    null = [[-solved[c][f] if c in solved else Fraction(c == f) for c in range(d)] for f in free]
    return chosen, list(solved), null

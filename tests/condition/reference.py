"""An independent exact reference: every candidate normal, in integers.

If the rows span R^d, the cone {n : W n >= 0} is pointed, so it is {0} or has an extreme ray, which
is orthogonal to d - 1 independent rows.  So the condition holds iff the rows span and none of the
finitely many vectors orthogonal to d - 1 of them, with either sign, is a normal.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np


def integers(weights: np.ndarray) -> np.ndarray:
    """Python integers proportional, row by row, to floats."""
    mantissa, exponent = np.frexp(weights)
    whole = np.ldexp(mantissa, 53).astype(np.int64).astype(object)
    low = np.where(weights == 0, 2**30, exponent).min(axis=-1, keepdims=True)
    shift = np.where(weights == 0, 0, exponent - low)
    return np.vectorize(lambda m, s: m << s, otypes=[object])(whole, shift)


def decide(rows: np.ndarray) -> np.ndarray:
    """The truth for integer weights (n, k, d), d = 2, 3 or 4; int64 or objects, exactly."""
    n, k, d = rows.shape
    failed = np.zeros(n, dtype=bool)
    spans = np.zeros(n, dtype=bool)
    for chosen in combinations(range(k), d - 1):
        normal = _orthogonal([rows[:, j] for j in chosen])
        products = sum(rows[:, :, c] * normal[:, None, c] for c in range(d))
        spans |= (products != 0).any(axis=1)
        nonzero = (normal != 0).any(axis=1)
        for side in (products >= 0, products <= 0):
            failed |= nonzero & side.all(axis=1)
    return spans & ~failed


def _orthogonal(rows: list[np.ndarray]) -> np.ndarray:
    """The generalised cross product of d - 1 vectors."""
    d = len(rows) + 1
    signs = [(-1) ** c for c in range(d)]
    columns = [[i for i in range(d) if i != c] for c in range(d)]
    return np.stack(
        [s * _determinant(rows, kept) for s, kept in zip(signs, columns, strict=True)], axis=-1
    )


def _determinant(rows: list[np.ndarray], columns: list[int]) -> np.ndarray:
    if len(rows) == 1:
        return rows[0][:, columns[0]]
    return sum(
        (-1) ** i * rows[0][:, column] * _determinant(rows[1:], [c for c in columns if c != column])
        for i, column in enumerate(columns)
    )


def whole(parts: list[np.ndarray]) -> list[list[int]]:
    """The integers that limbs make, from the top."""
    return [
        [sum(int(part[i, j]) << (20 * n) for n, part in enumerate(reversed(parts)))
         for j in range(parts[0].shape[1])]
        for i in range(len(parts[0]))
    ]  # fmt: skip


def exactly(rows: np.ndarray, vector: list[int]) -> list[Fraction]:
    return [
        sum((Fraction(x) * n for x, n in zip(row, vector, strict=True)), Fraction(0))
        for row in rows.tolist()
    ]


def rank(rows: list[list[int]], p: int | None = None) -> int:
    """Over the rationals, or modulo p."""
    table = [[Fraction(x) if p is None else x % p for x in row] for row in rows]
    count = 0
    for c in range(len(table[0])):
        found = next((i for i in range(count, len(table)) if table[i][c]), None)
        if found is None:
            continue
        table[count], table[found] = table[found], table[count]
        lead = table[count]
        for i in range(count + 1, len(table)):
            q = table[i][c] / lead[c] if p is None else table[i][c] * pow(lead[c], -1, p)
            table[i] = [a - q * b for a, b in zip(table[i], lead, strict=True)]
            if p is not None:
                table[i] = [a % p for a in table[i]]
        count += 1
    return count

"""The rank of rows, exactly: independent rows, and a basis of what is orthogonal to all."""

from __future__ import annotations

import numpy as np

from gcbook._checks import IntArray
from gcbook.condition._exact import lifting, limbs, modular
from gcbook.condition._rows import Rows

_SHORT = 2048  # rows looked at together


def null_space(rows: Rows) -> tuple[IntArray, list[list[int]]]:
    """Return independent rows and integer vectors that span what is orthogonal to every row.

    Both are exact: the rows are independent modulo a prime, and the vectors, as many as are missing
    to d, are orthogonal to every row.

    Examples
    --------
    >>> basis, null = null_space(Rows.of(np.array([[2.0, -1.0], [-4.0, 2.0]])))
    >>> basis.tolist(), null
    ([0], [[1, 2]])
    """
    d = rows.shape[1]
    chosen = rows.sample()
    while True:
        given = rows.take(chosen)
        found = _eliminated(given)
        basis = chosen[found.rows]
        if len(basis) == d:
            return basis, []
        null = _orthogonal(given[found.rows], found.columns)
        outside = [np.flatnonzero(rows.signs(vector)) for vector in null]
        more = np.unique(np.concatenate([index[:_SHORT] for index in outside]))
        if not more.size:
            return basis, null
        chosen = np.union1d(basis, more)


def _eliminated(given: np.ndarray) -> modular.Elimination:
    """Find independent rows, a few rows at a time."""
    p = modular.PRIMES[0]
    kept = np.zeros(0, dtype=np.int64)
    step = max(4 * given.shape[1], 256)
    for low in range(0, len(given), step):
        index = np.concatenate([kept, np.arange(low, min(low + step, len(given)))])
        found = modular.eliminate(modular.residues_of(given[index], p), p)
        kept = index[found.rows]
        if len(kept) == given.shape[1]:
            break
    return modular.Elimination(found.table, kept.tolist(), found.columns)


def _orthogonal(basis: np.ndarray, columns: list[int]) -> list[list[int]]:
    """Return a basis of the vectors orthogonal to independent rows, in integers."""
    r, d = basis.shape
    free = [c for c in range(d) if c not in set(columns)]
    if not r:
        return [[int(c == f) for c in range(d)] for f in free]
    parts, _ = limbs.cut(basis)
    right = np.zeros((r, len(free)), dtype=object)
    for i, f in enumerate(free):
        unit = [0] * d
        unit[f] = -1
        right[:, i] = limbs.times(parts, unit)
    solved = lifting.solve([part[:, columns].copy() for part in parts], right)
    assert solved is not None  # independent modulo the first prime
    numerators, denominator = solved
    result = []
    for i, f in enumerate(free):
        vector = [0] * d
        vector[f] = denominator
        for c, x in zip(columns, numerators[:, i], strict=True):
            vector[c] = int(x)
        divisor = int(np.gcd.reduce(np.array(vector, dtype=object)))
        result.append([x // divisor for x in vector])
    return result

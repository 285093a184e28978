"""The rank of rows, exactly: independent rows, and a basis of what is orthogonal to all."""

from __future__ import annotations

import numpy as np
from scipy.linalg import qr

from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.condition._exact import integers, lifting, limbs, modular
from gcbook.condition._rows import Rows

_SHORT = 2048  # rows looked at together
_SEEN = 1e-10
_OTHERS = 300


def null_space(rows: Rows) -> tuple[IntArray, list[list[int]]]:
    """Return independent rows and integer vectors that span what is orthogonal to every row.

    Both are exact: the rows are independent modulo a prime (or in fractions), and the vectors, as
    many as are missing to d, are orthogonal to every row.

    Examples
    --------
    >>> basis, null = null_space(Rows.of(np.array([[2.0, -1.0], [-4.0, 2.0]])))
    >>> basis.tolist(), null
    ([0], [[1, 2]])
    """
    d = rows.shape[1]
    chosen, turn, most = rows.sample(), 0, d + max(2 * d, _OTHERS)
    while True:
        given = rows.take(chosen)
        basis, null = _span(given, turn, most)
        if len(basis) == d:
            return chosen[basis], []
        wrong = [np.flatnonzero(rows.signs(vector))[:_SHORT] for vector in null]
        more = np.unique(np.concatenate(wrong))
        if not more.size:
            return chosen[basis], null
        turn += bool(np.isin(more, chosen).all())  # dependent modulo this prime only
        chosen, most = np.union1d(chosen, more), len(chosen) + len(more)


def _span(given: FloatArray, turn: int, most: int) -> tuple[IntArray, list[list[int]]]:
    """Return independent rows and what is orthogonal to them: by a prime or, last, by fractions."""
    if turn == len(modular.PRIMES):
        rows, _, null = integers.echelon(integers.integer_rows(given)[0])
        return np.array(rows, dtype=np.int64), [integers.primitive(vector) for vector in null]
    rng = np.random.default_rng(4)
    order, found = eliminated(given, _scaled(given), rng, most, turn)
    basis = order[found.rows]
    if len(basis) == given.shape[1]:
        return basis, []
    return basis, _orthogonal(given[basis], found.columns)


def eliminated(
    given: FloatArray,
    scaled: FloatArray,
    rng: np.random.Generator,
    most: int | None = None,
    turn: int = 0,
) -> tuple[IntArray, modular.Elimination]:
    """Return an order of (at most so many) rows, and the first few of it eliminated modulo a prime.

    The first ones span what floats see of `scaled`; a sample of the others must be congruent to
    their span, or joins them.  The prime is one modulo which they have the rank that floats see.
    """
    d = given.shape[1]
    order, rank = _spread(scaled, rng)
    order = order[: d + max(2 * d, _OTHERS) if most is None else most]
    for p in modular.PRIMES[turn:]:
        residue = modular.residues_of(given[order], p)
        count = min(len(order), d)
        found = modular.eliminate(residue[:count], p)
        if outside(residue[count:], found).any():
            found = modular.eliminate(residue, p)
        if len(found.rows) >= rank:
            break
    return order, found


def _spread(rows: FloatArray, rng: np.random.Generator) -> tuple[IntArray, int]:
    """Return an order of the rows in which the first ones, so many, span all, in floats, and well.

    Pivoted QR on a few, then on a few of those that are not in their span, and so on.
    """
    k, d = rows.shape
    chosen = np.zeros(0, dtype=np.int64)
    left, basis = np.arange(k), np.zeros((d, 0))
    while left.size and chosen.size < d:
        missing = d - chosen.size
        some = left if left.size <= 2 * missing else rng.choice(left, 2 * missing, replace=False)
        rest = rows[some] - (rows[some] @ basis) @ basis.T
        q, triangle, order = qr(rest.T, mode="economic", pivoting=True, check_finite=False)
        diagonal = np.abs(np.diag(triangle))
        rank = int((diagonal > _SEEN).sum())
        chosen = np.concatenate([chosen, some[order[:rank]]])
        basis = np.hstack([basis, q[:, :rank]])
        if left.size <= 2 * missing or chosen.size == d:
            break
        probe = rng.standard_normal((d, 4))
        probe -= basis @ (basis.T @ probe)
        probe -= basis @ (basis.T @ probe)
        far = np.abs(rows[left] @ probe).max(axis=1) > _SEEN
        left = left[far]
    others = rng.permutation(np.setdiff1d(np.arange(k), chosen, assume_unique=True))
    return np.concatenate([chosen, others]).astype(np.int64), chosen.size


def outside(residue: FloatArray, found: modular.Elimination) -> BoolArray:
    """Which rows of residues are not in the span of the eliminated ones, modulo their prime."""
    p, lead = found.prime, found.table[found.rows]
    if len(found.rows) == residue.shape[1] or not len(residue):
        return np.zeros(len(residue), dtype=bool)
    free = np.setdiff1d(np.arange(residue.shape[1]), found.columns)
    probe = np.random.default_rng(1).integers(-(p // 2), p // 2, (free.size, 2)).astype(float)
    null = np.zeros((residue.shape[1], 2))
    null[free] = probe
    null[found.columns] = -modular.multiplied(lead[:, free], probe, p)
    null = modular.reduced(null, p)
    return np.asarray(modular.multiplied(residue, null, p).any(axis=1))


def _scaled(given: FloatArray) -> FloatArray:
    """Scale rows by powers of two to length about 1."""
    return limbs.shifted(given, -np.frexp(np.abs(given).max(axis=1))[1].astype(np.int64))


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
    assert solved is not None  # independent modulo one of the primes
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

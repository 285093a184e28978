r"""Elimination modulo a prime below 2**21, in BLAS.

Residues are kept symmetric, \|x\| <= p/2, so that a product over at most 2**11 terms stays below
2**51 and `rint` reduces it exactly.  What is regular modulo p is regular over the rationals; the
rank modulo p is at most the rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from gcbook._checks import FloatArray
from gcbook.condition._exact.limbs import BITS, Parts

PRIMES = (2097143, 2097131, 2097097, 2097083)
_PANEL = 24
_TERMS = 2**11
_RANGE = 2200  # exponents between the largest float and the smallest


def reduced(x: FloatArray, p: int) -> FloatArray:
    """Return the symmetric residues of integers below 2**52."""
    multiple = np.asarray(x / p)
    np.rint(multiple, out=multiple)
    multiple *= p
    return np.subtract(x, multiple, out=multiple)


def residues(parts: Parts, p: int) -> FloatArray:
    """Return the residues of the integers that the limbs make."""
    value = np.zeros_like(parts[0])
    for part in parts:
        value = reduced(value * 2.0**BITS + part, p)
    return value


def residues_of(rows: FloatArray, p: int) -> FloatArray:
    """Return the residues of integer multiples of rows of floats, one positive multiple a row.

    Examples
    --------
    >>> residues_of(np.array([[1.0, 0.25]]), 7).tolist()
    [[1.0, 2.0]]
    """
    if np.abs(rows).max(initial=0.0) < 2.0**51 and (rows == np.rint(rows)).all():
        return reduced(rows, p)
    mantissa, exponent = np.frexp(rows)
    least = np.where(rows == 0, 4096, exponent).min(axis=1, initial=4096, keepdims=True)
    powers = _powers(p)
    high = np.trunc(mantissa * 2.0**26)
    value = reduced(high, p) * powers[27] + (mantissa * 2.0**26 - high) * 2.0**27
    factor = powers[np.where(rows == 0, 0, exponent - least)]
    return reduced(reduced(value, p) * factor, p)


@cache
def _powers(p: int) -> FloatArray:
    """Return the residues of the powers of two."""
    powers = reduced(np.array([float(pow(2, i, p)) for i in range(_RANGE)]), p)
    powers.setflags(write=False)
    return powers


def multiplied(a: FloatArray, b: FloatArray, p: int) -> FloatArray:
    """Return the product of two matrices of residues."""
    total = reduced(a[:, :_TERMS] @ b[:_TERMS], p)
    for low in range(_TERMS, a.shape[1], _TERMS):
        total = reduced(total + a[:, low : low + _TERMS] @ b[low : low + _TERMS], p)
    return total


@dataclass(frozen=True)
class Elimination:
    """What blocked Gauss-Jordan elimination leaves.

    Attributes
    ----------
    table : array
        The reduced residues: unit vectors in the pivot columns; zero in the other rows.
    rows, columns : list of int
        The pivots, in pairs.
    prime : int
    """

    table: FloatArray
    rows: list[int]
    columns: list[int]
    prime: int


def eliminate(residue: FloatArray, p: int, width: int | None = None) -> Elimination:
    """Eliminate with pivots in the first `width` columns.

    Examples
    --------
    >>> found = eliminate(np.array([[2.0, 4.0], [1.0, 2.0], [0.0, 3.0]]), PRIMES[0])
    >>> found.rows, found.columns
    ([0, 2], [0, 1])
    """
    table = residue.copy()
    width = table.shape[1] if width is None else width
    free = np.ones(len(table), dtype=bool)
    rows: list[int] = []
    columns: list[int] = []
    for low in range(0, width, _PANEL):
        if not free.any():
            break
        panel = table[:, low : min(low + _PANEL, width)]
        found, where, inverse = _pivots(panel[free], p)
        if not found:
            continue
        new = np.flatnonzero(free)[found]
        lead = multiplied(inverse, table[new, low:], p)
        factor = panel[:, where].copy()
        factor[new] = 0
        table[:, low:] = reduced(table[:, low:] - factor @ lead, p)  # before, units and zeros
        table[new, low:] = lead
        free[new] = False
        rows += new.tolist()
        columns += [low + c for c in where]
    return Elimination(table, rows, columns, p)


def _pivots(panel: FloatArray, p: int) -> tuple[list[int], list[int], FloatArray]:
    """Return pivot rows and columns of a narrow panel and the inverse of their square block.

    The inverse is made in place of the columns that are done with (Gauss-Jordan exchange).
    """
    work = panel.copy()
    rows: list[int] = []
    columns: list[int] = []
    free = np.ones(len(panel), dtype=bool)
    for c in range(panel.shape[1]):
        nonzero = (work[:, c] != 0) & free
        i = int(nonzero.argmax())
        if not nonzero[i]:
            continue
        factor = work[:, c].copy()
        work[:, c] = 0
        work[i, c] = 1
        lead = reduced(work[i] * pow(int(factor[i]) % p, -1, p), p)
        work = reduced(work - factor[:, None] * lead, p)
        work[i] = lead
        free[i] = False
        rows.append(i)
        columns.append(c)
    return rows, columns, work[np.ix_(rows, columns)]


def inverse(residue: FloatArray, p: int) -> FloatArray | None:
    """Return the inverse modulo p, or None if the matrix is singular there.

    Examples
    --------
    >>> inverse(np.array([[2.0, 0.0], [1.0, 1.0]]), 7).tolist()
    [[-3.0, 0.0], [3.0, 1.0]]
    """
    n = len(residue)
    found = eliminate(np.hstack([residue, np.eye(n)]), p, n)
    if len(found.rows) < n:
        return None
    result = np.empty((n, n))
    result[found.columns] = found.table[found.rows, n:]
    return result

r"""One layer of few columns: an active set of rows, grown by those that object.

With c >= 0 let n = Σ_j (c_j + x_j) w_j, where x >= 0 makes it shortest (nonnegative least squares
with the target -Σ_j c_j w_j, after Lawson and Hanson 1974).  At the minimum <n, w_j> >= 0, with
equality where x_j > 0.  So n is a normal, or it vanishes and the coefficients c + x balance the
rows.  Of many rows a few are asked first: if they balance, so do all, and otherwise the rows on the
wrong side of n join them.  Nothing of this is trusted; Euclidean and Frobenius norms bound what
rounding leaves.

* *Holds*: let x > 0 in d rows B, let R be any matrix and E = B^T R - I.  If |E| < 1, then B is
  regular, and a correction δ of the coefficients of these rows makes the combination r of all rows
  S that were asked vanish: B^T δ = -r, so |δ| <= |R| |r| / (1 - |E|).  It keeps them positive if it
  is smaller than each.  Computed, E is wrong by at most γ_{d+1} |B| |R|, and r by γ_m |λ| |S| for
  m rows with the coefficients λ.
* *Fails*: every row has a computed product with n' = n + t v above γ_d |n'| |W|, where v has the
  product 1 with the rows that have x > 0.

The code takes twice the γ at least.  What underflows is below 2**-1000, as |W| is of ordinary size.
"""

from __future__ import annotations

from functools import cache
from math import sqrt
from typing import Any

import numpy as np
from scipy.linalg.lapack import dgesv

from gcbook._checks import FloatArray, IntArray
from gcbook.condition.engines._answer import Answer

MOST_COLUMNS = 24
AT_ONCE = 64  # rows of a layer for which nothing else is quicker
_ROUNDS, _OBJECTS = 10, 12  # so many rows per dimension, the most wrong ones, join at a time
_START = 80  # rows that are asked first, or six per column
_UNIT = 2.0**-52  # twice the unit roundoff
_ORDINARY = 2.0**100
# The shortest row against the longest, and an entry; a product of 24 entries is still normal.
_COMPARABLE, _NEGLIGIBLE = 2.0**-30, 2.0**-40
_VANISHES = 1e-9
_PUSHES = (2.0**-10, 2.0**-24)
_AGREEMENT = 2.0**-22
# Coefficients c in [1, 2) at random: -Σ c_j w_j is on the boundary of no cone, unless rows are
# dependent, while -w_0 often is (for antipodal pairs, on lattices).
_SPREAD = 1 + np.random.default_rng(6).random(4096)


def decide(rows: FloatArray, *, few: bool = False) -> Answer | None:
    """Decide rows of shape (k, d), d < k, with proof; None where rounding could matter.

    Parameters
    ----------
    rows : array of shape (k, d)
        Finite rows; where one is asked that is zero, or hardly longer, nothing is decided.
    few : bool
        Ask for a combination of d + 1 rows; otherwise it is one of all rows that were asked.

    Examples
    --------
    >>> decide(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])).holds
    True
    >>> decide(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])) is None
    True
    """
    found = _search(rows, few)
    if found is None:
        return None
    normal, shares, chosen = found
    if normal is not None:
        return Answer(False, normal=tuple(normal.tolist()))
    used = shares.nonzero()[0]
    if chosen is not None:
        used = used[chosen[used].argsort()]
    support = used if chosen is None else chosen[used]
    return Answer(True, tuple(support.tolist()), tuple(shares[used].tolist()))


def verdict(rows: FloatArray) -> bool | None:
    """Decide rows as `decide` does, without writing the proof down.

    Examples
    --------
    >>> verdict(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]))
    True
    """
    found = _search(rows, few=False)
    return None if found is None else found[0] is None


def _search(
    rows: FloatArray, few: bool
) -> tuple[FloatArray | None, FloatArray, IntArray | None] | None:
    """Return a normal, or None and coefficients that balance rows; and which rows were asked."""
    k, d = rows.shape
    size = _length(rows)
    start = max(_START, 6 * d)
    chosen = None if k <= 2 * start else np.arange(0, k, k // start)
    for _ in range(_ROUNDS):
        some = rows if chosen is None else rows[chosen]
        found = _shortest(some, few)
        if found is None:
            return None
        shares, normal, active = found
        if normal is None:
            known = size if chosen is None else _length(some)
            return (None, shares, chosen) if _holds(some, known, shares, active, few) else None
        off = _off(some[active], normal)
        if off is None:
            return None
        for share in _PUSHES:
            moved = normal + share * off
            products = rows.dot(moved)
            length = _length(moved)
            if _least(products) > (d + 2) * _UNIT * length * size and length > 1 / _ORDINARY**3:
                return moved, shares, chosen
            if chosen is not None:
                products[chosen] = 0
                objects = (products < 0).nonzero()[0]
                if objects.size:
                    break
        else:
            return None
        if objects.size > _OBJECTS * d:
            objects = objects[products[objects].argpartition(_OBJECTS * d)[: _OBJECTS * d]]
        chosen = np.concatenate([chosen, objects])
    return None


def _shortest(some: FloatArray, few: bool) -> tuple[FloatArray, FloatArray | None, IntArray] | None:
    """Return the coefficients c + x, n (None where it vanishes), and where x > 0."""
    entries = np.abs(some)
    largest = entries.item(entries.argmax())
    if not 1 / _ORDINARY < largest < _ORDINARY:
        return None
    if not _least(np.vecdot(some, some)) > (largest * _COMPARABLE) ** 2:
        return None
    # SciPy's solver is written for ordinary numbers: where a remainder is subnormal it divides by
    # nothing and has crashed.  So entries that hardly matter are left out when it proposes; the
    # proof is about the rows as they are.
    shown = some
    if not _least(entries) > largest * _NEGLIGIBLE:
        shown = np.where(entries > largest * _NEGLIGIBLE, some, 0.0)
    spread = _SPREAD[: len(some)]
    target = -shown[0] if few else -spread.dot(shown)
    try:
        shares, left = _least_squares()(shown.T, target)
    # It went in circles; or, in SciPy 1.13, it met a singular matrix.
    except (RuntimeError, np.linalg.LinAlgError):
        return None
    active = shares.nonzero()[0]
    if few:
        shares[0] += 1
    else:
        shares += spread
    return shares, None if left <= _VANISHES * _length(target) else shares.dot(some), active


def _holds(some: FloatArray, known: float, shares: FloatArray, active: IntArray, few: bool) -> bool:
    """Prove that these coefficients are close to ones that balance rows which span.

    `known` is at least the length of all of them, and so of those of the basis.
    """
    m, d = some.shape
    if active.size != d:
        return False
    basis = some.take(active, axis=0)
    _, _, inverse, info = dgesv(basis.T, _identity(d))
    size = _length(inverse)
    if info or not size < _ORDINARY**2:
        return False
    if few:  # they will be looked at
        shares[active] -= inverse.dot(shares.dot(some))
    rest = _length(basis.T.dot(inverse) - _identity(d)) + (d + 2) * _UNIT * known * size
    length = _length(shares.dot(some)) + (m + 2) * _UNIT * _length(shares) * known
    return bool(rest < 0.5 and 2 * size * length < _least(shares.take(active)) * _AGREEMENT)


def _off(touched: FloatArray, normal: FloatArray) -> FloatArray | None:
    """Return a vector as long as n with one positive product with all rows that n touches."""
    if not len(touched):
        return np.zeros_like(normal)
    if len(touched) >= touched.shape[1]:
        return None
    _, _, solution, info = dgesv(touched.dot(touched.T), np.ones(len(touched)))
    if info or not _length(solution) < _ORDINARY**2:
        return None
    off = np.asarray(solution.dot(touched))
    length = _length(off)
    return off * (_length(normal) / length) if length > 1 / _ORDINARY else None


def _length(array: FloatArray) -> float:
    """Return the Euclidean or Frobenius norm."""
    return sqrt(np.vdot(array, array))


def _least(array: FloatArray) -> float:
    """Return the smallest entry, or NaN where there is one; cheaper than `min` on a short array."""
    return float(array.item(array.argmin()))


@cache
def _identity(d: int) -> FloatArray:
    return np.eye(d, order="F")


@cache
def _least_squares() -> Any:
    from scipy.optimize import nnls  # not loaded by those who decide batches or large layers only

    return nnls

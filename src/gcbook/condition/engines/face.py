r"""Layers with 0 on or near the boundary: the maximal face, proposed in floats, proved exactly.

Rows split into J+ (some n with <n, w_j> >= 0 for all j has <n, w_j> > 0) and J0, all others.  One n
serves all of J+, and then J0 lies in the hyperplane of n and has 0 in the relative interior of its
hull (Stiemke): there are λ > 0 with Σ_{J0} λ_j w_j = 0.  Each side proves that the other cannot be
larger.  Three stages find them, on a working set of rows that grows by those that object:

1. *Propose.*  Newton's method (`gcbook.condition.engines.newton`) says which rows of the set
   separate.
2. *Solve.*  n is rounded outside r columns in which the flat rows have full rank r, and solved for
   in those exactly, from r independent flat rows (`gcbook.condition._exact.lifting`).  The exact
   signs of <n, w_j> on *all* rows are the proof that the condition fails.  Rows on the wrong side,
   and rows on the hyperplane outside the span of the flat ones, join the set.
3. *Combine.*  λ is a Newton solution too, rounded, and solved for exactly on the same r rows.

Where the exact rank of the flat rows is above what floats see, dependence at the level of rounding
decides; then the three stages are repeated in another frame (`gcbook.condition.engines.frames`).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.linalg import qr

from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.condition._exact import lifting, limbs, modular
from gcbook.condition._rows import Rows
from gcbook.condition.engines import newton, spanning
from gcbook.condition.engines._answer import Split
from gcbook.condition.engines.frames import Frame

_ROUNDS = 40
_FRAMES = 4
_BITS = (4, 14, 28, 45)
_SHARE_BITS = 48
_REGULAR = 1e-9


@dataclass
class _Search:
    """A layer, the rows that speak for it, and the frame in which floats look at them."""

    rows: Rows
    frame: Frame
    chosen: IntArray
    rng: np.random.Generator
    combine: bool


@dataclass(frozen=True)
class _Flat:
    """The flat rows of a working set: r independent ones and r columns to match.

    `table` is the reduced echelon form modulo a prime of the independent rows as given.
    """

    basis: IntArray
    columns: IntArray
    regular: bool
    table: modular.Elimination


def split(rows: Rows, *, combine: bool = True) -> Split | None:
    """Split the rows, none of them zero, exactly; None where all of this does not suffice.

    Without a combination (`shares` empty) only the normal is proved.

    Examples
    --------
    >>> found = split(Rows.of(np.array([[2.0, -1.0], [-2.0, 1.0], [1.0, 0.0]])))
    >>> found.separated.tolist(), found.balanced.tolist(), found.normal
    ([2], [0, 1], [1, 2])
    """
    chosen, rng = rows.sample(), np.random.default_rng(4)
    search = _Search(rows, Frame.even(rows.take(chosen)), chosen, rng, combine)
    best: Split | None = None
    for _ in range(_FRAMES):
        found, flat = _in_frame(search)
        if found is not None and (found.proved or (any(found.normal) and not combine)):
            return found
        if found is not None:
            best = found
        if flat is None or not flat.any():
            break
        frame = search.frame.refined(search.rows.take(search.chosen[flat]))
        if frame is None:
            break
        search.frame = frame
    return best


def _in_frame(search: _Search) -> tuple[Split | None, BoolArray | None]:
    """Run the three stages; return what is proved and the rows of the set that seem flat."""
    flat: BoolArray | None = None
    for _ in range(_ROUNDS):
        given = search.rows.take(search.chosen)
        scaled = search.frame.floats(given)
        guess = newton.guess(scaled)
        if guess is None:
            return None, flat
        flat = ~guess.separated
        if not flat.any():
            normal = _rounded(search, scaled, guess.point)
            spans = None
        else:
            spans = _flat(search, given, scaled, flat)
            if spans is None:
                return None, flat
            normal = _solved(search, given, scaled, guess, spans)
        if normal is None:
            return None, flat
        sign = search.rows.signs(normal)
        objects = _objections(search, sign, normal, spans)
        if objects.size:
            if np.isin(objects, search.chosen).all():
                return None, flat
            search.chosen = np.union1d(search.chosen, objects)
            continue
        found = _combined(search, sign, normal, spans)
        return found, flat
    return None, flat


def _rounded(search: _Search, scaled: FloatArray, point: FloatArray) -> list[int] | None:
    """Round a normal that is positive on every row of the set."""
    size = np.abs(point).max()
    for bits in (*_BITS, 60):
        short = np.rint(point / size * 2.0**bits)
        if (scaled @ short).min() > 0 or bits == 60:
            return search.frame.back([int(x) for x in short])
    return None


def _flat(search: _Search, given: FloatArray, scaled: FloatArray, flat: BoolArray) -> _Flat | None:
    """Choose independent flat rows and columns; None where even their exact rank is unclear."""
    where = np.flatnonzero(flat)
    order, found = spanning.eliminated(given[where], scaled[where], search.rng)
    rank = len(found.rows)
    rows = where[order[np.sort(np.array(found.rows, dtype=np.int64))]]
    triangle, columns = qr(scaled[rows], mode="r", pivoting=True, check_finite=False)
    diagonal = np.abs(np.diag(triangle))
    regular = bool(diagonal[-1] > _REGULAR * diagonal[0])
    return _Flat(rows, np.sort(columns[:rank]).astype(np.int64), regular, found)


def _solved(
    search: _Search, given: FloatArray, scaled: FloatArray, guess: newton.Guess, flat: _Flat
) -> list[int] | None:
    """Return n with <n, w> = 0 for the flat rows, exactly; n = 0 where no row separates."""
    d = scaled.shape[1]
    if not guess.separated.any():
        return [0] * d
    rest = np.setdiff1d(np.arange(d), flat.columns)
    if not rest.size or not flat.regular:
        return None
    matrix = scaled[flat.basis]
    inner, outer = matrix[:, flat.columns], matrix[:, rest]
    frees = guess.point[rest]
    size = np.abs(frees).max() or 1.0
    plus = scaled[guess.separated]
    for bits in _BITS:
        short = np.rint(frees / size * 2.0**bits)
        point = np.zeros(d)
        point[rest] = short
        point[flat.columns] = np.linalg.solve(inner, -outer @ short)
        if (plus @ point).min() > 1e-9 * np.abs(point).max():
            break
    parts = search.frame.cut(given[flat.basis])
    shifts = search.frame.unscale(short, rest)
    right = limbs.times([part[:, rest] for part in parts], shifts)
    column = np.array([[-x] for x in right], dtype=object)
    solved = lifting.solve([part[:, flat.columns] for part in parts], column)
    if solved is None:
        return None
    numerators, denominator = solved
    exact = [0] * d
    for c, x in zip(flat.columns.tolist(), numerators[:, 0], strict=True):
        exact[c] = int(x)
    for c, x in zip(rest.tolist(), shifts, strict=True):
        exact[c] = int(x) * denominator
    return search.frame.back_exact(exact)


def _objections(
    search: _Search, sign: limbs.Signs, normal: list[int], flat: _Flat | None
) -> IntArray:
    """Return rows that speak against the split: a sample of them, if there are many."""
    wrong = np.flatnonzero(sign < 0)
    zero = np.flatnonzero(sign == 0)
    if flat is None:
        wrong = np.concatenate([wrong, zero])
    elif len(flat.table.rows) < search.rows.shape[1] - 1 or not any(normal):
        others = zero[~np.isin(zero, search.chosen, assume_unique=True)]
        p = flat.table.prime
        for part, block in search.rows.picked(others):
            residue = modular.residues_of(block, p)
            wrong = np.append(wrong, others[part][spanning.outside(residue, flat.table)])
    limit = max(4 * search.rows.shape[1], 500)
    return wrong if wrong.size <= limit else search.rng.choice(wrong, limit, replace=False)


def _combined(search: _Search, sign: limbs.Signs, normal: list[int], flat: _Flat | None) -> Split:
    """Add the combination of the balanced rows, if it can be found."""
    separated, balanced = np.flatnonzero(sign > 0), np.flatnonzero(sign == 0)
    nothing = Split(separated, balanced, normal, np.zeros(0), {})
    if not balanced.size or flat is None or not (search.combine or not any(normal)):
        return nothing
    basis = search.chosen[flat.basis]
    few = search.chosen[sign[search.chosen] == 0]
    shares = _shares(search, few, balanced)
    if shares is None:
        return nothing
    place = np.searchsorted(balanced, basis)
    shares[place] = 0
    total = search.rows.combined(balanced, shares)
    given = search.rows.take(basis)
    corrected = _corrected(given, flat, total)
    if corrected is None or min(corrected, default=Fraction(1)) <= 0:
        return nothing
    pairs = dict(zip(place.tolist(), corrected, strict=True))
    return Split(separated, balanced, normal, shares, pairs)


def _shares(search: _Search, few: IntArray, balanced: IntArray) -> FloatArray | None:
    """Return rounded coefficients: Newton's for a few rows, one number for all others.

    The others enter as one row, their sum.  Where the few and that sum do not balance, those of the
    others that pull the other way join the few.
    """
    for _ in range(_ROUNDS):
        scaled, scale = search.frame.scaled(search.rows.take(few))
        rest = np.setdiff1d(balanced, few, assume_unique=True)
        size = 1.0
        if rest.size:
            total = _sum(search, rest)
            size = float(np.linalg.norm(total)) or 1.0
            scaled = np.vstack([scaled, total / size])
        guess = newton.guess(scaled)
        if guess is None:
            return None
        if not guess.separated.any():
            return _spread(guess.shares, size, (few, scale), balanced)
        against = _against(search, rest, guess.point)
        if not against.size:
            return None
        few = np.union1d(few, against)
    return None


def _sum(search: _Search, index: IntArray) -> FloatArray:
    """Return the sum of rows, scaled by powers of two to entries in [1/2, 1), in the frame."""
    total = np.zeros(search.rows.shape[1])
    for _, given in search.rows.picked(index):
        block, powers = search.frame.summands(given)
        total += np.ldexp(1.0, -powers) @ block
    return total


def _against(search: _Search, index: IntArray, point: FloatArray) -> IntArray:
    """Return those of the rows whose product with the point is most negative."""
    values = np.zeros(index.size)
    for part, block in search.rows.picked(index):
        values[part] = search.frame.floats(block) @ point
    limit = max(4 * point.size, 500)
    order = np.argsort(values)[:limit]
    return np.sort(index[order[values[order] < 0]])


def _spread(
    shares: FloatArray, size: float, few: tuple[IntArray, IntArray], balanced: IntArray
) -> FloatArray | None:
    """Round the coefficients, and give the last one's share of its sum to all other rows."""
    index, scale = few
    own = shares / shares.max()
    if not own.min() > 0:
        return None
    other = 1.0 if len(own) == len(index) else float(own[-1] / size)
    result = np.full(balanced.size, other)
    rounded = np.maximum(np.rint(own[: len(index)] * 2.0**_SHARE_BITS), 1.0) * 2.0**-_SHARE_BITS
    result[np.searchsorted(balanced, index)] = np.ldexp(rounded, scale)
    return result


def _corrected(given: FloatArray, flat: _Flat, total: list[Fraction]) -> list[Fraction] | None:
    """Solve Σ_B x_b w_b = -total exactly, for the rows as scaled; None if that cannot be."""
    columns = sorted(flat.table.columns)
    parts, _ = limbs.cut(given)
    common = max(x.denominator for x in total)  # all are powers of two
    whole = [int(x * common) for x in total]
    right = np.array([[-whole[c]] for c in columns], dtype=object)
    solved = lifting.solve([part[:, columns].T.copy() for part in parts], right)
    if solved is None:
        return None
    numerators, denominator = solved
    vector = [int(x) for x in numerators[:, 0]]
    image = limbs.times([part.T.copy() for part in parts], vector)
    if any(a != -denominator * b for a, b in zip(image, whole, strict=True)):
        return None
    unit = Fraction(1 << limbs.BITS * len(parts), denominator * common)
    return [x * unit for x in vector]

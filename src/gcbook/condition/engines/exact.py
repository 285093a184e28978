r"""The geometric condition in exact rational arithmetic, with a proof of either answer.

Floats are dyadic rationals, so each row is a positive multiple of an integer row, and the condition
does not see positive multiples.  Everything below is integer arithmetic on those rows.

The method.  Choose d linearly independent rows, the set B, and put v = Σ_B w_b.  If there are none,
a vector orthogonal to every row is a normal.  Otherwise

.. math:: \text{GC} \iff -v \in \operatorname{cone}(w_1, \dots, w_k),

for if -v = Σ μ_j w_j with μ >= 0 then Σ_B w_b + Σ μ_j w_j = 0 is a positive combination whose
support contains a basis; if not, Farkas' lemma gives n with <n, w_j> >= 0 for every j and
<n, v> > 0.  By Carathéodory's theorem at most d of the μ_j are positive: the support has at most
2d rows, which is Steinitz' bound.  Feasibility is decided by the dual simplex method with zero
costs on an integer tableau (fraction-free, Edmonds 1967, Bareiss 1968).  After a number of greedy
pivots the least-index rule takes over, which cannot cycle (Terlaky 1985), so the method ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from gcbook._checks import FloatArray
from gcbook.condition._exact.integers import (
    IntRows,
    Number,
    dot,
    echelon,
    integer_rows,
    primitive,
    solve,
)
from gcbook.condition.engines._answer import Answer, Split


class _Tableau:
    """Integers T and D > 0 with T / D = inverse(basis) [W^T | I | b], one row per basic row."""

    def __init__(self, rows: IntRows) -> None:
        self.k, self.d = len(rows), len(rows[0])
        self.entries = [
            [row[i] for row in rows] + [int(i == c) for c in range(self.d)] for i in range(self.d)
        ]
        self.denominator = 1
        self.basis: list[int | None] = [None] * self.d

    def pivot(self, i: int, j: int) -> None:
        """Bring row j of the weights into place i of the basis."""
        lead, old = self.entries[i], self.denominator
        p = lead[j]
        for r, row in enumerate(self.entries):
            if r != i:
                q = row[j]
                self.entries[r] = (
                    [(p * a - q * b) // old for a, b in zip(row, lead, strict=True)]
                    if q
                    else [p * a // old for a in row]
                )
        self.denominator, self.basis[i] = p, j
        if p < 0:
            self.entries = [[-a for a in row] for row in self.entries]
            self.denominator = -p

    def find_basis(self, order: Sequence[int]) -> int | None:
        """Fill the basis greedily; return a place that no row can fill, if there is one."""
        for j in order:
            places = [i for i in range(self.d) if self.basis[i] is None and self.entries[i][j]]
            if places:
                self.pivot(min(places, key=lambda i: abs(self.entries[i][j])), j)
                if None not in self.basis:
                    return None
        return self.basis.index(None)

    def normal(self, i: int) -> tuple[Fraction, ...]:
        """Row i of the inverse basis, up to a positive factor."""
        vector = self.entries[i][self.k : self.k + self.d]
        divisor = math.gcd(*vector)
        return tuple(Fraction(x // divisor) for x in vector)

    def opposite(self) -> int | None:
        """Find a row whose negative lies strictly inside the cone of the basis."""
        inside = [True] * self.k
        for row in self.entries:
            inside = [a and x < 0 for a, x in zip(inside, row, strict=False)]
        return inside.index(True) if True in inside else None


def decide(weights: FloatArray | Sequence[Sequence[Number]]) -> Answer:
    """Decide the geometric condition (Lemma 5.2) for one layer, exactly and with a proof.

    Parameters
    ----------
    weights : array of shape (k, d)
        Finite floats, or rows of any rational numbers; zero rows are ignored.

    Returns
    -------
    Answer
        If the condition holds, at most 2d rows with exact coefficients.  If it fails, a normal that
        separates a row from the origin, if there is one; else one orthogonal to every row.

    Examples
    --------
    >>> decide(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])).support
    (0, 1, 2)
    >>> decide(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])).normal
    (Fraction(0, 1), Fraction(1, 1))
    """
    rows, scales = integer_rows(weights)
    _, columns, null = echelon(rows)
    if not null:
        return _spanning(rows, scales)
    if columns:
        inner = _spanning([[row[c] for c in columns] for row in rows], scales)
        if not inner.holds:
            return Answer(False, normal=_widened(inner.normal, columns, len(rows[0])))
    return Answer(False, normal=tuple(map(Fraction, primitive(null[-1]))))


def split(weights: FloatArray | Sequence[Sequence[Number]]) -> Split:
    """Split rows, none of them zero, exactly: by one normal after another, while there is one.

    Examples
    --------
    >>> found = split([[2, -1], [-2, 1], [1, 0]])
    >>> found.separated.tolist(), found.normal, found.corrected
    ([2], [1, 2], {0: Fraction(1, 2), 1: Fraction(1, 2)})
    """
    rows, scales = integer_rows(weights)
    normal = [0] * len(rows[0])
    gone: list[int] = []
    left = list(range(len(rows)))
    combination: dict[int, Fraction] = {}
    while left:
        _, columns, _ = echelon([rows[j] for j in left])
        inner = [[rows[j][c] for c in columns] for j in left]
        answer = _spanning(inner, [Fraction(1)] * len(left))
        if answer.holds:
            combination = _everywhere(inner, answer)
            break
        part = primitive(_widened(answer.normal, columns, len(normal)))
        size = 1 + max((abs(dot(part, rows[j])) for j in gone), default=0)
        normal = primitive([size * a + b for a, b in zip(normal, part, strict=True)])
        gone += [j for j in left if dot(part, rows[j])]
        left = [j for j in left if not dot(part, rows[j])]
    exact = {i: c / scales[left[i]] for i, c in combination.items()}
    for i, j in enumerate(left):  # for the rows scaled to entries in [1/2, 1)
        largest = max(abs(Fraction(x)) for x in rows[j]) * scales[j]
        exact[i] *= Fraction(2) ** exponent(largest)
    if exact:
        unit = max(exact.values())
        exact = {i: c / unit / 2 for i, c in exact.items()}
    return Split(
        np.array(sorted(gone), dtype=np.int64),
        np.array(left, dtype=np.int64),
        normal,
        np.ones(len(left)),
        exact,
    )


def exponent(x: Fraction) -> int:
    """Return e with 2**(e-1) <= x < 2**e."""
    e = x.numerator.bit_length() - x.denominator.bit_length()
    return e + 1 if x >= Fraction(2) ** e else e


def _widened(normal: Sequence[Number], columns: list[int], d: int) -> tuple[Fraction, ...]:
    place = dict(zip(columns, normal, strict=True))
    return tuple(Fraction(place.get(c, 0)) for c in range(d))


def _everywhere(rows: IntRows, answer: Answer) -> dict[int, Fraction]:
    """Extend a combination of some rows that span to one with all rows, each of them positive."""
    own = dict(zip(answer.support, map(Fraction, answer.coefficients), strict=True))
    rest = [j for j in range(len(rows)) if j not in own]
    total = [sum(column) for column in zip(*(rows[j] for j in rest), strict=True)]
    if not any(total):
        return {j: own.get(j, Fraction(1)) for j in range(len(rows))}
    solved = solve(rows, answer.support, [-x for x in total])
    assert solved is not None  # the support spans
    move = {j: Fraction(x, solved[1]) for j, x in solved[0].items()}
    size = 1 + max((-x / own[j] for j, x in move.items()), default=Fraction(0))
    size = max(size, Fraction(1))
    return {
        j: size * own[j] + move.get(j, 0) if j in own else Fraction(1) for j in range(len(rows))
    }


def _spanning(rows: IntRows, scales: list[Fraction]) -> Answer:
    """Decide rows that span."""
    table = _Tableau(rows)
    empty = table.find_basis([j for j in range(table.k) if any(rows[j])])
    assert empty is None
    return _search(table, [j for j in table.basis if j is not None], scales)


def _search(table: _Tableau, start: list[int], scales: list[Fraction]) -> Answer:
    """Pivot until -Σ_start w lies in the cone of the basis, or a normal shows it never will."""
    for row in table.entries:
        row.append(-table.denominator)
    greedy = 10 * table.d + 50
    while True:
        apex = table.opposite()
        if apex is not None:
            found = {b: -row[apex] for b, row in zip(table.basis, table.entries, strict=True)}
            return _answer({**found, apex: table.denominator}, scales)
        wrong = [i for i, row in enumerate(table.entries) if row[-1] < 0]
        if not wrong:
            total = dict.fromkeys(start, table.denominator)
            for b, row in zip(table.basis, table.entries, strict=True):
                assert b is not None
                total[b] = total.get(b, 0) + row[-1]
            return _answer({b: c for b, c in total.items() if c}, scales)
        i = min(wrong, key=lambda r: table.entries[r][-1] if greedy > 0 else table.basis[r] or 0)
        lead = table.entries[i][: table.k]
        negative = [j for j, x in enumerate(lead) if x < 0]
        if not negative:
            return Answer(False, normal=table.normal(i))
        table.pivot(i, min(negative, key=lead.__getitem__) if greedy > 0 else negative[0])
        greedy -= 1


def _answer(found: dict[int | None, int] | dict[int, int], scales: list[Fraction]) -> Answer:
    """Turn coefficients of integer rows into coefficients of the rows as given."""
    pairs = sorted((j, Fraction(c) / scales[j]) for j, c in found.items() if j is not None)
    unit = pairs[0][1]
    return Answer(True, tuple(j for j, _ in pairs), tuple(c / unit for _, c in pairs))

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
from dataclasses import dataclass
from fractions import Fraction

from gcbook._checks import FloatArray

IntRows = list[list[int]]


@dataclass(frozen=True)
class Answer:
    """A verdict on one layer with its proof; `decide` returns exact fractions.

    Attributes
    ----------
    holds : bool
        Whether the geometric condition holds.
    support : tuple of int
        Rows of the positive combination; empty where the condition fails.
    coefficients : tuple of Fraction or of float
        Positive numbers with Σ c_j w_j = 0, for the rows as given.
    normal : tuple of Fraction or of float
        A vector n != 0 with <n, w_j> >= 0 for every row; empty where the condition holds.
    """

    holds: bool
    support: tuple[int, ...] = ()
    coefficients: tuple[Fraction, ...] | tuple[float, ...] = ()
    normal: tuple[Fraction, ...] | tuple[float, ...] = ()


def integer_row(row: Sequence[float]) -> tuple[list[int], Fraction]:
    """Return the primitive integer vector m and the scale s > 0 with row = s m.

    Examples
    --------
    >>> integer_row([0.5, -1.5])
    ([1, -3], Fraction(1, 2))
    >>> integer_row([0.0, 0.0])
    ([0, 0], Fraction(1, 1))
    """
    ratios = [float(x).as_integer_ratio() for x in row]
    denominator = max(q for _, q in ratios)
    integers = [p * (denominator // q) for p, q in ratios]
    divisor = math.gcd(*integers)
    if divisor == 0:
        return integers, Fraction(1)
    return [p // divisor for p in integers], Fraction(divisor, denominator)


def integer_rows(weights: FloatArray) -> tuple[IntRows, list[Fraction]]:
    """Return `integer_row` of every row: the integer rows and their scales."""
    pairs = [integer_row(row) for row in weights.tolist()]
    return [m for m, _ in pairs], [s for _, s in pairs]


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


def decide(weights: FloatArray, hint: Sequence[int] = ()) -> Answer:
    """Decide the geometric condition (Lemma 5.2) for one layer, exactly and with a proof.

    Parameters
    ----------
    weights : array of shape (k, d)
        Finite floats; zero rows are ignored.
    hint : sequence of int, optional
        Rows to try first as a basis, such as the last basis of a floating-point method.

    Returns
    -------
    Answer
        The support has d + 1 rows where the search meets such a simplex, and at most 2d rows.

    Examples
    --------
    >>> import numpy as np
    >>> decide(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -2.0]])).coefficients
    (Fraction(1, 1), Fraction(2, 1), Fraction(1, 1))
    >>> decide(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])).normal
    (Fraction(0, 1), Fraction(1, 1))
    """
    rows, scales = integer_rows(weights)
    table = _Tableau(rows)
    first = [j for j in dict.fromkeys(hint) if any(rows[j])]
    rest = [j for j in range(table.k) if j not in set(first) and any(rows[j])]
    empty = table.find_basis([*first, *rest])
    if empty is not None:
        return Answer(False, normal=table.normal(empty))
    start = [j for j in table.basis if j is not None]
    return _search(table, start, scales)


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

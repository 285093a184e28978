"""What a regression's recession cone can do, by brute force in fractions.

By Farkas, no n with <n, row> >= 0 for all rows has <n, target> > 0 if and only if -target is in
the cone of the rows; by Caratheodory it is then in the cone of independent rows.  All subsets are
tried.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations


def in_cone(target: list[int], rows: list[list[int]]) -> bool:
    """Whether the target is a combination of the rows with coefficients >= 0."""
    if not any(target):
        return True
    return any(
        _solves(target, chosen)
        for size in range(1, len(target) + 1)
        for chosen in combinations(rows, size)
    )


def can_be_positive(target: list[int], rows: list[list[int]]) -> bool:
    """Whether some n with <n, row> >= 0 for all rows has <n, target> > 0."""
    return not in_cone([-t for t in target], rows)


def rank(rows: list[list[int]]) -> int:
    """Return the rank."""
    return len(pivots(rows))


def pivots(rows: list[list[int]]) -> list[int]:
    """Return the columns that are no combination of earlier ones."""
    left = [[Fraction(x) for x in row] for row in rows]
    found = []
    for column in range(len(rows[0])):
        lead = next((row for row in left if row[column]), None)
        if lead is None:
            continue
        found.append(column)
        left = [
            [a - b * row[column] / lead[column] for a, b in zip(row, lead, strict=True)]
            for row in left
            if row is not lead
        ]
    return found


def _solves(target: list[int], chosen: tuple[list[int], ...]) -> bool:
    """Whether independent rows combine to the target with coefficients >= 0 (else False)."""
    size = len(chosen)
    table = [[Fraction(row[i]) for row in chosen] + [Fraction(t)] for i, t in enumerate(target)]
    for column in range(size):
        lead = next((k for k in range(column, len(table)) if table[k][column]), None)
        if lead is None:
            return False
        table[column], table[lead] = table[lead], table[column]
        unit = [x / table[column][column] for x in table[column]]
        table = [
            unit if k == column else [a - b * row[column] for a, b in zip(row, unit, strict=True)]
            for k, row in enumerate(table)
        ]
    return all(row[-1] >= 0 for row in table[:size]) and not any(row[-1] for row in table[size:])

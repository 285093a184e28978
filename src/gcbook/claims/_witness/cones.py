"""The cone {n : <n, row> >= 0 for every row} in the plane, exactly, from its edges."""

from collections.abc import Sequence

Pair = tuple[int, int]


def dot(left: Pair, right: Pair) -> int:
    """Return the inner product."""
    return left[0] * right[0] + left[1] * right[1]


def generators(rows: Sequence[Pair]) -> list[Pair]:
    """Return vectors whose combinations with coefficients >= 0 make the cone.

    Its edges are normal to rows; where all rows point one way, the row itself is needed, too.

    Examples
    --------
    >>> generators([(1, 0), (0, 1)])
    [(0, 1), (1, 0)]
    >>> generators([(1, 0), (-1, 1), (-1, -1)])
    []
    """
    if not any(map(any, rows)):
        return [(1, 0), (0, 1), (-1, 0), (0, -1)]
    candidates = {v for x, y in rows for v in ((-y, x), (y, -x), (x, y)) if any(v)}
    return sorted(v for v in candidates if all(dot(v, row) >= 0 for row in rows))


def separates(rows: Sequence[Pair]) -> bool:
    """Whether some n has <n, row> >= 0 for every row, and > 0 for one."""
    return any(dot(n, row) > 0 for n in generators(rows) for row in rows)


def holds(rows: Sequence[Pair]) -> bool:
    """Whether the rows satisfy GC: no n but 0 has <n, row> >= 0 for every row."""
    return not generators(rows)

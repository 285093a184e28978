"""Remark 3, stronger. Only the signs need to be random."""

import numpy as np

from gcbook._checks import IntArray
from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import lattice
from gcbook.claims._witness.sign_patterns import formula, on_moment_curve, patterns
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.probability.counting import D, K, pascal, vanishes
from gcbook.claims.slow_to_fast.probability.rem_3 import sign_patterns_counted
from gcbook.probability import sign_pattern_count

DEGENERATE = (
    np.array([[1, 0], [1, 0], [0, 1], [1, 1]]),
    np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 2, 3]]),
)
"""A repeated direction in the plane; three of five vectors in a plane of space."""


def good(rows: IntArray) -> int:
    """Return how many sign patterns of the rows satisfy GC.

    Examples
    --------
    >>> good(on_moment_curve(4, 2)), good(DEGENERATE[0])
    (8, 6)
    """
    return int(lattice.both_signs(patterns(rows)).sum())


def along_last(rows: IntArray) -> IntArray:
    """Return the images of all rows but the last in the space modulo the last.

    Examples
    --------
    >>> along_last(np.array([[1, 0], [1, 1], [0, 2]])).tolist()
    [[2], [2]]
    """
    *others, last = rows
    pivot = int(np.flatnonzero(last)[0])
    images = [last[pivot] * row - row[pivot] * last for row in others]
    return np.delete(np.array(images), pivot, axis=1)


@symbolic.supports(
    twin={"factor": 2},
    twin_says="g(k+1, d) = g(k, d) + 2 g(k, d-1)",
    omits="the recursion for the patterns themselves, which is argued",
)
def pascal_counts_the_patterns(factor: int = 1) -> Outcome:
    """g(k, d) = 2 sum_{j>=d} C(k-1, j) solves g(k+1, d) = g(k, d) + g(k, d-1), for all k and d.

    It loses 2 C(k-1, d-1) from d - 1 to d, so both sides lose the same: Pascal's rule; and
    g(k, 1) = 2^k - 2: in R^1 all patterns do but the two of one sign.
    """
    recursion = vanishes(pascal(K, D, factor))
    line = all(2**k * formula(k, 1) == 2**k - 2 for k in range(1, 12))
    return Outcome(recursion and line, f"{recursion}, {line}", "both true")


@exact.supports(
    twin={"spanning": False},
    twin_says="the same if the other vectors do not span the space",
    omits="other vectors: the argument",
)
def patterns_split(spanning: bool = True) -> Outcome:
    """g(W) = g(W without its last row) + g(W modulo its last row) if the other rows span.

    Counted for seven sizes in general position and for the two degenerate sets.
    """
    sizes = [(4, 2), (5, 2), (6, 2), (4, 3), (5, 3), (6, 3), (6, 4)]
    sets = [*(on_moment_curve(k, d) for k, d in sizes), *DEGENERATE]
    if not spanning:
        sets = [np.array([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1]])]
    whole = [good(rows) for rows in sets]
    parts = [good(rows[:-1]) + good(along_last(rows)) for rows in sets]
    library = [sign_pattern_count(rows) for rows in sets]
    return Outcome(whole == parts and whole == library, whole, parts)


@exact.supports(
    twin={"lift": 1},
    twin_says="the same for the vectors moved into general position",
    omits="other degenerate vectors: the argument",
)
def degenerate_vectors_have_fewer(lift: int = 0) -> Outcome:
    """A repeated direction, or three vectors in a plane of R^3, leave fewer patterns with GC.

    {e1, e1, e2, e1 + e2}: 6 in place of 8.  Five vectors of R^3 with three in a plane: 8 in place
    of 10.
    """
    plane, space = (rows.copy() for rows in DEGENERATE)
    plane[1, 1], space[2, 2] = 3 * lift, lift
    counted = [good(rows) for rows in (plane, space)]
    general = [int(2 ** len(w) * formula(*w.shape)) for w in (plane, space)]
    return Outcome(counted == [6, 8] and general == [8, 10], counted, f"[6, 8], not {general}")


CLAIM, ERRATA = result(
    __file__,
    pascal_counts_the_patterns,
    patterns_split,
    sign_patterns_counted,
    degenerate_vectors_have_fewer,
)

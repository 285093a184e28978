"""Adding neurons keeps the condition (after Lemma 5.2)."""

from itertools import combinations

import numpy as np

from gcbook._checks import IntArray
from gcbook.audit import Outcome, exact
from gcbook.claims._witness import lattice
from gcbook.claims._words import result


@exact.supports(
    twin={"adding": False},
    twin_says="GC survives the removal of any one vector",
    omits="larger sets and d > 2, where int conv(A) lies in int conv(B) for A inside B as well",
    seconds=0.2,
)
def monotone_under_adding(adding: bool = True) -> Outcome:
    """Adding a vector to a set that satisfies GC keeps it.

    Every subset of at most five of the twelve vectors in the plane, every added vector.
    """
    table = answers_by_subset(lattice.DODECAGON, 6)
    pairs = [(larger - {extra}, larger) for larger in table if len(larger) > 1 for extra in larger]
    lost = sum(
        table[small] and not table[large] if adding else table[large] and not table[small]
        for small, large in pairs
    )
    return Outcome(lost == 0, f"lost in {lost} of {len(pairs)} cases", 0)


def answers_by_subset(family: IntArray, largest: int) -> dict[frozenset[int], bool]:
    """Return whether GC holds for each subset of positions in the family, up to a size."""
    table: dict[frozenset[int], bool] = {}
    for size in range(1, largest + 1):
        index = list(combinations(range(len(family)), size))
        answers = lattice.origin_inside(family[np.array(index)])
        table |= {frozenset(i): bool(a) for i, a in zip(index, answers, strict=True)}
    return table


CLAIM, ERRATA = result(__file__, monotone_under_adding)

"""How many neurons the condition needs (after Lemma 5.2)."""

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.claims._witness import lattice
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.condition.gc_monotone import answers_by_subset


@check(
    twin={"enough": 3},
    twin_says="2 d - 1 = 3 of them always suffice in the plane",
    method="exact",
    role="supports",
    omits="d > 2, which is Steinitz's theorem (cited)",
    seconds=0.2,
)
def twice_the_dimension_suffices(enough: int = 4) -> Outcome:
    """In the plane, of any vectors that satisfy GC some 2 d = 4 already do.

    Every subset of at most six of the twelve vectors.
    """
    table = answers_by_subset(lattice.DODECAGON, 6)
    small = [chosen for chosen, answer in table.items() if answer and len(chosen) <= enough]
    holding = [chosen for chosen, answer in table.items() if answer]
    without = [c for c in holding if len(c) > enough and not any(s <= c for s in small)]
    return Outcome(
        not without, f"{len(without)} of {len(holding)} have no such subset", 0, _example(without)
    )


@check(
    twin={"doubled": True},
    twin_says="the same with every vector of the cross-polytope taken twice",
    method="exact",
    role="supports",
    omits="d > 4, where the argument is the same",
)
def cross_polytope_needs_all(doubled: bool = False) -> Outcome:
    """+-e_1, ..., +-e_d satisfies GC and no proper subset does: 2 d cannot be lowered, d <= 4."""
    good = []
    for d in range(1, 5):
        whole = np.concatenate([np.eye(d, dtype=int), -np.eye(d, dtype=int)])
        whole = np.concatenate([whole, whole]) if doubled else whole
        holds = bool(lattice.both_signs(whole[None])[0])
        thinned = np.stack([np.delete(whole, j, axis=0) for j in range(len(whole))])
        good.append(holds and not lattice.both_signs(thinned).any())
    return Outcome(all(good), good, "GC with all, without any one not")


@check(
    twin={"neurons": 0},
    twin_says="d + 0 vectors can satisfy GC",
    method="exact",
    role="supports",
    omits="d > 4, where the argument is the same",
)
def simplex_is_smallest(neurons: int = 1) -> Outcome:
    """e_1, ..., e_d and -(e_1 + ... + e_d) satisfy GC: d + 1 vectors can, for d <= 4.

    The twin takes the last one away: d vectors never can, because their hull is flat.
    """
    found = []
    for d in range(1, 5):
        simplex = np.concatenate([np.eye(d, dtype=int), -np.ones((1, d), dtype=int)])
        found.append(bool(lattice.origin_inside(simplex[None, : d + neurons])[0]))
    return Outcome(all(found), found, [True] * 4)


def _example(without: list[frozenset[int]]) -> str:
    if not without:
        return ""
    return f"for example {lattice.DODECAGON[sorted(without[0])].tolist()}"


CLAIM, ERRATA = result(
    __file__, simplex_is_smallest, twice_the_dimension_suffices, cross_polytope_needs_all
)

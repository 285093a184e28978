"""How many neurons the condition needs (after Lemma 5.2)."""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import lattice
from gcbook.claims._witness.algebra import nonnegative
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.condition.gc_monotone import answers_by_subset
from gcbook.condition import holds


def spared(bound: sp.Lambda, d: sp.Expr, m: sp.Expr) -> sp.Expr:
    """Return what the bound leaves over when m + 1 vectors span a space of dimension m < d first.

    Examples
    --------
    >>> d, m = sp.symbols("d m")
    >>> spared(sp.Lambda(d, 2 * d), d, m)
    m - 1
    """
    return sp.expand(bound(d) - (m + 1) - bound(d - m))


@symbolic.supports(
    twin={"fewer": 1},
    twin_says="2 d - 1 vectors suffice in every dimension, and the induction goes through",
    omits="nothing: the induction is over d, for every 1 <= m <= d",
)
def two_for_each_dimension(fewer: int = 0) -> Outcome:
    """N(d) = 2 d solves N(d) >= m + 1 + N(d - m) for 1 <= m < d, and N(d) >= d + 1 for m = d.

    With d = 1 + s and m = 1 + r both differences have coefficients >= 0 only.  The first is m - 1:
    only opposite pairs, m = 1, spare nothing.
    """
    d, r, s = sp.symbols("d r s", nonnegative=True)
    bound = sp.Lambda(d, 2 * d - fewer)
    below = spared(bound, 1 + s, 1 + r)
    last = sp.expand(bound(1 + s) - (1 + s) - 1)
    good = nonnegative(below, r, s) and nonnegative(last, r, s)
    return Outcome(good, f"{below} and {last}", "no negative coefficient")


@exact.supports(
    twin={"enough": 3},
    twin_says="2 d - 1 = 3 of them always suffice in the plane",
    omits="d > 2, and other vectors: the induction",
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


@exact.supports(
    twin={"doubled": True},
    twin_says="the same with every vector of the cross-polytope taken twice",
    omits="d > 6: without e_j all others lie in {<-e_j, .> >= 0}",
)
def cross_polytope_needs_all(doubled: bool = False) -> Outcome:
    """+-e_1, ..., +-e_d satisfies GC and no proper subset does: 2 d cannot be lowered, d <= 6."""
    good = []
    for d in range(1, 7):
        whole = np.concatenate([np.eye(d), -np.eye(d)])
        whole = np.concatenate([whole, whole]) if doubled else whole
        thinned = np.stack([np.delete(whole, j, axis=0) for j in range(len(whole))])
        good.append(bool(holds(whole) and not np.any(holds(thinned))))
    return Outcome(all(good), good, "GC with all, without any one not")


@exact.supports(
    twin={"neurons": 0},
    twin_says="d + 0 vectors can satisfy GC",
    omits="d > 6: the sum of the vectors is zero, and they span",
)
def simplex_is_smallest(neurons: int = 1) -> Outcome:
    """e_1, ..., e_d and -(e_1 + ... + e_d) satisfy GC: d + 1 vectors can, for d <= 6.

    The twin takes the last one away: d vectors never can, because their hull is flat.
    """
    simplices = [np.concatenate([np.eye(d), -np.ones((1, d))]) for d in range(1, 7)]
    found = [bool(holds(rows[: len(rows) - 1 + neurons])) for rows in simplices]
    return Outcome(all(found), found, [True] * 6)


def _example(without: list[frozenset[int]]) -> str:
    if not without:
        return ""
    return f"for example {lattice.DODECAGON[sorted(without[0])].tolist()}"


CLAIM, ERRATA = result(
    __file__,
    simplex_is_smallest,
    two_for_each_dimension,
    twice_the_dimension_suffices,
    cross_polytope_needs_all,
)

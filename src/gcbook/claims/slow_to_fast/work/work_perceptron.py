"""Theorem (Novikoff): when the perceptron ends and the hinge loss reaches zero."""

from itertools import combinations, product

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import cones
from gcbook.claims._words import result

VECTORS = [v for v in product((-2, -1, 0, 1, 2), (-2, -1, 0, 1, 2)) if any(v)]


@symbolic.supports(
    twin={"gain": 2},
    twin_says="each mistake gains 2 gamma: at most R^2/(4 gamma^2) of them",
    omits="nothing",
)
def mistakes_are_bounded(gain: int = 1) -> Outcome:
    """T gamma <= |n_t| <= R sqrt(t) holds up to t = R^2/gamma^2, and no further."""
    t, radius, gamma = sp.symbols("t R gamma", positive=True)
    found = sp.solve(sp.Eq(gain * t * gamma, radius * sp.sqrt(t)), t)
    return Outcome(found == [radius**2 / gamma**2], found, [radius**2 / gamma**2])


@exact.supports(
    twin={"weak": True},
    twin_says="the perceptron ends as soon as a hyperplane separates weakly",
    omits="larger sets: Novikoff's bound is the proof",
    seconds=0.4,
)
def perceptron_ends_if_separable(weak: bool = False) -> Outcome:
    """It makes a pass without mistakes for just the sets with <n, w> > 0 for all w, for some n.

    All sets of three different vectors w = y x in {-2, ..., 2}^2, in whole numbers.
    """
    wrong = 0
    sets = list(combinations(VECTORS, 3))
    for rows in sets:
        ends = _ends(rows, passes=60)
        claimed = bool(cones.generators(rows)) if weak else _strictly(rows)
        wrong += ends != claimed
    return Outcome(wrong == 0, f"{wrong} of {len(sets)} disagree", 0)


def _strictly(rows: tuple[cones.Pair, ...]) -> bool:
    edges = cones.generators(rows)
    middle = (sum(a for a, _ in edges), sum(b for _, b in edges))
    return bool(edges) and all(cones.dot(middle, row) > 0 for row in rows)


def _ends(rows: tuple[cones.Pair, ...], passes: int) -> bool:
    n = (0, 0)
    for _ in range(passes):
        mistakes = 0
        for row in rows:
            if cones.dot(n, row) <= 0:
                n = (n[0] + row[0], n[1] + row[1])
                mistakes += 1
        if not mistakes:
            return True
    return False


CLAIM, ERRATA = result(__file__, mistakes_are_bounded, perceptron_ends_if_separable)

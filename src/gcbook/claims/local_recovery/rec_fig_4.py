"""Figure 4: intersections seen in w-space."""

from __future__ import annotations

from itertools import combinations

from gcbook.audit import Outcome, exact
from gcbook.claims._words import result
from gcbook.companions.recovery import Branch, Neurons, branches, intersection_dimension

TARGET = Neurons.of([1.0], [0.6])


def w_shape(branch: Branch) -> tuple[int, frozenset[frozenset[int]]]:
    """Return the dimension of the projection to w-space (d = 1), and which w are tied."""
    return len(branch.free), frozenset(map(frozenset, branch.blocks))


@exact.refutes(
    twin={"r": 3},
    twin_says="there are three branches Q^2",
    omits="the picture itself, which we know from its caption only",
)
def three_branches_are_q3(r: int = 2) -> Outcome:
    """Q^2 has six branches, whose w-projections are lines; it is Q^3 that has three planes."""
    found = [branch for branch in branches(3) if len(branch.blocks) == r]
    shapes = {w_shape(branch)[0] for branch in found}
    return Outcome(
        len(found) != 3, f"{len(found)} branches of w-dimension {shapes}", "3 of dimension 2"
    )


@exact.repairs(
    twin={"r": 2},
    twin_says="the closures of the branches Q^2 are disjoint too",
    omits="other m",
)
def q3_do_not_meet(r: int = 3) -> Outcome:
    """The three Q^3 (planes in w-space, meeting in lines and a dot) are disjoint in full space."""
    found = [branch for branch in branches(3) if len(branch.blocks) == r]
    meet = [intersection_dimension(*pair, TARGET) for pair in combinations(found, 2)]
    return Outcome(meet == [None] * len(meet), meet, "none of them meet")


@exact.supports(
    twin={"dimensions": [2, 1, 1]},
    twin_says="Q^1 is a line in w-space",
    omits="other m",
)
def left_picture(dimensions: list[int] = [2, 1, 0]) -> Outcome:  # noqa: B006
    """In w-space Q^3 is a surface, Q^2 a line and Q^1 a dot: the left picture."""
    parts = (((0,), (1,), (2,)), ((0,), (1, 2)), ((0, 1, 2),))
    found = [w_shape(Branch(blocks, 1))[0] for blocks in parts]
    return Outcome(found == dimensions, found, dimensions)


CLAIM, ERRATA = result(__file__, left_picture, three_branches_are_q3, q3_do_not_meet)

"""Figure 5: intersections seen in a-space."""

from __future__ import annotations

from gcbook.audit import Outcome, exact
from gcbook.claims._words import result
from gcbook.companions.recovery import Branch


def a_dimension(branch: Branch) -> int:
    """Return the dimension of the projection to a-space: block sizes minus one, added up."""
    return sum(len(block) - 1 for block in branch.blocks)


PARTS = (((0,), (1,), (2,)), ((0,), (1, 2)), ((0, 1, 2),))


@exact.refutes(
    twin={"space": "w"},
    twin_says="the same in w-space",
    omits="the picture itself, which we know from its caption only",
)
def surface_and_dot_change_places(space: str = "a") -> Outcome:
    """In a-space Q^3 is a dot, Q^2 a line and Q^1 a plane: not surface, line, dot."""
    found = [
        a_dimension(Branch(blocks, 1)) if space == "a" else len(blocks) - 1 for blocks in PARTS
    ]
    return Outcome(found != [2, 1, 0], found, [2, 1, 0])


@exact.repairs(
    twin={"dimensions": [2, 1, 0]},
    twin_says="surface, line, dot, as captioned",
    omits="other m",
)
def dot_line_plane(dimensions: list[int] = [0, 1, 2]) -> Outcome:  # noqa: B006
    """Q^3 is the dot (a, 0, 0), Q^2 the line (a, t, -t), Q^1 the plane with sum a."""
    found = [a_dimension(Branch(blocks, 1)) for blocks in PARTS]
    return Outcome(found == dimensions, found, dimensions)


CLAIM, ERRATA = result(__file__, surface_and_dot_change_places, dot_line_plane)

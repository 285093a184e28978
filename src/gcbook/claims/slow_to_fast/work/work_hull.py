"""Theorem (added): the interior of a convex hull."""

from itertools import combinations, product

from gcbook.audit import Outcome, exact
from gcbook.claims._witness import cones
from gcbook.claims._words import result
from gcbook.condition import inside

GRID = list(product(range(4), range(4)))


@exact.supports(
    twin={"closed": True},
    twin_says="the condition holds at the points of the edges, too",
    omits="other polygons, d > 2",
    seconds=1.0,
)
def triangles_by_orientation(closed: bool = False) -> Outcome:
    """P is strictly on the inner side of all edges for just the triangles with GC for v_i - p.

    All triangles and all points of a grid of 4 by 4, in whole numbers; the library's `inside` says
    the same of every sixteenth triangle.
    """
    wrong, tried = 0, 0
    for number, corners in enumerate(combinations(GRID, 3)):
        told = None if number % 16 else inside(GRID, corners)
        for place, point in enumerate(GRID):
            rows = [(x - point[0], y - point[1]) for x, y in corners]
            turn = [_cross(rows[i], rows[(i + 1) % 3]) for i in range(3)]
            area = sum(turn)
            inner = [t * area >= 0 if closed else t * area > 0 for t in turn]
            within = all(inner) and area != 0
            wrong += cones.holds(rows) != within or (told is not None and told[place] != within)
            tried += 1
    return Outcome(wrong == 0, f"{wrong} of {tried} disagree", 0)


def _cross(a: cones.Pair, b: cones.Pair) -> int:
    return a[0] * b[1] - a[1] * b[0]


CLAIM, ERRATA = result(__file__, triangles_by_orientation)

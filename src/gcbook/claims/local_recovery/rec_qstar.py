"""Two neurons, one target: the three branches (Figures 2 and 3)."""

from __future__ import annotations

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._words import result
from gcbook.companions.recovery import Neurons, branches, intersection_dimension


@symbolic.supports(
    twin={"total": 2},
    twin_says="the same with a_1 + a_2 = 2a on Q_1",
    omits="that there are no other perfect fits: Corollary R2 says so",
)
def branches_fit(total: int = 1) -> Outcome:
    """On Q_1, Q_2, Q_3 the two neurons are the target, for every activation."""
    a, w, v, t, x = sp.symbols("a w v tau x")
    s = sp.Function("sigma")
    points = [(t, w, total * a - t, w), (a, w, 0, v), (0, v, a, w)]
    left = [
        sp.simplify(a1 * s(w1 * x) + a2 * s(w2 * x) - a * s(w * x)) for a1, w1, a2, w2 in points
    ]
    return Outcome(left == [0, 0, 0], left, [0, 0, 0])


@symbolic.supports(
    twin={"pair": (1, 2)},
    twin_says="Q_2 and Q_3 meet as well",
    omits="nothing",
)
def they_meet_in_points(pair: tuple[int, int] = (0, 1)) -> Outcome:
    """Q_1 and Q_2 meet in (a, w, 0, w) only, Q_1 and Q_3 in (0, w, a, w) only (d = 1)."""
    a, w, v, u, t = sp.symbols("a w v u tau")
    lines = [sp.Matrix([t, w, a - t, w]), sp.Matrix([a, w, 0, v]), sp.Matrix([0, u, a, w])]
    points = []
    for i, j in (pair, (0, 2)):
        found = sp.solve(list(lines[i] - lines[j]), [t, v, u], dict=True)
        meet = bool(found) and (lines[i] - lines[j]).subs(found[0]) == sp.zeros(4, 1)
        points.append(tuple(lines[i].subs(found[0])) if meet else None)
    wanted = [(a, w, 0, w), (0, w, a, w)]
    return Outcome(points == wanted, points, wanted)


@exact.supports(
    twin={"dimension": 2},
    twin_says="they are lines for inputs of dimension two as well",
    omits="other m",
)
def lines_only_in_one_dimension(dimension: int = 1) -> Outcome:
    """For d = 1 all three branches are lines; in general Q_2 and Q_3 have dimension d."""
    found = [branch.dimension(dimension) for branch in branches(2)]
    return Outcome(found == [1, 1, 1], found, [1, 1, 1])


@exact.supports(
    twin={"w": (0.7, 0.2), "dimensions": [0, 1, None]},
    twin_says="in dimension two Q_1 and Q_3 meet in a line",
    omits="other m",
)
def meetings_by_linear_algebra(
    w: tuple[float, ...] = (0.7,),
    dimensions: list[int | None] = [0, 0, None],  # noqa: B006
) -> Outcome:
    """The dimensions of the three intersections of closures, by linear algebra."""
    target = Neurons.of([1.0], [w])
    slow, fast, other = branches(2)
    pairs = ((slow, fast), (slow, other), (fast, other))
    found = [intersection_dimension(*pair, target) for pair in pairs]
    return Outcome(found == dimensions, found, dimensions)


CLAIM, ERRATA = result(
    __file__,
    branches_fit,
    they_meet_in_points,
    lines_only_in_one_dimension,
    meetings_by_linear_algebra,
)

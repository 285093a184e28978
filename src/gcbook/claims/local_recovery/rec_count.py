"""The branches for any number of neurons: counts, dimensions, intersections."""

from __future__ import annotations

import numpy as np

from gcbook.audit import Outcome, exact, numerical
from gcbook.claims._words import result
from gcbook.companions.recovery import Neurons, Recovery, branches, count_branches, generic_inputs


@exact.supports(
    twin={"ordered": False},
    twin_says="the number is S(m, r), without the choice of the labelled blocks",
    omits="larger m",
)
def counts_by_enumeration(ordered: bool = True) -> Outcome:
    """The formula S(m, r) r!/(r - m_0)! and enumeration agree: m <= 5, m_0 = 1, 2."""
    known = {(2, 1): 3, (3, 1): 10, (4, 1): 37, (5, 1): 151, (3, 2): 12, (4, 2): 62, (5, 2): 320}
    found = {
        case: sum(count_branches(*case)) if ordered else len({b.blocks for b in branches(case[0])})
        for case in known
    }
    listed = {case: len(branches(*case)) for case in known}
    return Outcome(found == known == listed, list(found.values()), list(known.values()))


@numerical.supports(
    twin={"shift": 0.1},
    twin_says="the same with the outer weights of the first neuron moved by 0.1",
    omits="that there are no other fits",
    tolerance="1e-20",
    seed=2,
)
def every_branch_fits(shift: float = 0.0) -> Outcome:
    """A random point of each of the 37 + 62 branches for m = 4 fits perfectly, d = 2."""
    worst = 0.0
    for targets in (1, 2):
        target = Neurons.of([1.0, -0.8][:targets], [[0.6, -0.4], [-0.3, 0.9]][:targets])
        problem = Recovery.of(target, generic_inputs(30, 2, seed=1))
        for branch in branches(4, targets):
            point = branch.point(target, seed=2)
            moved = Neurons(point.a + shift * np.eye(4)[0], point.w)
            worst = max(worst, problem.loss(moved.vector, 4))
    return Outcome(worst < 1e-20, f"{worst:.1e}", "< 1e-20")


@exact.supports(
    twin={"extra": 1},
    twin_says="the dimension is one more",
    omits="larger m",
)
def dimensions_by_equations(extra: int = 0) -> Outcome:
    """The dimension (r - m_0) d + (m - r) is that of the linear equations: m <= 4, d <= 3."""
    wrong = 0
    for d in (1, 2, 3):
        target = Neurons.of([1.0], [np.arange(1.0, d + 1)])
        for m in (2, 3, 4):
            for branch in branches(m):
                A, _ = branch.equations(target)
                rank = int(np.linalg.matrix_rank(A))
                wrong += A.shape[1] - rank != branch.dimension(d) + extra
    return Outcome(wrong == 0, f"{wrong} branches differ", "none")


CLAIM, ERRATA = result(__file__, counts_by_enumeration, every_branch_fits, dimensions_by_equations)

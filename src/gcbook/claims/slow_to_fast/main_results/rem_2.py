"""Remark 2. Large learning rates."""

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.bounds import Shell, first_phase, second_phase
from gcbook.claims._words import result
from gcbook.data import Annulus
from gcbook.descent import descend
from gcbook.initialisation import half_space_start
from gcbook.network import binary_network


@check(
    twin={"power": 1},
    twin_says="at fixed R both bounds grow like eta",
    method="numerical",
    role="repairs",
    omits="how R depends on eta",
    tolerance="1e-12 relative",
)
def bounds_fall_with_the_step(power: int = -1) -> Outcome:
    """At fixed R the bounds of Propositions 3 and 4 fall like 1/eta: printed and mended forms."""
    shell, ratios = Shell(), []
    for bound in (first_phase, second_phase):
        for form in ("printed", "corrected"):
            one, ten = (bound(shell, step=eta, radius=5.0, form=form) for eta in (0.1, 1.0))
            ratios.append(float(ten / one))
    wanted = 10.0**power
    agree = all(abs(one / wanted - 1) < 1e-12 for one in ratios)
    return Outcome(agree, [f"{one:.3g}" for one in ratios], f"{wanted:g} each")


@check(
    twin={"growth": 1.0},
    twin_says="R grows in proportion to eta",
    method="experiment",
    role="refutes",
    omits="steps above 1, for which R does grow",
    tolerance="R changes by at most ten per cent",
    seconds=0.5,
)
def radius_hardly_depends_on_the_step(growth: float = 0.0, seed: int = 20) -> Outcome:
    """A ten times larger step leaves R nearly as it was, so both bounds get smaller, not larger.

    Eight half-space starts, exact population, eta = 1/10 and 1, to loss 1e-4.
    """
    network, worst = binary_network(3), 0.0
    for start in half_space_start(6, 2, runs=8, seed=seed):
        sizes = []
        for eta in (0.1, 1.0):
            run = descend(network, Annulus(), start, step=eta, max_steps=6000, tolerance=1e-4)
            sizes.append(float(np.linalg.norm(run.weights[:3], axis=1).sum()))
        worst = max(worst, abs(sizes[1] / sizes[0] / 10**growth - 1))
    return Outcome(worst < 0.1, f"{worst:.3f}", "< 0.1", "largest relative change of R_+")


CLAIM, ERRATA = result(__file__, radius_hardly_depends_on_the_step, bounds_fall_with_the_step)

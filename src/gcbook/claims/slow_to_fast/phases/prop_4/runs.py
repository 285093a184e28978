"""Proposition 4 along runs on the exact population.

The runs are those of `annulus_runs.families`: gradient descent on the annulus 1 <= |x| <= 2, two
and three classes, v = 1/2 and 1.
"""

import numpy as np

from gcbook.audit import Outcome, experiment, numerical
from gcbook.claims._witness import annulus_runs
from gcbook.claims._witness.annulus_runs import DENSITY_BOUND, SHELL


@numerical.repairs(
    twin={"r_form": "printed"},
    twin_says="l <= 2 v M |W| sum_r P_r, the printed step",
    omits="other data and starts; 1 - phi <= 1 + 2 v M R_- is argued",
    tolerance="1e-12",
)
def loss_step_on_runs(r_form: str = "repaired") -> Outcome:
    """On every step l <= (1 + 2 v M R_-) sum_r P_r, with R_- the negative norms at that step."""
    worst = np.inf
    for family in annulus_runs.families():
        reach = 2 * family.v * SHELL.outer
        if r_form == "printed":
            factor = reach * family.norms[:-1].sum(axis=-1)
        else:
            factor = 1 + reach * family.negative_norm[:-1]
        worst = min(worst, float((factor * family.missed.sum(axis=-1) - family.loss).min()))
    return Outcome(worst >= -1e-12, f"smallest slack {worst:.2e}", ">= 0")


@numerical.repairs(
    twin={"neurons": 1},
    twin_says="sum_j P_rj^2 >= P_r^2",
    omits="other data and starts; Caratheodory's theorem gives it in general",
    tolerance="1e-12",
)
def caratheodory_on_runs(neurons: int = 3) -> Outcome:
    """In every step with GC: sum over positive j of P_rj^2 >= P_r^2/(d_i + 1), for every r."""
    worst = np.inf
    for family in annulus_runs.families():
        shares = family.missed_active[..., family.positive]
        slack = (shares**2).sum(axis=-1) - family.missed**2 / neurons
        worst = min(worst, float(slack[family.condition].min()))
    return Outcome(worst >= -1e-12, f"smallest slack {worst:.2e}", ">= 0")


@numerical.repairs(
    twin={"reach_power": 0},
    twin_says="the same without the factor (1 + 2 v M R_-)^2",
    omits="other data and starts",
    tolerance="1e-12",
)
def second_phase_steps(reach_power: int = 2) -> Outcome:
    """With GC the positive norms grow by v eta l^2/(C_p (d_i+1)(n-1)(1 + 2 v M R_-)^2) at least.

    Summed over T_2 this is the repaired Proposition 4.
    """
    worst, ratio = np.inf, np.inf
    for family in annulus_runs.families():
        reach = (1 + 2 * family.v * SHELL.outer * family.negative_norm[:-1]) ** reach_power
        scale = family.v * family.step / (DENSITY_BOUND * 3 * (family.network.classes - 1))
        forced = scale * family.loss**2 / reach
        where = family.condition
        worst = min(worst, float((family.growth - forced)[where].min()))
        ratio = min(ratio, float((family.growth / forced)[where].min()))
    return Outcome(
        worst >= -1e-12, f"smallest excess {worst:.2e}", ">= 0", f"growth over bound >= {ratio:.1f}"
    )


@experiment.supports(
    twin={"decades": 1.0},
    twin_says="the bound is within a factor 10 of the sum on every run",
    omits="other data and starts, and what is left of the sum after the last recorded step",
)
def second_phase_looseness(decades: float = 8.0) -> Outcome:
    """On every run the repaired bound exceeds the sum of l^2 over T_2, by less than 10^8."""
    factors = []
    for family in annulus_runs.families():
        for run, total in enumerate(family.squared_losses):
            bound = family.second_phase_bound(run)
            factors.append(float(np.log10(bound / total)))
    return Outcome(
        min(factors) >= 0 and max(factors) < decades,
        f"log10 of bound over sum: {min(factors):.1f} to {max(factors):.1f}",
        f"between 0 and {decades}",
    )

"""Corollary (added): the weights are bounded if and only if the margin stays positive."""

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.bounds import least_slope, zonotope_margin
from gcbook.claims._witness import flows
from gcbook.claims._words import result
from gcbook.experiments import one_neuron_norms


@numerical.supports(
    twin={"power": 0},
    twin_says="gamma >= min S without dividing by the largest norm",
    omits="other weights: it is the estimate w/|w| = w/|w|",
    seconds=12.0,
)
def margin_from_the_sum(power: int = 1) -> Outcome:
    """gamma_t >= min_u S_i(u) / R, R the largest norm, at the last step of all recorded runs."""
    worst = np.inf
    for record in flows.records():
        rows = record.weights[-1][:, record.positive]
        sums = least_slope(np.ones(rows.shape[1]), rows)
        largest = np.linalg.norm(rows, axis=-1).max(axis=-1) ** power
        worst = min(worst, float((zonotope_margin(rows) - np.maximum(sums, 0.0) / largest).min()))
    return Outcome(worst >= -1e-12, f"smallest slack {worst:.1e}", ">= 0")


@numerical.supports(
    twin={"scale": 1.05},
    twin_says="the margin stays above that by 5 per cent",
    omits="runs not followed to the end",
    seconds=6.0,
)
def bounded_runs_keep_a_margin(scale: float = 1.0) -> Outcome:
    """Five flows on populations end with gamma >= (1 - delta)/(2vmR) > 0, and min S = 1/(2vm).

    delta is the depth that is left.
    """
    slacks, ends = [], []
    for flow in (*flows.plane(), *flows.space()):
        rows = flow.weights[-1]
        largest = float(np.linalg.norm(rows, axis=1).max())
        floor = scale * (1 - float(flow.depth[-1])) / largest
        slacks.append(float(zonotope_margin(rows)) - floor)
        ends.append(float(least_slope(np.ones(len(rows)), rows)))
    good = min(slacks) >= -1e-12 and abs(min(ends) - 1) < 1e-3
    return Outcome(good, f"slack {min(slacks):.2e}, min S {min(ends):.6f}", ">= 0, and 1")


@numerical.supports(
    twin={"neurons": 3},
    twin_says="three neurons in the plane have no margin either",
    omits="other starts without the condition",
    seconds=1.0,
)
def no_margin_no_bound(neurons: int = 1) -> Outcome:
    """With k_i <= d neurons gamma = 0 and the weights diverge: |w| grows like t^(1/3)."""
    angle = 2 * np.pi / 3 * np.arange(neurons)
    rows = np.column_stack([np.cos(angle), np.sin(angle)])
    norms = one_neuron_norms(100_000)
    growth = float(norms[-1] / norms[100])
    margin = float(zonotope_margin(rows))
    return Outcome(margin == 0 and growth > 8, f"gamma {margin}, growth {growth:.2f}", "0, > 8")


CLAIM, ERRATA = result(
    __file__, margin_from_the_sum, bounded_runs_keep_a_margin, no_margin_no_bound
)

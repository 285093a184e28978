"""Theorem (added): the speed limit."""

import numpy as np

from gcbook.audit import Outcome, experiment, numerical
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.width.constants import library_has_the_speed_limit
from gcbook.claims.slow_to_fast.width.width_margin_speed import kept
from gcbook.experiments.width import WidthConfig, width


@numerical.supports(
    twin={"slip": 3.0},
    twin_says="the margins rise three times more slowly",
    omits="other data and starts",
    seconds=12.0,
)
def margins_rise_slowly(slip: float = 1.0) -> Outcome:
    """phi_T(x) - phi_0(x) <= 4 v^2 M |x| kappa Q_T in 24 directions, along all recorded runs."""
    return kept("phi rises by 4 v^2 M |x| kappa Q", slip, "at {} places")


@experiment.supports(
    twin={"moving": 1},
    twin_says="the bound for one moving neuron, without kappa",
    omits="other data",
    seconds=6.0,
)
def no_run_beats_it(moving: int = 0) -> Outcome:
    """Q >= sup (1 - phi_0)/(4 v^2 M |x| kappa) in every run to zero loss on the 880 points.

    The paper's start and the doubled one, k = 6, 12, 24, five runs each; never within a factor 3.
    """
    found = width(WidthConfig(neurons=(6, 12, 24), starts=("paper", "doubled"), runs=5))
    ratios = []
    for cell in found.cells:
        floor = cell.floor * (2 * cell.neurons if moving else 1)
        usable = cell.done & (floor > 0)
        ratios.append(cell.mass[usable] / floor[usable])
    low = float(np.concatenate(ratios).min())
    return Outcome(
        low >= 1, f"least Q / bound {low:.2f} in {len(np.concatenate(ratios))} runs", ">= 1"
    )


CLAIM, ERRATA = result(
    __file__,
    margins_rise_slowly,
    no_run_beats_it,
    library_has_the_speed_limit,
)

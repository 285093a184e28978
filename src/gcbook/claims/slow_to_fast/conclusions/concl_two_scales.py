"""Section 7. A slow phase, then a fast one."""

from functools import cache

import numpy as np
from scipy import stats

from gcbook.audit import Outcome, experiment, numerical, statistical
from gcbook.claims._words import result
from gcbook.condition import holds
from gcbook.data import Annulus, PolarGrid
from gcbook.descent import descend, descend_many
from gcbook.initialisation import half_space_start
from gcbook.network import binary_network

WINDOW = 20


@experiment.repairs(
    twin={"population": True},
    twin_says="it is the shorter one on the annulus too, down to a loss of 0.001",
    omits="other widths; what the word slow should mean",
    tolerance="medians and sums over the runs",
    seconds=3.0,
    full={"runs": 1000},
)
def first_phase_is_the_shorter(
    population: bool = False, runs: int = 100, seed: int = 23
) -> Outcome:
    """On the 880 points, from half-space starts, less than half of the steps lack the condition.

    And when it is first met the median run has between a fortieth and a tenth of its loss left.
    2k = 6 neurons, eta = 1/10, to zero loss.
    """
    found = descend_many(
        binary_network(3),
        Annulus() if population else PolarGrid(),
        half_space_start(6, 2, runs=runs, seed=seed),
        tolerance=1e-3 if population else 0.0,
        max_steps=4000,
        track=("gc", "loss"),
    )
    done = found.converged & (found.tracked["first_gc"] > 0)
    left = found.tracked["loss_at_first_gc"][done] / found.tracked["loss_at_start"][done]
    middle, early = (
        np.median(left),
        found.tracked["without_gc"][done].sum() / found.steps[done].sum(),
    )
    return Outcome(
        bool(0.025 < middle < 0.1 and early < 0.5),
        f"{middle:.1%} of the loss left; {early:.0%} of the steps lack the condition",
        "2.5 to 10%; below 50%",
        f"{int(done.sum())} runs",
    )


@cache
def _losses(runs: int, seed: int) -> tuple[tuple[int, np.ndarray], ...]:
    """Return the first time of the condition and the losses, of runs where it is not too early."""
    network, data = binary_network(3), PolarGrid()
    starts = half_space_start(6, 2, runs=runs, seed=seed)
    first = descend_many(network, data, starts, max_steps=2000, track="gc").tracked["first_gc"]
    return tuple(
        (int(time), np.asarray(descend(network, data, start, max_steps=int(time) + 100).losses))
        for start, time in zip(starts, first, strict=True)
        if time >= WINDOW
    )


@statistical.supports(
    twin={"later": 60},
    twin_says="it speeds up as much sixty steps later",
    omits="a cause; other widths, and windows other than twenty steps",
    tolerance="a one-sided sign test at 1%",
    false_alarm=0.01,
    seed=23,
    seconds=3.0,
    full={"runs": 400},
)
def decay_speeds_up_with_the_condition(later: int = 0, runs: int = 60, seed: int = 23) -> Outcome:
    """In the 20 steps after the condition is met the loss decays 1.4 times as fast as before it.

    In proportion (the slope of log l), start by start, on the 880 points.
    """
    factors = []
    for time, losses in _losses(runs, seed):
        middle = time + later
        if len(losses) > middle + WINDOW and losses[middle + WINDOW] > 0:
            before, now, after = np.log(losses[[middle - WINDOW, middle, middle + WINDOW]])
            factors.append((now - after) / (before - now))
    faster = sum(factor > 1.4 for factor in factors)
    p = stats.binomtest(faster, len(factors), alternative="greater").pvalue
    return Outcome(
        bool(p < 0.01),
        f"{faster} of {len(factors)}; median factor {np.median(factors):.2f}",
        "most, p < 0.01",
        f"p = {p:.1g}",
    )


@numerical.supports(
    twin={"late": 1},
    twin_says="it is first met a step later",
    omits="other ensembles",
    tolerance="1e-9 for the losses, none for the steps",
    seconds=0.5,
)
def library_follows_the_runs(late: int = 0, runs: int = 6, seed: int = 23) -> Outcome:
    """What an ensemble notes of a run is what the run alone shows.

    The step at which the condition is first met, how many steps lack it, and both losses.
    """
    network, data = binary_network(3), PolarGrid()
    starts = half_space_start(6, 2, runs=runs, seed=seed)
    seen = descend_many(network, data, starts, max_steps=150, track=("gc", "loss")).tracked
    errors, steps = [], []
    for i, start in enumerate(starts):
        path = descend(network, data, start, max_steps=150, record="weights")
        met = np.asarray(holds(path.recorded[:, :3]))
        steps.append(seen["without_gc"][i] - (~met[:-1]).sum())
        errors.append(seen["loss_at_start"][i] - path.losses[0])
        if met.any():
            first = int(met.argmax()) + late
            steps.append(seen["first_gc"][i] - first)
            errors.append(seen["loss_at_first_gc"][i] - path.losses[first])
    worst, wrong = float(np.abs(errors).max()), sum(step != 0 for step in steps)
    return Outcome(
        bool(worst < 1e-9 and not wrong),
        f"{worst:.1e}; {wrong} of {len(steps)} steps differ",
        "0; none",
    )


CLAIM, ERRATA = result(
    __file__,
    decay_speeds_up_with_the_condition,
    first_phase_is_the_shorter,
    library_follows_the_runs,
)

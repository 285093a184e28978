"""Figure 4, right. Bounded weights."""

import numpy as np

from gcbook.audit import Outcome, experiment
from gcbook.claims._words import result
from gcbook.data import PolarGrid
from gcbook.descent import descend_many
from gcbook.experiments import Figure4Config, figure4
from gcbook.initialisation import random_start
from gcbook.network import binary_network


@experiment.supports(
    twin={"mean_start": 4.0},
    twin_says="|W| is the root of the sum of squares, of mean near 4",
    omits="runs that do not stop, for which boundedness is the question",
    tolerance="5 % of the mean, four standard errors of the mean at the start",
    seed=2022,
    seconds=1.0,
    full={"runs": 2000},
)
def largest_norm_is_hardly_above_the_start(
    mean_start: float | None = None, runs: int = 300
) -> Outcome:
    """The largest norm of a run, |W| = sum_j |w_j|, is hardly more than its norm at the start.

    2k = 8; at the start the mean is 8 sqrt(pi/2), each |w_j| being the length of a planar Gaussian.
    """
    expected = 8 * np.sqrt(np.pi / 2) if mean_start is None else mean_start
    found = figure4(Figure4Config(neurons=(6,), runs=20, norm_runs=runs))
    error = float(found.norm_at_start.std(ddof=1)) / np.sqrt(runs)
    start, growth = float(found.norm_at_start.mean()), float(found.growth.mean())
    stands = abs(start - expected) < 4 * error and growth < 0.05 * start
    return Outcome(
        bool(stands and found.norm_converged.all()),
        f"start {start:.2f}, growth {growth:.2f} on average, {found.growth.max():.2f} at most",
        f"start {expected:.2f}, growth below 5 %",
        f"{runs} runs",
    )


@experiment.supports(
    twin={"neurons": 8},
    twin_says="four positive neurons grow without end too",
    omits="a proof: that two positive neurons in the plane diverge, see prop-3-divergence",
    tolerance="half of the norm at the start",
    seed=2022,
    seconds=3.0,
    full={"runs": 200},
)
def divergence_would_show(neurons: int = 4, runs: int = 40, seed: int = 2022) -> Outcome:
    """Where the weights must diverge, with two positive neurons, the same picture shows it.

    After 2000 steps |W| exceeds its start by more than half in the median run, so the histogram of
    the largest norm can tell bounded weights from such.
    """
    run = descend_many(
        binary_network(neurons // 2),
        PolarGrid(),
        random_start(neurons, 2, runs=runs, seed=seed),
        max_steps=2000,
        track="norm",
    )
    growth = run.tracked["max_norm"] / run.tracked["norm_at_start"] - 1
    median = float(np.median(growth))
    return Outcome(median > 0.5, f"median growth {median:.0%}", "above 50 %", f"{runs} runs")


CLAIM, ERRATA = result(__file__, largest_norm_is_hardly_above_the_start, divergence_would_show)

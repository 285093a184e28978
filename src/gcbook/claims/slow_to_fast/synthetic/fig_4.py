"""Figure 4, left. Wider is faster."""

import itertools

import numpy as np

from gcbook.audit import Outcome, experiment
from gcbook.claims._words import result
from gcbook.experiments import Table1Config, table1


@experiment.supports(
    twin={"step_exponent": 1.0},
    twin_says="it is so at a fixed combined step of all neurons too",
    omits="why: a wider network also moves further per step",
    tolerance="the boxes of 6, 12 and 24 neurons do not overlap",
    seed=2021,
    seconds=2.0,
    full={"runs": 1000},
)
def wider_is_faster(step_exponent: float = 0.0, runs: int = 60) -> Outcome:
    """At the step of the paper the quartile boxes of the iterations fall: 2k = 6, 12, 24."""
    config = Table1Config(
        runs=runs, neurons=(6, 12, 24), step_exponent=step_exponent, max_steps=8000
    )
    boxes = [np.quantile(c.steps, (0.25, 0.5, 0.75)) for c in table1(config).column("random")]
    falls = all(a[0] > b[2] for a, b in itertools.pairwise(boxes))
    return Outcome(falls, [round(b[1]) for b in boxes], "falling", f"medians of {runs} runs")


CLAIM, ERRATA = result(__file__, wider_is_faster)

"""Section 7. A slow phase, then a fast one."""

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.data import PolarGrid
from gcbook.descent import descend_many
from gcbook.initialisation import half_space_start
from gcbook.network import binary_network


@check(
    twin={"share": 0.9},
    twin_says="nine tenths of the loss are still there when the condition is first met",
    method="experiment",
    role="weighs",
    omits="other widths and starts; what the word slow should mean",
    tolerance="medians of 200 runs",
    seconds=2.0,
    full={"runs": 2000},
)
def most_of_the_loss_falls_before(share: float = 0.0, runs: int = 200, seed: int = 23) -> Outcome:
    """From half-space starts most of the loss is gone when the condition is first met.

    And most iterations come after it: in steps the first phase is the short one.  2k = 6 neurons,
    880 points, eta = 1/10.
    """
    start = half_space_start(6, 2, runs=runs, seed=seed)
    found = descend_many(binary_network(3), PolarGrid(), start, track=("gc", "loss"))
    done = found.converged & (found.tracked["first_gc"] > 0)
    left = found.tracked["loss_at_first_gc"][done] / found.tracked["loss_at_start"][done]
    early = found.tracked["without_gc"][done].sum() / found.steps[done].sum()
    stands = share <= np.median(left) < 0.2 and early < 0.5
    return Outcome(
        bool(stands),
        f"{np.median(left):.1%} of the loss left; {early:.1%} of the steps come before",
        "below 20%; below 50%",
        f"{int(done.sum())} runs",
    )


CLAIM, ERRATA = result(__file__, most_of_the_loss_falls_before)

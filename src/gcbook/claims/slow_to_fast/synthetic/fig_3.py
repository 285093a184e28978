"""Figure 3. Acute angles."""

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.experiments import Figure3Config, figure3


@check(
    twin={"step": 0.03},
    twin_says="all runs at 30 degrees are done within the limit at a third of the step",
    method="experiment",
    role="supports",
    omits="noise, under which small angles become slow; angles below 30 degrees",
    tolerance="every run within 2,500 steps",
    seed=2021,
    seconds=5.0,
    full={"runs": 32},
)
def acute_angles_converge(step: float = 0.1, runs: int = 4) -> Outcome:
    """Without noise every run reaches zero loss at 90, 60 and 40 degrees."""
    config = Figure3Config(
        degrees=(90, 60, 40), noises=(0.0,), runs=runs, step=step, max_steps=2500
    )
    done = [int(cell.converged.sum()) for cell in figure3(config).cells]
    return Outcome(min(done) == runs, done, [runs] * 3, "converged runs per angle")


CLAIM, ERRATA = result(__file__, acute_angles_converge)

"""Section 6, opening. Orthogonal planes are fastest."""

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.experiments import Figure3Config, figure3


@check(
    twin={"degrees": 40.0},
    twin_says="40 degrees are as fast as 90",
    method="experiment",
    role="weighs",
    omits="small differences: with these runs a change below a tenth would not be seen",
    tolerance="the 95% interval of the paired difference contains 0",
    seed=2021,
    seconds=5.0,
    full={"runs": 100},
)
def orthogonal_is_not_visibly_fastest(degrees: float = 75.0, runs: int = 12) -> Outcome:
    """Start by start, 75 degrees take as long as 90: the optimum is not visible."""
    config = Figure3Config(degrees=(90, degrees), noises=(0.0,), runs=runs, max_steps=2500)
    difference, pairs = figure3(config).against_orthogonal(degrees)
    stands = difference.low < 0 < difference.high
    found = f"{difference.difference:+.0f} ({difference.low:+.0f} to {difference.high:+.0f})"
    return Outcome(stands, found, "an interval around 0", f"{pairs} pairs of runs")


CLAIM, ERRATA = result(__file__, orthogonal_is_not_visibly_fastest)

"""Figure 4, right. Bounded weights."""

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.experiments import Figure4Config, figure4


@check(
    twin={"share": 0.999},
    twin_says="the start explains all of the largest norm",
    method="experiment",
    role="weighs",
    omits="runs that do not stop, for which boundedness is the question",
    tolerance="more than 80% of the variance",
    seed=2022,
    seconds=1.0,
    full={"runs": 2000},
)
def largest_norm_is_mostly_the_start(share: float = 0.8, runs: int = 300) -> Outcome:
    """The largest norm max_t |W^t| is mostly |W^0|; and every run that stops is bounded anyway."""
    result = figure4(Figure4Config(neurons=(6,), runs=20, norm_runs=runs))
    found = result.share_of_start
    return Outcome(
        found > share,
        f"{found:.1%} of the variance",
        f"> {share:.1%}",
        f"{runs} runs, mean {result.max_norm.mean():.2f}, at the start "
        f"{result.norm_at_start.mean():.2f}",
    )


CLAIM, ERRATA = result(__file__, largest_norm_is_mostly_the_start)

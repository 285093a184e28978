"""Figure 4, left. Wider is faster."""

from gcbook.audit import Outcome, check
from gcbook.claims._words import result
from gcbook.experiments import Figure4Config, figure4


@check(
    twin={"order": (24, 12, 6)},
    twin_says="wider networks take longer",
    method="experiment",
    role="supports",
    omits="why: a wider network also moves further per step",
    tolerance="the boxes of 6, 12 and 24 neurons do not overlap",
    seed=2022,
    seconds=1.0,
    full={"runs": 400},
)
def wider_is_faster(order: tuple[int, ...] = (6, 12, 24), runs: int = 60) -> Outcome:
    """The quartile boxes of the iterations fall with the width: 2k = 6, 12, 24."""
    config = Figure4Config(neurons=order, runs=runs, norm_runs=20)
    frame = figure4(config).to_frame()
    falls = all(a > b for a, b in zip(frame["q25"][:-1], frame["q75"][1:], strict=True))
    return Outcome(falls, [round(m) for m in frame["median"]], "falling", f"medians of {runs} runs")


CLAIM, ERRATA = result(__file__, wider_is_faster)

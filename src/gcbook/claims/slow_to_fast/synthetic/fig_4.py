"""Figure 4, left. Wider is faster."""

from gcbook.audit import Claim, Outcome, check
from gcbook.experiments import Figure4Config, figure4

PRINTED = """
The more neurons, the fewer iterations to zero loss.
"""


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


CLAIM = Claim(
    id="fig-4",
    number="Figure 4, left",
    title="Wider is faster",
    section="6.1",
    statement=PRINTED,
    kind="figure",
    depends=("eq-7",),
    checks=(wider_is_faster,),
)

"""Separation seen: perturb, return to zero training loss, test."""

from __future__ import annotations

from gcbook.audit import Outcome, numerical
from gcbook.claims._words import result
from gcbook.companions.recovery import Neurons, branches, separation


@numerical.supports(
    twin={"missing": 1},
    twin_says="the same with one sample less",
    omits="other branches; exact separation",
    tolerance="median test error below 1e-11",
    seed=0,
    seconds=0.7,
)
def separated_at_the_threshold(missing: int = 0) -> Outcome:
    """M = 2: fits near Q_2 test perfectly from n = d + 2 on, near Q_1 from 2d + 1 on (d = 1, 2)."""
    worst = 0.0
    for d in (1, 2):
        target = Neurons.of([1.0], [[0.6, -0.4][:d]])
        slow, fast, _ = branches(2)
        for branch, n in ((fast, d + 2), (slow, 2 * d + 1)):
            worst = max(worst, separation(branch, target, n - missing, trials=20).median)
    return Outcome(worst < 1e-11, f"{worst:.1e}", "< 1e-11")


CLAIM, ERRATA = result(__file__, separated_at_the_threshold)

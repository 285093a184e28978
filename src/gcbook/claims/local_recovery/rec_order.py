"""How the test error depends on the perturbation where samples are too few."""

from __future__ import annotations

import numpy as np

from gcbook.audit import Outcome, numerical
from gcbook.claims._words import result
from gcbook.companions.recovery import Neurons, branches, separation


def _order(branch: int, power: float) -> Outcome:
    """Compare the power of eps in the median test error near a branch with the one stated."""
    target, near, sizes = Neurons.of([1.0], [0.6]), branches(2)[branch], (1e-3, 1e-2)
    errors = [separation(near, target, 2, distance=e, trials=40).median for e in sizes]
    found = float(np.diff(np.log(errors))[0] / np.diff(np.log(sizes))[0])
    return Outcome(abs(found - power) < 0.25, f"{found:.3f}", power)


@numerical.supports(
    twin={"power": 1.0},
    twin_says="the error on Q_1 is of first order in the perturbation",
    omits="other branches, and where they cross",
    tolerance="0.25 in the exponent",
    seed=0,
    seconds=0.7,
)
def error_near_the_slow_branch(power: float = 2.0) -> Outcome:
    """With two samples the test error near Q_1 is of order eps^2."""
    return _order(0, power)


@numerical.supports(
    twin={"power": 2.0},
    twin_says="the error on Q_2 is of second order in the perturbation",
    omits="other branches, and where they cross",
    tolerance="0.25 in the exponent",
    seed=0,
    seconds=0.7,
)
def error_near_the_fast_branch(power: float = 1.0) -> Outcome:
    """With two samples the test error near Q_2 is of order eps."""
    return _order(1, power)


CLAIM, ERRATA = result(__file__, error_near_the_slow_branch, error_near_the_fast_branch)

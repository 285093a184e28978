"""Equation (4). The population loss."""

from fractions import Fraction
from random import Random

import numpy as np

from gcbook.audit import Outcome, exact, numerical
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.setup.eq_2 import hinge_pays_for_an_error
from gcbook.data import Points
from gcbook.network import Network


@exact.supports(
    twin={"share": Fraction(1, 3)},
    twin_says="the error is at most a third of the loss",
    omits="data that are not finite; the pointwise inequality of (2) carries over by expectation",
)
def error_is_below_the_loss(
    share: Fraction = Fraction(1), trials: int = 300, seed: int = 3
) -> Outcome:
    """The share of errors, ties counted as errors, never exceeds the loss: three classes."""
    rng = Random(seed)
    outputs = ex.signs([0, 0, 1, 2, -1], 3)
    broken = 0
    for _ in range(trials):
        weights = ex.random_rows(rng, 5, 2, 3)
        points = ex.random_rows(rng, 4, 2, 3)
        wrong = sum(min(ex.margins(outputs, weights, x)) <= 0 for x in points)
        broken += Fraction(wrong, 4) > share * ex.loss(outputs, weights, points)
    return Outcome(broken == 0, f"{broken} violations", "0 violations", f"{trials} networks")


@numerical.supports(
    twin={"level": 2},
    twin_says="the hinge of the library is max(0, 2 - margin)",
    omits="infinite data, which the closed form of the remark on them covers",
    tolerance="1e-12",
)
def library_has_the_loss(level: int = 1, trials: int = 60, seed: int = 4) -> Outcome:
    """The library's l_i and its gradient are those of (4), on random networks and data.

    Two to four classes, biases, ownerless neurons, v from 1/4 to 5/4.  All numbers are multiples of
    1/4, which floats hold exactly: kinks are met, and the paper's formula decides there.
    """
    rng, worst = Random(seed), 0.0
    for _ in range(trials):
        n = rng.randint(2, 4)
        owner = [*range(n), *(rng.randint(-1, n - 1) for _ in range(2))]
        outputs = ex.signs(owner, n, Fraction(rng.randint(1, 5), 4))
        weights, points = (
            [[Fraction(rng.randint(-6, 6), 4) for _ in range(2)] for _ in range(count)]
            for count in (len(owner), 4)
        )
        bias = [Fraction(rng.randint(0, 2), 4) for _ in owner]
        label = rng.randrange(n)
        hinges = [max(level - s, 0) for x in points for s in
                  ex.margins(outputs, weights, x, bias, label)]  # fmt: skip
        slope = ex.gradient(outputs, weights, points, bias, label)
        network = Network(_floats(outputs), bias=_floats([bias])[0])
        rows, data = _floats(weights), Points(_floats(points), label)
        off = abs(float(network.loss(rows, data)) - float(sum(hinges)) / len(points))
        turn = float(np.abs(network.gradient(rows, data) - _floats(slope)).max())
        worst = max(worst, off, turn)
    return Outcome(worst < 1e-12, f"{worst:.1e}", "< 1e-12", f"{trials} networks")


def _floats(rows: ex.Rows) -> np.ndarray:
    return np.array([[float(x) for x in row] for row in rows])


CLAIM, ERRATA = result(
    __file__, error_is_below_the_loss, hinge_pays_for_an_error, library_has_the_loss
)

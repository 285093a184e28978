"""Equation (4). The population loss."""

from fractions import Fraction
from random import Random

from gcbook.audit import Outcome, exact
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.setup.eq_2 import hinge_pays_for_an_error


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


CLAIM, ERRATA = result(__file__, error_is_below_the_loss, hinge_pays_for_an_error)

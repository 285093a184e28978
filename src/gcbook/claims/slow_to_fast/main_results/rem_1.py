"""Remark 1. Why a neuron must be active."""

from fractions import Fraction

from gcbook.audit import Outcome, exact
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result


@exact.repairs(
    twin={"bias": Fraction(0)},
    twin_says="the neurons of the class stay put although they are active",
    omits="nothing for these data; the argument is one line",
)
def inactive_class_stays_put(bias: Fraction = Fraction(3)) -> Outcome:
    """If no owned neuron is active on the support, they never move and l_i >= n - 1 for ever.

    Twenty exact steps, three classes, biases too large for the owned neurons.
    """
    outputs, points = ex.signs([0, 0, 1, 2], 3), _cross()
    weights: ex.Rows = ((1, 0), (0, 1), (1, 1), (-1, 2))
    start, least = weights, Fraction(10)
    biases = (bias, bias, Fraction(1, 10), Fraction(1, 10))
    for _ in range(20):
        least = min(least, ex.loss(outputs, weights, points, biases))
        slope = ex.gradient(outputs, weights, points, biases)
        weights = ex.step(weights, slope, Fraction(1, 10))
    stays = weights[:2] == start[:2]
    return Outcome(stays and least >= 2, f"stay put: {stays}, least loss {least}", "True, >= 2")


@exact.refutes(
    twin={"bias": Fraction(5)},
    twin_says="neurons of the other class that see nothing move as well",
    omits="other data; any neuron of another class that is active on missed data moves",
)
def others_are_updated(bias: Fraction = Fraction(1, 10)) -> Outcome:
    """Although no owned neuron is active, the gradient is not zero: other neurons are updated."""
    outputs, points = ex.signs([0, 0, 1, 1], 2), _cross()
    weights = ((1, 0), (0, 1), (1, 1), (-1, 2))
    slope = ex.gradient(outputs, weights, points, (3, 3, bias, bias))
    stands = not any(map(any, slope[:2])) and any(map(any, slope[2:]))
    return Outcome(bool(stands), ex.show(slope), "two zero rows, then rows that are not")


def _cross() -> ex.Rows:
    return ((1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (-2, 0), (0, 2), (0, -2))


CLAIM, ERRATA = result(__file__, others_are_updated, inactive_class_stays_put)

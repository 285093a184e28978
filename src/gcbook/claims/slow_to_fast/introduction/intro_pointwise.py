"""Section 1. The loss at a point can rise."""

from fractions import Fraction

from gcbook.audit import Outcome, exact
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result


@exact.supports(
    twin={"size": 10},
    twin_says="from ten times larger weights the loss rises at a point too",
    omits="how often it happens in a run",
    reach="proved",
)
def one_point_gets_worse(size: int = 1) -> Outcome:
    """A step can raise the loss at one point while the mean falls.

    Data (1, 10) and (1, -1), w = (1/10, 0), eta = 1/100: losses 9/10, 9/10 become 11/25, 187/200.
    """
    outputs, points = ex.signs([0, 1], 2), ((1, 10), (1, -1))
    weights: ex.Rows = ((Fraction(size, 10), 0), (0, 0))
    before = ex.losses(outputs, weights, points)
    weights = ex.step(weights, ex.gradient(outputs, weights, points), Fraction(1, 100))
    after = ex.losses(outputs, weights, points)
    expected = (Fraction(11, 25), Fraction(187, 200))
    stands = after == expected and after[1] > before[1] and sum(after) < sum(before)
    return Outcome(stands, ex.show([before, after]), ex.show([(Fraction(9, 10),) * 2, expected]))


CLAIM, ERRATA = result(__file__, one_point_gets_worse)

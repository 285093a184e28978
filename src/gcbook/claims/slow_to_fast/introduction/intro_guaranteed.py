"""Abstract. Gradient descent is guaranteed to converge."""

from fractions import Fraction

from gcbook.audit import Outcome, exact
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.main_results.thm_3_2 import phases_add_up

HALF = Fraction(1, 2)


@exact.refutes(
    twin={"apart": Fraction(1, 7)},
    twin_says="copies that differ at the start leave the other side at loss 1 as well",
    omits="generic starts; equal copies are a null set",
)
def copies_stay_copies(apart: Fraction = Fraction(0), steps: int = 30) -> Outcome:
    """Four equal neurons in the plane stay equal, and half of the data keep loss >= 1.

    So no number of neurons alone guarantees convergence.  Exact steps on eight points.
    """
    points = ((2, 1), (-2, -1), (1, -2), (-1, 2), (1, 1), (-1, -1), (1, -1), (-1, 1))
    outputs = ex.signs([0, 0, 0, 0, 1], 2)
    weights: ex.Rows = (
        (1, HALF),
        (1 - 6 * apart, HALF + 9 * apart),
        (1 - 9 * apart, HALF - 9 * apart),
        (1, HALF),
        (0, 0),
    )
    for _ in range(steps):
        weights = ex.step(weights, ex.gradient(outputs, weights, points), Fraction(1, 4))
    hinges = ex.losses(outputs, weights, points)
    bad = sum(one >= 1 for one in hinges)
    equal = len(set(weights[:4])) == 1
    return Outcome(equal and bad >= 4, f"equal: {equal}, {bad} of 8 points at loss >= 1", "True, 4")


CLAIM, ERRATA = result(
    __file__,
    copies_stay_copies,
    phases_add_up.as_role("repairs"),
)

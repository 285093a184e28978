"""Equation (3). Gradient descent."""

from fractions import Fraction
from random import Random

from gcbook.audit import Outcome, check
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result

HALF = Fraction(1, 2)


@check(
    twin={"divisor": 1},
    twin_says="the step on class i is eta itself",
    method="exact",
    role="supports",
    omits="unequal class sizes, which the paper excludes (evenly mixed)",
)
def class_is_trained_with_step_over_n(divisor: int = 2, seed: int = 2) -> Outcome:
    """Under (3), class i moves by -(eta/n) grad l_i: the n of (4) divides the step.

    Exact gradients of l on R^4 = V_1 + V_2, compared with those of l_1 on V_1.
    """
    rng = Random(seed)
    outputs = ex.signs([0, 0, 1, 1], 2)
    weights = ex.random_rows(rng, 4, 4)
    first = [(*x, 0, 0) for x in ex.random_rows(rng, 5, 2)]
    second = [(0, 0, *x) for x in ex.random_rows(rng, 5, 2)]
    whole = _average(
        ex.gradient(outputs, weights, first), ex.gradient(outputs, weights, second, label=1)
    )
    inside = ex.gradient(outputs, weights, first)
    found = tuple(row[:2] for row in whole)
    expected = tuple(tuple(a / divisor for a in row[:2]) for row in inside)
    return Outcome(found == expected, ex.show(found[:2]), ex.show(expected[:2]), "n = 2")


def _average(left: ex.Rows, right: ex.Rows) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(
        tuple((a + b) * HALF for a, b in zip(p, q, strict=True))
        for p, q in zip(left, right, strict=True)
    )


CLAIM, ERRATA = result(__file__, class_is_trained_with_step_over_n)

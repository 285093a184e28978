"""Equation (7). The binary network."""

from fractions import Fraction
from random import Random

from gcbook.audit import Outcome, check
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result


@check(
    twin={"v": Fraction(1)},
    twin_says="it is the network with v = 1",
    method="exact",
    role="supports",
    omits="nothing: the identity is linear in the ramps",
)
def network_7_is_network_1(
    v: Fraction = Fraction(1, 2), trials: int = 50, seed: int = 25
) -> Outcome:
    """Equation (7) is f_1 - f_2 of the network (1) with n = 2, v = 1/2 and 2k neurons."""
    rng, equal = Random(seed), 0
    for _ in range(trials):
        weights, (x,) = ex.random_rows(rng, 6, 2), ex.random_rows(rng, 1, 2)
        h = ex.hidden(weights, x)
        (margin,) = ex.margins(ex.signs([0] * 3 + [1] * 3, 2, v), weights, x)
        equal += margin == sum(h[:3]) - sum(h[3:])
    return Outcome(equal == trials, f"{equal} of {trials}", f"{trials} of {trials}")


CLAIM, ERRATA = result(__file__, network_7_is_network_1)

"""Equation (7). The binary network."""

from fractions import Fraction
from random import Random

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result
from gcbook.network import binary_network


@symbolic.supports(
    twin={"v": 1},
    twin_says="it is the network with v = 1",
    omits="nothing: the margin is a sum over the neurons, and these are the two kinds of neurons",
)
def every_column_counts_once(v: object = Fraction(1, 2)) -> Outcome:
    """In f_1 - f_2 with n = 2 and v = 1/2 a neuron of class 1 counts +1, one of class 2 counts -1.

    The ramp of the neuron is a symbol, so its sign and size do not matter.
    """
    ramp = sp.symbols("sigma", nonnegative=True)
    value = sp.nsimplify(v)
    first, second = ((value, -value), (-value, value))  # the column (v_1j, v_2j) of each kind
    found = [sp.expand((one - two) * ramp) for one, two in (first, second)]
    return Outcome(found == [ramp, -ramp], found, [ramp, -ramp])


@exact.supports(
    twin={"v": Fraction(1)},
    twin_says="it is the network with v = 1",
    omits="other widths than six neurons: the columns do not interact",
)
def network_7_is_network_1(
    v: Fraction = Fraction(1, 2), trials: int = 50, seed: int = 25
) -> Outcome:
    """Equation (7) is f_1 - f_2 of the network (1): six neurons, random rational weights.

    The library's `binary_network` has the same outputs.
    """
    rng, equal, outputs = Random(seed), 0, ex.signs([0] * 3 + [1] * 3, 2, v)
    same = binary_network(3).outputs.tolist() == [[float(x) for x in row] for row in outputs]
    for _ in range(trials):
        weights, (x,) = ex.random_rows(rng, 6, 2), ex.random_rows(rng, 1, 2)
        h = ex.hidden(weights, x)
        (margin,) = ex.margins(outputs, weights, x)
        equal += margin == sum(h[:3]) - sum(h[3:])
    return Outcome(same and equal == trials, f"{equal} of {trials}", f"{trials} of {trials}")


CLAIM, ERRATA = result(__file__, every_column_counts_once, network_7_is_network_1)

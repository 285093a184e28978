"""Equation (1). The network."""

from fractions import Fraction
from random import Random

import numpy as np

from gcbook.audit import Outcome, check
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result
from gcbook.network import binary_network

HALF = Fraction(1, 2)


@check(
    twin={"keep": False},
    twin_says="f = V relu(W^T x), without the bias, as printed",
    method="exact",
    role="repairs",
    omits="nothing: the text before (1) defines h_j with the bias",
    slip=True,
)
def outputs_keep_the_bias(keep: bool = True) -> Outcome:
    """Equation (1) agrees with h_j = <w_j, x> - b_j only as f = V relu(W^T x - b)."""
    outputs = ex.signs([0, 1], 2)
    weights, x, b = ((1, 0), (0, 1)), (2, 3), (HALF, 1)
    h = [ex.dot(w, x) - shift for w, shift in zip(weights, b, strict=True)]
    expected = tuple(ex.dot(row, [max(a, 0) for a in h]) for row in outputs)
    computed = ex.forward(outputs, weights, x, b if keep else None)
    return Outcome(computed == expected, ex.show([computed]), ex.show([expected]))


@check(
    twin={"transpose": True},
    twin_says="V has k rows and n columns, as printed",
    method="exact",
    role="repairs",
    omits="nothing: it is a matter of shapes",
    slip=True,
)
def shapes_compose(transpose: bool = False) -> Outcome:
    """V relu(h) has n entries for k neurons only if V has n rows and k columns."""
    outputs = np.array(binary_network(3).outputs)
    shape = outputs.T.shape if transpose else outputs.shape
    neurons, classes = 6, 2
    fits = shape == (classes, neurons)
    return Outcome(fits, shape, (classes, neurons), "the network (7) with k = 3")


@check(
    twin={"factor": 1},
    twin_says="the factor is v in place of 2v",
    method="exact",
    role="supports",
    omits="nothing for these 200 networks; the general identity is one line of algebra",
)
def margin_is_a_difference_of_sums(factor: int = 2, trials: int = 200, seed: int = 1) -> Outcome:
    """The margin is f_i - f_r = 2v (S_i - S_r), where S_i adds up the neurons class i owns.

    On random rational networks with two to four classes, ownerless neurons and biases included;
    a neuron that neither class owns drops out.
    """
    rng = Random(seed)
    worst = None
    for _ in range(trials):
        n = rng.randint(2, 4)
        owner = [*range(n), *(rng.randint(-1, n - 1) for _ in range(3))]
        v = Fraction(rng.randint(1, 5), rng.randint(1, 5))
        weights, (x,) = ex.random_rows(rng, len(owner), 2), ex.random_rows(rng, 1, 2)
        bias = [Fraction(rng.randint(0, 3), 4) for _ in owner]
        h = ex.hidden(weights, x, bias)
        sums = [sum(a for a, one in zip(h, owner, strict=True) if one == i) for i in range(n)]
        found = ex.margins(ex.signs(owner, n, v), weights, x, bias)
        expected = tuple(factor * v * (sums[0] - s) for s in sums[1:])
        worst = worst or (None if found == expected else (found, expected))
    return Outcome(worst is None, worst or "equal", "equal", f"{trials} networks")


CLAIM, ERRATA = result(
    __file__, outputs_keep_the_bias, shapes_compose, margin_is_a_difference_of_sums
)

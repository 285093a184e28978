"""Equation (1). The network."""

from fractions import Fraction
from random import Random

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result
from gcbook.network import Network, binary_network


@exact.repairs(
    twin={"keep": False},
    twin_says="f = V relu(W^T x), without the bias, as printed",
    omits="nothing: the text before (1) defines h_j with the bias",
    slip=True,
)
def outputs_keep_the_bias(keep: bool = True) -> Outcome:
    """With the h_j of the text (1) gives f = (-1/4, 1/4) at one point; without bias (-1/2, 1/2).

    w_1 = e_1, w_2 = e_2, x = (2, 3), b = (1/2, 1), so h = (3/2, 2); the library's network.
    """
    bias = np.array([0.5, 1.0]) if keep else 0.0
    network = Network([[0.5, -0.5], [-0.5, 0.5]], bias=bias)
    found = network.forward(np.eye(2), [[2.0, 3.0]])[0].tolist()
    return Outcome(found == [-0.25, 0.25], found, [-0.25, 0.25])


@exact.repairs(
    twin={"transpose": True},
    twin_says="V has k rows and n columns, as printed",
    omits="nothing: it is a matter of shapes",
    slip=True,
)
def shapes_compose(transpose: bool = False) -> Outcome:
    """V relu(h) has one entry a class only if V has n rows and k columns: six neurons, 2 classes.

    The product is formed, and compared with the outputs of the library at one point.
    """
    network, weights, x = binary_network(3), np.arange(12.0).reshape(6, 2), np.array([1.0, 2.0])
    outputs = np.array(network.outputs)
    matrix, responses = outputs.T if transpose else outputs, np.maximum(weights @ x, 0.0)
    if matrix.shape[1] != len(responses):
        return Outcome(False, f"{matrix.shape} does not meet {responses.shape}", "they compose")
    product = matrix @ responses
    same = np.array_equal(product, network.forward(weights, x[None])[0])
    return Outcome(same, product.tolist(), "the outputs of the network (7) with k = 3")


@symbolic.supports(
    twin={"factor": 1},
    twin_says="the factor is v in place of 2v",
    omits="nothing: a column has an owner or none, and the four cases are all there are",
)
def coefficients_of_the_margin(factor: int = 2) -> Outcome:
    """v_ij - v_rj is 2v if class i owns neuron j, -2v if class r does, and 0 otherwise.

    By items 2 and 3 of Assumption 1 a column is given by its owner: i, r, another class, nobody.
    """
    v = sp.Symbol("v", positive=True)
    column = {name: [v if owner == c else -v for c in range(3)] for name, owner in OWNERS.items()}
    found = [column[name][0] - column[name][1] for name in OWNERS]
    return Outcome(found == [factor * v, -factor * v, 0, 0], found, [factor * v, -factor * v, 0, 0])


OWNERS = {"i": 0, "r": 1, "another": 2, "nobody": -1}


@exact.supports(
    twin={"factor": 1},
    twin_says="the factor is v in place of 2v",
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
    __file__,
    outputs_keep_the_bias,
    shapes_compose,
    coefficients_of_the_margin,
    margin_is_a_difference_of_sums,
)

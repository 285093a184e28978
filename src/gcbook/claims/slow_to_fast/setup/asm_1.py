"""Assumption 1. The output weights."""

from itertools import product
from math import comb

import numpy as np

from gcbook.audit import Outcome, exact
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result
from gcbook.network import binary_network


@exact.supports(
    twin={"shift": 2},
    twin_says="the count uses n + 2 - j in place of n + 1 - j",
    omits="larger n and k, where the same inclusion-exclusion argument applies",
)
def sign_matrices_counted(shift: int = 1) -> Outcome:
    """Assumption 1 can be met exactly when k >= n: all sign matrices with n, k small, counted.

    The count is sum_j (-1)^j C(n, j) (n + 1 - j)^k: a column has one positive entry or none,
    and every row needs one.
    """
    sizes = [(2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (3, 2), (3, 3), (3, 4)]
    counted = [_sign_matrices(n, k) for n, k in sizes]
    formula = [
        sum((-1) ** j * comb(n, j) * (n + shift - j) ** k for j in range(n + 1)) for n, k in sizes
    ]
    exists = all((count > 0) == (k >= n) for count, (n, k) in zip(counted, sizes, strict=True))
    return Outcome(counted == formula and exists, counted, formula, f"(n, k) = {sizes}")


def _sign_matrices(n: int, k: int) -> int:
    columns = [c for c in product((1, -1), repeat=n) if sum(s > 0 for s in c) <= 1]
    return sum(
        all(any(column[i] > 0 for column in matrix) for i in range(n))
        for matrix in product(columns, repeat=k)
    )


@exact.refutes(
    twin={"per_sign": 1},
    twin_says="the network with one neuron per class breaks the printed item too",
    omits="nothing: it is a matter of an index",
    slip=True,
)
def printed_index_rejects_network_7(per_sign: int = 2) -> Outcome:
    """With j in [n], item 1 would reject the paper's own network (7): row 2 is negative there."""
    outputs = np.array(binary_network(per_sign).outputs)
    literal = bool((outputs[:, :2] > 0).any(axis=1).all())
    meant = bool((outputs > 0).any(axis=1).all())
    return Outcome(
        meant and not literal, f"j in [n]: {literal}, j in [k]: {meant}", "only j in [k] holds"
    )


@exact.supports(
    twin={"owner_of_second": 0},
    twin_says="a neuron of class i itself meets only one r",
    omits="nothing for these signs; it follows from item 2",
)
def one_term_for_neurons_of_others(owner_of_second: int = 1) -> Outcome:
    """For v_ij < 0 the factor v_ij - v_rj is -2v for r = owner(j) and 0 for the other r.

    Three classes; the gradient of such a neuron is one expectation, not a sum over r.
    """
    outputs = ex.signs([0, owner_of_second, 2], 3)
    factors = [outputs[0][1] - outputs[r][1] for r in (1, 2)]
    return Outcome(factors == [-1, 0], ex.show([factors]), "(-1, 0)", "v = 1/2, i = 0, j = 1")


@exact.supports(
    twin={"owner": 1},
    twin_says="a neuron that class 1 owns does not move either",
    omits="other data; the factors v_ij - v_rj of an ownerless neuron are all zero",
)
def ownerless_neurons_never_move(owner: int = -1) -> Outcome:
    """A neuron without a positive output weight has gradient zero, whatever the data."""
    outputs = ex.signs([0, 1, owner], 2)
    weights = ((1, 0), (0, 1), (1, 1))
    points = ((1, 2), (-1, 1), (2, -1))
    slope = ex.gradient(outputs, weights, points)
    return Outcome(not any(slope[2]), ex.show([slope[2]]), "(0, 0)")


CLAIM, ERRATA = result(
    __file__,
    sign_matrices_counted,
    printed_index_rejects_network_7,
    one_term_for_neurons_of_others,
    ownerless_neurons_never_move,
)

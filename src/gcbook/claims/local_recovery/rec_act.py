"""Which activations: parity and other coincidences add branches."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.companions.recovery import (
    SIGMOID,
    TANH,
    TANH_SHIFTED,
    Activation,
    Neurons,
    Recovery,
    generic_inputs,
    jacobian_rank,
)

INPUTS = generic_inputs(25, seed=4)


def _rank(activation: Activation, *weights: float) -> int:
    values = activation.value(INPUTS * np.array(weights))
    return int(np.linalg.matrix_rank(values, tol=1e-9))


@symbolic.supports(
    twin={"shift": 1},
    twin_says="the same for tanh(z + 1)",
    omits="which activations the paper admits: its full text was not available",
)
def plain_tanh_has_parity(shift: int = 0) -> Outcome:
    """tanh(-z) = -tanh(z): opposite neurons are dependent, so Q* gets more branches."""
    z = sp.Symbol("z")
    total = (sp.tanh(z + shift) + sp.tanh(-z + shift)).subs(z, sp.Symbol("z", real=True))
    return Outcome(total == 0, total, 0)


@numerical.supports(
    twin={"generic": False},
    twin_says="plain tanh gives rank 3 as well",
    omits="other weights",
)
def shifted_tanh_is_independent(generic: bool = True) -> Outcome:
    """For tanh(z + 1) the neurons w, -w, 2w are independent on 25 inputs; w = 0.7."""
    found = _rank(TANH_SHIFTED if generic else TANH, 0.7, -0.7, 1.4)
    return Outcome(found == 3, found, 3)


@numerical.supports(
    twin={"offset": 0.1},
    twin_says="the same with a_1 = 2a + 0.1",
    omits="other activations",
    tolerance="1e-12",
)
def sigmoid_has_more_zeros(offset: float = 0.0) -> Outcome:
    """For the sigmoid, s(z) = 1 - s(-z) adds the perfect fit (2a, 0, -a, -w): an isolated zero."""
    problem = Recovery.of(Neurons.of([1.3], [0.7]), INPUTS, SIGMOID)
    extra = Neurons.of([2.6 + offset, -1.3], [0.0, -0.7])
    loss, rank = problem.loss(extra.vector, 2), jacobian_rank(problem, extra)
    return Outcome(loss < 1e-24 and rank == 4, f"R = {loss:.1e}, rank {rank}", "0, full rank 4")


CLAIM, ERRATA = result(
    __file__, plain_tanh_has_parity, shifted_tanh_is_independent, sigmoid_has_more_zeros
)

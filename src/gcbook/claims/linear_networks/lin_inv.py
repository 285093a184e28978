"""What gradient flow conserves."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.claims.linear_networks import _symbols
from gcbook.companions.linear import (
    LinearProblem,
    drift,
    gradient_descent,
    gradient_flow,
    random_layers,
)


@symbolic.supports(
    twin={"sign": 1},
    twin_says="W_{j+1}^T W_{j+1} + W_j W_j^T is conserved",
    omits="nothing: any depth, any widths, any data",
)
def both_products_move_alike(sign: int = -1) -> Outcome:
    """Both W_{j+1}^T dW_{j+1}/dt and dW_j/dt W_j^T are W_{j+1}^T A^T M B^T W_j^T.

    A = W_{H+1} ... W_{j+2} and B = W_{j-1} ... W_1 X stand for all other layers and the data.
    """
    a, b, c, d, e = sp.symbols("d_y d_2 d_1 d_0 m", positive=True, integer=True)
    A, upper = sp.MatrixSymbol("A", a, b), sp.MatrixSymbol("U", b, c)
    lower, B = sp.MatrixSymbol("V", c, d), sp.MatrixSymbol("B", d, e)
    M = sp.MatrixSymbol("M", a, e)
    upper_moves = A.T * M * (lower * B).T
    lower_moves = (A * upper).T * M * B.T
    first = (upper.T * upper_moves).doit()
    second = (lower_moves * lower.T).doit()
    rest = (first + sign * second).doit()
    return Outcome(rest == sp.ZeroMatrix(c, c), rest, "the zero matrix")


@symbolic.supports(
    twin={"sign": 1},
    twin_says="the sum of the two products is conserved",
    omits="other widths",
)
def conserved_in_coordinates(sign: int = -1) -> Outcome:
    """The derivative of C_1 along the flow is zero, entry by entry: widths (2, 2, 2, 1), X = I."""
    W = _symbols.layers((2, 2, 2, 1))
    M = sp.Matrix([[2, 1]]) - _symbols.product(W, 2)
    speeds = [_symbols.velocity(W, M, sp.eye(2), j) for j in range(3)]
    C = W[1].T * W[1] + sign * W[0] * W[0].T
    moved = _symbols.derivative(C, W, speeds).applyfunc(sp.expand)
    return Outcome(moved == sp.zeros(2), moved.tolist(), "zeros")


@numerical.supports(
    twin={"step": 0.01},
    twin_says="gradient descent with step 0.01 conserves them as well",
    omits="other starts; the proof covers them",
    tolerance="1e-8",
)
def drift_of_the_flow(step: float = 0.0, seed: int = 3) -> Outcome:
    """Along an accurate flow with widths (4, 5, 4, 3, 2) and random data the C_j stay put."""
    rng = np.random.default_rng(seed)
    problem = LinearProblem.of(rng.normal(size=(2, 6)), rng.normal(size=(4, 6)))
    start = random_layers((4, 5, 4, 3, 2), scale=0.5, seed=rng)
    run = (
        gradient_descent(problem, start, step=step, steps=int(3 / step))
        if step
        else gradient_flow(problem, start, np.linspace(0, 3, 31))
    )
    return Outcome(drift(run) < 1e-8, f"{drift(run):.2g}", "< 1e-8")


CLAIM, ERRATA = result(
    __file__, both_products_move_alike, conserved_in_coordinates, drift_of_the_flow
)

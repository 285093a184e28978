"""The dynamics of gradient descent for linear networks."""

from __future__ import annotations

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._words import result
from gcbook.claims.linear_networks import _symbols


@symbolic.repairs(
    twin={"half": False},
    twin_says="the same with L = |Y - W...X|^2, as printed",
    slip=True,
    omits="other widths; the formula is the chain rule for a product",
)
def velocity_is_minus_gradient(half: bool = True) -> Outcome:
    """With the 1/2 in L and the transposes, dW_j/dt is minus the gradient: widths (2, 1, 2, 2)."""
    W = _symbols.layers((2, 1, 2, 2))
    X, Y = sp.Matrix([[1, 2], [0, 3]]), sp.Matrix([[1, -1], [2, 5]])
    M = Y - _symbols.product(W, 2) * X
    loss = sum(entry**2 for entry in M) * (sp.Rational(1, 2) if half else 1)
    left = [
        sp.expand(_symbols.velocity(W, M, X, j)[i] + sp.diff(loss, w))
        for j, A in enumerate(W)
        for i, w in enumerate(A)
    ]
    return Outcome(not any(left), f"{sum(map(bool, left))} entries differ", "none of 8")


@exact.refutes(
    twin={"width": 1},
    twin_says="it differs for networks of width one, where a transpose changes nothing",
    slip=True,
    omits="whether anybody would read it without the transposes",
)
def transposes_are_needed(width: int = 2) -> Outcome:
    """Without transposes the printed right side is not the gradient: one point, X = I."""
    W = [sp.Matrix(width, width, lambda i, k, j=j: 1 + i + 2 * k + j) for j in range(2)]
    X, Y = sp.eye(width), sp.zeros(width)
    M = Y - _symbols.product(W, width) * X
    true, printed = (_symbols.velocity(W, M, X, 0, transposed=flag) for flag in (True, False))
    return Outcome(true != printed, printed.tolist(), true.tolist())


CLAIM, ERRATA = result(__file__, velocity_is_minus_gradient, transposes_are_needed)

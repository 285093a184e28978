"""Distinct neurons are independent, proved by Wronskians for the exponential."""

from __future__ import annotations

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.claims._words import result

x, w1, w2 = sp.symbols("x w_1 w_2")


def wronskian(functions: list[tuple[int, sp.Symbol]]) -> sp.Expr:
    """Return the Wronskian of x^i e^{wx}, divided by the product of the exponentials."""
    columns = []
    for power, w in functions:
        column, polynomial = [], x**power
        for _ in functions:
            column.append(polynomial)
            polynomial = sp.expand(sp.diff(polynomial, x) + w * polynomial)
        columns.append(column)
    return sp.factor(sp.Matrix(columns).det())


@symbolic.supports(
    twin={"power": 1},
    twin_says="the Wronskian has a simple zero where the weights meet",
    omits="other activations",
)
def neuron_and_derivative(power: int = 2) -> Outcome:
    """W(e^{w1 x}, x e^{w1 x}, e^{w2 x}) = (w1 - w2)^2 e^{(2 w1 + w2) x}."""
    found, wanted = wronskian([(0, w1), (1, w1), (0, w2)]), (w1 - w2) ** power
    return Outcome(sp.expand(found - wanted) == 0, found, wanted)


@symbolic.supports(
    twin={"constant": 1},
    twin_says="the constant is 1",
    omits="other activations",
)
def one_neuron_to_second_order(constant: int = 2) -> Outcome:
    """W(e^{wx}, x e^{wx}, x^2 e^{wx}) = 2 e^{3wx}: what the crossing of branches needs."""
    found = wronskian([(0, w1), (1, w1), (2, w1)])
    return Outcome(sp.expand(found - constant) == 0, found, constant)


@symbolic.supports(
    twin={"power": 2},
    twin_says="the power is 2",
    omits="other activations",
)
def two_neurons_with_derivatives(power: int = 4) -> Outcome:
    """W(e^{w1 x}, x e^{w1 x}, e^{w2 x}, x e^{w2 x}) = (w1 - w2)^4 e^{2(w1 + w2) x}."""
    found = wronskian([(0, w1), (1, w1), (0, w2), (1, w2)])
    wanted = (w1 - w2) ** power
    return Outcome(sp.expand(found - wanted) == 0, found, wanted)


CLAIM, ERRATA = result(
    __file__, neuron_and_derivative, one_neuron_to_second_order, two_neurons_with_derivatives
)

"""Equation (2). The hinge loss."""

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.claims._words import result


@symbolic.supports(
    twin={"one": sp.Rational(1, 2)},
    twin_says="the hinge is max(0, 1/2 - s)",
    omits="nothing: it is a proof for all real margins",
)
def hinge_pays_for_an_error(one: object = sp.Integer(1)) -> Outcome:
    """A margin s <= 0 costs at least 1, so an error (or a tie) at x costs at least 1.

    Hence P[prediction != i] <= l_i(W), under every tie-breaking rule: the step from the loss to
    the error that Theorems 3.1 and 3.2 use without saying so.
    """
    s = sp.symbols("s", real=True)
    cheap = sp.reduce_inequalities([s <= 0, sp.sympify(one) - s < 1], s)
    return Outcome(cheap == sp.false, cheap, sp.false, "the margins that would be a cheap error")


CLAIM, ERRATA = result(__file__, hinge_pays_for_an_error)

"""The bathtub inequality (used in Lemma 5.1 and Propositions 3 and 4)."""

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.claims._witness.algebra import same
from gcbook.claims._words import result

HALF = sp.Rational(1, 2)


@symbolic.supports(
    twin={"constant": sp.Integer(1)},
    twin_says="the bathtub inequality with constant 1 in place of 1/2",
    omits="that P(A, s > t) >= P(A) - C t, which is the definition of a density bounded by C",
)
def bathtub(constant: sp.Rational = HALF) -> Outcome:
    """If s has a density at most C and s > 0 on A, then E[1_A s] >= P(A)^2 / (2 C), sharply.

    E[1_A s] is the integral over t > 0 of P(A, s > t) >= P(A) - C t.  Equality holds when s has
    density exactly C on (0, P/C).
    """
    p, c, t = sp.symbols("P C t", positive=True)
    lower = sp.integrate(p - c * t, (t, 0, p / c))
    attained = sp.integrate(c * t, (t, 0, p / c))
    claimed = constant * p**2 / c
    return Outcome(
        same(lower, claimed) and same(attained, claimed),
        sp.simplify(lower),
        claimed,
        f"the integral of the tail, and the value {sp.simplify(attained)} of the extremal law",
    )


CLAIM, ERRATA = result(__file__, bathtub)

"""The bathtub inequality (used in Lemma 5.1 and Propositions 3 and 4)."""

import sympy as sp

from gcbook.audit import Claim, Outcome, Step, check
from gcbook.claims._witness.algebra import same

PRINTED = r"""
If $s$ has a density of at most $C$ and $s>0$ on $A$, then $E[1_As]\ge P(A)^2/(2C)$, and the
constant is sharp.
"""

HALF = sp.Rational(1, 2)


@check(
    twin={"constant": sp.Integer(1)},
    twin_says="the bathtub inequality with constant 1 in place of 1/2",
    method="symbolic",
    role="supports",
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


CLAIM = Claim(
    id="bathtub",
    number="used in Lemma 5.1 and Propositions 3 and 4",
    title="The bathtub inequality",
    section="5",
    statement=PRINTED,
    kind="lemma",
    checks=(bathtub,),
    proof=(
        Step(r"$P(A,s>t)\ge P(A)-Ct$ for every $t\ge0$: the definition of the density bound."),
        Step(r"Integrate over $t$; the uniform law attains it.", check="bathtub"),
    ),
)

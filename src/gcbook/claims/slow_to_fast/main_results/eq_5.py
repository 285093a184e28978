"""Inequality (5). The descent inequality."""

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.claims._words import result


@symbolic.repairs(
    twin={"printed": True},
    twin_says="every eta < L/2 makes the step decrease the loss, as printed",
    omits="the descent lemma itself, which is standard",
    slip=True,
)
def step_below_two_over_l(printed: bool = False) -> Outcome:
    """The gain eta - eta^2 L/2 is positive for 0 < eta < 2/L; for eta < L/2 not (L = 10)."""
    eta, L = sp.symbols("eta L", positive=True)
    share = sp.Symbol("s", positive=True)  # eta = s times the limit, 0 < s < 1
    limit = L / 2 if printed else 2 / L
    gain = sp.simplify((eta - eta**2 * L / 2).subs(eta, share * limit) / limit)
    worst = gain.subs({L: 10, share: sp.Rational(1, 2)})
    fails = sp.reduce_inequalities([gain.subs(L, 10) <= 0, share > 0, share < 1], share)
    return Outcome(fails == sp.false and worst > 0, f"{gain}; fails for {fails}", "never fails")


@symbolic.repairs(
    twin={"column_sum": True},
    twin_says="(5) holds with |W| the sum of the column norms",
    omits="losses that are not quadratic",
)
def euclidean_norm_in_5(column_sum: bool = False) -> Outcome:
    """Inequality (5) needs the Euclidean norm: for l = |W|^2/2 it is an equality there.

    With two columns W = (1, 1) and the column-sum norm of Section 1 the right side is too small.
    """
    eta = sp.symbols("eta", positive=True)
    w = (sp.Integer(1), sp.Integer(1))
    after = sum((a - eta * a) ** 2 for a in w) / 2
    size = sum(map(abs, w)) ** 2 if column_sum else sum(a**2 for a in w)
    excess = sp.expand(after - (sum(a**2 for a in w) / 2 - (eta - eta**2 / 2) * size))
    wrong = sp.reduce_inequalities([excess > 0, eta < 2], eta)
    return Outcome(wrong == sp.false, f"left minus right = {sp.factor(excess)}", "<= 0")


@symbolic.repairs(
    twin={"mean": 1},
    twin_says="the gradient may change by its largest amount along the whole step",
    omits="nothing: g = |grad l|, and t runs over the step",
)
def descent_inequality(mean: object = None) -> Outcome:
    """Integrating |grad l(W - t eta G) - G| <= L t eta g over the step gives eta - eta^2 L/2.

    l(W - eta G) - l(W) = -eta int_0^1 <grad l(W - t eta G), G> dt
                       <= -eta g^2 + eta int_0^1 (L t eta g) g dt.
    """
    eta, L, g, t = sp.symbols("eta L g t", positive=True)
    excess = L * (t if mean is None else sp.sympify(mean)) * eta * g
    bound = -eta * g**2 + eta * sp.integrate(excess * g, (t, 0, 1))
    expected = -(eta - eta**2 * L / 2) * g**2
    return Outcome(sp.expand(bound - expected) == 0, sp.expand(bound), sp.expand(expected))


CLAIM, ERRATA = result(__file__, descent_inequality, step_below_two_over_l, euclidean_norm_in_5)

"""Section 2: the hinge loss, gradient descent and the population loss."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import sympy as sp

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum
from gcbook.claims import _exact as ex

HALF = Fraction(1, 2)


@check(
    twin={"one": sp.Rational(1, 2)},
    twin_says="the hinge is max(0, 1/2 - s)",
    method="symbolic",
    role="supports",
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


@check(
    twin={"divisor": 1},
    twin_says="the step on class i is eta itself",
    method="exact",
    role="supports",
    omits="unequal class sizes, which the paper excludes (evenly mixed)",
    seed=2,
)
def class_is_trained_with_step_over_n(divisor: int = 2) -> Outcome:
    """Under (3), class i moves by -(eta/n) grad l_i: the n of (4) divides the step.

    Exact gradients of l on R^4 = V_1 + V_2, compared with those of l_1 on V_1.
    """
    rng = Random(2)
    outputs = ex.signs([0, 0, 1, 1], 2)
    weights = ex.random_rows(rng, 4, 4)
    first = [(*x, 0, 0) for x in ex.random_rows(rng, 5, 2)]
    second = [(0, 0, *x) for x in ex.random_rows(rng, 5, 2)]
    whole = _average(
        ex.gradient(outputs, weights, first), ex.gradient(outputs, weights, second, label=1)
    )
    inside = ex.gradient(outputs, weights, first)
    found = tuple(row[:2] for row in whole)
    expected = tuple(tuple(a / divisor for a in row[:2]) for row in inside)
    return Outcome(found == expected, ex.show(found[:2]), ex.show(expected[:2]), "n = 2")


def _average(left: ex.Rows, right: ex.Rows) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(
        tuple((a + b) * HALF for a, b in zip(p, q, strict=True))
        for p, q in zip(left, right, strict=True)
    )


@check(
    twin={"share": Fraction(1, 3)},
    twin_says="the error is at most a third of the loss",
    method="exact",
    role="supports",
    omits="data that are not finite; the pointwise inequality of (2) carries over by expectation",
    seed=3,
)
def error_is_below_the_loss(share: Fraction = Fraction(1), trials: int = 300) -> Outcome:
    """The share of errors, ties counted as errors, never exceeds the loss: three classes."""
    rng = Random(3)
    outputs = ex.signs([0, 0, 1, 2, -1], 3)
    broken = 0
    for _ in range(trials):
        weights = ex.random_rows(rng, 5, 2, 3)
        points = ex.random_rows(rng, 4, 2, 3)
        wrong = sum(min(ex.margins(outputs, weights, x)) <= 0 for x in points)
        broken += Fraction(wrong, 4) > share * ex.loss(outputs, weights, points)
    return Outcome(broken == 0, f"{broken} violations", "0 violations", f"{trials} networks")


CLAIMS = (
    Claim(
        id="eq-2",
        number="Equation (2)",
        title="The hinge loss",
        section="2",
        statement=(
            r"$l(W;\{x,y\})=\sum_{i\ne y}\max\{0,1-f_y+f_i\}$; an error or a tie at $x$ costs at "
            r"least 1."
        ),
        kind="equation",
        checks=(hinge_pays_for_an_error,),
        depends=("eq-1",),
    ),
    Claim(
        id="eq-3",
        number="Equation (3)",
        title="Gradient descent",
        section="2",
        statement=(
            r"$W^t=W^{t-1}-\eta\nabla l(W^{t-1})$ trains class $i$ with step $\eta/n$ on $l_i$."
        ),
        kind="equation",
        checks=(class_is_trained_with_step_over_n,),
        depends=("eq-2",),
        repair=r"In Section 5 and in the experiments $\eta$ is the step on $l_i$ itself.",
    ),
    Claim(
        id="eq-4",
        number="Equation (4)",
        title="The population loss",
        section="2",
        statement=(
            r"$l(W)=\mathbb E\,l(W;\{x,y\})=\frac1n\sum_i l_i(W)$, and "
            r"$\mathbb P[\hat y\ne i]\le l_i(W)$ under every tie-breaking rule."
        ),
        kind="equation",
        checks=(error_is_below_the_loss, hinge_pays_for_an_error),
        depends=("eq-2",),
    ),
)

ERRATA = (
    Erratum(
        id="E5",
        claim="eq-3",
        where="Equation (3) and Section 5",
        printed=r"the step on $l_i$ is $\eta$",
        mended=r"it is $\eta/n$ under (3); read $\eta$ as the step on $l_i$",
        why=r"$l=\frac1n\sum_i l_i$. The published iteration counts fit the step $\eta$ on $l_1$.",
        check="class-is-trained-with-step-over-n",
        nature="constant",
    ),
)

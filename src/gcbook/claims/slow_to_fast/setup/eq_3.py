"""Equation (3). Gradient descent."""

from fractions import Fraction
from random import Random

from gcbook.audit import Claim, Erratum, Outcome, check
from gcbook.claims._witness import exact as ex

PRINTED = r"""
$W^t=W^{t-1}-\eta\nabla l(W^{t-1})$ trains class $i$ with step $\eta/n$ on $l_i$.
"""

MENDED = r"""
In Section 5 and in the experiments $\eta$ is the step on $l_i$ itself.
"""

HALF = Fraction(1, 2)


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


CLAIM = Claim(
    id="eq-3",
    number="Equation (3)",
    title="Gradient descent",
    section="2",
    statement=PRINTED,
    kind="equation",
    checks=(class_is_trained_with_step_over_n,),
    depends=("eq-2",),
    repair=MENDED,
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

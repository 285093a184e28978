"""Proposition 1. Critical points have zero loss."""

from fractions import Fraction
from random import Random

import sympy as sp

from gcbook.audit import Outcome, exact, symbolic
from gcbook.claims._witness import exact as ex
from gcbook.claims._witness.small_networks import critical_ones
from gcbook.claims._words import result

HALF = Fraction(1, 2)


@symbolic.refutes(
    twin={"second": -1},
    twin_says="the weights 1 and -1 are stuck as well",
    omits="d_i >= 2, where the shell is connected and the proposition is true",
    slip=True,
)
def stuck_on_a_line(second: int = 1) -> Outcome:
    """With d_i = 1 there is a critical point of loss 1/2: both neurons point the same way.

    Data uniform on [-2, -1] and [1, 2], v = 1/2, no bias, weights 1 and `second`.
    """
    loss, slope, _ = _on_a_line(second, sp.Integer(0))
    return Outcome(loss == HALF and slope == 0, (loss, slope), (sp.Rational(1, 2), 0))


def _on_a_line(second: int, b: sp.Expr) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """Return loss, gradient in the weights, and least margin where any of 1 and `second` is on."""
    x, least = sp.symbols("x", positive=True), sp.oo
    loss, slope = sp.Integer(0), sp.Integer(0)
    for side in (1, -1):
        active = [w for w in (1, second) if w * side > 0]  # 1 - b > 0: active on the whole half
        margin = sum((w * side * x - b for w in active), sp.Integer(0))
        loss += sp.integrate(sp.Piecewise((1 - margin, margin < 1), (0, True)), (x, 1, 2)) / 2
        if active:
            least = min(least, sp.minimum(margin, x, sp.Interval(1, 2)))
            pull = sp.Piecewise((x, margin < 1), (0, True))
            slope -= side * sp.integrate(pull, (x, 1, 2)) / 2
    return loss, slope, least


@symbolic.refutes(
    twin={"second": -1},
    twin_says="the weights 1 and -1 are stuck as well",
    omits="d_i >= 2, where the theorems are true",
)
def stuck_on_a_line_with_bias(second: int = 1, bias: object = sp.Rational(1, 20)) -> Outcome:
    """Every hypothesis of Theorem 3.1 holds on two lines, and l_1 = l_2 = 1/2 for ever.

    d_i = 1, four neurons, w_1 = w_2 = e_1, w_3 = w_4 = e_2, all b_j = 1/20 (of sum 1/5), v = 1/2,
    data uniform on 1 <= |x| <= 2: on one side the margin is at least 19/10, on the other nobody is
    active.  With b = 0 it is a counterexample to Theorem 3.2.
    """
    b = sp.sympify(bias)
    loss, slope, least = _on_a_line(second, b)
    stands = loss == HALF and slope == 0 and 4 * b < 1 and least == 2 - 2 * b
    return Outcome(bool(stands), f"loss {loss}, gradient {slope}, margin {least}", "1/2, 0, 19/10")


@exact.refutes(
    twin={"owner": 0},
    twin_says="the third neuron belongs to the class",
    omits="networks without ownerless neurons, for which the statement is repaired",
)
def ownerless_neuron_hides_the_defect(owner: int = -1) -> Outcome:
    """Critical, f is not zero, and yet the loss is 1: only an ownerless neuron is active.

    V = ((+, -, -), (-, +, -)) satisfies Assumption 1; the weights are 0, 0 and (1, 1).
    """
    outputs = ex.signs([0, 1, owner], 2)
    weights = ((0, 0), (0, 0), (1, 1))
    points = [(a, b) for a in (-2, -1, 1, 2) for b in (-2, -1, 1, 2)]
    slope = ex.gradient(outputs, weights, points)
    loss = ex.loss(outputs, weights, points)
    f = ex.forward(outputs, weights, (1, 2))
    stands = bool(not any(map(any, slope)) and any(f) and loss == 1)
    found = f"f(1, 2) = {ex.show([f])}, gradient {ex.show(slope)}, loss {loss}"
    return Outcome(stands, found, "f not zero, gradient zero, loss 1")


@symbolic.repairs(
    twin={"owned_sees": "lost"},
    twin_says="the neurons of the class are pushed towards less output",
    omits="that a mean of non-negative terms vanishes only if they vanish almost everywhere",
)
def inner_product_of_weight_and_gradient(owned_sees: str = "gain") -> Outcome:
    """-<grad_j, w_j> is a mean of (v_ij - v_rj) <w_j, x> over missed points, <w_j, x> > b_j >= 0.

    With <w_j, x> = b + h, h > 0, every term is positive if class i owns neuron j, negative if
    class r does, and zero for all others.
    """
    v, h = sp.symbols("v h", positive=True)
    b = sp.symbols("b", nonnegative=True)
    sign = 1 if owned_sees == "gain" else -1
    owner = {"i": (v, -v), "r": (-v, v), "another": (-v, -v), "nobody": (-v, -v)}
    terms = {
        who: sp.expand(sign * (mine - other) * (b + h)) for who, (mine, other) in owner.items()
    }
    stands = (
        terms["i"].is_positive
        and terms["r"].is_negative
        and terms["another"] == terms["nobody"] == 0
    )
    return Outcome(bool(stands), terms, "positive, negative, 0, 0")


@exact.repairs(
    twin={"critical_only": False},
    twin_says="the dichotomy holds at every configuration",
    omits="larger data sets and dimensions: the proof covers those",
    seconds=0.5,
    full={"draws": 2_000_000},
)
def critical_margins_are_zero_or_large(
    critical_only: bool = True, draws: int = 200_000, seed: int = 6
) -> Outcome:
    """At a critical point every margin on the data is 0 or at least 1.

    All critical configurations among random integer data sets of four points in the plane, three
    neurons, v = 1/4, in exact integer arithmetic.
    """
    found, chosen = critical_ones(draws, seed, critical_only)
    s = found["margin"][chosen]
    broken = int(((s != 0) & (s < 2)).any(axis=1).sum())
    return Outcome(
        broken == 0 and bool(chosen.any()),
        f"{broken} violations",
        "0 violations",
        f"{int(chosen.sum())} configurations, of {draws} drawn",
    )


@exact.repairs(
    twin={"sign": -1},
    twin_says="the pull on an owned neuron points inwards",
    omits="nothing for finite data; the population case is the same sum as an integral",
)
def gradient_pairs_with_the_weight(sign: int = 1, trials: int = 150, seed: int = 7) -> Outcome:
    """<grad_j, w_j> is a sum of terms of one sign, and vanishes only if no missed point is seen.

    Random rational networks with biases; missed points that activate neuron j are counted.
    """
    rng = Random(seed)
    outputs = ex.signs([0, 0, 1, 2], 3)
    broken = 0
    for _ in range(trials):
        weights, points, bias = ex.random_case(rng, 4)
        slope = ex.gradient(outputs, weights, points, bias)
        for j, (w, pull) in enumerate(zip(weights, slope, strict=True)):
            rivals = (1, 2) if j < 2 else (j - 1,)
            seen = any(
                ex.hidden(weights, x, bias)[j] > 0
                and any(ex.margins(outputs, weights, x, bias)[r - 1] < 1 for r in rivals)
                for x in points
            )
            outward = -sign * ex.dot(pull, w) * (1 if j < 2 else -1)
            broken += not (outward > 0 if seen else outward == 0)
    return Outcome(broken == 0, f"{broken} violations", "0 violations", f"{4 * trials} neurons")


CLAIM, ERRATA = result(
    __file__,
    stuck_on_a_line,
    ownerless_neuron_hides_the_defect,
    inner_product_of_weight_and_gradient,
    gradient_pairs_with_the_weight,
    critical_margins_are_zero_or_large,
)

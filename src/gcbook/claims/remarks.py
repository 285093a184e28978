"""Section 3: the two remarks, and why zero population loss is never reached."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import sympy as sp

from gcbook._checks import FloatArray
from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum, Step
from gcbook.bounds import Shell, first_phase, second_phase
from gcbook.claims import _exact as ex
from gcbook.data import Annulus
from gcbook.descent import descend
from gcbook.initialisation import half_space_start
from gcbook.network import Network, binary_network


@check(
    twin={"bias": Fraction(0)},
    twin_says="the neurons of the class stay put although they are active",
    method="exact",
    role="repairs",
    omits="nothing for these data; the argument is one line",
)
def inactive_class_stays_put(bias: Fraction = Fraction(3)) -> Outcome:
    """If no owned neuron is active on the support, they never move and l_i >= n - 1 for ever.

    Twenty exact steps, three classes, biases too large for the owned neurons.
    """
    outputs, points = ex.signs([0, 0, 1, 2], 3), _cross()
    weights: ex.Rows = ((1, 0), (0, 1), (1, 1), (-1, 2))
    start, least = weights, Fraction(10)
    biases = (bias, bias, Fraction(1, 10), Fraction(1, 10))
    for _ in range(20):
        least = min(least, ex.loss(outputs, weights, points, biases))
        slope = ex.gradient(outputs, weights, points, biases)
        weights = ex.step(weights, slope, Fraction(1, 10))
    stays = weights[:2] == start[:2]
    return Outcome(stays and least >= 2, f"stay put: {stays}, least loss {least}", "True, >= 2")


@check(
    twin={"bias": Fraction(5)},
    twin_says="neurons of the other class that see nothing move as well",
    method="exact",
    role="refutes",
    omits="other data; any neuron of another class that is active on missed data moves",
)
def others_are_updated(bias: Fraction = Fraction(1, 10)) -> Outcome:
    """Although no owned neuron is active, the gradient is not zero: other neurons are updated."""
    outputs, points = ex.signs([0, 0, 1, 1], 2), _cross()
    weights = ((1, 0), (0, 1), (1, 1), (-1, 2))
    slope = ex.gradient(outputs, weights, points, (3, 3, bias, bias))
    stands = not any(map(any, slope[:2])) and any(map(any, slope[2:]))
    return Outcome(bool(stands), ex.show(slope), "two zero rows, then rows that are not")


def _cross() -> ex.Rows:
    return ((1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (-2, 0), (0, 2), (0, -2))


@check(
    twin={"power": 1},
    twin_says="at fixed R both bounds grow like eta",
    method="numerical",
    role="repairs",
    omits="how R depends on eta",
    tolerance="1e-12 relative",
)
def bounds_fall_with_the_step(power: int = -1) -> Outcome:
    """At fixed R the bounds of Propositions 3 and 4 fall like 1/eta: printed and mended forms."""
    shell, ratios = Shell(), []
    for bound in (first_phase, second_phase):
        for form in ("printed", "corrected"):
            one, ten = (bound(shell, step=eta, radius=5.0, form=form) for eta in (0.1, 1.0))
            ratios.append(float(ten / one))
    wanted = 10.0**power
    agree = all(abs(one / wanted - 1) < 1e-12 for one in ratios)
    return Outcome(agree, [f"{one:.3g}" for one in ratios], f"{wanted:g} each")


@check(
    twin={"growth": 1.0},
    twin_says="R grows in proportion to eta",
    method="experiment",
    role="refutes",
    omits="steps above 1, for which R does grow",
    tolerance="R changes by at most ten per cent",
    seed=20,
    seconds=0.5,
)
def radius_hardly_depends_on_the_step(growth: float = 0.0) -> Outcome:
    """A ten times larger step leaves R nearly as it was, so both bounds get smaller, not larger.

    Eight half-space starts, exact population, eta = 1/10 and 1, to loss 1e-4.
    """
    network, worst = binary_network(3), 0.0
    for start in half_space_start(6, 2, runs=8, seed=20):
        sizes = []
        for eta in (0.1, 1.0):
            run = descend(network, Annulus(), start, step=eta, max_steps=6000, tolerance=1e-4)
            sizes.append(float(np.linalg.norm(run.weights[:3], axis=1).sum()))
        worst = max(worst, abs(sizes[1] / sizes[0] / 10**growth - 1))
    return Outcome(worst < 0.1, f"{worst:.3f}", "< 0.1", "largest relative change of R_+")


@check(
    twin={"constant": sp.Integer(6)},
    twin_says="steps up to 1/6 keep the deficit positive",
    method="symbolic",
    role="supports",
    omits="other networks: the constant is for three owned neurons on the uniform annulus",
)
def deficit_stays_positive(constant: object = sp.Integer(12)) -> Outcome:
    """Below eta = 1/12 the deficit delta, and with it the loss, never reaches zero.

    delta = 1 - m min phi on the unit circle.  For v = 1/2, three owned neurons and uniform data on
    1 <= |x| <= 2, one step lowers delta by at most 3 eta/(1-delta) P(Omega), and P(Omega) is at
    most ((1-delta)^-2 - 1)/3; so delta' > 0 for delta <= 1/2 if eta < 1/12, and from above 1/2
    one step lowers delta by at most 6 eta < 1/2.
    """
    delta, t = sp.symbols("delta t", positive=True)
    eta = 1 / sp.sympify(constant)
    lost = 3 * eta / (1 - delta) * ((1 - delta) ** -2 - 1) / 3
    kept = sp.factor(sp.simplify((delta - lost) * (1 - delta) ** 3 / delta))
    half = sp.expand(sp.expand(kept).subs(delta, (1 - t) / 2))  # t in [0, 1) covers (0, 1/2]
    roots = sp.reduce_inequalities([half < 0, t >= 0, t < 1], t)
    jump = 6 * eta <= sp.Rational(1, 2)
    return Outcome(roots == sp.false and bool(jump), f"negative for {roots}", "negative for False")


@check(
    twin={"eta": 20.0},
    twin_says="a step of 20 never reaches zero loss either",
    method="numerical",
    role="supports",
    omits="later times; the symbolic check covers all of them",
    tolerance="exact comparison with 0 over 4,000 steps",
    seed=21,
    seconds=1.5,
)
def loss_stays_positive(eta: float = 0.08, steps: int = 4000) -> Outcome:
    """The population loss is positive at every one of 4,000 steps of eta = 0.08.

    Three owned neurons, v = 1/2.
    """
    signs = np.array([0.5, 0.5, 0.5, -0.5])
    network = Network(np.stack([signs, -signs]))
    start = np.vstack([_triangle(), np.zeros((1, 2))])
    run = descend(network, Annulus(), start, step=eta, max_steps=steps)
    positive = bool((run.losses > 0).all())
    return Outcome(positive, f"least loss {run.losses.min():.1e}", "> 0", f"{run.steps} steps")


def _triangle() -> FloatArray:
    angle = np.array([0.1, 2.2, 4.3])
    return np.column_stack([np.cos(angle), np.sin(angle)])


CLAIMS = (
    Claim(
        id="rem-1",
        number="Remark 1",
        title="Why a neuron must be active",
        section="3",
        statement=(
            r"If no neuron with $v_{ij}>0$ is active on the data of class $i$ at the start, the "
            "algorithm suffers zero gradient and fails to update."
        ),
        kind="remark",
        depends=("asm-1", "eq-2"),
        repair=(
            r"Then these neurons stay where they are and $l_i(W^t)\ge n-1$ for all $t$; neurons of "
            "other classes may well be updated."
        ),
        checks=(others_are_updated, inactive_class_stays_put),
    ),
    Claim(
        id="rem-2",
        number="Remark 2",
        title="Large learning rates",
        section="3",
        statement=(
            r"A larger learning rate implicitly results in a larger bound in Propositions 3 and 4."
        ),
        kind="remark",
        depends=("prop-3", "prop-4"),
        repair=(
            r"At fixed $R$ both bounds fall like $1/\eta$. A larger step can hurt them only "
            r"through $R$, which for moderate steps hardly changes."
        ),
        checks=(radius_hardly_depends_on_the_step, bounds_fall_with_the_step),
    ),
    Claim(
        id="fin-2",
        number="added",
        title="Zero population loss is never reached",
        section="3",
        statement=(
            r"Let $b=0$. For small $\eta$ the population loss is positive at every step: "
            r"$\delta_t=1-m\min_{|u|=1}\phi(u)$ never reaches 0. (Uniform data on $1\le|x|\le2$, "
            r"$v=\frac12$, three owned neurons, no other: $\eta<\frac1{12}$.) Iterations to "
            "zero loss are a notion of finite data."
        ),
        kind="addition",
        depends=("eq-3", "eq-4"),
        checks=(deficit_stays_positive, loss_stays_positive),
        proof=(
            Step(
                r"$\phi(r u)=r\phi(u)$, so missed points have $|x|\le m/(1-\delta)$ and "
                r"$P(\Omega)\le p_{\max}|S^{d-1}|m^d((1-\delta)^{-d}-1)/d$."
            ),
            Step(
                r"A step moves $\phi$ on the unit sphere by at most "
                r"$4v^2m((n-1)k_i+\max_rk_r)\eta\,P(\Omega)/(1-\delta)$."
            ),
            Step(
                r"So $\delta_{t+1}\ge\delta_t(1-O(\eta))>0$ for $\delta_t\le\frac12$, and a step "
                r"from above $\frac12$ is too short to reach 0.",
                check="deficit-stays-positive",
            ),
        ),
    ),
)

ERRATA = (
    Erratum(
        id="E17",
        claim="rem-1",
        where="Remark 1",
        printed="zero gradient and fails to update",
        mended=r"the neurons of class $i$ do not move, and $l_i\ge n-1$",
        why="Neurons of the other classes can be active on the data of class $i$.",
        check="others-are-updated",
        nature="error",
    ),
    Erratum(
        id="E18",
        claim="rem-2",
        where="Remark 2",
        printed="a larger learning rate results in a larger bound",
        mended=r"at fixed $R$ the bounds fall like $1/\eta$",
        why=r"Both have $\eta$ in the denominator, and $R$ hardly depends on moderate steps.",
        check="bounds-fall-with-the-step",
        nature="error",
    ),
)

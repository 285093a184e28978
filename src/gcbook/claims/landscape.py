"""Section 4.2: critical points (Proposition 1), and what becomes of it on finite data."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import sympy as sp

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum, Step
from gcbook.claims import _exact as ex
from gcbook.data import PolarGrid
from gcbook.descent import descend
from gcbook.initialisation import random_start
from gcbook.network import binary_network

HALF = Fraction(1, 2)


@check(
    twin={"second": -1},
    twin_says="the weights 1 and -1 are stuck as well",
    method="symbolic",
    role="refutes",
    omits="d_i >= 2, where the shell is connected and the proposition is true",
    slip=True,
)
def stuck_on_a_line(second: int = 1) -> Outcome:
    """With d_i = 1 there is a critical point of loss 1/2: both neurons point the same way.

    Data uniform on [-2, -1] and [1, 2], v = 1/2, no bias, weights 1 and `second`.
    """
    x = sp.symbols("x", positive=True)
    loss, slope = sp.Integer(0), sp.Integer(0)
    for side in (1, -1):
        active = [w for w in (1, second) if w * side > 0]
        margin = sum(w * side * x for w in active)
        loss += sp.integrate(sp.Piecewise((1 - margin, margin < 1), (0, True)), (x, 1, 2)) / 2
        missed = sp.Piecewise((x, margin < 1), (0, True)) if active else sp.Integer(0)
        slope -= side * sp.integrate(missed, (x, 1, 2)) / 2
    return Outcome(loss == HALF and slope == 0, (loss, slope), (sp.Rational(1, 2), 0))


@check(
    twin={"owner": 0},
    twin_says="the third neuron belongs to the class",
    method="exact",
    role="refutes",
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


def _search(draws: int, seed: int) -> dict[str, Any]:
    """Random integer data and weights: two neurons of the class, one of the other, v = 1/4.

    The margin is (S_1 - S_2)/2, so with integers everything is exact: missed means S_1 - S_2 < 2.
    """
    rng = np.random.default_rng(seed)
    x = rng.integers(-2, 3, (draws, 4, 2))
    w = rng.integers(-2, 3, (draws, 3, 2))
    inputs = np.einsum("njc,npc->njp", w, x)
    active = inputs > 0
    total = np.where(active, inputs, 0)
    s = total[:, 0] + total[:, 1] - total[:, 2]
    pull = (active & (s < 2)[:, None]).astype(np.int64)
    slope = np.einsum("njp,npc->njc", pull, x)
    loss = np.maximum(2 - s, 0).sum(axis=1)  # twice the sum of the hinges
    return {
        "critical": ~slope.any(axis=(1, 2)),
        "margin": s,
        "loss": loss,
        "dead": ~active.any(axis=1),
    }


@check(
    twin={"critical_only": False},
    twin_says="the dichotomy holds at every configuration",
    method="exact",
    role="repairs",
    omits="larger data sets and dimensions: the proof covers those",
    seed=6,
    seconds=0.5,
    full={"draws": 2_000_000},
)
def critical_margins_are_zero_or_large(critical_only: bool = True, draws: int = 200_000) -> Outcome:
    """At a critical point every margin on the data is 0 or at least 1.

    All critical configurations among random integer data sets of four points in the plane, three
    neurons, v = 1/4, in exact integer arithmetic.
    """
    found = _search(draws, seed=6)
    chosen = found["critical"] if critical_only else np.ones(draws, dtype=bool)
    s = found["margin"][chosen]
    broken = int(((s != 0) & (s < 2)).any(axis=1).sum())
    return Outcome(
        broken == 0 and bool(chosen.any()),
        f"{broken} violations",
        "0 violations",
        f"{int(chosen.sum())} configurations, of {draws} drawn",
    )


@check(
    twin={"sign": -1},
    twin_says="the pull on an owned neuron points inwards",
    method="exact",
    role="repairs",
    omits="nothing for finite data; the population case is the same sum as an integral",
    seed=7,
)
def gradient_pairs_with_the_weight(sign: int = 1, trials: int = 150) -> Outcome:
    """<grad_j, w_j> is a sum of terms of one sign, and vanishes only if no missed point is seen.

    Random rational networks with biases; missed points that activate neuron j are counted.
    """
    rng = Random(7)
    outputs = ex.signs([0, 0, 1, 2], 3)
    broken = 0
    for _ in range(trials):
        weights, points = ex.random_rows(rng, 4, 2, 3), ex.random_rows(rng, 3, 2, 3)
        bias = [Fraction(rng.randint(0, 2), 4) for _ in weights]
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


@check(
    twin={"first": HALF},
    twin_says="the weights (1/2, 2) are critical too",
    method="exact",
    role="supports",
    omits="how often gradient descent meets such a point",
)
def four_points_and_a_plateau(first: Fraction = Fraction(2)) -> Outcome:
    """On the data e1, -e1, e2, -e2 the weight (2, 2) and all weights near it are critical.

    The loss there is exactly 1/2: a flat local minimum that is not global.
    """
    outputs = ex.signs([0, 1], 2)
    points = ((1, 0), (-1, 0), (0, 1), (0, -1))
    near = (Fraction(0), Fraction(1, 2), Fraction(-1, 2))
    slopes: set[tuple[object, ...]] = set()
    values: set[Fraction] = set()
    for a in near:
        for b in near:
            weights = ((first + a, 2 + b), (0, 0))
            slopes.update(ex.gradient(outputs, weights, points))
            values.add(ex.loss(outputs, weights, points))
    flat = slopes == {(0, 0)} and values == {HALF}
    losses = ", ".join(str(one) for one in sorted(values))
    found = f"gradients {ex.show(sorted(slopes))}, losses {losses}"
    return Outcome(flat, found, "gradients (0, 0), losses 1/2", "nine weights around (2, 2)")


@check(
    twin={"factor": 0.99},
    twin_says="one per cent less is enough",
    method="numerical",
    role="supports",
    omits="exact arithmetic: the angles are rounded",
    tolerance="1e-12",
)
def plateau_of_the_grid(factor: float = 1.0) -> Outcome:
    """On the 880 points of Section 6.1 one neuron of norm 1/sin(pi/80) is stuck at loss 1/2.

    It points between two grid angles and clears the margin on the 40 directions it sees.
    """
    norm = factor / np.sin(np.pi / 80) * (1 + 1e-12)
    angle = np.pi / 80
    weights = [[norm * np.cos(angle), norm * np.sin(angle)], [0.0, 0.0]]
    network, data = binary_network(1), PolarGrid()
    slope = float(np.abs(network.gradient(weights, data)).max())
    loss = float(network.loss(weights, data))
    stuck = slope == 0.0 and abs(loss - 0.5) < 1e-12
    return Outcome(stuck, f"gradient {slope:.2g}, loss {loss}", "gradient 0, loss 0.5")


@check(
    twin={"critical_only": False},
    twin_says="the loss is the mass of the dead points everywhere",
    method="exact",
    role="supports",
    omits="larger data sets and dimensions: the proof covers those",
    seed=8,
    seconds=0.5,
    full={"draws": 2_000_000},
)
def critical_loss_is_the_dead_mass(critical_only: bool = True, draws: int = 200_000) -> Outcome:
    """At a critical point the loss is the share of points that activate no neuron."""
    found = _search(draws, seed=8)
    chosen = found["critical"] if critical_only else np.ones(draws, dtype=bool)
    dead = 2 * found["dead"].sum(axis=1)
    broken = int((found["loss"] != dead)[chosen].sum())
    positive = int((found["loss"] > 0)[chosen & found["critical"]].sum())
    return Outcome(
        broken == 0,
        f"{broken} violations",
        "0 violations",
        f"{int(chosen.sum())} configurations, {positive} critical ones with positive loss",
    )


@check(
    twin={"extra": ((1, -1),)},
    twin_says="the pair still has zero loss when (1, -1) is added to the data",
    method="exact",
    role="supports",
    omits="data with a density, for which zero loss needs the condition",
)
def antipodal_pair_fits_four_points(extra: ex.Rows = ()) -> Outcome:
    """On finite data zero loss does not need the geometric condition: two opposite neurons do.

    The line on which neither of (1, 1), (-1, -1) is active misses e1, -e1, e2, -e2.
    """
    outputs = ex.signs([0, 0, 1], 2)
    weights = ((1, 1), (-1, -1), (0, 0))
    points = ((1, 0), (-1, 0), (0, 1), (0, -1), *extra)
    loss = ex.loss(outputs, weights, points)
    return Outcome(loss == 0, loss, 0, f"data {ex.show(points)}")


@check(
    twin={"run": 502},
    twin_says="the run before it is stuck as well",
    method="experiment",
    role="supports",
    omits="that it stays so for ever, and how often it happens (about one run in 400)",
    tolerance="none: one deterministic run",
    seed=1,
    seconds=0.5,
    full={"steps": 40_000},
)
def plateau_met_in_the_experiment(run: int = 503, steps: int = 3000) -> Outcome:
    """In the paper's own setting (2k = 6, run 503 of seed 1) descent ends beside a dead direction.

    After 3000 steps no owned neuron is active on one of the 80 directions, so the loss is at
    least 1/80 while it is missed; nearly all other runs are done by then.
    """
    start = random_start(6, 2, runs=1000, seed=1)[run]
    found = descend(binary_network(3), PolarGrid(), start, max_steps=steps)
    inputs = PolarGrid().directions @ found.weights[:3].T
    dead = int((inputs <= 0).all(axis=1).sum())
    loss = float(found.losses[-1])
    return Outcome(
        dead > 0 and loss >= 1 / 80, f"{dead} dead, loss {loss:.4f}", ">= 1 dead, >= 1/80"
    )


CLAIMS = (
    Claim(
        id="prop-1",
        number="Proposition 1",
        title="Critical points have zero loss",
        section="4.2",
        statement=(
            r"If $d>1$, $W$ is a critical point of $l_i$ and $f(W;x)\ne0$ for some $x\in V_i$, "
            r"then $l_i(W)=0$."
        ),
        kind="proposition",
        depends=("setup-data", "asm-1", "eq-1", "eq-2"),
        repair=(
            r"Let $d_i\ge2$ and let $\nabla l_i(W)=0$. Then each margin $f_i-f_r$, $r\ne i$, is "
            r"either at least 1 on the whole shell, or zero on it with every neuron of the classes "
            r"$i$ and $r$ inactive. If moreover some neuron that class $i$ owns is active "
            r"somewhere on the support of $\mathcal D_i$, then $l_i(W)=0$."
        ),
        checks=(
            stuck_on_a_line,
            ownerless_neuron_hides_the_defect,
            gradient_pairs_with_the_weight,
            critical_margins_are_zero_or_large,
        ),
        proof=(
            Step(
                r"Pair the $j$-th gradient with $w_j$: all terms have one sign, so no neuron of "
                r"the classes $i$, $r$ is active on $\Omega_{ir}$, up to a null set.",
                check="gradient-pairs-with-the-weight",
            ),
            Step(
                r"Hence $f_i-f_r\in\{0\}\cup[1,\infty)$.",
                check="critical-margins-are-zero-or-large",
            ),
            Step(
                r"The margin is continuous and the shell is connected ($d_i\ge2$), so one of the "
                "two cases holds everywhere."
            ),
            Step(
                r"An active neuron $j\in J_i$ makes $\{h_j>0\}$ open, not empty and (a.e.) "
                r"disjoint from every $\Omega_{ir}$, which leaves the case $f_i-f_r\ge1$."
            ),
        ),
    ),
    Claim(
        id="fin-1",
        number="added",
        title="Finite data have other critical points",
        section="4.2",
        statement=(
            r"Let $n=2$. For every distribution $\mathcal D_i$, finite ones included, a critical "
            r"point has $l_i=\mathbb P(\text{every neuron of both classes is inactive})$. On "
            r"finite data non-zero values occur on open sets of weights, and zero loss does not "
            r"need the geometric condition."
        ),
        kind="addition",
        depends=("prop-1",),
        checks=(
            four_points_and_a_plateau,
            plateau_of_the_grid,
            critical_loss_is_the_dead_mass,
            antipodal_pair_fits_four_points,
            plateau_met_in_the_experiment,
        ),
        proof=(
            Step("The first two steps of the proof of Proposition 1 need no density."),
            Step(
                "Where the margin is 0 no neuron is active and the hinge is 1.",
                check="critical-loss-is-the-dead-mass",
            ),
        ),
    ),
)

ERRATA = (
    Erratum(
        id="E10",
        claim="prop-1",
        where="Proposition 1",
        printed=r"there exists some $x\in V_i$ such that $f(W;x)\ne0$",
        mended=r"some neuron with $v_{ij}>0$ is active somewhere on the support of $\mathcal D_i$",
        why=(
            "A neuron without a positive output weight can make $f$ non-zero while no gradient "
            "exists. The proof also contradicts its hypothesis at a different point $x$; the "
            "connectedness of the shell is what closes that gap."
        ),
        check="ownerless-neuron-hides-the-defect",
        nature="hypothesis",
    ),
    Erratum(
        id="E7a",
        claim="prop-1",
        where="Proposition 1",
        printed="$d>1$",
        mended=r"$d_i\ge2$",
        why=r"In $\mathbb R^2=V_1\oplus V_2$ with two lines, $d=2$, and weights can be stuck.",
        check="stuck-on-a-line",
        nature="slip",
    ),
    Erratum(
        id="E11",
        claim="fin-1",
        where="Section 6.1 read with Proposition 1",
        printed="the simulations illustrate the theory",
        mended="on finite data there are critical points of positive loss",
        why="The theory needs a density; 880 atoms have none, and a plateau of loss 1/2 exists.",
        check="plateau-of-the-grid",
        nature="hypothesis",
    ),
    Erratum(
        id="E42",
        claim="fin-1",
        where="Section 6.1, Table 1",
        printed="every run converges",
        mended="about one run in 400 at six neurons ends near loss 1/80",
        why="One of the 80 directions is seen by no owned neuron; 100 runs seldom show it.",
        check="plateau-met-in-the-experiment",
        nature="evidence",
    ),
)

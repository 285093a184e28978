"""Finite data have other critical points (added)."""

from fractions import Fraction

import numpy as np

from gcbook.audit import Claim, Erratum, Outcome, Step, check
from gcbook.claims._witness import exact as ex
from gcbook.claims._witness.small_networks import integer_networks
from gcbook.data import PolarGrid
from gcbook.descent import descend
from gcbook.initialisation import random_start
from gcbook.network import binary_network

PRINTED = r"""
Let $n=2$. For every distribution $\mathcal D_i$, finite ones included, a critical point has
$l_i=\mathbb P(\text{every neuron of both classes is inactive})$. On finite data non-zero values
occur on open sets of weights, and zero loss does not need the geometric condition.
"""

HALF = Fraction(1, 2)


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
    found = integer_networks(draws, seed=8)
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


CLAIM = Claim(
    id="fin-1",
    number="added",
    title="Finite data have other critical points",
    section="4.2",
    statement=PRINTED,
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
)

ERRATA = (
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

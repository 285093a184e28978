"""Finite data have other critical points (added)."""

from fractions import Fraction

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, experiment
from gcbook.claims._witness import exact as ex
from gcbook.claims._witness.small_networks import critical_ones
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.preliminaries.prop_1 import (
    inner_product_of_weight_and_gradient,
)
from gcbook.data import PolarGrid
from gcbook.descent import descend
from gcbook.initialisation import random_start
from gcbook.network import binary_network

HALF = Fraction(1, 2)


@exact.supports(
    twin={"first": HALF},
    twin_says="the weights (1/2, 2) are critical too",
    omits="how often gradient descent meets such a point",
)
def four_points_and_a_plateau(first: Fraction = Fraction(2)) -> Outcome:
    """On the data e1, -e1, e2, -e2 the weight (2, 2) and all weights near it are critical.

    The loss there is exactly 1/2: a flat local minimum that is not global.
    """
    outputs = ex.signs([0, 1], 2)
    near = (Fraction(0), Fraction(1, 2), Fraction(-1, 2))
    slopes: set[tuple[object, ...]] = set()
    values: set[Fraction] = set()
    for a in near:
        for b in near:
            weights = ((first + a, 2 + b), (0, 0))
            slopes.update(ex.gradient(outputs, weights, ex.CROSS))
            values.add(ex.loss(outputs, weights, ex.CROSS))
    flat = slopes == {(0, 0)} and values == {HALF}
    losses = ", ".join(str(one) for one in sorted(values))
    found = f"gradients {ex.show(sorted(slopes))}, losses {losses}"
    return Outcome(flat, found, "gradients (0, 0), losses 1/2", "nine weights around (2, 2)")


@exact.supports(
    twin={"factor": sp.Rational(99, 100)},
    twin_says="one per cent less is enough",
    omits="nothing: the 80 cosines are exact, and the library's grid is compared with them",
    reach="proved",
)
def plateau_of_the_grid(factor: object = sp.Integer(1)) -> Outcome:
    """On the 880 points of Section 6.1 one neuron of norm 1/sin(pi/80) is stuck at loss 1/2.

    At the angle pi/80, between two directions of the grid, it has the inner products
    r |w| cos((2k - 1) pi/80) with them, r >= 1. The 40 positive ones are at least
    |w| cos(39 pi/80),
    which is |w| sin(pi/80) = 1: margin at least 1 there, and nobody active on the other 40.
    """
    norm = sp.sympify(factor) / sp.sin(sp.pi / 80)
    odd = [(2 * k - 1 + 80) % 160 - 80 for k in range(80)]  # the angles, in units of pi/80
    active = [one for one in odd if abs(one) < 40]
    farthest = max(map(abs, active))  # cos falls on [0, pi/2], so this one is the least
    least = sp.simplify(norm * sp.cos(farthest * sp.pi / 80))
    data, turn = PolarGrid(), 2 * np.pi / 80 * np.arange(1, 81)
    circle = np.column_stack([np.cos(turn), np.sin(turn)])
    same = np.allclose(data.directions, circle, rtol=0, atol=1e-12) and min(data.radii) == 1.0
    stuck = least >= 1 and same
    found = f"{len(active)} of 80 directions active, least margin {least}"
    return Outcome(bool(stuck and len(active) == 40), found, "40 of 80, at least 1")


@exact.supports(
    twin={"critical_only": False},
    twin_says="the loss is the mass of the dead points everywhere",
    omits="larger data sets and dimensions: the proof covers those",
    seconds=0.5,
    full={"draws": 2_000_000},
)
def critical_loss_is_the_dead_mass(
    critical_only: bool = True, draws: int = 200_000, seed: int = 8
) -> Outcome:
    """At a critical point the loss is the share of points that activate no neuron."""
    found, chosen = critical_ones(draws, seed, critical_only)
    dead = 2 * found["dead"].sum(axis=1)
    broken = int((found["loss"] != dead)[chosen].sum())
    positive = int((found["loss"] > 0)[chosen & found["critical"]].sum())
    detail = f"{int(chosen.sum())} configurations, {positive} critical ones with positive loss"
    return Outcome(broken == 0, f"{broken} violations", "0 violations", detail)


@exact.supports(
    twin={"extra": ((1, -1),)},
    twin_says="the pair still has zero loss when (1, -1) is added to the data",
    omits="data with a density, for which zero loss needs the condition",
    reach="proved",
)
def antipodal_pair_fits_four_points(extra: ex.Rows = ()) -> Outcome:
    """On finite data zero loss does not need the geometric condition: two opposite neurons do.

    The line on which neither of (1, 1), (-1, -1) is active misses e1, -e1, e2, -e2.
    """
    outputs = ex.signs([0, 0, 1], 2)
    weights = ((1, 1), (-1, -1), (0, 0))
    points = (*ex.CROSS, *extra)
    loss = ex.loss(outputs, weights, points)
    return Outcome(loss == 0, loss, 0, f"data {ex.show(points)}")


@experiment.supports(
    twin={"run": 502},
    twin_says="the run before it is stuck as well",
    omits="that it stays so for ever, and how often it happens (about one run in 400)",
    tolerance="none: one deterministic run",
    seconds=0.5,
    full={"steps": 40_000},
)
def plateau_met_in_the_experiment(run: int = 503, steps: int = 3000, seed: int = 1) -> Outcome:
    """In the paper's own setting (2k = 6, run 503 of seed 1) descent ends beside a dead direction.

    After 3000 steps no owned neuron is active on one of the 80 directions, so the loss is at
    least 1/80 while it is missed; nearly all other runs are done by then.
    """
    start = random_start(6, 2, runs=1000, seed=seed)[run]
    found = descend(binary_network(3), PolarGrid(), start, max_steps=steps)
    inputs = PolarGrid().directions @ found.weights[:3].T
    dead = int((inputs <= 0).all(axis=1).sum())
    loss = float(found.losses[-1])
    return Outcome(
        dead > 0 and loss >= 1 / 80, f"{dead} dead, loss {loss:.4f}", ">= 1 dead, >= 1/80"
    )


CLAIM, ERRATA = result(
    __file__,
    four_points_and_a_plateau,
    inner_product_of_weight_and_gradient.as_role("supports"),
    plateau_of_the_grid,
    critical_loss_is_the_dead_mass,
    antipodal_pair_fits_four_points,
    plateau_met_in_the_experiment,
)

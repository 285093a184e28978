"""The overfitting conjecture for one hidden layer."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, statistical, symbolic
from gcbook.claims._words import result
from gcbook.claims.linear_networks.lin_land_table import SHAPES
from gcbook.companions.linear import (
    LinearProblem,
    components,
    inertia,
    limit_losses,
    random_layers,
)


@numerical.supports(
    twin={"minima": True},
    twin_says="the same with the minima among them",
    omits="other shapes; the table of Proposition (added) is general",
    seed=0,
)
def saddles_are_normally_hyperbolic(minima: bool = False) -> Outcome:
    """At all saddle components the nullity is the dimension, and the index is at least one."""
    least, same = 99, True
    for shape in SHAPES:
        for part in components(*shape):
            if len(part.learnt) < len(shape[0]) or minima:
                found = inertia(part.problem, part.point(seed=3))
                same &= found.nullity == part.dimension
                least = min(least, found.index)
    return Outcome(same and least >= 1, f"least index {least}, nullity = dimension: {same}", ">= 1")


@symbolic.supports(
    twin={"power": 0},
    twin_says="the gap stays away from zero along the line",
    omits="other networks",
)
def gap_is_not_uniform(power: int = 2) -> Outcome:
    """On the saddle line (0, n, 0) the negative eigenvalue is about -s^2/n^2, not bounded away."""
    n, s = sp.symbols("n s", positive=True)
    low = (n**2 - sp.sqrt(n**4 + 4 * s**2)) / 2
    limit = sp.limit(low * n**power, n, sp.oo)
    return Outcome(limit == -(s**2), limit, -(s**2))


@statistical.supports(
    twin={"tied": True},
    twin_says="starts on the balanced set of the other sign arrive as well",
    omits="almost all starts: a set of small measure would escape 200 draws (rule of three: 1.5 %)",
    false_alarm=0.001,
    seed=2,
    seconds=1.5,
)
def random_starts_arrive(tied: bool = False, seed: int = 2) -> Outcome:
    """200 Gaussian starts, s = (2, 1), d_1 = 3: all reach L < 1e-8."""
    problem = LinearProblem.diagonal([2, 1], 3)
    layers = random_layers((3, 3, 2), runs=200, seed=seed)
    if tied:  # W_1 = -W_2^T: the flow stays on this set, where the product is negative
        last = layers[1][:20]
        layers = (-np.swapaxes(np.pad(last, ((0, 0), (0, 1), (0, 0))), 1, 2), last)
    stuck = int((limit_losses(problem, layers, horizon=200 if tied else 5e3) > 1e-8).sum())
    return Outcome(stuck == 0, f"{stuck} of {len(layers[0])} not there", "none")


CLAIM, ERRATA = result(
    __file__, saddles_are_normally_hyperbolic, gap_is_not_uniform, random_starts_arrive
)

"""Trajectories are bounded."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.claims.linear_networks import _symbols
from gcbook.companions.linear import (
    LinearProblem,
    gradient_flow,
    growth_inequality,
    norm_gaps,
    random_layers,
)


@symbolic.supports(
    twin={"sign": -1},
    twin_says="|W_2 W_1|^2 = tr P^2 - tr C_1 P",
    omits="other widths; the identity is W_2^T W_2 = P + C_1 under a trace",
)
def trace_identity(sign: int = 1) -> Outcome:
    """For one hidden layer |W_2 W_1|^2 = tr P^2 + tr C_1 P with P = W_1 W_1^T: widths (2, 2, 2)."""
    V, U = _symbols.layers((2, 2, 2))
    P = V * V.T
    C = U.T * U - P
    gap = sum(entry**2 for entry in U * V) - (P**2).trace() - sign * (C * P).trace()
    return Outcome(sp.expand(gap) == 0, sp.expand(gap), 0)


@symbolic.supports(
    twin={"factor": 1},
    twin_says="d|W_{H+1}|^2/dt is half of that",
    omits="other widths; every layer has the same radial speed, by Euler's identity",
)
def radial_speed(factor: int = 2) -> Outcome:
    """d|W_j|^2/dt = 2(<Y, Pi> - |Pi|^2) for every layer j: widths (2, 2, 1, 2), X = I."""
    W = _symbols.layers((2, 2, 1, 2))
    Y, Pi = sp.Matrix([[2, 0], [0, 1]]), _symbols.product(W, 2)
    wanted = factor * sum(y * p - p**2 for y, p in zip(Y, Pi, strict=True))
    speeds = [_symbols.velocity(W, Y - Pi, sp.eye(2), j) for j in range(3)]
    found = [
        sp.expand(2 * sum(w * v for w, v in zip(A, B, strict=True)) - wanted)
        for A, B in zip(W, speeds, strict=True)
    ]
    return Outcome(not any(found), found, [0, 0, 0])


@numerical.supports(
    twin={"weight": 2.0},
    twin_says="the same lower bound with 2 (tr P)^2 / d_1",
    omits="other starts",
    tolerance="1e-9",
)
def growth_is_checked(weight: float = 1.0, seed: int = 4) -> Outcome:
    """Along runs |W_2 W_1|^2 >= (tr P)^2/d_1 - |C_1| tr P, and the norm gaps stay put."""
    problem = LinearProblem.diagonal([2, 1], 3)
    worst, gaps = np.inf, 0.0
    for spread in (0.0, 1.0):
        start = random_layers((3, 2, 2), scale=0.6, seed=seed)
        balanced = (np.eye(2, 3) * 0.5, np.eye(2) * 0.5)
        layers = tuple(spread * a + (1 - spread) * b for a, b in zip(start, balanced, strict=True))
        run = gradient_flow(problem, layers, np.linspace(0, 10, 101))
        exact, bound = growth_inequality(run)
        trace = (run.layers[0] ** 2).sum(axis=(-2, -1))
        worst = min(worst, float((exact - bound - (weight - 1) * trace**2 / 2).min()))
        gaps = max(gaps, float(np.ptp(norm_gaps(run.layers), axis=0).max()))
    return Outcome(worst > -1e-9 and gaps < 1e-8, f"slack {worst:.2g}, gaps {gaps:.1g}", ">= 0, 0")


CLAIM, ERRATA = result(__file__, trace_identity, radial_speed, growth_is_checked)

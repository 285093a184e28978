"""The scalar chain: the conjecture for width one and any depth."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, statistical, symbolic
from gcbook.claims._words import result
from gcbook.companions.linear import can_reach_saddle, chain_flow, random_chains


@symbolic.supports(
    twin={"power": 1},
    twin_says="all w_i change at the same speed",
    omits="other lengths; the formula is the same",
)
def squares_move_together(power: int = 2) -> Outcome:
    """d(w_i^2)/dt = 2 p (y - p) for every i: a chain of four weights."""
    w, y = sp.symbols("w1:5"), sp.Symbol("y")
    p = sp.prod(w)
    speeds = [power * w[i] ** (power - 1) * (y - p) * sp.diff(p, w[i]) for i in range(4)]
    left = [sp.expand(speed - 2 * p * (y - p)) for speed in speeds]
    return Outcome(not any(left), left, [0] * 4)


@statistical.supports(
    twin={"tied": True},
    twin_says="starts with all weights equal to -1 arrive as well",
    omits="almost all starts; the proof covers them",
    false_alarm=0.001,
    seed=0,
    seconds=1.0,
)
def only_ties_can_stop(tied: bool = False, seed: int = 0) -> Outcome:
    """Of 100 Gaussian chains of three none is tied, and all reach the target.

    Tied are the two smallest: (1, -1, 2) is, (1, 2, 2) is not.
    """
    starts = np.full((1, 3), -1.0) if tied else random_chains(3, 100, seed=seed)
    ends = chain_flow(starts, 1.0, [0, 100.0], rtol=1e-5)[-1]
    stuck = int((np.abs(ends.prod(axis=-1) - 1) > 1e-4).sum())
    ties = int(can_reach_saddle(starts).sum())
    known = can_reach_saddle([[1.0, -1.0, 2.0], [1.0, 2.0, 2.0]]).tolist() == [True, False]
    return Outcome(known and stuck == ties == 0, f"{stuck} stuck, {ties} tied", "none")


@numerical.supports(
    twin={"constant": -2.0},
    twin_says="w T y tends to -2",
    omits="other lengths",
    tolerance="1e-3",
)
def balanced_start_creeps(constant: float = -1.0) -> Outcome:
    """Three equal negative weights creep into the origin like w = -1/(T y): y = 1.5, T = 1e4."""
    horizon, y = 1e4, 1.5
    w = float(chain_flow(np.full(3, -1.0), y, [0, horizon])[-1, 0])
    return Outcome(abs(w * horizon * y - constant) < 1e-3, f"{w * horizon * y:.4f}", constant)


CLAIM, ERRATA = result(__file__, squares_move_together, only_ties_can_stop, balanced_start_creeps)

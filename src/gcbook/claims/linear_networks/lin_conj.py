"""The overfitting conjecture for any number of hidden layers."""

from __future__ import annotations

import numpy as np

from gcbook.audit import Outcome, statistical
from gcbook.claims._words import result
from gcbook.companions.linear import LinearProblem, limit_losses, random_layers


@statistical.supports(
    twin={"zero": True},
    twin_says="starts with a zero layer pair arrive as well",
    omits="a proof: 60 starts that arrive allow 5 % that do not (rule of three)",
    false_alarm=0.01,
    seed=5,
    seconds=2.0,
)
def two_layers_arrive(zero: bool = False, seed: int = 5) -> Outcome:
    """60 Gaussian starts with two hidden layers, s = (2, 1): all reach L < 1e-6."""
    layers = random_layers((2, 2, 2, 2), scale=0.8, runs=60, seed=seed)
    if zero:
        layers = (np.zeros_like(layers[0]), layers[1], np.zeros_like(layers[2]))
    problem = LinearProblem.diagonal([2, 1])
    stuck = int((limit_losses(problem, layers, tolerance=1e-6, horizon=2e4) > 1e-6).sum())
    return Outcome(stuck == 0, f"{stuck} of 60 not there", "none")


CLAIM, ERRATA = result(__file__, two_layers_arrive)

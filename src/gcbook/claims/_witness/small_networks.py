"""Random small networks with integer data, evaluated exactly."""

from typing import Any

import numpy as np


def integer_networks(draws: int, seed: int) -> dict[str, Any]:
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

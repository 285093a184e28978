"""Small networks of two classes: one class alone, and random ones with integer data."""

from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook._checks import BoolArray, FloatArray
from gcbook.network import Network


def two_classes(signs: npt.ArrayLike, bias: npt.ArrayLike = 0.0) -> Network:
    """Return the network in which class 0 has these output weights, and class 1 their opposites."""
    first = np.asarray(signs, dtype=np.float64)
    return Network(np.stack([first, -first]), bias)


def one_class(rows: FloatArray, v: float = 0.5) -> tuple[Network, FloatArray]:
    """Return neurons of class 0 beside one of class 1 that is zero and never moves.

    Examples
    --------
    >>> network, weights = one_class(np.eye(2))
    >>> network.owner.tolist(), weights.tolist()
    ([0, 0, 1], [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    """
    network = two_classes(v * np.r_[np.ones(len(rows)), -1.0])
    return network, np.vstack([rows, np.zeros((1, rows.shape[1]))])


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


def critical_ones(
    draws: int, seed: int, critical_only: bool = True
) -> tuple[dict[str, Any], BoolArray]:
    """Return `integer_networks`, and which of them a check is about: the critical ones, or all."""
    found = integer_networks(draws, seed=seed)
    return found, found["critical"] if critical_only else np.ones(draws, dtype=bool)

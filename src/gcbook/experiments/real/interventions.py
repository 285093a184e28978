"""Change the geometric condition without the scale, and the scale without the condition.

Reflecting a neuron in a hyperplane keeps its length; reflecting all neurons to one side of a
hyperplane takes the condition away, and there are two sides.  Scaling all weights keeps the
condition exactly as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook.deep import Images, LeNetWeights, digits
from gcbook.experiments._runner import Experiment, Options, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.experiments.real.watched import (
    RightTest,
    WatchConfig,
    gathered,
    network_for,
    watched_arrays,
)


def lean(weights: LeNetWeights, direction: npt.ArrayLike, side: int) -> LeNetWeights:
    """Reflect the neurons of fc1 that lie on the wrong side of a hyperplane.

    Parameters
    ----------
    weights : LeNetWeights
    direction : array_like, shape (D,)
    side : {1, -1}
        1: afterwards every neuron has a non-negative inner product with `direction`.

    Returns
    -------
    LeNetWeights
        The same weights but for fc1; the length of every neuron is unchanged.
    """
    axis = _checks.array(direction, "direction", "a vector of shape (D,)", ndim=1)
    if side not in (1, -1):
        raise ValueError(f"side must be 1 or -1; got {side}")
    unit = axis / np.linalg.norm(axis)
    along = weights.fc1.astype(np.float64) @ unit
    wrong = side * along < 0
    turned = weights.fc1 - 2 * np.outer(wrong * along, unit)
    return weights._replace(fc1=turned.astype(weights.fc1.dtype))


@dataclass(frozen=True)
class InterventionConfig(WatchConfig):
    """Starts that differ in one thing, at one width, paired by seed.

    Parameters
    ----------
    hidden : int
        Hidden neurons of LeNet-16.
    scales : tuple of float
        Factors on all weights; the directions stay.
    seeds : tuple of int
        One run per start and seed.
    """

    hidden: int = 64
    scales: tuple[float, ...] = (0.8, 2.0)
    seeds: tuple[int, ...] = (0, 1, 2, 3)


def _cells(config: InterventionConfig) -> list[dict[str, Any]]:
    common = shared_settings(config, "scales", "seeds")
    starts = [*((name, 1.0) for name in _SIDES), *((f"scale {s:g}", s) for s in config.scales)]
    return [
        {"label": label, "scale": float(scale), "seed": seed, **common}
        for seed in config.seeds
        for label, scale in starts
    ]


_SIDES = {"as drawn": 0, "active": 1, "inactive": -1}


def _compute(
    *, label: str, scale: float, seed: int, hidden: int, data: Images, **setting: Any
) -> Arrays:
    network = network_for(data, hidden)
    start = network.initial(seed=seed)
    if side := _SIDES.get(label, 0):
        start = lean(start, network.features_of(start, data.train[:500]).mean(axis=0), side)
    elif scale != 1:
        start = LeNetWeights(*(array * array.dtype.type(scale) for array in start))
    return watched_arrays(network, start, data, WatchConfig(**setting), seed)


def _gather(config: InterventionConfig, arrays: list[Arrays], data: Images) -> RightTest:
    return gathered(config, _cells(config), arrays, data)


INTERVENTIONS = Experiment(
    "interventions", InterventionConfig, _cells, _compute, _gather, lambda _: digits(16)
)


def interventions(
    config: InterventionConfig | None = None,
    data: Images | None = None,
    **options: Unpack[Options],
) -> RightTest:
    """Change the condition without the scale, and the scale without the condition.

    The starts are "as drawn"; "active" and "inactive", where all neurons of fc1 are reflected to
    one side of the hyperplane perpendicular to the mean feature, so that the condition fails in
    two opposite ways; and scaled copies, where it holds exactly where it held before.
    """
    return INTERVENTIONS.run(config, data, **options)

"""Change the geometric condition without the scale, and the scale without the condition.

Reflecting a neuron in a hyperplane keeps its length; reflecting all neurons to one side of a
hyperplane takes the condition away, and there are two sides.  Scaling all weights keeps the
condition exactly as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from tqdm.auto import tqdm

from gcbook import _checks
from gcbook.deep.digits import Images, digits
from gcbook.deep.layers import Floats
from gcbook.deep.lenet import LeNetWeights
from gcbook.experiments.real.watched import RightTest, RightTestConfig, network_for, watch


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
class InterventionConfig(RightTestConfig):
    """Starts that differ in one thing, at one width, paired by seed.

    Parameters
    ----------
    hidden : int
    scales : tuple of float
        Factors on all weights; the directions stay.
    """

    hidden: int = 64
    scales: tuple[float, ...] = (0.8, 2.0)
    seeds: tuple[int, ...] = field(default=(0, 1, 2, 3))


def interventions(
    config: InterventionConfig | None = None,
    data: Images | None = None,
    *,
    progress: bool = False,
) -> RightTest:
    """Change the condition without the scale, and the scale without the condition.

    The starts are "as drawn"; "active" and "inactive", where all neurons of fc1 are reflected to
    one side of the hyperplane perpendicular to the mean feature, so that the condition fails in
    two opposite ways; and scaled copies, where it holds exactly where it held before.
    """
    setting = config if config is not None else InterventionConfig()
    images = data if data is not None else digits(16)
    network = network_for(images, setting.hidden)
    runs = []
    for seed in tqdm(setting.seeds, disable=not progress):
        drawn = network.initial(seed=seed)
        mean = network.features_of(drawn, images.train[:500]).mean(axis=0)
        starts = {"as drawn": drawn, "active": lean(drawn, mean, 1),
                  "inactive": lean(drawn, mean, -1)}  # fmt: skip
        for scale in setting.scales:
            starts[f"scale {scale:g}"] = _scaled(drawn, scale)
        runs += [
            watch(network, start, images, setting, label=name, seed=seed)
            for name, start in starts.items()
        ]
    return RightTest(tuple(runs), setting.dimensions, images.source)


def _scaled(weights: LeNetWeights, scale: float) -> LeNetWeights:
    scaled: list[Floats] = [array * array.dtype.type(scale) for array in weights]
    return LeNetWeights(*scaled)

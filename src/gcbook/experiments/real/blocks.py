"""The paper's own model on real images: V fixed, hinge loss, one orthogonal block per class.

Class i keeps its d_i leading (centred) principal components, which are put into a block of
coordinates of its own; every point x is joined by -x.  So the subspaces are orthogonal and the data
of a class surround the origin, as the theory asks, yet the points are handwritten digits.  The
neurons J_i start in a half-space of V_i, so that the condition has to be reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd
from scipy import stats

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.condition import holds
from gcbook.data import Points
from gcbook.deep import Images, digits
from gcbook.experiments._runner import Experiment, Options, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.network import Network


@dataclass(frozen=True)
class BlocksConfig:
    """One setting of the experiment.

    Parameters
    ----------
    dimension : int
        d_i, the same for all classes.
    neurons : int
        k_i, the same for all classes.
    kind : {"digits", "annulus"}
        Principal components of digits, or points uniform in direction with radius in [1, 2].
    points : int
        Points per class, before each is joined by its opposite.
    step, iterations : float, int
        Gradient descent on the sum of the class losses.
    scale : float
        Standard deviation of the starting weights.
    seeds : tuple of int
        One run per seed.
    classes : int
        The first so many digits.
    """

    dimension: int = 2
    neurons: int = 3
    kind: str = "digits"
    points: int = 40
    step: float = 0.01
    iterations: int = 3000
    scale: float = 0.1
    seeds: tuple[int, ...] = (0,)
    classes: int = 10

    def __post_init__(self) -> None:
        _checks.choice(self.kind, "kind", ("digits", "annulus"))


@dataclass(frozen=True, eq=False)
class Blocks:
    """Loss and condition of every class at every iteration.

    Attributes
    ----------
    config : BlocksConfig
    losses : ndarray, shape (seeds, iterations + 1, classes)
    condition : ndarray of bool, shape (seeds, iterations + 1, classes)
        The geometric condition of J_i in V_i.
    """

    config: BlocksConfig
    losses: FloatArray
    condition: BoolArray

    @property
    def condition_time(self) -> FloatArray:
        """T_GC: the first iteration with the condition, shape (seeds, classes); nan if never."""
        return _first(self.condition)

    def loss_time(self, fraction: float = 0.01) -> FloatArray:
        """Return the first iteration with loss below a fraction of its start; nan if never."""
        return _first(self.losses < fraction * self.losses[:, :1])

    def rates(self, window: int = 30) -> tuple[FloatArray, FloatArray]:
        """Return the decay rate of the log loss just before and just after T_GC.

        One pair per class and seed in which the condition came after at least `window` iterations
        and the loss is still positive `window` iterations later.
        """
        width = _checks.integer(window, "window", low=1)
        before, after = [], []
        for run, label in zip(*np.nonzero(np.isfinite(self.condition_time)), strict=True):
            time = int(self.condition_time[run, label])
            loss = self.losses[run, :, label]
            if width <= time < len(loss) - width and loss[time + width] > 0:
                before.append(np.log(loss[time - width] / loss[time]) / width)
                after.append(np.log(loss[time] / loss[time + width]) / width)
        return np.array(before), np.array(after)

    def agreement(self, fraction: float = 0.01) -> tuple[float, int]:
        """Return Spearman's correlation of T_GC with the time to a small loss, and its n."""
        condition, small = self.condition_time.ravel(), self.loss_time(fraction).ravel()
        both = np.isfinite(condition) & np.isfinite(small)
        if both.sum() < 3:
            return float("nan"), int(both.sum())
        return float(stats.spearmanr(condition[both], small[both]).statistic), int(both.sum())

    def to_frame(self) -> pd.DataFrame:
        """Return one row per seed and class."""
        seeds, _, classes = self.losses.shape
        return pd.DataFrame(
            {
                "seed": np.repeat(self.config.seeds[:seeds], classes),
                "class": np.tile(np.arange(classes), seeds),
                "T_GC": self.condition_time.ravel(),
                "T_1%": self.loss_time().ravel(),
                "final loss": self.losses[:, -1].ravel(),
            }
        )


def class_blocks(
    config: BlocksConfig, images: Images, seed: int | np.random.Generator
) -> list[Points]:
    """Return the data of every class in its own block of coordinates."""
    rng = _checks.generator(seed)
    d = config.dimension
    sets = []
    for label in range(config.classes):
        cloud = _cloud(config, images, label, rng)
        placed = np.zeros((len(cloud), config.classes * d))
        placed[:, label * d : (label + 1) * d] = cloud
        sets.append(Points(placed, label=label))
    return sets


def _cloud(
    config: BlocksConfig, images: Images, label: int, rng: np.random.Generator
) -> FloatArray:
    if config.kind == "annulus":
        points = rng.standard_normal((config.points, config.dimension))
        points *= rng.uniform(1, 2, (len(points), 1)) / np.linalg.norm(
            points, axis=1, keepdims=True
        )
    else:
        pixels = images.train[images.train_labels == label].astype(np.float64)
        pixels = pixels[: config.points].reshape(-1, images.side**2)
        pixels -= pixels.mean(axis=0)
        axes = np.linalg.svd(pixels, full_matrices=False)[2][: config.dimension]
        points = pixels @ axes.T
        # the theory's data: directions all around, lengths between m = 1 and M = 2
        points /= points.std(axis=0)
        lengths = np.linalg.norm(points, axis=1, keepdims=True)
        points *= np.clip(lengths, 1, 2) / lengths
    return np.concatenate([points, -points])


def _cells(config: BlocksConfig) -> list[dict[str, Any]]:
    common = shared_settings(config, "seeds")
    return [{"seed": seed, **common} for seed in config.seeds]


def _compute(*, seed: int, data: Images, **fields: Any) -> Arrays:
    setting, rng = BlocksConfig(**fields), _checks.generator(seed)
    n, k, d = setting.classes, setting.neurons, setting.dimension
    sets = class_blocks(setting, data, rng)
    owner = np.repeat(np.arange(n), k)
    network = Network(np.where(owner == np.arange(n)[:, None], 1.0, -1.0))
    weights = setting.scale * rng.standard_normal((n * k, n * d))
    # every neuron starts in the half-space of its own block where the first coordinate is >= 0
    first = weights[np.arange(n * k), owner * d]
    weights[np.arange(n * k), owner * d] = np.abs(first)
    losses = np.zeros((setting.iterations + 1, n))
    blocks = np.empty((setting.iterations + 1, n, k, d))
    for iteration in range(setting.iterations + 1):
        losses[iteration] = [network.loss(weights, one) for one in sets]
        blocks[iteration] = _own(weights, owner, n, k, d)
        weights = weights - setting.step * network.gradient(weights, sets)
    return {"losses": losses, "condition": np.asarray(holds(blocks))}


def _own(weights: FloatArray, owner: IntArray, n: int, k: int, d: int) -> FloatArray:
    """Return w_j projected to the block of its owner, shape (n, k, d)."""
    columns = owner[:, None] * d + np.arange(d)
    return np.take_along_axis(weights, columns, axis=1).reshape(n, k, d)


def _first(flags: BoolArray) -> FloatArray:
    """Return the first index along axis 1 at which a flag is set, or nan."""
    return np.where(flags.any(axis=1), flags.argmax(axis=1), np.nan)


def _gather(config: BlocksConfig, arrays: list[Arrays], data: Images) -> Blocks:
    losses, condition = (np.stack([one[n] for one in arrays]) for n in ("losses", "condition"))
    return Blocks(config, losses, condition)


ORTHOGONAL_BLOCKS = Experiment(
    "blocks", BlocksConfig, _cells, _compute, _gather, lambda _: digits(8)
)


def orthogonal_blocks(
    config: BlocksConfig | None = None, data: Images | None = None, **options: Unpack[Options]
) -> Blocks:
    """Train the paper's model on orthogonal blocks and watch the condition of every class.

    Parameters
    ----------
    config : BlocksConfig, optional
    data : Images, optional
        scikit-learn's digits, 8 x 8, by default; not used by ``kind="annulus"``.
    **options
        As in `right_test`.
    """
    return ORTHOGONAL_BLOCKS.run(config, data, **options)

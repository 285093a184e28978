"""The right test: the geometric condition where the theory needs it, at every recorded step.

In LeNet fc2 plays V and fc1 plays W, and V_i is the class's own leading singular subspace at the
input of fc1; see `snapshots` for what is certified.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from gcbook._checks import FloatArray
from gcbook.deep import Images, LeNet, LeNetWeights, Training, class_subspaces, digits, lenet_16
from gcbook.deep.train import Model
from gcbook.experiments._runner import Experiment, Options, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.experiments.real.snapshots import (
    Snapshot,
    Watched,
    class_condition,
    to_arrays,
)
from gcbook.experiments.statistics import paired_ratio


@dataclass(frozen=True)
class WatchConfig(Training):
    """How a network is trained and watched.

    Parameters
    ----------
    dimensions : tuple of int
        Dimensions d of the class subspaces.
    step : float
        Five times the paper's: T_half times step hardly changes.
    every : int
        Iterations between snapshots.
    """

    dimensions: tuple[int, ...] = (3, 5, 10)
    step: float = 0.05
    every: int = 25
    until: float | None = 0.25


@dataclass(frozen=True)
class RightTestConfig(WatchConfig):
    """How the right test is run.

    Parameters
    ----------
    widths : tuple of int
        Hidden neurons of LeNet-16.
    seeds : tuple of int
        One run per width and seed.
    """

    widths: tuple[int, ...] = (16, 32, 64, 128)
    seeds: tuple[int, ...] = (0, 1, 2)


@dataclass(frozen=True, eq=False)
class RightTest:
    """Several watched runs.

    Attributes
    ----------
    runs : tuple of Watched
    dimensions : tuple of int
        The tested dimensions d of the class subspaces.
    source : str
    """

    runs: tuple[Watched, ...]
    dimensions: tuple[int, ...]
    source: str

    @property
    def verified(self) -> bool:
        """Whether every single certificate passed its check in exact arithmetic."""
        return all(run.verified for run in self.runs)

    @property
    def certificates(self) -> int:
        """The number of certificates."""
        return sum(shot.holds.size for run in self.runs for shot in run.snapshots)

    def half_times(self, label: str) -> FloatArray:
        """Return T_half of the runs with a label, in their order."""
        found = [run.half_time() for run in self.runs if run.label == label]
        if not found:
            known = sorted({run.label for run in self.runs})
            raise ValueError(f"label must be one of {', '.join(known)}; got {label!r}")
        return np.array(found)

    def ratio(self, label: str, confidence: float = 0.95) -> tuple[float, float, float]:
        """Return T_half over that of "as drawn", with its interval, by `paired_ratio`."""
        return paired_ratio(self.half_times(label), self.half_times("as drawn"), confidence)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per run and dimension: the condition at the start, at T_half, at the end.

        "k_i" is the mean number of neurons per class at the start.
        """
        rows = []
        for run in self.runs:
            half = run.at(0.5)
            for index, d in enumerate(self.dimensions):
                share = run.share(index)
                spread = [s.resultant[:, index].mean() for s in run.snapshots]
                rows.append(
                    (run.label, run.hidden, run.seed, d, run.snapshots[0].neurons.mean(),
                     share[0], share[half], share[-1], spread[0], spread[-1], run.half_time())
                )  # fmt: skip
        columns = ["start", "h", "seed", "d", "k_i", "GC at 0", "GC at T_half", "GC at end",
                   "resultant at 0", "resultant at end", "T_half"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)


def watch(
    network: LeNet,
    weights: LeNetWeights,
    data: Images,
    config: WatchConfig,
    *,
    label: str = "as drawn",
    seed: int = 0,
) -> Watched:
    """Train one network and certify the condition for every class at every recorded step.

    The class subspaces are those of the first 500 training images.
    """
    kept = watched_arrays(network, weights, data, config, seed)
    return Watched.of(kept, label=label, hidden=network.hidden, seed=seed, step=config.step)


def watched_arrays(
    network: LeNet, weights: LeNetWeights, data: Images, config: WatchConfig, seed: int
) -> Arrays:
    """Return what a cell keeps of a watched run."""
    few = data.take(min(500, len(data.train)))

    def observe(now: LeNetWeights) -> Snapshot:
        features = network.features_of(now, few.train).astype(np.float64)
        bases = class_subspaces(features, few.train_labels, max(config.dimensions))
        return class_condition(now.fc1, now.fc2, bases, config.dimensions)

    model: Model[LeNetWeights] = network
    run = config.run(model, weights, data, seed=seed, every=config.every, observe=observe)
    return to_arrays(run)


def network_for(images: Images, hidden: int) -> LeNet:
    """Return the LeNet of the experiments for images of this size: `lenet_16` or the like."""
    classes = int(images.train_labels.max()) + 1
    if images.side == 16:
        return lenet_16(hidden, classes=classes)
    return LeNet(images.side, hidden=hidden, classes=classes)


def _cells(config: RightTestConfig) -> list[dict[str, Any]]:
    common = shared_settings(config, "widths", "seeds")
    return [{"hidden": h, "seed": seed, **common} for h in config.widths for seed in config.seeds]


def _compute(*, hidden: int, seed: int, data: Images, **setting: Any) -> Arrays:
    network = network_for(data, hidden)
    return watched_arrays(network, network.initial(seed=seed), data, WatchConfig(**setting), seed)


def gathered(
    config: WatchConfig, cells: list[dict[str, Any]], arrays: list[Arrays], data: Images
) -> RightTest:
    """Return the watched runs of a grid; a cell without a label started as drawn."""
    runs = (
        Watched.of(
            found,
            label=cell.get("label", "as drawn"),
            hidden=cell["hidden"],
            seed=cell["seed"],
            step=config.step,
        )
        for cell, found in zip(cells, arrays, strict=True)
    )
    return RightTest(tuple(runs), config.dimensions, data.source)


def _gather(config: RightTestConfig, arrays: list[Arrays], data: Images) -> RightTest:
    return gathered(config, _cells(config), arrays, data)


RIGHT_TEST = Experiment(
    "right-test", RightTestConfig, _cells, _compute, _gather, lambda _: digits(16)
)


def right_test(
    config: RightTestConfig | None = None, data: Images | None = None, **options: Unpack[Options]
) -> RightTest:
    """Watch the condition during training, at several widths and seeds.

    Parameters
    ----------
    config : RightTestConfig, optional
    data : Images, optional
        scikit-learn's digits by default.
    **options
        ``cache``, ``executor`` and ``progress``, as every experiment takes them.
    """
    return RIGHT_TEST.run(config, data, **options)

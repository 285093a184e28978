"""Figure 6, left: the training curve of LeNet falls slowly, then fast.

Here for several starts, because the length of the slow part is set by the scale of the starting
weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Unpack

import numpy as np
import pandas as pd

from gcbook._checks import FloatArray, IntArray
from gcbook.deep import Curve, Images, LeNet, LeNetWeights, Training, digits, lenet_16, lenet_28
from gcbook.experiments._runner import Experiment, Options, shared_settings
from gcbook.experiments._store import Arrays

Start = tuple[str, float]


@dataclass(frozen=True)
class LeNetConfig(Training):
    """Training runs of LeNet, one per start and seed.

    Parameters
    ----------
    network : LeNet
        `lenet_16()` by default; `lenet_28()` is the paper's.
    starts : tuple of (str, float)
        Initialisation scheme and factor on all weights and biases.
    seeds : tuple of int
        One run per start and seed; the seed fixes the start and the order of the batches.
    """

    network: LeNet = field(default_factory=lenet_16)
    starts: tuple[Start, ...] = (("fan-in", 1.0),)
    seeds: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class PaperLeNetConfig(LeNetConfig):
    """One training of the paper's network, from the first start and seed."""

    network: LeNet = field(default_factory=lenet_28)
    batch: int = 32
    iterations: int = 3000
    until: float | None = 0.4


@dataclass(frozen=True)
class Figure6Config(LeNetConfig):
    """How the left half of Figure 6 is made.  The paper: step 0.01, batches of 1000."""

    iterations: int = 3000
    until: float | None = 0.25
    starts: tuple[Start, ...] = (
        ("fan-in", 0.8),
        ("fan-in", 1.0),
        ("fan-in", 1.6),
        ("he", 1.0),
    )


@dataclass(frozen=True, eq=False)
class SlowToFast:
    """Training curves, one per start and seed.

    Attributes
    ----------
    config : Figure6Config
    source : str
        The data.
    labels : tuple of (str, float, int)
        Scheme, scale and seed of each curve.
    curves : tuple of Curve
    accuracies : tuple of float
        Share of the test images classified correctly at the end.
    weights : tuple of LeNetWeights
        The weights at the end of each curve.
    """

    config: Figure6Config
    source: str
    labels: tuple[tuple[str, float, int], ...]
    curves: tuple[Curve, ...]
    accuracies: tuple[float, ...]
    weights: tuple[LeNetWeights, ...]

    def smooth(self, window: int = 10) -> tuple[FloatArray, ...]:
        """Return the trailing mean of each curve over at most `window` iterations."""
        return tuple(curve.smooth(window) for curve in self.curves)

    def half_times(self, window: int = 10) -> FloatArray:
        """Return T_half of each curve: iterations to half the initial loss (nan: not reached)."""
        return np.array([curve.half_time(window) for curve in self.curves])

    def steepest(self, window: int = 50) -> IntArray:
        """Return the iteration at which each smoothed loss falls fastest."""
        return np.array([curve.steepest(window) for curve in self.curves])

    def to_frame(self) -> pd.DataFrame:
        """Return one row per curve."""
        frame = pd.DataFrame(self.labels, columns=["scheme", "scale", "seed"])
        frame["T_half"] = self.half_times()
        frame["T_half * scale**2"] = frame["T_half"] * frame["scale"] ** 2
        frame["steepest at"] = self.steepest()
        frame["test accuracy"] = self.accuracies
        return frame


def lenet_cells(config: LeNetConfig) -> list[dict[str, Any]]:
    """Return one cell per start and seed."""
    names = (name for name in shared_settings(LeNetConfig()) if name not in ("starts", "seeds"))
    settings = shared_settings(config)
    common = {name: settings[name] for name in names}
    return [
        {"scheme": scheme, "scale": scale, "seed": seed, **common}
        for scheme, scale in config.starts
        for seed in config.seeds
    ]


def train_lenet(
    *, scheme: str, scale: float, seed: int, network: dict[str, Any], data: Images, **setting: Any
) -> Arrays:
    """Train one LeNet; the arrays are its losses, its test accuracy and its weights."""
    model = LeNet(**network)
    start = model.initial(scheme=scheme, scale=scale, seed=seed)
    run = Training(**setting).run(model, start, data, seed=seed)
    accuracy = model.accuracy(run.weights, data.test, data.test_labels)
    return {"losses": run.losses, "accuracy": np.array(accuracy), **run.weights._asdict()}


def weights_of(arrays: Arrays) -> LeNetWeights:
    """Return the weights that `train_lenet` kept."""
    return LeNetWeights(*(arrays[name] for name in LeNetWeights._fields))


def lenet_images(config: LeNetConfig) -> Images:
    """Return the digits at the size of the network's images."""
    return digits(config.network.side)


def of_one_run(
    name: str, config: type[LeNetConfig], gather: Callable[..., Any]
) -> Experiment[Any, Any]:
    """Return an experiment that looks at the first of the runs alone."""
    return Experiment(name, config, lambda c: lenet_cells(c)[:1], train_lenet, gather, lenet_images)


def _gather(config: Figure6Config, arrays: list[Arrays], data: Images) -> SlowToFast:
    return SlowToFast(
        config,
        data.source,
        labels=tuple((one["scheme"], one["scale"], one["seed"]) for one in lenet_cells(config)),
        curves=tuple(Curve(one["losses"]) for one in arrays),
        accuracies=tuple(float(one["accuracy"]) for one in arrays),
        weights=tuple(weights_of(one) for one in arrays),
    )


FIGURE_6 = Experiment("figure6", Figure6Config, lenet_cells, train_lenet, _gather, lenet_images)


def figure6_left(
    config: Figure6Config | None = None, data: Images | None = None, **options: Unpack[Options]
) -> SlowToFast:
    """Train LeNet from several starts and keep the curves (Figure 6, left).

    Parameters
    ----------
    config : Figure6Config, optional
    data : Images, optional
        scikit-learn's digits by default; `gcbook.deep.mnist()` where MNIST is at hand.
    **options
        As in `right_test`.
    """
    return FIGURE_6.run(config, data, **options)

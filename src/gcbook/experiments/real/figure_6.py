"""Figure 6: the training curve of LeNet, and how independent its class subspaces are.

Left: the loss falls slowly, then fast.  Here for several starts, because the length of the slow
part is set by the scale of the starting weights.  Right: principal angles between the classes'
subspaces at the input of the last layer, with baselines, beside the kind of picture the paper
shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.deep.digits import Images, digits
from gcbook.deep.lenet import LeNet, LeNetWeights, lenet_16
from gcbook.deep.subspaces import class_subspaces, energy, independence, smallest_angles
from gcbook.deep.train import half_time, trailing_mean, train

Start = tuple[str, float]


@dataclass(frozen=True)
class Figure6Config:
    """How Figure 6 is made.

    Parameters
    ----------
    network : LeNet
        `lenet_16()` by default; `lenet_28()` is the paper's.
    starts : tuple of (str, float)
        Initialisation scheme and factor on all weights and biases.
    step, batch, iterations : float, int, int
        Plain SGD.  The paper: 0.01, 1000, not stated.
    seeds : tuple of int
        One run per start and seed; the seed fixes the start and the order of the batches.
    until : float
        A run stops when its loss is below this.
    """

    network: LeNet = field(default_factory=lenet_16)
    starts: tuple[Start, ...] = (
        ("fan-in", 0.8),
        ("fan-in", 1.0),
        ("fan-in", 1.6),
        ("he", 1.0),
    )
    step: float = 0.01
    batch: int = 50
    iterations: int = 3000
    seeds: tuple[int, ...] = (0,)
    until: float = 0.25


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
    losses : tuple of ndarray
        Batch losses, one per iteration.
    accuracies : tuple of float
        Share of the test images classified correctly at the end.
    weights : tuple of LeNetWeights
        The weights at the end of each curve.
    """

    config: Figure6Config
    source: str
    labels: tuple[tuple[str, float, int], ...]
    losses: tuple[FloatArray, ...]
    accuracies: tuple[float, ...]
    weights: tuple[LeNetWeights, ...]

    def smooth(self, window: int = 10) -> tuple[FloatArray, ...]:
        """Return the trailing mean of each curve over at most `window` iterations."""
        return tuple(trailing_mean(losses, window) for losses in self.losses)

    def half_times(self, window: int = 10) -> FloatArray:
        """Return T_half of each curve: iterations to half the initial loss (nan: not reached)."""
        return np.array([half_time(losses, window) for losses in self.losses])

    def steepest(self, window: int = 50) -> IntArray:
        """Return the iteration at which the smoothed loss falls fastest."""
        drops = [np.diff(trailing_mean(losses, window)) for losses in self.losses]
        return np.array([int(drop.argmin()) for drop in drops])

    def to_frame(self) -> pd.DataFrame:
        """Return one row per curve."""
        frame = pd.DataFrame(self.labels, columns=["scheme", "scale", "seed"])
        frame["T_half"] = self.half_times()
        frame["T_half * scale**2"] = frame["T_half"] * frame["scale"] ** 2
        frame["steepest at"] = self.steepest()
        frame["test accuracy"] = self.accuracies
        return frame


def figure6_left(
    config: Figure6Config | None = None, data: Images | None = None, *, progress: bool = False
) -> SlowToFast:
    """Train LeNet from several starts and keep the curves (Figure 6, left).

    Parameters
    ----------
    config : Figure6Config, optional
    data : Images, optional
        scikit-learn's digits by default; `gcbook.deep.mnist()` where MNIST is at hand.
    progress : bool
        Show a progress bar over the runs.
    """
    setting = config if config is not None else Figure6Config()
    images = data if data is not None else digits(setting.network.side)
    labels = [(scheme, scale, seed) for scheme, scale in setting.starts for seed in setting.seeds]
    losses, accuracies, weights = [], [], []
    for scheme, scale, seed in tqdm(labels, disable=not progress):
        run = train(
            setting.network,
            setting.network.initial(scheme=scheme, scale=scale, seed=seed),
            images.train,
            images.train_labels,
            step=setting.step,
            batch=setting.batch,
            iterations=setting.iterations,
            seed=seed,
            until=setting.until,
        )
        losses.append(run.losses)
        weights.append(run.weights)
        accuracies.append(setting.network.accuracy(run.weights, images.test, images.test_labels))
    return SlowToFast(
        setting, images.source, tuple(labels), tuple(losses), tuple(accuracies), tuple(weights)
    )


@dataclass(frozen=True, eq=False)
class ClassSubspaces:
    """How independent the subspaces of the classes are, in several representations.

    Attributes
    ----------
    angles : dict
        (representation, dimension) to the smallest principal angles of all pairs, in degrees.
    own, other : dict
        (representation, dimension) to the mean share of a class's energy in its own subspace and
        in the subspaces of the other classes.
    sigma : dict
        (representation, dimension) to the smallest singular value of the stacked bases.
    picture : ndarray, shape (N, 2)
        The trained features, projected to the plane of their two leading principal components.
    picture_labels : ndarray of int, shape (N,)
    source : str
    """

    angles: dict[tuple[str, int], FloatArray]
    own: dict[tuple[str, int], float]
    other: dict[tuple[str, int], float]
    sigma: dict[tuple[str, int], float]
    picture: FloatArray
    picture_labels: IntArray
    source: str

    @property
    def picture_lines(self) -> FloatArray:
        """The leading line of each class in the picture, unit vectors of shape (n, 2)."""
        return np.concatenate(class_subspaces(self.picture, self.picture_labels, 1))

    @property
    def picture_rank(self) -> int:
        """The dimension of the span of one line per class in the picture: at most 2."""
        return int(np.linalg.matrix_rank(self.picture_lines))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per representation and dimension."""
        rows = [
            (name, d, np.median(a), a.min(), a.max(), self.own[name, d], self.other[name, d],
             self.sigma[name, d])
            for (name, d), a in self.angles.items()
        ]  # fmt: skip
        columns = ["features", "d", "median angle", "least", "largest", "own", "other", "sigma"]
        return pd.DataFrame(rows, columns=columns)


def figure6_right(
    network: LeNet,
    weights: LeNetWeights,
    data: Images | None = None,
    *,
    dimensions: tuple[int, ...] = (1, 3, 5),
    initial: LeNetWeights | None = None,
    seed: int | np.random.Generator = 0,
) -> ClassSubspaces:
    """Measure the principal angles between the class subspaces at the input of the last layer.

    Parameters
    ----------
    network : LeNet
    weights : LeNetWeights
        The trained weights.
    data : Images, optional
        scikit-learn's digits by default.
    dimensions : tuple of int
        Dimensions of the class subspaces.
    initial : LeNetWeights, optional
        The weights before training, as a baseline.
    seed : int or numpy.random.Generator
        Seed of the random baselines: as many points per class, Gaussian and absolute Gaussian,
        with no class structure at all.
    """
    images = data if data is not None else digits(network.side)
    for dimension in dimensions:
        _checks.integer(dimension, "dimensions", low=1)
    rng = _checks.generator(seed)
    trained = _hidden(network, weights, images)
    named = {"pixels": images.train.reshape(len(images.train), -1).astype(np.float64)}
    if initial is not None:
        named["LeNet, initial"] = _hidden(network, initial, images)
    named["LeNet, trained"] = trained
    random = _random_rays(rng, trained.shape, images.train_labels)
    named["random, non-negative"] = np.abs(random)
    named["random"] = random
    angles, own, other, sigma = {}, {}, {}, {}
    for name, points in named.items():
        for d in dimensions:
            bases = class_subspaces(points, images.train_labels, d)
            angles[name, d] = smallest_angles(bases)
            sigma[name, d] = independence(bases)
            own[name, d], other[name, d] = _energies(points, images.train_labels, bases)
    centred = trained - trained.mean(axis=0)
    plane = np.linalg.svd(centred, full_matrices=False)[2][:2]
    return ClassSubspaces(
        angles, own, other, sigma, trained @ plane.T, images.train_labels, images.source
    )


def _hidden(network: LeNet, weights: LeNetWeights, images: Images) -> FloatArray:
    features = network.features_of(weights, images.train)
    return np.asarray(np.maximum(features @ weights.fc1.T + weights.bias3, 0), dtype=np.float64)


def _random_rays(rng: np.random.Generator, shape: tuple[int, ...], labels: IntArray) -> FloatArray:
    """Draw one random five-dimensional cloud per class, so that a class does have a subspace."""
    points = np.empty(shape)
    for label in range(int(labels.max()) + 1):
        mine = np.flatnonzero(labels == label)
        basis = rng.standard_normal((5, shape[1]))
        points[mine] = rng.standard_normal((len(mine), 5)) @ basis
    return points


def _energies(
    points: FloatArray, labels: IntArray, bases: tuple[FloatArray, ...]
) -> tuple[float, float]:
    table = np.array(
        [[energy(points[labels == i], basis) for basis in bases] for i in range(len(bases))]
    )
    off = ~np.eye(len(bases), dtype=bool)
    return float(np.diag(table).mean()), float(table[off].mean())

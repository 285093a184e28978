"""Figure 6, right: how independent the subspaces of the classes are, with baselines.

Principal angles between the classes' subspaces at the input of the last layer, beside the kind of
picture that the paper shows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.deep import (
    Images,
    LeNet,
    LeNetWeights,
    class_subspaces,
    digits,
    energy,
    independence,
    smallest_angles,
)
from gcbook.experiments._store import Arrays
from gcbook.experiments.real.figure_6 import PaperLeNetConfig, of_one_run, weights_of


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


@dataclass(frozen=True)
class ClassSubspacesConfig(PaperLeNetConfig):
    """How the right half of Figure 6 is made: for the first start and seed.

    Parameters
    ----------
    dimensions : tuple of int
        Dimensions of the class subspaces.
    seed : int
        Seed of the random baselines.
    """

    dimensions: tuple[int, ...] = (1, 3, 5)
    seed: int = 0


def _gather(config: ClassSubspacesConfig, arrays: list[Arrays], data: Images) -> ClassSubspaces:
    (scheme, scale), seed = config.starts[0], config.seeds[0]
    return figure6_right(
        config.network,
        weights_of(arrays[0]),
        data,
        dimensions=config.dimensions,
        initial=config.network.initial(scheme=scheme, scale=scale, seed=seed),
        seed=config.seed,
    )


CLASS_SUBSPACES = of_one_run("figure6-right", ClassSubspacesConfig, _gather)

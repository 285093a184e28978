"""The right test: the geometric condition where the theory needs it, at every recorded step.

The theory speaks of the neurons J_i = {j : v_ij > 0} projected to the subspace V_i of class i, so
this is what is tested in LeNet: fc2 plays V, fc1 plays W, and V_i is the class's own leading
singular subspace at the input of fc1.  Every answer is a certificate checked in exact arithmetic,
at every recorded step, beside the loss.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from tqdm.auto import tqdm

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.condition import certify
from gcbook.deep.digits import Images, digits
from gcbook.deep.lenet import LeNet, LeNetWeights, lenet_16
from gcbook.deep.subspaces import class_subspaces
from gcbook.deep.train import half_time, trailing_mean, train


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The condition for every class at one moment.

    Attributes
    ----------
    holds : ndarray of bool, shape (classes, dimensions)
    verified : ndarray of bool, shape (classes, dimensions)
        Whether the certificate for `holds` passed its check in exact arithmetic.
    neurons : ndarray of int, shape (classes,)
        k_i, the number of neurons in J_i.
    resultant : ndarray, shape (classes, dimensions)
        Length of the mean direction of the projected neurons: 0 when they balance, 1 when they
        all point the same way.
    """

    holds: BoolArray
    verified: BoolArray
    neurons: IntArray
    resultant: FloatArray


@dataclass(frozen=True, eq=False)
class Watched:
    """One training run with the condition beside the loss.

    Attributes
    ----------
    label : str
    hidden, seed : int
    step : float
    losses : ndarray, shape (iterations,)
    steps : tuple of int
        Iterations of the snapshots.
    snapshots : tuple of Snapshot
    """

    label: str
    hidden: int
    seed: int
    step: float
    losses: FloatArray
    steps: tuple[int, ...]
    snapshots: tuple[Snapshot, ...]

    def smooth(self, window: int = 10) -> FloatArray:
        """Return the trailing mean of the losses over at most `window` iterations."""
        return trailing_mean(self.losses, window)

    @property
    def half_time(self) -> float:
        """T_half in iterations."""
        return half_time(self.losses)

    def share(self, dimension: int) -> FloatArray:
        """Return the share of classes with the condition, one value per snapshot.

        Parameters
        ----------
        dimension : int
            Index into the tested dimensions.
        """
        return np.array([shot.holds[:, dimension].mean() for shot in self.snapshots])

    def at(self, fraction: float) -> int:
        """Return the index of the last snapshot before the loss falls to a fraction of its start.

        ``fraction = 0.5`` is the snapshot at T_half.
        """
        smooth = trailing_mean(self.losses, 10)
        below = np.flatnonzero(smooth <= fraction * smooth[0])
        limit = below[0] if len(below) else len(smooth)
        return int(np.searchsorted(self.steps, limit, side="right") - 1)


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
        return all(shot.verified.all() for run in self.runs for shot in run.snapshots)

    @property
    def certificates(self) -> int:
        """The number of certificates."""
        return sum(shot.holds.size for run in self.runs for shot in run.snapshots)

    def half_times(self, label: str) -> FloatArray:
        """Return T_half of the runs with a label, in their order."""
        found = [run.half_time for run in self.runs if run.label == label]
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
                     share[0], share[half], share[-1], spread[0], spread[-1], run.half_time)
                )  # fmt: skip
        columns = ["start", "h", "seed", "d", "k_i", "GC at 0", "GC at T_half", "GC at end",
                   "resultant at 0", "resultant at end", "T_half"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class RightTestConfig:
    """How the right test is run.

    Parameters
    ----------
    widths : tuple of int
        Hidden neurons of LeNet-16.
    seeds : tuple of int
    dimensions : tuple of int
        Dimensions d of the class subspaces.
    step, batch, iterations : float, int, int
        Plain SGD.  The step is five times the paper's: T_half times step hardly changes.
    every : int
        Iterations between snapshots.
    until : float
        A run stops when its loss is below this.
    """

    widths: tuple[int, ...] = (16, 32, 64, 128)
    seeds: tuple[int, ...] = (0, 1, 2)
    dimensions: tuple[int, ...] = (3, 5, 10)
    step: float = 0.05
    batch: int = 50
    iterations: int = 1000
    every: int = 25
    until: float = 0.25


def paired_ratio(
    first: npt.ArrayLike, second: npt.ArrayLike, confidence: float = 0.95
) -> tuple[float, float, float]:
    """Return the geometric mean of ``first / second`` and its confidence interval.

    Student's t on the differences of the logarithms, pair by pair; a nan makes all three nan.

    Examples
    --------
    >>> from gcbook.experiments.real.watched import paired_ratio
    >>> [round(value, 2) for value in paired_ratio([2.0, 4.4, 2.8], [2.0, 4.0, 3.0])]
    [1.01, 0.82, 1.24]
    """
    difference = np.log(np.asarray(first, dtype=float)) - np.log(np.asarray(second, dtype=float))
    spread = stats.sem(difference)
    reach = stats.t.ppf((1 + confidence) / 2, len(difference) - 1) * spread
    low, middle, high = np.exp(difference.mean() + np.array([-reach, 0.0, reach]))
    return float(middle), float(low), float(high)


def class_condition(
    hidden: npt.ArrayLike,
    outputs: npt.ArrayLike,
    bases: Sequence[FloatArray],
    dimensions: Sequence[int],
) -> Snapshot:
    """Test the condition of every class's own neurons in the class's own subspace.

    Parameters
    ----------
    hidden : array_like, shape (k, D)
        The neurons w_j as rows.
    outputs : array_like, shape (n, k)
        The output weights v_ij; J_i are the neurons with v_ij > 0.
    bases : sequence of n arrays, each of shape (d, D)
        An orthonormal basis of each V_i, most important direction first.
    dimensions : sequence of int
        Test the first d directions of each basis, for these d.
    """
    rows = _checks.weights(hidden, "hidden")
    owners = _checks.weights(outputs, "outputs") > 0
    shape = (len(bases), len(dimensions))
    answers, checked = np.zeros(shape, bool), np.zeros(shape, bool)
    resultant = np.zeros(shape)
    for i, basis in enumerate(bases):
        mine = rows[owners[i]] @ basis.T
        for column, d in enumerate(dimensions):
            projected = mine[:, :d]
            if not len(projected):
                checked[i, column] = True  # no neuron at all: the condition fails trivially
                continue
            certificate = certify(projected)
            answers[i, column] = certificate.holds
            checked[i, column] = certificate.verify()
            lengths = np.linalg.norm(projected, axis=1, keepdims=True)
            resultant[i, column] = np.linalg.norm((projected / lengths).mean(axis=0))
    return Snapshot(answers, checked, owners.sum(axis=1), resultant)


def watch(
    network: LeNet,
    weights: LeNetWeights,
    data: Images,
    config: RightTestConfig,
    *,
    label: str = "as drawn",
    seed: int = 0,
    sample: int = 500,
) -> Watched:
    """Train one network and certify the condition for every class at every recorded step.

    `sample` training images are used for the class subspaces.
    """
    few = data.take(min(sample, len(data.train)))

    def observe(now: LeNetWeights) -> Snapshot:
        features = network.features_of(now, few.train).astype(np.float64)
        bases = class_subspaces(features, few.train_labels, max(config.dimensions))
        return class_condition(now.fc1, now.fc2, bases, config.dimensions)

    run = train(
        network, weights, data.train, data.train_labels, step=config.step, batch=config.batch,
        iterations=config.iterations, seed=seed, every=config.every, observe=observe,
        until=config.until,
    )  # fmt: skip
    return Watched(label, network.hidden, seed, config.step, run.losses, run.steps, run.observed)


def right_test(
    config: RightTestConfig | None = None, data: Images | None = None, *, progress: bool = False
) -> RightTest:
    """Watch the condition during training, at several widths and seeds.

    Parameters
    ----------
    config : RightTestConfig, optional
    data : Images, optional
        scikit-learn's digits by default.
    progress : bool
        Show a progress bar over the runs.
    """
    setting = config if config is not None else RightTestConfig()
    images = data if data is not None else digits(16)
    cells = [(width, seed) for width in setting.widths for seed in setting.seeds]
    runs = []
    for width, seed in tqdm(cells, disable=not progress):
        network = network_for(images, width)
        runs.append(watch(network, network.initial(seed=seed), images, setting, seed=seed))
    return RightTest(tuple(runs), setting.dimensions, images.source)


def network_for(images: Images, hidden: int) -> LeNet:
    """Return the LeNet of the experiments for images of this size: `lenet_16` or the like."""
    classes = int(images.train_labels.max()) + 1
    if images.side == 16:
        return lenet_16(hidden, classes=classes)
    return LeNet(images.side, hidden=hidden, classes=classes)

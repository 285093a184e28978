"""A causal test: train with the geometric condition made impossible at every step.

A two-layer network sees the pixels themselves, so the subspaces V_i do not move.  Let u_i be the
leading direction of V_i and u their mean.  After every step each neuron is pushed along u just
far enough that ``<w_j, u_i> > 0`` for all i.  Then u_i is a normal that separates the neurons J_i
in V_i, whatever J_i is, so the condition fails for every class at every step, by construction; the
certificates confirm it.  If the condition were what makes training fast, this should hurt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from tqdm.auto import tqdm

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.deep.digits import Images, digits
from gcbook.deep.layers import Floats
from gcbook.deep.mlp import MLP, MLPWeights
from gcbook.deep.subspaces import class_subspaces
from gcbook.deep.train import half_time, trailing_mean, train
from gcbook.experiments.real.watched import Snapshot, class_condition, paired_ratio

STARTS = ("free", "active", "held broken", "inactive")


@dataclass(frozen=True)
class BrokenConfig:
    """How the causal test is run.

    Parameters
    ----------
    hidden : int
    dimension : int
        The dimension d of the class subspaces.
    step, batch, iterations : float, int, int
        Plain SGD.
    every : int
        Iterations between certificates.
    seeds : tuple of int
    until : float
        A run stops when its loss is below this.
    margin : float
        What ``<w_j, u_i>`` is held above.
    starts : tuple of str
        Which of `STARTS` to run.
    """

    hidden: int = 200
    dimension: int = 5
    step: float = 0.05
    batch: int = 200
    iterations: int = 1500
    every: int = 50
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    until: float = 0.5
    margin: float = 1e-4
    starts: tuple[str, ...] = STARTS


@dataclass(frozen=True, eq=False)
class BrokenRun:
    """One run of the causal test.

    Attributes
    ----------
    start : str
        One of `STARTS`.
    seed : int
    losses : ndarray, shape (iterations,)
    steps : tuple of int
    snapshots : tuple of Snapshot
    accuracy : float
        On the test images, at the end.
    length : float
        Mean length of the neurons at the start.
    """

    start: str
    seed: int
    losses: FloatArray
    steps: tuple[int, ...]
    snapshots: tuple[Snapshot, ...]
    accuracy: float
    length: float

    def smooth(self, window: int = 10) -> FloatArray:
        """Return the trailing mean of the losses over at most `window` iterations."""
        return trailing_mean(self.losses, window)

    @property
    def half_time(self) -> float:
        """T_half in iterations."""
        return half_time(self.losses)


@dataclass(frozen=True, eq=False)
class BrokenCondition:
    """All runs of the causal test, paired by seed.

    Attributes
    ----------
    runs : tuple of BrokenRun
    config : BrokenConfig
    source : str
    """

    runs: tuple[BrokenRun, ...]
    config: BrokenConfig
    source: str

    def half_times(self, start: str) -> FloatArray:
        """Return T_half of one start, one value per seed."""
        _checks.choice(start, "start", STARTS)
        return np.array([run.half_time for run in self.runs if run.start == start])

    def ratio(self, start: str, confidence: float = 0.95) -> tuple[float, float, float]:
        """Return the geometric mean of T_half over that of "free", with its paired interval.

        By `paired_ratio`, seed by seed.
        """
        return paired_ratio(self.half_times(start), self.half_times("free"), confidence)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per run."""
        rows = []
        for run in self.runs:
            share = [shot.holds.mean() for shot in run.snapshots]
            rows.append(
                (run.start, run.seed, share[0], max(share), share[-1], run.half_time,
                 run.accuracy, run.length, all(s.verified.all() for s in run.snapshots))
            )  # fmt: skip
        columns = ["start", "seed", "GC at 0", "most GC", "GC at end", "T_half", "test accuracy",
                   "mean |w|", "verified"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)


def broken_condition(
    config: BrokenConfig | None = None, data: Images | None = None, *, progress: bool = False
) -> BrokenCondition:
    """Train with and without the condition, paired by seed.

    The starts are "free", as drawn; "active", the same neurons reflected so that all are active on
    the mean image, then left alone; "held broken", the same start, held there at every step; and
    "inactive", the neurons reflected to the opposite side.  Reflection keeps every length.

    Parameters
    ----------
    config : BrokenConfig, optional
    data : Images, optional
        scikit-learn's digits, 8 x 8, by default.
    progress : bool
        Show a progress bar over the runs.
    """
    setting = config if config is not None else BrokenConfig()
    images = data if data is not None else digits(8)
    pixels = images.train.reshape(len(images.train), -1)
    bases = class_subspaces(pixels, images.train_labels, setting.dimension)
    leading = np.stack([basis[0] * np.sign(basis[0].sum()) for basis in bases])
    network = MLP((pixels.shape[1], setting.hidden, len(bases)))
    for start in setting.starts:
        _checks.choice(start, "starts", STARTS)
    cells = [(start, seed) for seed in setting.seeds for start in setting.starts]
    runs = []
    for start, seed in tqdm(cells, disable=not progress):
        drawn = network.initial(seed=seed)
        begin, hold = _start(start, drawn, leading, setting.margin)
        run = train(
            network, begin, pixels, images.train_labels, step=setting.step, batch=setting.batch,
            iterations=setting.iterations, seed=seed, every=setting.every, constrain=hold,
            until=setting.until,
            observe=lambda w: class_condition(w[0], w[1], bases, (setting.dimension,)),
        )  # fmt: skip
        accuracy = network.accuracy(
            run.weights, images.test.reshape(len(images.test), -1), images.test_labels
        )
        length = float(np.linalg.norm(begin[0], axis=1).mean())
        runs.append(BrokenRun(start, seed, run.losses, run.steps, run.observed, accuracy, length))
    return BrokenCondition(tuple(runs), setting, images.source)


def keep_active(neurons: Floats, leading: FloatArray, margin: float) -> Floats:
    """Push each neuron along the mean direction until it is active on every leading direction.

    Parameters
    ----------
    neurons : ndarray, shape (k, D)
    leading : ndarray, shape (n, D)
        Unit vectors u_i with positive inner product with their mean u.
    margin : float
        The smallest ``<w_j, u_i>`` afterwards.

    Returns
    -------
    ndarray, shape (k, D)
        A neuron that satisfies all n inequalities already is not moved.
    """
    mean = leading.mean(axis=0)
    mean /= np.linalg.norm(mean)
    needed = (margin - neurons.astype(np.float64) @ leading.T) / (leading @ mean)
    push = np.maximum(needed.max(axis=1), 0.0)
    return neurons + np.outer(push, mean).astype(neurons.dtype)


def _start(
    name: str, drawn: MLPWeights, leading: FloatArray, margin: float
) -> tuple[MLPWeights, Callable[[MLPWeights], MLPWeights] | None]:
    def hold(weights: MLPWeights) -> MLPWeights:
        return (keep_active(weights[0], leading, margin), *weights[1:])

    if name == "free":
        return drawn, None
    side = -1 if name == "inactive" else 1
    mean = leading.mean(axis=0)
    mean /= np.linalg.norm(mean)
    along = drawn[0].astype(np.float64) @ mean
    turned = drawn[0] - 2 * np.outer(np.where(side * along < 0, along, 0.0), mean)
    begin = (turned.astype(drawn[0].dtype), *drawn[1:])
    return begin, hold if name == "held broken" else None

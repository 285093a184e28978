"""A causal test: train with the geometric condition made impossible at every step.

A two-layer network sees the pixels themselves, so the subspaces V_i do not move.  Let u_i be the
leading direction of V_i and u their mean.  After every step each neuron is pushed along u just
far enough that ``<w_j, u_i> > 0`` for all i.  Then u_i is a normal that separates the neurons J_i
in V_i, whatever J_i is, so the condition fails for every class at every step, by construction; the
certificates confirm it.  If the condition were what makes training fast, this should hurt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.deep import MLP, Images, Training, class_subspaces, digits
from gcbook.deep.layers import Floats
from gcbook.deep.mlp import MLPWeights
from gcbook.experiments._runner import Experiment, Options, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.experiments.real.snapshots import Watched, class_condition, to_arrays
from gcbook.experiments.statistics import paired_ratio

STARTS = ("free", "active", "held broken", "inactive")


@dataclass(frozen=True)
class BrokenConfig(Training):
    """How the causal test is run.

    Parameters
    ----------
    hidden : int
        Hidden neurons.
    dimension : int
        The dimension d of the class subspaces.
    every : int
        Iterations between certificates.
    seeds : tuple of int
        One run per start and seed.
    margin : float
        What ``<w_j, u_i>`` is held above.
    starts : tuple of str
        Which of "free", "active", "held broken" and "inactive" to run.
    """

    hidden: int = 200
    dimension: int = 5
    step: float = 0.05
    batch: int = 200
    iterations: int = 1500
    every: int = 50
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    until: float | None = 0.5
    margin: float = 1e-4
    starts: tuple[str, ...] = STARTS

    def __post_init__(self) -> None:
        for start in self.starts:
            _checks.choice(start, "starts", STARTS)


@dataclass(frozen=True, eq=False)
class BrokenRun(Watched):
    """One run of the causal test.

    Attributes
    ----------
    accuracy : float
        On the test images, at the end.
    length : float
        Mean length of the neurons at the start.
    """

    accuracy: float
    length: float

    @property
    def start(self) -> str:
        """The label: one of "free", "active", "held broken" and "inactive"."""
        return self.label


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
        return np.array([run.half_time() for run in self.runs if run.start == start])

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
                (run.start, run.seed, share[0], max(share), share[-1], run.half_time(),
                 run.accuracy, run.length, run.verified)
            )  # fmt: skip
        columns = ["start", "seed", "GC at 0", "most GC", "GC at end", "T_half", "test accuracy",
                   "mean |w|", "verified"]  # fmt: skip
        return pd.DataFrame(rows, columns=columns)


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


def _reflected(start: str, drawn: MLPWeights, leading: FloatArray) -> MLPWeights:
    if start == "free":
        return drawn
    side = -1 if start == "inactive" else 1
    mean = leading.mean(axis=0)
    mean /= np.linalg.norm(mean)
    along = drawn[0].astype(np.float64) @ mean
    turned = drawn[0] - 2 * np.outer(np.where(side * along < 0, along, 0.0), mean)
    return (turned.astype(drawn[0].dtype), *drawn[1:])


def _cells(config: BrokenConfig) -> list[dict[str, Any]]:
    common = shared_settings(config, "starts", "seeds")
    return [
        {"start": start, "seed": seed, **common} for seed in config.seeds for start in config.starts
    ]


def _compute(
    *, start: str, seed: int, hidden: int, dimension: int, every: int, margin: float, data: Images,
    **setting: Any,
) -> Arrays:  # fmt: skip
    pixels = data.train.reshape(len(data.train), -1)
    bases = class_subspaces(pixels, data.train_labels, dimension)
    leading = np.stack([basis[0] * np.sign(basis[0].sum()) for basis in bases])
    network = MLP((pixels.shape[1], hidden, len(bases)))
    begin = _reflected(start, network.initial(seed=seed), leading)

    def hold(weights: MLPWeights) -> MLPWeights:
        return (keep_active(weights[0], leading, margin), *weights[1:])

    run = Training(**setting).run(
        network, begin, data, seed=seed, every=every,
        constrain=hold if start == "held broken" else None,
        observe=lambda w: class_condition(w[0], w[1], bases, (dimension,)),
    )  # fmt: skip
    accuracy = network.accuracy(run.weights, data.test, data.test_labels)
    length = np.linalg.norm(begin[0], axis=1).mean()
    return {**to_arrays(run), "accuracy": np.array(accuracy), "length": np.array(float(length))}


def _gather(config: BrokenConfig, arrays: list[Arrays], data: Images) -> BrokenCondition:
    runs = (
        BrokenRun.of(
            found, label=cell["start"], seed=cell["seed"], hidden=config.hidden, step=config.step,
            accuracy=float(found["accuracy"]), length=float(found["length"]),
        )
        for cell, found in zip(_cells(config), arrays, strict=True)
    )  # fmt: skip
    return BrokenCondition(tuple(runs), config, data.source)


BROKEN_CONDITION = Experiment(
    "broken-condition", BrokenConfig, _cells, _compute, _gather, lambda _: digits(8)
)


def broken_condition(
    config: BrokenConfig | None = None, data: Images | None = None, **options: Unpack[Options]
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
    **options
        As in `right_test`.
    """
    return BROKEN_CONDITION.run(config, data, **options)

"""Figure 4: iterations against the number of neurons, and the largest norm along the way.

Left: box plots of the iterations to zero loss from random starts.  Right: the largest |W^t| of 2000
runs with 2k = 8, here beside |W^0| and split into the part of the positive neurons, the only one
that can grow for long (Lemma 5.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Unpack

import numpy as np
import pandas as pd

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.data import PolarGrid
from gcbook.descent import Outcome, descend_many
from gcbook.experiments._runner import Experiment, Options, at_least
from gcbook.experiments._store import Arrays
from gcbook.initialisation import random_start
from gcbook.network import binary_network

_NORMS = ("norm_at_start", "max_norm", "positive_norm_at_start", "max_positive_norm")


@dataclass(frozen=True)
class Figure4Config:
    """How Figure 4 is made.

    Parameters
    ----------
    neurons : tuple of int
        Values of 2k in the left picture.
    runs : int
        Runs per box.
    norm_neurons, norm_runs : int
        2k and the number of runs of the right picture; the paper's 8 and 2000.
    seed : int
        Seed of the starts; every width has a child of its own.
    step : float
        The paper's eta, on l_1 itself.
    max_steps : int
        A run that has not converged by then is counted as such.
    """

    neurons: tuple[int, ...] = tuple(range(6, 25, 2))
    runs: int = 400
    norm_neurons: int = 8
    norm_runs: int = 2000
    seed: int = 2022
    step: float = 0.1
    max_steps: int = 4000

    def __post_init__(self) -> None:
        for neurons in (*self.neurons, self.norm_neurons):
            if _checks.integer(neurons, "neurons", low=2) % 2:
                raise ValueError(f"neurons must be even, the paper's 2k; got {neurons}")
        at_least(self, runs=2, norm_runs=2, seed=0)


@dataclass(frozen=True, eq=False)
class Figure4:
    """Figure 4, reproduced.

    Attributes
    ----------
    config : Figure4Config
    steps : mapping from 2k to ndarray of int
        Iterations of the runs that reached zero loss.
    never : mapping from 2k to int
        Runs that did not.
    norm_at_start, max_norm : ndarray, shape (norm_runs,)
        ``|W^0|`` and ``max_t |W^t|``, with ``|W| = sum_j |w_j|``.
    positive_norm_at_start, max_positive_norm : ndarray, shape (norm_runs,)
        The same sums over the neurons with positive output.
    norm_converged : ndarray of bool, shape (norm_runs,)
    """

    config: Figure4Config
    steps: Mapping[int, IntArray]
    never: Mapping[int, int]
    norm_at_start: FloatArray
    max_norm: FloatArray
    positive_norm_at_start: FloatArray
    max_positive_norm: FloatArray
    norm_converged: np.ndarray

    @property
    def growth(self) -> FloatArray:
        """How much of the largest norm is growth: ``max_t |W^t| - |W^0|``, shape (norm_runs,)."""
        return self.max_norm - self.norm_at_start

    @property
    def share_of_start(self) -> float:
        """Share of the variance of the largest norm that the norm at the start explains."""
        return float(np.corrcoef(self.norm_at_start, self.max_norm)[0, 1] ** 2)

    def to_frame(self) -> pd.DataFrame:
        """Return the quartiles of every box, NaN where no run reached zero loss."""
        rows = []
        for neurons, steps in self.steps.items():
            found = np.quantile(steps, (0.25, 0.5, 0.75)) if len(steps) else np.full(3, np.nan)
            counts = {"neurons": neurons, "converged": len(steps), "never": self.never[neurons]}
            rows.append(counts | dict(zip(("q25", "median", "q75"), found, strict=True)))
        return pd.DataFrame(rows)


def _cells(config: Figure4Config) -> list[dict[str, Any]]:
    common = {"seed": config.seed, "step": config.step, "max_steps": config.max_steps}
    boxes = [{"neurons": n, "runs": config.runs, "part": 0, **common} for n in config.neurons]
    right = {"neurons": config.norm_neurons, "runs": config.norm_runs, "part": 1, **common}
    return [*boxes, right]


def _compute(
    *, neurons: int, runs: int, part: int, seed: int, step: float, max_steps: int
) -> Arrays:
    ensemble = descend_many(
        binary_network(neurons // 2),
        PolarGrid(),
        random_start(neurons, 2, runs=runs, seed=np.random.default_rng([seed, neurons, part])),
        step=step,
        max_steps=max_steps,
        track="norm",
    )
    norms = {name: ensemble.tracked[name] for name in _NORMS}
    return {"steps": ensemble.steps, "outcome": ensemble.outcome, **norms}


def _gather(config: Figure4Config, arrays: list[Arrays]) -> Figure4:
    *left, right = arrays
    boxes = dict(zip(config.neurons, left, strict=True))
    done = {n: box["outcome"] == Outcome.ZERO_LOSS.value for n, box in boxes.items()}
    return Figure4(
        config,
        MappingProxyType({n: box["steps"][done[n]] for n, box in boxes.items()}),
        MappingProxyType({n: int((~flags).sum()) for n, flags in done.items()}),
        norm_converged=right["outcome"] == Outcome.ZERO_LOSS.value,
        **{name: right[name] for name in _NORMS},
    )


FIGURE_4 = Experiment("figure4", Figure4Config, _cells, _compute, _gather)


def figure4(config: Figure4Config | None = None, **options: Unpack[Options]) -> Figure4:
    """Reproduce Figure 4.

    Parameters
    ----------
    config : Figure4Config, optional
    **options
        As in `table1`.

    Returns
    -------
    Figure4

    Examples
    --------
    >>> from gcbook.experiments import Figure4Config, figure4
    >>> small = figure4(Figure4Config(neurons=(8, 24), runs=30, norm_runs=30))
    >>> small.to_frame()["neurons"].tolist()
    [8, 24]
    """
    return FIGURE_4.run(config, **options)

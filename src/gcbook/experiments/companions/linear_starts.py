"""The overfitting conjecture: whether random starts of linear networks end at global minima.

A run without a failure proves nothing; the result states the rule of three, an upper end of a 95 %
confidence interval for the share of failures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.linear import LinearProblem, limit_losses, random_layers
from gcbook.experiments._runner import Experiment, Options, at_least, shared_settings
from gcbook.experiments._store import Arrays


@dataclass(frozen=True)
class LinearStartsConfig:
    """How the starts are drawn.

    Parameters
    ----------
    depths : tuple of int
        Numbers H of hidden layers.
    runs : int
        Starts for each depth.
    hidden : int
        Width of every hidden layer.
    inputs : int
        d_x.
    singular_values : tuple of float
        Of the target.
    scale : float
        Standard deviation of the Gaussian entries.
    tolerance : float
        A run has arrived when its loss is below this.
    horizon : float
        Rescaled time after which a run is given up.
    seed : int
        The same seed gives the same runs, to the bit.
    """

    depths: tuple[int, ...] = (1, 2)
    runs: int = 1000
    hidden: int = 3
    inputs: int = 3
    singular_values: tuple[float, ...] = (2.0, 1.0)
    scale: float = 1.0
    tolerance: float = 1e-8
    horizon: float = 2e4
    seed: int = 11

    def __post_init__(self) -> None:
        for depth in self.depths:
            _checks.integer(depth, "depths", low=1)
        at_least(self, runs=1, hidden=len(self.singular_values), seed=0)


@dataclass(frozen=True, eq=False)
class LinearStarts:
    """What became of the starts.

    Attributes
    ----------
    config : LinearStartsConfig
    losses : tuple of ndarray, each of shape (runs,)
        The loss at the end, one array for each depth.
    """

    config: LinearStartsConfig
    losses: tuple[FloatArray, ...]

    @property
    def open_runs(self) -> tuple[int, ...]:
        """How many runs of each depth had not arrived."""
        return tuple(int((loss > self.config.tolerance).sum()) for loss in self.losses)

    def to_frame(self) -> pd.DataFrame:
        """Return one line per depth; `at most` is 3/N, stated only where no run failed."""
        rows = [
            {
                "H": depth,
                "runs": self.config.runs,
                "not arrived": count,
                "at most (95 %)": 3 / self.config.runs if count == 0 else np.nan,
            }
            for depth, count in zip(self.config.depths, self.open_runs, strict=True)
        ]
        return pd.DataFrame(rows)


def _cells(config: LinearStartsConfig) -> list[dict[str, Any]]:
    shared = shared_settings(config, "depths")
    shared["singular_values"] = list(config.singular_values)
    return [{"depth": depth, **shared} for depth in config.depths]


def _compute(
    *,
    depth: int,
    runs: int,
    hidden: int,
    inputs: int,
    singular_values: list[float],
    scale: float,
    tolerance: float,
    horizon: float,
    seed: int,
) -> Arrays:
    widths = (inputs, *[hidden] * depth, len(singular_values))
    rng = np.random.default_rng([seed, depth])
    start = random_layers(widths, scale=scale, runs=runs, seed=rng)
    problem = LinearProblem.diagonal(singular_values, inputs)
    return {"loss": limit_losses(problem, start, tolerance=tolerance, horizon=horizon)}


def _gather(config: LinearStartsConfig, arrays: list[Arrays]) -> LinearStarts:
    return LinearStarts(config, tuple(one["loss"] for one in arrays))


LINEAR_STARTS = Experiment(
    "linear-starts", LinearStartsConfig, cells=_cells, compute=_compute, gather=_gather
)


def linear_starts(
    config: LinearStartsConfig | None = None, **options: Unpack[Options]
) -> LinearStarts:
    """Follow random starts of linear networks to their limits.

    Parameters
    ----------
    config : LinearStartsConfig, optional
    **options
        As in `gcbook.experiments.table1`.

    Examples
    --------
    >>> from gcbook.experiments.companions.linear_starts import LinearStartsConfig, linear_starts
    >>> linear_starts(LinearStartsConfig(depths=(1,), runs=20)).open_runs
    (0,)
    """
    return LINEAR_STARTS.run(config, **options)

"""Two neurons, one target: which branch of perfect fits a random start chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.recovery import Neurons, Recovery, choices, limit_points
from gcbook.experiments._runner import Experiment, Options, at_least, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.probability import clopper_pearson

BRANCHES = ("Q1", "Q2", "Q3", "open")


@dataclass(frozen=True)
class RecoveryStartsConfig:
    """How the starts are drawn.

    Parameters
    ----------
    runs : int
        Random starts, standard normal.
    outer, inner : float
        The target neuron's a and w.
    samples : int
        Inputs, evenly spaced.
    reach : float
        They lie between -reach and reach.
    horizon : float
        Time at which a start is classified.
    seed : int
        The same seed gives the same runs, to the bit.
    """

    runs: int = 1500
    outer: float = 1.0
    inner: float = 0.6
    samples: int = 7
    reach: float = 2.0
    horizon: float = 3e4
    seed: int = 5

    def __post_init__(self) -> None:
        at_least(self, runs=1, samples=4, seed=0)
        _checks.real(self.horizon, "horizon", low=0, open_low=True)


def two_neuron_problem(config: RecoveryStartsConfig | None = None) -> Recovery:
    """Return the problem of the config: tanh(z + 1), one target neuron, inputs on a line.

    Examples
    --------
    >>> two_neuron_problem().inputs.ravel()[:2].round(3)
    array([-2.   , -1.333])
    """
    setting = RecoveryStartsConfig() if config is None else config
    inputs = np.linspace(-setting.reach, setting.reach, setting.samples)
    return Recovery.of(Neurons.of([setting.outer], [setting.inner]), inputs)


@dataclass(frozen=True, eq=False)
class RecoveryStarts:
    """Which branch each start chose.

    Attributes
    ----------
    config : RecoveryStartsConfig
    ends : ndarray, shape (runs, 4)
        (a_1, w_1, a_2, w_2) at the horizon.
    branch : ndarray of str, shape (runs,)
    """

    config: RecoveryStartsConfig
    ends: FloatArray
    branch: npt.NDArray[np.str_]

    def count(self, name: str) -> int:
        """Return how many starts chose the branch; "fast" is Q2 or Q3."""
        names = ("Q2", "Q3") if name == "fast" else (_checks.choice(name, "name", BRANCHES),)
        return int(np.isin(self.branch, names).sum())

    def to_frame(self) -> pd.DataFrame:
        """Return counts, shares and 99 % Clopper-Pearson intervals."""
        rows = []
        for name in ("fast", "Q1", "open"):
            low, high = clopper_pearson(self.count(name), len(self.branch), confidence=0.99)
            rows.append(
                {
                    "branch": name,
                    "starts": self.count(name),
                    "share": self.count(name) / len(self.branch),
                    "low": low,
                    "high": high,
                }
            )
        return pd.DataFrame(rows)


def _cells(config: RecoveryStartsConfig) -> list[dict[str, Any]]:
    shared = shared_settings(config, "runs")
    parts = range(0, config.runs, 500)
    return [{"part": i, "runs": min(500, config.runs - i), **shared} for i in parts]


def _compute(*, part: int, runs: int, seed: int, **settings: Any) -> Arrays:
    problem = two_neuron_problem(RecoveryStartsConfig(**settings))
    starts = np.random.default_rng([seed, part]).normal(size=(runs, 4))
    ends = limit_points(problem, starts, horizon=settings["horizon"])
    return {"ends": ends}


def _gather(config: RecoveryStartsConfig, arrays: list[Arrays]) -> RecoveryStarts:
    ends = np.concatenate([one["ends"] for one in arrays])
    return RecoveryStarts(config, ends, choices(two_neuron_problem(config), ends))


RECOVERY_STARTS = Experiment(
    "recovery-starts", RecoveryStartsConfig, cells=_cells, compute=_compute, gather=_gather
)


def recovery_starts(
    config: RecoveryStartsConfig | None = None, **options: Unpack[Options]
) -> RecoveryStarts:
    """Follow Gaussian starts of the two-neuron model and say which branch each chooses.

    Parameters
    ----------
    config : RecoveryStartsConfig, optional
    **options
        As in `gcbook.experiments.table1`.

    Examples
    --------
    >>> from gcbook.experiments.companions.recovery_starts import (
    ...     RecoveryStartsConfig,
    ...     recovery_starts,
    ... )
    >>> small = recovery_starts(RecoveryStartsConfig(runs=40))
    >>> small.count("fast") + small.count("Q1") + small.count("open")
    40
    """
    return RECOVERY_STARTS.run(config, **options)

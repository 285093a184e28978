"""Figure 3: iterations to zero loss against the angle between the two subspaces.

Equation (7) with k = 4 in R^4, trained on l_1 + l_2.  Every angle starts from the same weights, so
that angles are compared in pairs.  The paper adds Gaussian noise of a level that it does not state;
the level here is ours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from gcbook import _checks
from gcbook._checks import BoolArray, IntArray
from gcbook.data import Subspaces
from gcbook.descent import Outcome, descend_many
from gcbook.experiments._runner import Experiment, Options, at_least, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.experiments.statistics import Comparison, Summary, paired
from gcbook.initialisation import random_start
from gcbook.network import binary_network


@dataclass(frozen=True)
class Figure3Config:
    """How Figure 3 is made.

    Parameters
    ----------
    degrees : tuple of float
        Smallest principal angle between the subspaces, in degrees; must contain 90.
    noises : tuple of float
        Standard deviations of the noise on every coordinate of every data point.
    runs : int
        Starts per angle, the same for every angle and noise.
    k : int
        Neurons per sign; the paper's 4.
    seed : int
        Seed of the starts; the noise has the child (seed, 1).
    step : float
        The paper's eta, on ``l_1 + l_2``.
    max_steps : int
        A run that has not converged by then is counted as such.
    """

    degrees: tuple[float, ...] = (90, 80, 70, 60, 50, 40, 30)
    noises: tuple[float, ...] = (0.0, 0.05)
    runs: int = 32
    k: int = 4
    seed: int = 2021
    step: float = 0.1
    max_steps: int = 4000

    def __post_init__(self) -> None:
        if 90 not in self.degrees:
            raise ValueError(f"degrees must contain 90, the reference; got {self.degrees}")
        for angle in self.degrees:
            _checks.real(angle, "degrees", low=0, high=90, open_low=True)
        for noise in self.noises:
            _checks.real(noise, "noises", low=0)
        at_least(self, runs=2, k=1, seed=0)


@dataclass(frozen=True, eq=False)
class Figure3Cell:
    """All runs at one angle and one level of noise.

    Attributes
    ----------
    degrees, noise : float
    steps : ndarray of int, shape (runs,)
    outcome : ndarray of str, shape (runs,)
    """

    degrees: float
    noise: float
    steps: IntArray
    outcome: npt.NDArray[np.str_]

    @property
    def converged(self) -> BoolArray:
        """Which runs reached zero loss."""
        return np.asarray(self.outcome == Outcome.ZERO_LOSS.value)

    @property
    def median(self) -> float:
        """Median iterations, where a run at the limit counts as longer than the limit."""
        steps = np.where(self.converged, self.steps.astype(float), np.inf)
        return float(np.quantile(steps, 0.5, method="higher"))


@dataclass(frozen=True, eq=False)
class Figure3:
    """Figure 3, reproduced: one cell per noise and angle."""

    config: Figure3Config
    cells: tuple[Figure3Cell, ...]

    def cell(self, degrees: float, noise: float = 0.0) -> Figure3Cell:
        """Return one cell."""
        for cell in self.cells:
            if (cell.degrees, cell.noise) == (degrees, noise):
                return cell
        raise KeyError(f"no cell for degrees={degrees!r}, noise={noise!r}")

    def against_orthogonal(self, degrees: float, noise: float = 0.0) -> tuple[Comparison, int]:
        """Compare an angle with the right angle, start by start.

        Returns
        -------
        comparison : Comparison
            Paired difference of the iterations, over starts that converged at both angles; NaN
            where fewer than two did.
        pairs : int
            The number of such starts.
        """
        here, there = self.cell(degrees, noise), self.cell(90, noise)
        both = here.converged & there.converged
        if both.sum() < 2:
            unknown = math.nan
            return Comparison(unknown, unknown, unknown, unknown, unknown, 0.95), int(both.sum())
        return paired(here.steps[both], there.steps[both]), int(both.sum())

    def to_frame(self) -> pd.DataFrame:
        """Return one row per cell."""
        return pd.DataFrame([self._row(cell) for cell in self.cells])

    def _row(self, cell: Figure3Cell) -> dict[str, object]:
        summary = Summary.of(cell.steps[cell.converged])
        test, pairs = self.against_orthogonal(cell.degrees, cell.noise)
        return {
            "noise": cell.noise,
            "degrees": cell.degrees,
            "converged": summary.count,
            "never": int((~cell.converged).sum()),
            "mean": summary.mean,
            "sd": summary.sd,
            "median": cell.median,
            "pairs": pairs,
            "difference": test.difference,
            "low": test.low,
            "high": test.high,
            "p": test.p,
        }


def _cells(config: Figure3Config) -> list[dict[str, Any]]:
    common = shared_settings(config, "degrees", "noises")
    return [
        {"degrees": float(degrees), "noise": float(noise), **common}
        for noise in config.noises
        for degrees in config.degrees
    ]


def _compute(
    *, degrees: float, noise: float, runs: int, k: int, seed: int, step: float, max_steps: int
) -> Arrays:
    noise_rng = np.random.default_rng([seed, 1])
    data = Subspaces(math.radians(degrees), noise=noise, seed=noise_rng)
    ensemble = descend_many(
        binary_network(k),
        data.classes,
        random_start(2 * k, 4, runs=runs, seed=seed),
        step=step,
        max_steps=max_steps,
    )
    return {"steps": ensemble.steps, "outcome": ensemble.outcome}


def _gather(config: Figure3Config, arrays: list[Arrays]) -> Figure3:
    cells = zip(_cells(config), arrays, strict=True)
    return Figure3(
        config, tuple(Figure3Cell(cell["degrees"], cell["noise"], **found) for cell, found in cells)
    )


FIGURE_3 = Experiment("figure3", Figure3Config, _cells, _compute, _gather)


def figure3(config: Figure3Config | None = None, **options: Unpack[Options]) -> Figure3:
    """Reproduce Figure 3.

    Parameters
    ----------
    config : Figure3Config, optional
    **options
        As in `table1`.

    Returns
    -------
    Figure3

    Examples
    --------
    >>> from gcbook.experiments import Figure3Config, figure3
    >>> small = figure3(Figure3Config(degrees=(90,), noises=(0.0,), runs=4))
    >>> bool(small.cell(90).converged.all())
    True
    """
    return FIGURE_3.run(config, **options)

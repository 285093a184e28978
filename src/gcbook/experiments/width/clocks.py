r"""The experiment ``width``: steps and error mass against the number of neurons, on the 880 points.

Equation (7) with k positive and k negative neurons, step ``speed / k``, so that eta k is the same
for every width and eta k T can be compared.  Next to every measured error mass stand the bounds of
Theorems 1 and 2 for that very run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Unpack

import numpy as np
import pandas as pd

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.bounds import (
    error_mass_ceiling,
    error_mass_floor,
    margin_growth,
    zonotope_margin,
)
from gcbook.data import PolarGrid
from gcbook.experiments._runner import Experiment, Options
from gcbook.experiments._store import Arrays
from gcbook.initialisation import polygon

STARTS = ("paper", "doubled", "small")


@dataclass(frozen=True)
class WidthConfig:
    """How time is measured against width.

    Parameters
    ----------
    neurons : tuple of int
        The numbers k of positive neurons; there are as many negative ones, unless the start says
        otherwise.
    starts : tuple of str
        "paper": all weights standard normal.  "doubled": the negative neurons are copies of the
        positive ones, so the output is zero at the start.  "small": positive neurons only, 1e-4
        times standard normal.  "polygon": a small regular polygon, positive neurons only, its
        corners between the rays of the grid.
    runs : int
        Runs per cell (a polygon makes one).
    speed : float
        eta k, the same for every width.
    max_steps : int
        A run that has not converged by then is counted as such.
    seed : int
        The same seed gives the same runs, to the bit.
    """

    neurons: tuple[int, ...] = (3, 6, 12, 24, 48)
    starts: tuple[str, ...] = STARTS
    runs: int = 20
    speed: float = 0.3
    max_steps: int = 6000
    seed: int = 73


@dataclass(frozen=True, eq=False)
class WidthCell:
    """The runs of one start and one width.

    Attributes
    ----------
    start : str
    neurons : int
        k.
    step : float
    steps : ndarray of int, shape (runs,)
        The first step with zero loss, -1 if it was not reached.
    mass : ndarray, shape (runs,)
        Q, up to that step.
    ceiling, floor : ndarray, shape (runs,)
        Theorem 1's Q* with the least margin of the run (inf if the condition fails at a step), and
        Theorem 2's bound.
    margin_start, margin_least : ndarray, shape (runs,)
        gamma_0, and the least gamma of the run.
    tightest : ndarray, shape (runs,)
        The least factor, over the steps, between the growth of the norms and Theorem 1's bound.
    """

    start: str
    neurons: int
    step: float
    steps: IntArray
    mass: FloatArray
    ceiling: FloatArray
    floor: FloatArray
    margin_start: FloatArray
    margin_least: FloatArray
    tightest: FloatArray = field(repr=False)

    @property
    def done(self) -> BoolArray:
        """Which runs reached zero loss."""
        return np.asarray(self.steps >= 0)

    def row(self) -> dict[str, Any]:
        """Return the cell as a row of the table: medians over the runs that finished."""
        ok, k = self.done, self.neurons
        if not ok.any():
            return {"start": self.start, "k": k, "done": "0"}
        inside = ok & np.isfinite(self.ceiling)
        ratio = np.median(self.ceiling[inside] / self.mass[inside]) if inside.any() else np.nan
        low = np.where(self.floor > 0, self.floor, np.nan)
        return {
            "start": self.start,
            "k": k,
            "done": f"{int(ok.sum())}/{len(ok)}",
            "eta k T": float(np.median(self.step * k * self.steps[ok])),
            "k Q": float(np.median(k * self.mass[ok])),
            "gamma/(k kappa)": float(np.median(self.margin_start)) * np.pi / k,
            "condition throughout": float(np.mean(self.margin_least > 0)),
            "Q*/Q": float(ratio),
            "Q/floor": float(np.nanmedian((self.mass / low)[ok])) if (low > 0).any() else np.nan,
        }


@dataclass(frozen=True, eq=False)
class Width:
    """The cells, start by start."""

    config: WidthConfig
    cells: tuple[WidthCell, ...]

    def column(self, start: str) -> tuple[WidthCell, ...]:
        """Return the cells of one start, narrow to wide."""
        _checks.choice(start, "start", self.config.starts)
        return tuple(cell for cell in self.cells if cell.start == start)

    def exponent(self, start: str, of: str = "eta k T") -> float:
        """Return the slope of log T (from "eta k T") or log Q ("k Q") against log k."""
        rows = [cell.row() for cell in self.column(start)]
        k, value = (np.log([row[name] for row in rows]) for name in ("k", of))
        return float(np.polyfit(k, value, 1)[0] - 1)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per cell."""
        return pd.DataFrame([cell.row() for cell in self.cells])


def width_start(start: str, k: int, runs: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Return weights of shape (runs, kappa, 2) and the signs of the neurons, shape (kappa,)."""
    rng = np.random.default_rng([seed, k])
    normal = rng.standard_normal((runs, k, 2))
    if start == "paper":
        rows = np.concatenate([normal, rng.standard_normal((runs, k, 2))], axis=1)
    elif start == "doubled":
        rows = np.concatenate([normal, normal], axis=1)
    elif start == "small":
        rows = 1e-4 * normal
    else:
        rows = 1e-6 * polygon(k, turn=np.pi / 80).weights[None]
    return rows, np.where(np.arange(rows.shape[1]) < k, 1.0, -1.0)


def _cells(config: WidthConfig) -> list[dict[str, Any]]:
    for start in config.starts:
        _checks.choice(start, "starts", (*STARTS, "polygon"))
    return [
        {
            "start": start,
            "neurons": _checks.integer(k, "neurons", low=1),
            "runs": 1 if start == "polygon" else config.runs,
            "speed": config.speed,
            "max_steps": config.max_steps,
            "seed": config.seed,
        }
        for start in config.starts
        for k in config.neurons
    ]


def _compute(
    *, start: str, neurons: int, runs: int, speed: float, max_steps: int, seed: int
) -> Arrays:
    rows, sign = width_start(start, neurons, runs, seed)
    found = [_one(weights, sign, speed / neurons, max_steps) for weights in rows]
    return {name: np.array([run[name] for run in found]) for name in found[0]}


def _one(weights: FloatArray, sign: FloatArray, step: float, max_steps: int) -> dict[str, float]:
    """Descend until the loss is zero; v = 1/2, so that the margin is phi = sum +-relu."""
    x, rows, positive = PolarGrid().points, weights.copy(), sign > 0
    path, shares, steps = [rows[positive]], [], -1
    for t in range(max_steps + 1):
        inputs = x @ rows.T
        short = np.maximum(inputs, 0.0) @ sign < 1.0
        if not short.any():
            steps = t
            break
        active = ((inputs > 0) & short[:, None]).astype(np.float64)
        rows = rows + step / len(x) * sign[:, None] * (active.T @ x)
        path.append(rows[positive])
        shares.append(short.mean())
    missed, moved = np.array(shares), np.array(path)
    margin = np.asarray(zonotope_margin(moved))
    growth = np.diff(np.linalg.norm(moved, axis=-1).sum(axis=-1))
    forced = margin_growth(margin[:-1], missed, step=step)
    seen = forced > 0
    least = float(margin.min())
    ceiling = error_mass_ceiling(weights, positive, least, step=step) if least > 0 else np.inf
    deficit = 1 - np.maximum(x @ weights.T, 0.0) @ sign
    return {
        "steps": steps,
        "mass": step * float(missed.sum()),
        "ceiling": ceiling,
        "floor": error_mass_floor(deficit, np.linalg.norm(x, axis=1), len(rows)),
        "margin_start": float(margin[0]),
        "margin_least": least,
        "tightest": float((growth[seen] / forced[seen]).min(initial=np.inf)),
    }


def _gather(config: WidthConfig, arrays: list[Arrays]) -> Width:
    cells = [
        WidthCell(cell["start"], cell["neurons"], cell["speed"] / cell["neurons"], **found)
        for cell, found in zip(_cells(config), arrays, strict=True)
    ]
    return Width(config, tuple(cells))


WIDTH = Experiment("width", WidthConfig, cells=_cells, compute=_compute, gather=_gather)


def width(config: WidthConfig | None = None, **options: Unpack[Options]) -> Width:
    """Measure time and error mass against width, with the bounds of Section 7.3 beside them.

    Parameters
    ----------
    config : WidthConfig, optional
    **options
        ``cache``, ``executor`` and ``progress``, as every experiment takes them.

    Returns
    -------
    Width

    Examples
    --------
    >>> from gcbook.experiments.width import WidthConfig, width
    >>> small = width(WidthConfig(neurons=(6,), starts=("doubled",), runs=2, speed=1.0))
    >>> small.to_frame()["done"].tolist()
    ['2/2']
    """
    return WIDTH.run(config, **options)

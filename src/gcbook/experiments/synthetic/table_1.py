"""Table 1: iterations to zero loss from random and from half-space initialisation.

The protocol that reproduces the printed cells: equation (7) with 2k neurons, the 880 points of
class 1 alone, step 0.1 on l_1 itself, standard normal weights, and a run ends when its loss is
exactly zero.  Runs that never get there are counted, not dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Unpack

import numpy as np
import pandas as pd

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.data import Annulus, PolarGrid
from gcbook.descent import descend_many
from gcbook.experiments._runner import Experiment, Options
from gcbook.experiments._store import Arrays
from gcbook.experiments.statistics import fisher
from gcbook.experiments.synthetic._table_1_cell import PRINTED, Table1Cell, row, stratified
from gcbook.initialisation import half_space_start, random_start
from gcbook.network import binary_network
from gcbook.probability import gc_probability

STARTS = MappingProxyType({"random": random_start, "half space": half_space_start})
DATA = MappingProxyType({"grid": PolarGrid, "annulus": Annulus})


@dataclass(frozen=True)
class Table1Config:
    """How Table 1 is made.

    Parameters
    ----------
    runs : int
        Runs per cell; the paper makes 100.
    neurons : tuple of int
        Values of 2k, all hidden neurons of equation (7); even.
    seed : int
        Cells of the same width share their Gaussian draws, so the two columns are paired.
    step : float
        The paper's eta, on l_1 itself.
    max_steps : int
        A run that has not converged by then is counted as such.
    data : {"grid", "annulus"}
        The paper's 880 points, or the uniform distribution on the annulus that they stand for.
    tolerance : float
        Loss at which a run has converged.  The grid allows 0, the paper's criterion; on the annulus
        zero loss is never reached, so a positive number is needed.
    step_exponent, weight_exponent : float
        With p and q here, a network of 2k neurons takes the step ``step (6 / 2k)^p`` and starts at
        ``(6 / 2k)^q`` times the Gaussian weights.  The paper has 0 and 0; p = 1 holds the combined
        step of all neurons fixed while the width grows.
    """

    runs: int = 1000
    neurons: tuple[int, ...] = tuple(range(6, 25, 2))
    seed: int = 2021
    step: float = 0.1
    max_steps: int = 4000
    data: str = "grid"
    tolerance: float = 0.0
    step_exponent: float = 0.0
    weight_exponent: float = 0.0

    def __post_init__(self) -> None:
        _checks.integer(self.runs, "runs", low=2)
        _checks.integer(self.seed, "seed", low=0)
        _checks.real(self.step, "step", low=0, open_low=True)
        _checks.integer(self.max_steps, "max_steps", low=1)
        _checks.choice(self.data, "data", list(DATA))
        _checks.real(self.tolerance, "tolerance", low=0, open_low=self.data == "annulus")
        _checks.real(self.step_exponent, "step_exponent")
        _checks.real(self.weight_exponent, "weight_exponent")
        for neurons in self.neurons:
            if _checks.integer(neurons, "neurons", low=2) % 2:
                raise ValueError(f"neurons must be even, the paper's 2k; got {neurons}")

    @property
    def is_printed_protocol(self) -> bool:
        """Whether the paper's cells are comparable: same data, step, weights and criterion."""
        return (
            self.data == "grid"
            and (self.step, self.tolerance) == (0.1, 0.0)
            and (self.step_exponent, self.weight_exponent) == (0.0, 0.0)
        )


@dataclass(frozen=True, eq=False)
class Table1:
    """Table 1, reproduced.

    Attributes
    ----------
    config : Table1Config
    cells : tuple of Table1Cell
        The random column, then the half-space column.
    """

    config: Table1Config
    cells: tuple[Table1Cell, ...]

    def cell(self, start: str, neurons: int) -> Table1Cell:
        """Return one cell."""
        for cell in self.cells:
            if (cell.start, cell.neurons) == (start, neurons):
                return cell
        raise KeyError(f"no cell for start={start!r}, neurons={neurons!r}")

    def column(self, start: str) -> Iterator[Table1Cell]:
        """Return the cells of one initialisation, narrow to wide."""
        _checks.choice(start, "start", list(STARTS))
        return (cell for cell in self.cells if cell.start == start)

    def fisher(self, start: str) -> float:
        """Return Fisher's combined p-value of a column against the printed one."""
        tests = [cell.comparison for cell in self.column(start)]
        return fisher(test.p for test in tests if test is not None)

    def frozen_strata(self, neurons: int) -> float:
        """Return the mean at 2k = `neurons` if only the *frequency* of the condition had changed.

        The means with and without the condition at the start are those of the narrowest random
        cell; they are mixed with the probability of the condition at the given width.
        """
        first = next(self.column("random"))
        chance = float(gc_probability(neurons // 2, 2))
        return chance * first.stratum(True).mean + (1 - chance) * first.stratum(False).mean

    def to_frame(self) -> pd.DataFrame:
        """Return one row per cell, ours beside the paper's."""
        return pd.DataFrame([row(cell) for cell in self.cells])

    def strata(self) -> pd.DataFrame:
        """Return the random column split by the condition at the start, one row per width."""
        return pd.DataFrame([stratified(cell) for cell in self.column("random")])


def starts(start: str, neurons: int, runs: int, seed: int) -> FloatArray:
    """Return the initial weights of a cell, shape (runs, neurons, 2).

    The seed of a width is the pair (seed, neurons): columns are paired, widths independent.
    """
    rng = np.random.default_rng([seed, neurons])
    return STARTS[start](neurons, 2, runs=runs, seed=rng)


def _cells(config: Table1Config) -> list[dict[str, Any]]:
    return [
        {
            "start": start,
            "neurons": int(neurons),
            "runs": config.runs,
            "seed": config.seed,
            "step": config.step * (6 / neurons) ** config.step_exponent,
            "scale": (6 / neurons) ** config.weight_exponent,
            "max_steps": config.max_steps,
            "data": config.data,
            "tolerance": config.tolerance,
        }
        for start in STARTS
        for neurons in config.neurons
    ]


def _compute(
    *,
    start: str,
    neurons: int,
    runs: int,
    seed: int,
    scale: float,
    data: str,
    **options: float,
) -> Arrays:
    network, sample = binary_network(neurons // 2), DATA[data]()
    ensemble = descend_many(
        network,
        sample,
        scale * starts(start, neurons, runs, seed),
        track="gc",
        step=options["step"],
        tolerance=options["tolerance"],
        max_steps=int(options["max_steps"]),
    )
    kept = ("gc_at_start", "gc_at_end", "without_gc", "gc_lost")
    return {
        "steps": ensemble.steps,
        "outcome": ensemble.outcome,
        "loss": np.asarray(network.loss(ensemble.weights, sample)),
        **{name: ensemble.tracked[name] for name in kept},
    }


def _gather(config: Table1Config, arrays: list[Arrays]) -> Table1:
    cells = []
    for key, found in zip(_cells(config), arrays, strict=True):
        where = (key["start"], key["neurons"])
        printed = PRINTED.get(where) if config.is_printed_protocol else None
        cells.append(Table1Cell(start=where[0], neurons=where[1], printed=printed, **found))
    return Table1(config, tuple(cells))


TABLE_1 = Experiment("table1", Table1Config, _cells, _compute, _gather)


def table1(config: Table1Config | None = None, **options: Unpack[Options]) -> Table1:
    """Reproduce Table 1.

    Parameters
    ----------
    config : Table1Config, optional
        The paper's protocol with 1000 runs per cell by default.
    **options
        ``cache``, ``executor`` and ``progress``, as every experiment takes them.

    Returns
    -------
    Table1

    Raises
    ------
    ValueError
        If a file in ``cache`` is damaged or not ours.

    Examples
    --------
    >>> from gcbook.experiments import Table1Config, table1
    >>> small = table1(Table1Config(runs=50, neurons=(24,)))
    >>> small.cell("random", 24).never
    0
    """
    return TABLE_1.run(config, **options)

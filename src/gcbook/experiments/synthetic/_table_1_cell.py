"""One cell of Table 1: our runs, the printed numbers, and what can be read off them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.descent import Outcome
from gcbook.experiments.statistics import Comparison, Summary, welch
from gcbook.probability import gc_probability

PAPER_RUNS = 100
_PRINTED = {
    "random": (
        (578.90, 205.43),
        (423.96, 190.91),
        (313.29, 178.67),
        (242.72, 178.94),
        (183.53, 108.60),
        (141.00, 80.66),
        (126.52, 62.07),
        (102.09, 32.32),
        (90.65, 28.01),
        (82.93, 26.76),
    ),
    "half space": (
        (672.41, 226.53),
        (582.16, 200.81),
        (550.19, 180.59),
        (517.26, 172.46),
        (500.42, 215.87),
        (487.42, 220.48),
        (478.25, 202.71),
        (412.46, 195.92),
        (454.08, 203.00),
        (416.82, 216.58),
    ),
}
PRINTED: Mapping[tuple[str, int], Summary] = MappingProxyType(
    {
        (start, neurons): Summary(mean, sd, PAPER_RUNS)
        for start, column in _PRINTED.items()
        for neurons, (mean, sd) in zip(range(6, 25, 2), column, strict=True)
    }
)


@dataclass(frozen=True, eq=False)
class Table1Cell:
    """One cell of Table 1: every run of one width and one initialisation.

    Attributes
    ----------
    start : {"random", "half space"}
    neurons : int
        2k.
    steps : ndarray of int, shape (runs,)
        Iterations made.
    outcome : ndarray of str, shape (runs,)
        How each run ended, a `gcbook.descent.Outcome`.
    loss : ndarray, shape (runs,)
        Loss at the end; zero for a converged run.
    gc_at_start, gc_at_end : ndarray of bool, shape (runs,)
        Whether the positive neurons satisfied the geometric condition.
    without_gc : ndarray of int, shape (runs,)
        Iterations from weights without the condition, the paper's ``|T_1|``.
    gc_lost : ndarray of int, shape (runs,)
        How often an update destroyed the condition.
    printed : Summary or None
        The paper's cell, from 100 runs; None where there is nothing comparable.
    """

    start: str
    neurons: int
    steps: IntArray
    outcome: npt.NDArray[np.str_]
    loss: FloatArray
    gc_at_start: BoolArray
    gc_at_end: BoolArray
    without_gc: IntArray
    gc_lost: IntArray
    printed: Summary | None = None

    @property
    def converged(self) -> BoolArray:
        """Which runs reached zero loss."""
        return np.asarray(self.outcome == Outcome.ZERO_LOSS.value)

    @property
    def never(self) -> int:
        """How many runs did not reach zero loss."""
        return int(np.sum(~self.converged))

    @property
    def iterations(self) -> Summary:
        """Iterations of the runs that converged."""
        return Summary.of(self.steps[self.converged])

    @property
    def comparison(self) -> Comparison | None:
        """Welch's test of our mean against the printed one."""
        return None if self.printed is None else welch(self.iterations, self.printed)

    @property
    def share_without_gc(self) -> float:
        """Share of the iterations of converged runs that were made without the condition."""
        done = self.converged
        return float(self.without_gc[done].sum() / max(1, self.steps[done].sum()))

    def stratum(self, condition: bool) -> Summary:
        """Return iterations of the converged runs that started with, or without, the condition."""
        return Summary.of(self.steps[self.converged & (self.gc_at_start == condition)])


def row(cell: Table1Cell) -> dict[str, object]:
    """Return the cell as a row of `Table1.to_frame`."""
    ours, paper, test = cell.iterations, cell.printed, cell.comparison
    return {
        "start": cell.start,
        "neurons": cell.neurons,
        "mean": ours.mean,
        "sd": ours.sd,
        "converged": ours.count,
        "never": cell.never,
        "paper mean": np.nan if paper is None else paper.mean,
        "paper sd": np.nan if paper is None else paper.sd,
        "Welch t": np.nan if test is None else test.t,
        "Welch p": np.nan if test is None else test.p,
        "GC at start": float(cell.gc_at_start.mean()),
        "share without GC": cell.share_without_gc,
        "runs that lost GC": int(np.sum(cell.gc_lost > 0)),
    }


def stratified(cell: Table1Cell) -> dict[str, object]:
    """Return the cell as a row of `Table1.strata`."""
    with_gc, without = cell.stratum(True), cell.stratum(False)
    test = welch(without, with_gc)
    lacking = cell.converged & ~cell.gc_at_start
    chance = gc_probability(cell.neurons // 2, 2)
    return {
        "neurons": cell.neurons,
        "P(GC)": float(chance),
        "runs with GC": with_gc.count,
        "mean with GC": with_gc.mean,
        "runs without": without.count,
        "mean without": without.mean,
        "difference": test.difference,
        "low": test.low,
        "high": test.high,
        "p": test.p,
        "mean |T_1| without": float(cell.without_gc[lacking].mean()) if lacking.any() else np.nan,
    }

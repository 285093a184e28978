"""The fall of Table 1 taken apart: what the condition at the start does, and what the width does.

The mean over random starts is a mixture over the two strata s (with the condition at the start, and
without), ``M = sum_s p_s m_s``.  From the narrowest width (0) to another (1) it falls by

    M_0 - M_1 = sum_s (p_s0 - p_s1) m_s0  +  sum_s p_s1 (m_s0 - m_s1)          base: narrow
              = sum_s (p_s0 - p_s1) m_s1  +  sum_s p_s0 (m_s0 - m_s1)          base: wide

(Kitagawa 1955; Oaxaca and Blinder).  The first sum is what the frequency of the condition does, and
it depends on the base, so both are reported.  A description, not a cause: what intervenes on the
condition is the half-space start, hence the ratio of the columns; and the step of all neurons
together grows with the width, hence three protocols.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, Unpack

import pandas as pd

from gcbook import _checks
from gcbook.experiments._runner import Experiment, Options
from gcbook.experiments._store import Arrays
from gcbook.experiments.statistics import Equivalence, equivalence
from gcbook.experiments.synthetic._table_1_cell import Table1Cell
from gcbook.experiments.synthetic.table_1 import TABLE_1, Table1, Table1Config

PROTOCOLS = MappingProxyType(
    {
        "as printed": (0.0, 0.0),
        "2k eta fixed": (1.0, 0.0),
        "2k eta and output fixed": (1.0, 0.5),
    }
)


@dataclass(frozen=True)
class Fall:
    """The fall of the mean between two widths, and the part of the condition in it.

    Attributes
    ----------
    total : float
        ``M_0 - M_1``.
    narrow, wide : float
        What the frequency of the condition does, by either base; NaN where a stratum is empty.
    """

    total: float
    narrow: float
    wide: float


def kitagawa(first: Table1Cell, second: Table1Cell) -> Fall:
    """Decompose the fall of the mean iterations from one cell to another.

    Only runs that converged count, and the shares are those of the runs, so that the parts of
    either base add up to the fall exactly.
    """
    strata = [[cell.stratum(flag) for flag in (True, False)] for cell in (first, second)]
    total = first.iterations.mean - second.iterations.mean
    if any(part.count == 0 for pair in strata for part in pair):
        return Fall(total, math.nan, math.nan)
    shift = [
        a.count / first.iterations.count - b.count / second.iterations.count
        for a, b in zip(*strata, strict=True)
    ]
    parts = (
        math.fsum(s * part.mean for s, part in zip(shift, pair, strict=True)) for pair in strata
    )
    return Fall(total, *parts)


@dataclass(frozen=True)
class WidthEffectConfig:
    """How the fall is taken apart; `WidthEffectConfig.full` has every width and 1000 runs.

    Parameters
    ----------
    runs : int
        Runs per cell.
    neurons : tuple of int
        Values of 2k, narrow to wide.
    seed : int
        As in Table 1.
    max_steps : int
        A run that has not converged by then is counted as such.
    """

    runs: int = 100
    neurons: tuple[int, ...] = (6, 12, 24)
    seed: int = 2021
    max_steps: int = 8000

    def __post_init__(self) -> None:
        if len(self.neurons) < 2 or list(self.neurons) != sorted(set(self.neurons)):
            raise ValueError(f"neurons must be two or more rising widths; got {self.neurons}")
        self.table("as printed")

    @classmethod
    def full(cls) -> WidthEffectConfig:
        """Return the setting with every width of Table 1 and 1000 runs."""
        return cls(runs=1000, neurons=tuple(range(6, 25, 2)))

    def table(self, protocol: str) -> Table1Config:
        """Return the setting of Table 1 under one of `PROTOCOLS`."""
        _checks.choice(protocol, "protocol", list(PROTOCOLS))
        step, weight = PROTOCOLS[protocol]
        return Table1Config(step_exponent=step, weight_exponent=weight, **asdict(self))


@dataclass(frozen=True, eq=False)
class WidthEffect:
    """Table 1 under three protocols.

    Attributes
    ----------
    config : WidthEffectConfig
    tables : mapping from protocol to Table1
    """

    config: WidthEffectConfig
    tables: Mapping[str, Table1]

    def ratio(self, protocol: str, neurons: int) -> Equivalence:
        """Return half-space over random iterations, over pairs that converged from both starts."""
        table = self.tables[protocol]
        half, random = table.cell("half space", neurons), table.cell("random", neurons)
        both = half.converged & random.converged
        return equivalence(half.steps[both], random.steps[both], alpha=0.025)

    def fall(self, protocol: str, neurons: int) -> Fall:
        """Return the fall of the random column from the narrowest width to another."""
        table = self.tables[protocol]
        narrow = table.cell("random", self.config.neurons[0])
        return kitagawa(narrow, table.cell("random", neurons))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per protocol and width; ratios with 95 % intervals."""
        return pd.DataFrame(
            [self._row(name, n) for name in self.tables for n in self.config.neurons]
        )

    def _row(self, protocol: str, neurons: int) -> dict[str, object]:
        table, ratio = self.tables[protocol], self.ratio(protocol, neurons)
        random, fall = table.cell("random", neurons), self.fall(protocol, neurons)
        return {
            "protocol": protocol,
            "neurons": neurons,
            "random": random.iterations.mean,
            "half space": table.cell("half space", neurons).iterations.mean,
            "half / random": ratio.ratio,
            "low": ratio.low,
            "high": ratio.high,
            "GC at start": float(random.gc_at_start.mean()),
            "runs without": random.stratum(False).count,
            "fall": fall.total,
            "by GC, base narrow": fall.narrow,
            "by GC, base wide": fall.wide,
        }


def _cells(config: WidthEffectConfig) -> list[dict[str, Any]]:
    return [dict(cell) for name in PROTOCOLS for cell in TABLE_1.cells(config.table(name))]


def _gather(config: WidthEffectConfig, arrays: list[Arrays]) -> WidthEffect:
    size = len(arrays) // len(PROTOCOLS)
    tables = {
        name: TABLE_1.gather(config.table(name), arrays[i * size : (i + 1) * size])
        for i, name in enumerate(PROTOCOLS)
    }
    return WidthEffect(config, MappingProxyType(tables))


WIDTH_EFFECT = Experiment("width-effect", WidthEffectConfig, _cells, TABLE_1.compute, _gather)


def width_effect(
    config: WidthEffectConfig | None = None, **options: Unpack[Options]
) -> WidthEffect:
    """Take Table 1's fall apart.

    Parameters
    ----------
    config : WidthEffectConfig, optional
    **options
        As in `table1`.

    Examples
    --------
    >>> from gcbook.experiments import WidthEffectConfig, width_effect
    >>> small = width_effect(WidthEffectConfig(runs=20, neurons=(6, 12)))
    >>> bool(small.fall("as printed", 12).total > 0)
    True
    """
    return WIDTH_EFFECT.run(config, **options)

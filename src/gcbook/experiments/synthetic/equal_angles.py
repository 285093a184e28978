"""Figure 3: whether angles from 60 degrees on are any slower than the "fastest", the right angle.

Absence of a difference cannot be read off a test that found none.  So this tests equivalence: the
mean iterations at an angle are within 5 % of those at the right angle, start by start (two
one-sided tests at level alpha each), with and without noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import pandas as pd

from gcbook.experiments._runner import Experiment, Options
from gcbook.experiments._store import Arrays
from gcbook.experiments.statistics import Equivalence, equivalence
from gcbook.experiments.synthetic.figure_3 import FIGURE_3, Figure3, Figure3Config


@dataclass(frozen=True)
class EqualAnglesConfig(Figure3Config):
    """How equivalence is tested; `EqualAnglesConfig.full` takes five times as many starts.

    Parameters
    ----------
    bound : float
        The largest relative difference that counts as none.
    alpha : float
        Chance of calling an angle equal that differs by the bound.
    """

    degrees: tuple[float, ...] = (90, 80, 70, 60)
    runs: int = 200
    bound: float = 0.05
    alpha: float = 0.05

    @classmethod
    def full(cls) -> EqualAnglesConfig:
        """Return the setting with 1000 starts."""
        return cls(runs=1000)


@dataclass(frozen=True, eq=False)
class EqualAngles:
    """Figure 3 with many starts at few angles, and the tests."""

    config: EqualAnglesConfig
    figure: Figure3

    def test(self, degrees: float, noise: float = 0.0) -> Equivalence:
        """Return the test of an angle against the right one, over starts that converged at both."""
        here, there = self.figure.cell(degrees, noise), self.figure.cell(90, noise)
        both = here.converged & there.converged
        return equivalence(
            here.steps[both], there.steps[both], bound=self.config.bound, alpha=self.config.alpha
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per noise and angle."""
        rows = []
        for cell in self.figure.cells:
            if cell.degrees == 90:
                continue
            found = self.test(cell.degrees, cell.noise)
            rows.append(
                {
                    "noise": cell.noise,
                    "degrees": cell.degrees,
                    "pairs": found.pairs,
                    "never": int((~cell.converged).sum()),
                    "ratio": found.ratio,
                    "low": found.low,
                    "high": found.high,
                    "p": found.p,
                    "equivalent": found.equivalent,
                }
            )
        return pd.DataFrame(rows)


def _cells(config: EqualAnglesConfig) -> list[dict[str, Any]]:
    tests = ("bound", "alpha")
    return [{n: v for n, v in cell.items() if n not in tests} for cell in FIGURE_3.cells(config)]


def _gather(config: EqualAnglesConfig, arrays: list[Arrays]) -> EqualAngles:
    return EqualAngles(config, FIGURE_3.gather(config, arrays))


EQUAL_ANGLES = Experiment("equal-angles", EqualAnglesConfig, _cells, FIGURE_3.compute, _gather)


def equal_angles(
    config: EqualAnglesConfig | None = None, **options: Unpack[Options]
) -> EqualAngles:
    """Test whether acute angles from 60 degrees on need as many iterations as the right angle.

    Parameters
    ----------
    config : EqualAnglesConfig, optional
    **options
        As in `table1`.

    Examples
    --------
    >>> from gcbook.experiments import EqualAnglesConfig, equal_angles
    >>> small = equal_angles(EqualAnglesConfig(degrees=(90, 80), noises=(0.0,), runs=8))
    >>> small.to_frame()["pairs"].tolist()
    [8]
    """
    return EQUAL_ANGLES.run(config, **options)

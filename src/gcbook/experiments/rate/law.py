r"""The experiment ``rate``: runs of gradient flow on the exact population, against the rate law."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.condition import holds
from gcbook.experiments._runner import Experiment, Options, at_least, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.experiments.rate.flow import Flow, gradient_flow
from gcbook.population.radial import Radial

_MOST_DRAWS = 10_000


@dataclass(frozen=True)
class RateConfig:
    """Which runs are made.

    Parameters
    ----------
    dimension : int
        2 or 3.
    positive, negative : int
        Neurons of the class, and of the other one.
    runs : int
        Random starts, standard normal, the positive neurons drawn until they satisfy the condition.
    power : float
        The density is proportional to ``(|x| - 1)**power`` on the shell 1 <= |x| <= 2.
    horizon : float
        Flow time.
    seed : int
        The same seed gives the same runs, to the bit.
    """

    dimension: int = 2
    positive: int = 3
    negative: int = 0
    runs: int = 4
    power: float = 0.0
    horizon: float = 1e6
    seed: int = 72


@dataclass(frozen=True, eq=False)
class RateLaw:
    """The runs.

    Attributes
    ----------
    config : RateConfig
    flows : tuple of Flow
    """

    config: RateConfig
    flows: tuple[Flow, ...]

    @property
    def exponent(self) -> float:
        """What the law predicts: (D+1)/(D-1), D = dimension + power."""
        effective = self.config.dimension + self.config.power
        return (effective + 1) / (effective - 1)

    def to_frame(self) -> pd.DataFrame:
        """Return a row per run: slope, constant and the parameter-free ratio, against the law."""
        rows = []
        d = self.config.dimension + self.config.power
        for number, flow in enumerate(self.flows):
            row = {
                "run": number,
                "loss at the end": flow.loss[-1],
                "last slope": flow.local_slope[-1],
                "predicted": -self.exponent,
                "(d^2-1) t l/|W-W*|^2": (d * d - 1) * flow.free_ratio[-2 * flow.half_decade],
            }
            if self.config.power == 0:
                row["t^p l / C"] = flow.constant_ratio()
            rows.append(row)
        return pd.DataFrame(rows)


def rate_start(config: RateConfig, run: int) -> tuple[FloatArray, FloatArray]:
    """Return the start and the signs of one run."""
    rng = np.random.default_rng([config.seed, config.dimension, run])
    total = config.positive + config.negative
    sign = np.where(np.arange(total) < config.positive, 1.0, -1.0)
    for _ in range(_MOST_DRAWS):
        rows = rng.standard_normal((total, config.dimension))
        if holds(rows[: config.positive]):
            return rows, sign
    raise ValueError(
        f"positive must be a number of neurons that can satisfy the condition in dimension "
        f"{config.dimension}; got {config.positive}"
    )


def _cells(config: RateConfig) -> list[dict[str, Any]]:
    _checks.integer(config.dimension, "dimension", low=2, high=3)
    at_least(config, positive=1, negative=0, runs=1)
    return [{"run": run, **shared_settings(config, "runs")} for run in range(config.runs)]


def _compute(*, run: int, **settings: Any) -> Arrays:
    config = RateConfig(**settings)
    rows, sign = rate_start(config, run)
    law = Radial(config.dimension, power=config.power)
    flow = gradient_flow(rows, sign, law, horizon=config.horizon)
    names = ("signs", "times", "weights", "loss", "missed", "speed")
    return {name: getattr(flow, name) for name in names}


def _gather(config: RateConfig, arrays: list[Arrays]) -> RateLaw:
    law = Radial(config.dimension, power=config.power)
    return RateLaw(config, tuple(Flow(law=law, v=0.5, **found) for found in arrays))


RATE = Experiment("rate", RateConfig, cells=_cells, compute=_compute, gather=_gather)


def rate_law(config: RateConfig | None = None, **options: Unpack[Options]) -> RateLaw:
    """Measure the rate law.

    Parameters
    ----------
    config : RateConfig, optional
    **options
        ``cache``, ``executor`` and ``progress``, as every experiment takes them.

    Returns
    -------
    RateLaw

    Examples
    --------
    >>> from gcbook.experiments.rate import RateConfig, rate_law
    >>> found = rate_law(RateConfig(runs=1, horizon=1e4))
    >>> bool(-3.1 < found.flows[0].local_slope[-1] < -2.7)
    True
    """
    return RATE.run(config, **options)

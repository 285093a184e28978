r"""The experiment ``margins``: the margin of k random directions, which Proposition 3 bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.bounds import mean_activation, random_margin, zonotope_margin
from gcbook.experiments._runner import Experiment, Options
from gcbook.experiments._store import Arrays
from gcbook.probability import clopper_pearson, gc_probability


@dataclass(frozen=True)
class MarginsConfig:
    """How margins are sampled.

    Parameters
    ----------
    neurons : tuple of int
        The widths k.
    dimension : int
        d, of the uniform directions.
    runs : int
        Samples per width.
    seed : int
        The same seed gives the same runs, to the bit.
    """

    neurons: tuple[int, ...] = (3, 6, 12, 24, 48, 96, 192, 384)
    dimension: int = 2
    runs: int = 2000
    seed: int = 731


@dataclass(frozen=True, eq=False)
class Margins:
    """The sampled margins of every width.

    Attributes
    ----------
    config : MarginsConfig
    samples : tuple of ndarray, shape (runs,)
        gamma, one array per width.
    """

    config: MarginsConfig
    samples: tuple[FloatArray, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return a row per width: the margin, how often it is there, how often it is good."""
        d, rows = self.config.dimension, []
        for k, gamma in zip(self.config.neurons, self.samples, strict=True):
            whole, good = k * mean_activation(d), int((gamma >= k * mean_activation(d) / 2).sum())
            low, high = clopper_pearson(good, len(gamma))
            rows.append(
                {
                    "k": k,
                    "P(gamma > 0)": float((gamma > 0).mean()),
                    "Wendel": float(gc_probability(k, d)),
                    "E gamma / (k kappa)": float(gamma.mean() / whole),
                    "P(gamma >= k kappa/2)": good / len(gamma),
                    "99% from": low,
                    "to": high,
                    "bound, 95%": max(random_margin(k, d) / whole, 0.0),
                    "5% quantile": float(np.quantile(gamma, 0.05) / whole),
                }
            )
        return pd.DataFrame(rows)


def _cells(config: MarginsConfig) -> list[dict[str, Any]]:
    common = {"dimension": config.dimension, "runs": config.runs, "seed": config.seed}
    return [{"k": _checks.integer(k, "neurons", low=1), **common} for k in config.neurons]


def _compute(*, k: int, dimension: int, runs: int, seed: int) -> Arrays:
    rng = np.random.default_rng([seed, k, dimension])
    parts = np.array_split(np.arange(runs), 1 + runs * k // 100_000)
    found = [
        zonotope_margin(rng.standard_normal((len(part), k, dimension)))
        for part in parts
        if len(part)
    ]
    return {"gamma": np.concatenate(found)}


def _gather(config: MarginsConfig, arrays: list[Arrays]) -> Margins:
    return Margins(config, tuple(found["gamma"] for found in arrays))


MARGINS = Experiment("margins", MarginsConfig, cells=_cells, compute=_compute, gather=_gather)


def margins(config: MarginsConfig | None = None, **options: Unpack[Options]) -> Margins:
    """Sample the margin of random directions.

    Examples
    --------
    >>> from gcbook.experiments.width import MarginsConfig, margins
    >>> frame = margins(MarginsConfig(neurons=(24,), runs=300)).to_frame()
    >>> bool(0.6 < frame["E gamma / (k kappa)"][0] < 0.7)
    True
    """
    return MARGINS.run(config, **options)

r"""The experiment ``certain``: starts that satisfy the condition for certain, against random ones.

Table 1's protocol.  In every pair the negative neurons and the lengths of the positive ones are the
same; only the directions of the positive ones differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd
from scipy import stats

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.data import PolarGrid
from gcbook.descent import descend_many
from gcbook.experiments._runner import Experiment, Options, at_least, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.initialisation import certain_start
from gcbook.network import binary_network

KINDS = ("random", "polygon", "antipodal")


@dataclass(frozen=True)
class CertainConfig:
    """How the starts are compared.

    Parameters
    ----------
    neurons : tuple of int
        k positive and k negative neurons.  Opposite pairs need k even; for odd k one random
        direction is added to them.
    runs : int
        Pairs per width.
    step : float
        eta, on l_1 itself.
    max_steps : int
        A run that has not converged by then is counted as such.
    seed : int
        The same seed gives the same runs, to the bit.
    """

    neurons: tuple[int, ...] = (3, 4, 5, 6, 8, 12)
    runs: int = 300
    step: float = 0.1
    max_steps: int = 10_000
    seed: int = 733


@dataclass(frozen=True, eq=False)
class Certain:
    """Steps to zero loss, paired.

    Attributes
    ----------
    config : CertainConfig
    steps : tuple of ndarray of int, shape (3, runs)
        One array per width; the kinds are random, polygon, antipodal; -1 if not converged.
    """

    config: CertainConfig
    steps: tuple[IntArray, ...]

    def saving(self, k: int, kind: str, confidence: float = 0.99) -> tuple[float, float, float]:
        """Return the mean saving of steps against the random start, with Student's interval."""
        index = self.config.neurons.index(k)
        _checks.choice(kind, "kind", KINDS[1:])
        steps = self.steps[index]
        both = (steps >= 0).all(axis=0)
        gap = (steps[0] - steps[KINDS.index(kind)])[both]
        if len(gap) < 2:  # no interval from one pair, no mean from none
            return np.nan, np.nan, np.nan
        reach = stats.t.ppf((1 + confidence) / 2, len(gap) - 1) * gap.std(ddof=1) / len(gap) ** 0.5
        return float(gap.mean()), float(gap.mean() - reach), float(gap.mean() + reach)

    def to_frame(self) -> pd.DataFrame:
        """Return a row per width: mean steps of each start, and the savings with intervals."""
        rows = []
        for k, steps in zip(self.config.neurons, self.steps, strict=True):
            row: dict[str, Any] = {"k": k}
            for kind, found in zip(KINDS, steps, strict=True):
                done = found[found >= 0]
                row[kind] = float(done.mean()) if done.size else np.nan
            row["not done"] = int((steps < 0).sum())
            for kind in KINDS[1:]:
                mean, low, high = self.saving(k, kind)
                row[f"saved by {kind}"] = f"{mean:.0f} [{low:.0f}, {high:.0f}]"
            rows.append(row)
        return pd.DataFrame(rows)


def paired_starts(k: int, runs: int, seed: int) -> FloatArray:
    """Return the weights of the three kinds of start, shape (3, runs, 2 k, 2)."""
    rng = np.random.default_rng([seed, k])
    rows = np.broadcast_to(rng.standard_normal((runs, 2 * k, 2)), (3, runs, 2 * k, 2)).copy()
    size = np.linalg.norm(rows[0, :, :k], axis=-1, keepdims=True)
    for run in range(runs):
        rows[1, run, :k] = certain_start(k, 2, kind="polygon", seed=rng).weights
        if k >= 4:
            pairs = certain_start(k - k % 2, 2, kind="antipodal", seed=rng).weights
        else:
            first = certain_start(4, 2, kind="cross-polytope", seed=rng).weights
            pairs = first[:2]
        rows[2, run, : len(pairs)] = pairs
        if len(pairs) < k:
            angle = rng.uniform(0, 2 * np.pi)
            rows[2, run, len(pairs)] = np.cos(angle), np.sin(angle)
    rows[1:, :, :k] *= size
    return rows


def _cells(config: CertainConfig) -> list[dict[str, Any]]:
    at_least(config, runs=2)
    shared = shared_settings(config, "neurons")
    return [{"k": _checks.integer(k, "neurons", low=3), **shared} for k in config.neurons]


def _compute(*, k: int, runs: int, step: float, max_steps: int, seed: int) -> Arrays:
    starts = paired_starts(k, runs, seed).reshape(-1, 2 * k, 2)
    found = descend_many(binary_network(k), PolarGrid(), starts, step=step, max_steps=max_steps)
    steps = np.where(found.converged, found.steps, -1)
    return {"steps": steps.reshape(3, runs)}


def _gather(config: CertainConfig, arrays: list[Arrays]) -> Certain:
    return Certain(config, tuple(found["steps"] for found in arrays))


CERTAIN = Experiment("certain", CertainConfig, cells=_cells, compute=_compute, gather=_gather)


def certain(config: CertainConfig | None = None, **options: Unpack[Options]) -> Certain:
    """Compare random starts with regular polygons and opposite pairs, in pairs.

    Examples
    --------
    >>> from gcbook.experiments.width import CertainConfig, certain
    >>> found = certain(CertainConfig(neurons=(6,), runs=20))
    >>> found.saving(6, "polygon")[0] > 0
    True
    """
    return CERTAIN.run(config, **options)

"""What sets the length of the plateau of Figure 6: the scale of the starting weights.

For a bias-free ReLU network of L layers the output is homogeneous of degree L in the weights.
While the outputs are small the loss is linear in them, so its gradient is homogeneous of degree
L - 1, and gradient flow from s W_0 is the flow from W_0 slowed down:

    W(t; s W_0) = s W(s**(L-2) t; W_0)          as long as the outputs are small

The time to leave the plateau therefore grows like s**-(L-2) for L >= 3 and like log(1/s) for
L = 2.  The geometric condition looks only at directions and is the same for every s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd
from scipy import stats

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.deep import MLP, Images, Training, digits
from gcbook.experiments._runner import Experiment, Options, shared_settings
from gcbook.experiments._store import Arrays


@dataclass(frozen=True)
class PlateauConfig(Training):
    """How the law is measured.

    Without an ``until`` a run stops at 0.4 log(classes), 40% of the loss of a blind guess.

    Parameters
    ----------
    depths : tuple of int
        The numbers L >= 2 of layers.
    scales : tuple of float
        Factors s on the starting weights.
    width : int
        Neurons in every hidden layer.
    seeds : tuple of int
        One run per depth, scale and seed.
    """

    step: float = 0.1
    batch: int = 200
    iterations: int = 6000
    depths: tuple[int, ...] = (2, 3, 4)
    scales: tuple[float, ...] = (0.25, 0.5, 1.0)
    width: int = 100
    seeds: tuple[int, ...] = (0, 1)

    def __post_init__(self) -> None:
        for depth in self.depths:
            _checks.integer(depth, "depths", low=2)


@dataclass(frozen=True, eq=False)
class PlateauLaw:
    """T_half for every depth, scale and seed.

    Attributes
    ----------
    config : PlateauConfig
    depth, seed : ndarray of int, shape (runs,)
    scale, half_time : ndarray, shape (runs,)
    """

    config: PlateauConfig
    depth: IntArray
    scale: FloatArray
    seed: IntArray
    half_time: FloatArray

    def exponent(self, depth: int, confidence: float = 0.95) -> tuple[float, float, float]:
        """Return the slope of log T_half against log s with its confidence interval.

        The interval is Student's for a straight line; it does not cover a bend.
        """
        mine = self.depth == depth
        if len(np.unique(self.scale[mine])) < 2:
            raise ValueError(f"depth must be one of {self.config.depths}; got {depth}")
        fit = stats.linregress(np.log(self.scale[mine]), np.log(self.half_time[mine]))
        reach = stats.t.ppf((1 + confidence) / 2, mine.sum() - 2) * fit.stderr
        return float(fit.slope), float(fit.slope - reach), float(fit.slope + reach)

    def per_halving(self) -> FloatArray:
        """Return, for two layers, how much T_half grows each time s is halved.

        One number per seed and pair of neighbouring scales, divided by log2 of their ratio.
        """
        steps = []
        for seed in np.unique(self.seed):
            mine = (self.depth == 2) & (self.seed == seed)
            order = np.argsort(-self.scale[mine])
            scale, time = self.scale[mine][order], self.half_time[mine][order]
            steps.append(np.diff(time) / np.log2(scale[:-1] / scale[1:]))
        return np.concatenate(steps)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per run, with the product that the law says is constant."""
        frame = pd.DataFrame(
            {"L": self.depth, "s": self.scale, "seed": self.seed, "T_half": self.half_time}
        )
        frame["T_half * s**(L-2)"] = frame["T_half"] * frame["s"] ** (frame["L"] - 2)
        return frame


def _cells(config: PlateauConfig) -> list[dict[str, Any]]:
    common = shared_settings(config, "depths", "scales", "seeds")
    return [
        {"depth": depth, "scale": scale, "seed": seed, **common}
        for depth in config.depths
        for scale in config.scales
        for seed in config.seeds
    ]


def _compute(
    *, depth: int, scale: float, seed: int, width: int, data: Images, **setting: Any
) -> Arrays:
    classes = int(data.train_labels.max()) + 1
    network = MLP((data.side**2, *[width] * (depth - 1), classes))
    if setting["until"] is None:
        setting["until"] = 0.4 * np.log(classes)
    start = network.initial(scale=scale, seed=seed)
    run = Training(**setting).run(network, start, data, seed=seed)
    return {"half_time": np.array(run.half_time())}


def _gather(config: PlateauConfig, arrays: list[Arrays], data: Images) -> PlateauLaw:
    cells = _cells(config)
    depth, scale, seed = (
        np.array([cell[name] for cell in cells]) for name in ("depth", "scale", "seed")
    )
    return PlateauLaw(config, depth, scale, seed, np.array([one["half_time"] for one in arrays]))


PLATEAU_LAW = Experiment("plateau", PlateauConfig, _cells, _compute, _gather, lambda _: digits(8))


def plateau_law(
    config: PlateauConfig | None = None, data: Images | None = None, **options: Unpack[Options]
) -> PlateauLaw:
    """Train bias-free networks of several depths from scaled copies of one start.

    Parameters
    ----------
    config : PlateauConfig, optional
    data : Images, optional
        scikit-learn's digits, 8 x 8, by default.
    **options
        As in `right_test`.
    """
    return PLATEAU_LAW.run(config, data, **options)

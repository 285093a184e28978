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

import numpy as np
import pandas as pd
from scipy import stats
from tqdm.auto import tqdm

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.deep.digits import Images, digits
from gcbook.deep.mlp import MLP
from gcbook.deep.train import train


@dataclass(frozen=True)
class PlateauConfig:
    """How the law is measured.

    Parameters
    ----------
    depths : tuple of int
        The numbers L >= 2 of layers.
    scales : tuple of float
        Factors s on the starting weights.
    width : int
        Neurons in every hidden layer.
    step, batch, iterations : float, int, int
        Plain SGD.
    seeds : tuple of int
    """

    depths: tuple[int, ...] = (2, 3, 4)
    scales: tuple[float, ...] = (0.25, 0.5, 1.0)
    width: int = 100
    step: float = 0.1
    batch: int = 200
    iterations: int = 6000
    seeds: tuple[int, ...] = (0, 1)


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


def plateau_law(
    config: PlateauConfig | None = None, data: Images | None = None, *, progress: bool = False
) -> PlateauLaw:
    """Train bias-free networks of several depths from scaled copies of one start.

    Parameters
    ----------
    config : PlateauConfig, optional
    data : Images, optional
        scikit-learn's digits, 8 x 8, by default.
    progress : bool
        Show a progress bar over the runs.
    """
    setting = config if config is not None else PlateauConfig()
    images = data if data is not None else digits(8)
    cells = [
        (_checks.integer(depth, "depths", low=2), scale, seed)
        for depth in setting.depths
        for scale in setting.scales
        for seed in setting.seeds
    ]
    times = [_half_time(setting, images, *cell) for cell in tqdm(cells, disable=not progress)]
    depth, scale, seed = (np.array(column) for column in zip(*cells, strict=True))
    return PlateauLaw(setting, depth, scale, seed, np.array(times))


def _half_time(
    setting: PlateauConfig, images: Images, depth: int, scale: float, seed: int
) -> float:
    classes = int(images.train_labels.max()) + 1
    network = MLP((images.side**2, *[setting.width] * (depth - 1), classes))
    run = train(
        network,
        network.initial(scale=scale, seed=seed),
        images.train,
        images.train_labels,
        step=setting.step,
        batch=setting.batch,
        iterations=setting.iterations,
        seed=seed,
        until=0.4 * np.log(classes),
    )
    return run.half_time()

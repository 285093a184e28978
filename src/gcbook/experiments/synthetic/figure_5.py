"""Figure 5: six neurons from start to zero loss, in the picture after the Kelvin transformation.

All six start in one quarter of the plane.  A data point x with ``x* = x / |x|^2`` has zero loss
exactly when ``|x*| <= rho(t)``, where t is its angle and ``rho = min(1, relu(f))`` on the circle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.condition import holds
from gcbook.data import PolarGrid
from gcbook.descent import descend
from gcbook.experiments._runner import Experiment, Options, shared_settings
from gcbook.experiments._store import Arrays
from gcbook.network import Network, binary_network

_RISE = 1e-12  # more than rounding can explain


@dataclass(frozen=True)
class Figure5Config:
    """How Figure 5 is made.

    Parameters
    ----------
    length : float
        Norm of every weight at the start; the paper's 3/4.
    step : float
        The paper's eta.
    max_steps : int
        Most iterations.
    """

    length: float = 0.75
    step: float = 0.1
    max_steps: int = 5000

    def __post_init__(self) -> None:
        _checks.real(self.length, "length", low=0, open_low=True)
        _checks.real(self.step, "step", low=0, open_low=True)
        _checks.integer(self.max_steps, "max_steps", low=1)


@dataclass(frozen=True, eq=False)
class Figure5:
    """Figure 5, reproduced.

    Attributes
    ----------
    config : Figure5Config
    frames : ndarray, shape (T + 1, 6, 2)
        The weights before the first update, after it, and so on; the three positive ones first.
    losses : ndarray, shape (T + 1,)
    condition : ndarray of bool, shape (T + 1,)
        Whether the positive neurons satisfy the geometric condition.
    pointwise_rises : int
        Updates that increased the loss of at least one data point.
    rises : int
        Updates that increased the loss.
    grid_minimum, circle_minimum : float
        The smallest final f on the 80 directions of the data, and on the whole circle.
    """

    config: Figure5Config
    frames: FloatArray
    losses: FloatArray
    condition: BoolArray
    pointwise_rises: int
    rises: int
    grid_minimum: float
    circle_minimum: float

    @property
    def steps(self) -> int:
        """Updates until the loss was zero."""
        return len(self.frames) - 1

    @property
    def first_gc(self) -> int:
        """The first t with the condition, -1 if there is none."""
        return int(np.argmax(self.condition)) if self.condition.any() else -1

    @property
    def positive_angles(self) -> FloatArray:
        """Angles of the three positive neurons over time, in degrees, shape (T + 1, 3)."""
        positive = self.frames[:, :3]
        return np.degrees(np.arctan2(positive[..., 1], positive[..., 0]))

    def moments(self, count: int) -> IntArray:
        """Return `count` times from 0 to T: evenly spaced, with the first time of the condition."""
        times = np.linspace(0, self.steps, _checks.integer(count, "count", low=3)).round()
        inner = np.arange(1, count - 1)
        times[inner[np.argmin(np.abs(times[inner] - self.first_gc))]] = max(self.first_gc, 0)
        return np.unique(times.astype(np.int64))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per time: loss, condition and the angles of the positive neurons."""
        angles = {f"angle {j + 1}": self.positive_angles[:, j] for j in range(3)}
        return pd.DataFrame(
            {
                "t": np.arange(self.steps + 1),
                "loss": self.losses,
                "condition": self.condition,
                **angles,
            }
        )


def kelvin_curve(network: Network, weights: npt.ArrayLike, count: int = 721) -> FloatArray:
    """Return the dashed curve of Figure 5, ``rho = min(1, relu(f))`` around the unit circle.

    Parameters
    ----------
    network : Network
        Of two classes, such as `gcbook.binary_network`.
    weights : array_like, shape (..., k, 2)
    count : int
        Number of angles, evenly spaced from 0 to 2 pi with both ends.

    Returns
    -------
    ndarray, shape (..., count)

    Examples
    --------
    >>> from gcbook import binary_network
    >>> from gcbook.experiments import kelvin_curve
    >>> kelvin_curve(binary_network(1), [[0.5, 0.0], [0.0, 0.5]], 5).round(2)
    array([0.5, 0. , 0. , 0. , 0.5])
    """
    angles = np.linspace(0, 2 * math.pi, _checks.integer(count, "count", low=2))
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    return np.clip(_signed(network, _checks.weights(weights), circle), 0, 1)


def circle_minimum(network: Network, weights: FloatArray) -> float:
    """Return the minimum of the printed f of equation (7) over the unit circle, exactly.

    Between the normals of the weights f is ``<u, x>`` for one u, so its minimum is at a normal or
    at some ``-u / |u|``; f is evaluated at all of them.
    """
    normals = np.concatenate([weights[:, ::-1] * [-1, 1], weights[:, ::-1] * [1, -1]])
    normals = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    angles = np.sort(np.arctan2(normals[:, 1], normals[:, 0]))
    middles = (angles + np.append(angles[1:], angles[0] + 2 * math.pi)) / 2
    middle = np.column_stack([np.cos(middles), np.sin(middles)])
    signs = network.outputs[0] - network.outputs[1]
    pieces = ((middle @ weights.T > 0) * signs) @ weights
    lengths = np.linalg.norm(pieces, axis=1, keepdims=True)
    bottoms = -(pieces / np.where(lengths > 0, lengths, 1.0))[lengths[:, 0] > 0]
    return float(_signed(network, weights, np.concatenate([normals, bottoms])).min())


def _signed(network: Network, weights: FloatArray, points: FloatArray) -> FloatArray:
    """Return f_0 - f_1, the printed f of equation (7)."""
    outputs = network.forward(weights, points)
    return outputs[..., 0] - outputs[..., 1]


def _compute(*, length: float, step: float, max_steps: int) -> Arrays:
    angles = np.pi / 6 * np.array([1, 0, -1])  # (2 - j) pi / 6 for j = 1, 2, 3
    half = length * np.column_stack([np.cos(angles), np.sin(angles)])
    run = descend(
        binary_network(3),
        PolarGrid(),
        np.concatenate([half, half]),
        step=step,
        max_steps=max_steps,
        record="weights",
    )
    return {"frames": run.recorded, "losses": run.losses}


def _gather(config: Figure5Config, arrays: list[Arrays]) -> Figure5:
    network, frames, losses = binary_network(3), arrays[0]["frames"], arrays[0]["losses"]
    values = _signed(network, frames, PolarGrid().points)
    rose = np.diff(np.maximum(1 - values, 0), axis=0) > _RISE
    return Figure5(
        config,
        frames,
        losses,
        np.asarray(holds(frames[:, :3])),
        pointwise_rises=int(rose.any(axis=1).sum()),
        rises=int((np.diff(losses) > _RISE).sum()),
        grid_minimum=float(_signed(network, frames[-1], PolarGrid().directions).min()),
        circle_minimum=circle_minimum(network, frames[-1]),
    )


FIGURE_5 = Experiment(
    "figure5",
    Figure5Config,
    cells=lambda config: [shared_settings(config)],
    compute=_compute,
    gather=_gather,
)


def figure5(config: Figure5Config | None = None, **options: Unpack[Options]) -> Figure5:
    """Reproduce Figure 5.

    Parameters
    ----------
    config : Figure5Config, optional
    **options
        As in `table1`.

    Returns
    -------
    Figure5

    Examples
    --------
    >>> from gcbook.experiments import figure5
    >>> run = figure5()
    >>> run.losses[-1].item(), run.frames.shape[1:]
    (0.0, (6, 2))
    """
    return FIGURE_5.run(config, **options)

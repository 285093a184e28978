"""Section 5.4, too few neurons (k_i <= d_i): the recursion that one neuron obeys.

One positive neuron w = R u on isotropic data keeps its direction, and by symmetry two opposite ones
do as well.  With q the density of <u, x>, one step adds

    2 v eta E[s; 0 < s < 1/(2 v R)] = 2 v eta int_0^{1/(2 v R)} s q(s) ds ~ eta q(0) / (4 v R^2)

to R, so R^3 ~ 3 eta q(0) t / (4 v).  Two classes; the uniform annulus 1 <= |x| <= 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
import pandas as pd

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.experiments._runner import Experiment, shared_settings
from gcbook.experiments._store import Arrays

CENTRAL_DENSITY = 2 / (3 * pi)
"""q(0) for the uniform annulus 1 <= |x| <= 2: its density 1/(3 pi) times the chords' length 2."""


def one_neuron_push(norm: float, *, v: float = 0.5) -> float:
    """Return E[s; 0 < s < 1/(2 v R)], s = <u, x>, in closed form.

    The slice at height s has length 2 (sqrt(4 - s^2) - sqrt(1 - s^2)_+), and s sqrt(c^2 - s^2) has
    the antiderivative -(c^2 - s^2)^(3/2) / 3.  Differences of cubes are written as products, so
    that nothing cancels when the neuron is long.

    Parameters
    ----------
    norm : float
        R, positive.
    v : float
        The size of the output weights.

    Examples
    --------
    >>> from gcbook.experiments import one_neuron_push
    >>> round(one_neuron_push(0.1), 6)  # nothing is fitted yet: the mean of x_1 over x_1 > 0
    0.495149
    """
    _checks.real(norm, "norm", low=0, open_low=True)
    top = min(1.0 / (2 * v * norm), 2.0)
    total = 0.0
    for c, sign in ((2.0, 1.0), (1.0, -1.0)):
        low = sqrt(c * c - min(top, c) ** 2)
        drop = min(top, c) ** 2 / (c + low)  # c - low
        total += sign * drop * (c * c + c * low + low * low) / 3
    return 2 * total / (3 * pi)


def one_neuron_norms(
    steps: int, *, step: float = 0.1, start: float = 0.5, v: float = 0.5
) -> FloatArray:
    """Return the norms R_0, ..., R_steps of one positive neuron, shape (steps + 1,).

    Examples
    --------
    >>> from gcbook.experiments import one_neuron_norms
    >>> norms = one_neuron_norms(1000)
    >>> bool(0.32 < norms[-1] / 10 < 0.33)
    True
    """
    _checks.integer(steps, "steps", low=0)
    rate = 2 * v * _checks.real(step, "step", low=0, open_low=True)
    norms = [_checks.real(start, "start", low=0, open_low=True)]
    for _ in range(steps):
        norms.append(norms[-1] + rate * one_neuron_push(norms[-1], v=v))
    return np.array(norms)


@dataclass(frozen=True)
class OneNeuronConfig:
    """The recursion of one neuron at several step sizes.

    Parameters
    ----------
    steps : int
        Steps of the recursion.
    etas : tuple of float
        The paper's eta, one curve for each.
    start : float
        The norm at the start.
    v : float
        The size of the output weights.
    """

    steps: int = 10_000
    etas: tuple[float, ...] = (0.05, 0.1, 0.2)
    start: float = 0.5
    v: float = 0.5


@dataclass(frozen=True, eq=False)
class OneNeuron:
    """Norms of one positive neuron, shape (etas, steps + 1), beside the cube-root law."""

    config: OneNeuronConfig
    norms: FloatArray

    def to_frame(self) -> pd.DataFrame:
        """Return one row per eta: the last norm, and its cube over the law's."""
        eta = np.array(self.config.etas)
        law = 3 * eta * CENTRAL_DENSITY * self.config.steps / (4 * self.config.v)
        last = self.norms[:, -1]
        return pd.DataFrame({"eta": eta, "norm": last, "R^3 / law": last**3 / law})


def _compute(*, eta: float, steps: int, start: float, v: float) -> Arrays:
    return {"norms": one_neuron_norms(steps, step=eta, start=start, v=v)}


ONE_NEURON = Experiment(
    "one-neuron",
    OneNeuronConfig,
    cells=lambda config: [
        {"eta": float(eta), **shared_settings(config, "etas")} for eta in config.etas
    ],
    compute=_compute,
    gather=lambda config, arrays: OneNeuron(config, np.stack([one["norms"] for one in arrays])),
)

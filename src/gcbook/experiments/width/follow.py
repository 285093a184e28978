r"""Gradient descent with everything the theorems of Sections 7.2 and 7.3 speak of, step by step.

Finite data in any dimension, the annulus (d = 2, closed form) and the shell of space (d = 3), any
number of classes.  The descent is on the loss l_i of the class of the data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gcbook import _checks, population
from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.bounds import zonotope_margin
from gcbook.data import Annulus, Points, PolarGrid
from gcbook.network import Network
from gcbook.population import space
from gcbook.population.radial import Radial

Sample = Points | PolarGrid | Annulus | Radial
Seen = tuple[FloatArray, FloatArray, FloatArray]


@dataclass(frozen=True, eq=False)
class Record:
    """E runs of gradient descent, every step kept.

    Attributes
    ----------
    network : Network
    data : Points, PolarGrid, Annulus or Radial
    step : float
    weights : ndarray, shape (T + 1, E, k, d)
    loss : ndarray, shape (T, E)
    missed : ndarray, shape (T, E)
        P, summed over the other classes.
    push : ndarray, shape (T, E)
        The Frobenius norm of the gradient.
    radial : ndarray, shape (T, E)
        <W, -grad l>, which Euler's identity says is P - l.
    """

    network: Network
    data: Sample
    step: float
    weights: FloatArray
    loss: FloatArray
    missed: FloatArray
    push: FloatArray
    radial: FloatArray

    @property
    def rim(self) -> tuple[float, float]:
        """The radii m and M between which the data lie."""
        if isinstance(self.data, (Annulus, Radial)):
            return self.data.inner, self.data.outer
        norms = np.linalg.norm(self.data.points, axis=1)
        return float(norms.min()), float(norms.max())

    @cached_property
    def positive(self) -> BoolArray:
        """Which neurons belong to the class of the data, shape (k,)."""
        return np.asarray(self.network.owner == _label(self.data))

    @cached_property
    def pull(self) -> FloatArray:
        """v_ij - v_rj for the class i of the data and every other class r, shape (n - 1, k)."""
        return _pull(self.network, self.data)

    @cached_property
    def norms(self) -> FloatArray:
        """The norms of all neurons, shape (T + 1, E, k)."""
        return np.asarray(np.linalg.norm(self.weights, axis=-1))

    @cached_property
    def positive_norm(self) -> FloatArray:
        """R_+, the clock: the sum of the positive norms, shape (T + 1, E)."""
        return np.asarray(self.norms[..., self.positive].sum(axis=-1))

    @cached_property
    def margin(self) -> FloatArray:
        """gamma_t of the positive neurons, shape (T, E)."""
        return np.asarray(zonotope_margin(self.weights[:-1][..., self.positive, :]))

    @cached_property
    def error_mass(self) -> FloatArray:
        """Q up to and including each step, eta times the sum of P; shape (T, E)."""
        return np.asarray(self.step * np.cumsum(self.missed, axis=0))

    @cached_property
    def steps(self) -> IntArray:
        """The first step with zero loss, shape (E,); -1 if there is none."""
        done = self.loss == 0
        return np.where(done.any(axis=0), done.argmax(axis=0), -1)


def follow(
    network: Network,
    starts: npt.ArrayLike,
    data: Sample,
    *,
    step: float = 0.1,
    steps: int = 500,
) -> Record:
    """Follow gradient descent from every start for at most `steps` steps.

    Parameters
    ----------
    network : Network
        Without bias.
    starts : array_like, shape (E, k, d)
    data : Points, PolarGrid, Annulus, or Radial with dimension 3
    step : float
    steps : int
        The runs end together, earlier if every loss is exactly zero.

    Returns
    -------
    Record

    Raises
    ------
    ValueError
        If the network has a bias, or the starts do not fit.

    Examples
    --------
    >>> from gcbook import PolarGrid, binary_network, random_start
    >>> seen = follow(binary_network(6), random_start(12, 2, runs=2), PolarGrid(), steps=50)
    >>> seen.margin.shape, bool(abs(seen.radial - seen.missed + seen.loss).max() < 1e-12)
    ((50, 2), True)
    """
    rows = np.array(network.check_weights(starts))
    if rows.ndim != 3 or rows.shape[-1] != data.dimension:
        raise ValueError(f"starts must have shape (E, k, {data.dimension}); got shape {rows.shape}")
    if np.any(network.bias):
        raise ValueError(f"network must have no bias (Section 7); got bias {network.bias}")
    eta = _checks.real(step, "step", low=0, open_low=True)
    see = _engine(network, data)
    path, seen = [rows], []
    for _ in range(_checks.integer(steps, "steps", low=1)):
        loss, gradient, missed = see(path[-1])
        push = np.linalg.norm(gradient, axis=(-1, -2))
        seen.append((loss, missed, push, -(path[-1] * gradient).sum(axis=(-1, -2))))
        path.append(path[-1] - eta * gradient)
        if not loss.any():
            break
    columns = (np.array(column) for column in zip(*seen, strict=True))
    return Record(network, data, eta, np.array(path), *columns)


def _label(data: Sample) -> int:
    return 0 if isinstance(data, Radial) else data.label


def _pull(network: Network, data: Sample) -> FloatArray:
    label = _label(data)
    return np.asarray(network.outputs[label] - np.delete(network.outputs, label, axis=0))


def _engine(network: Network, data: Sample) -> Callable[[FloatArray], Seen]:
    """Return the function that evaluates loss, gradient and P for a batch of weights."""
    pull = _pull(network, data)
    if isinstance(data, Annulus):
        return lambda rows: _annulus(network, rows, data)
    if isinstance(data, Radial):
        if data.dimension != 3:
            raise ValueError(f"data must have dimension 3 for a Radial law; got {data.dimension}")
        return lambda rows: _shell(pull, rows, data)
    points = data.points
    return lambda rows: _finite(pull, rows, points)


def _annulus(network: Network, rows: FloatArray, data: Annulus) -> Seen:
    now = population.evaluate(network.outputs, np.zeros(network.neurons), rows, data)
    return now.loss, now.gradient, now.missed.sum(axis=-1)


def _shell(pull: FloatArray, rows: FloatArray, law: Radial) -> Seen:
    each = [[space.integrate(one, layer, law) for one in pull] for layer in rows]
    loss, missed = (np.array([sum(part[i] for part in run) for run in each]) for i in (0, 2))
    return loss, np.array([np.sum([part[1] for part in run], axis=0) for run in each]), missed


def _finite(pull: FloatArray, rows: FloatArray, points: FloatArray) -> Seen:
    inputs = rows @ points.T
    margins = pull @ np.maximum(inputs, 0.0)
    short = margins < 1.0
    loss = np.where(short, 1.0 - margins, 0.0).sum(axis=-2).mean(axis=-1)
    active = (inputs > 0) * (pull.T @ short)
    return loss, -active @ points / len(points), short.sum(axis=-2).mean(axis=-1)

"""Loss and gradient of many weights at once, in one pass over the data.

For x in class i and r != i write m_r(x) = 1[f_i - f_r < 1].  A neuron of class i is pulled along x
by 2 v sum_r m_r(x), a neuron of class r pushed by 2 v m_r(x), an ownerless neuron left alone; so

    gradient of w_j = -2 v E[ c_owner(j)(x) 1[h_j > 0] x ],    c_i = sum_r m_r,   c_r = -m_r.

Every product is one matrix product per run, never one over several runs: the arithmetic of a run
does not depend on which other runs share its batch, so neither do its bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gcbook import population
from gcbook._checks import FloatArray
from gcbook.data import Annulus, OneClass, Points, PolarGrid
from gcbook.network import Network


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Loss (S,), gradient (S, k, d) and, on finite data, the loss of each point (S, N)."""

    loss: FloatArray
    gradient: FloatArray
    point_losses: FloatArray | None


class Objective:
    """The sum of the losses of some data sets, as a function of a batch of weights."""

    def __init__(self, network: Network, data: Sequence[OneClass]) -> None:
        self.network = network
        self.parts = [
            _Population(network, one) if isinstance(one, Annulus) else _Finite(network, one)
            for one in data
        ]

    def __call__(self, weights: FloatArray) -> Evaluation:
        first, *rest = [part(weights) for part in self.parts]
        for other in rest:
            points = None
            if first.point_losses is not None and other.point_losses is not None:
                points = np.concatenate([first.point_losses, other.point_losses], axis=-1)
            first = Evaluation(first.loss + other.loss, first.gradient + other.gradient, points)
        return first

    @property
    def floats_per_run(self) -> int:
        """How many numbers the largest temporary holds for one run."""
        return max(part.floats_per_run for part in self.parts)


class _Population:
    """The exact loss on an annulus."""

    def __init__(self, network: Network, data: Annulus) -> None:
        self.outputs, self.bias, self.data = network.outputs, np.asarray(network.bias), data
        self.floats_per_run = 4 * network.neurons**2

    def __call__(self, weights: FloatArray) -> Evaluation:
        seen = population.evaluate(self.outputs, self.bias, weights, self.data)
        return Evaluation(seen.loss, seen.gradient, None)


class _Finite:
    """The mean loss over the points of a finite data set."""

    def __init__(self, network: Network, data: Points | PolarGrid) -> None:
        self.points = np.ascontiguousarray(data.points)
        self.inputs = np.ascontiguousarray(self.points.T)
        bias = np.asarray(network.bias)
        self.bias = bias[:, None] if bias.any() else None
        self.differences = network.outputs[data.label] - np.delete(
            network.outputs, data.label, axis=0
        )
        self.scale = 2 * network.magnitude / len(self.points)
        self.binary = network.classes == 2
        # which coefficient of the module's formula pulls each neuron: row c of `_coefficients`
        self.owners = [
            (_as_slice(np.flatnonzero(network.owner == c)), c)
            for c in range(-1, network.classes)
            if (network.owner == c).any()
        ]
        self.sign = np.sign(self.differences[0])[:, None]
        self.label = data.label
        self.floats_per_run = network.neurons * len(self.points)

    def __call__(self, weights: FloatArray) -> Evaluation:
        hidden = weights @ self.inputs
        if self.bias is not None:
            hidden -= self.bias
        np.maximum(hidden, 0.0, out=hidden)
        losses = self.differences @ hidden
        np.subtract(1.0, losses, out=losses)
        missed = (losses > 0.0).astype(np.float64)
        np.maximum(losses, 0.0, out=losses)
        losses = losses[:, 0] if self.binary else losses.sum(axis=-2)
        # `hidden` turns into 1[h > 0] times the coefficient of the point
        active = np.greater(hidden, 0.0, out=hidden, casting="unsafe")
        if self.binary:
            active *= missed
            gradient = (active @ self.points) * (-self.scale * self.sign)
        else:
            for neurons, owner in self.owners:
                active[:, neurons] *= self._coefficient(missed, owner)
            gradient = (active @ self.points) * -self.scale
        return Evaluation(losses.mean(axis=-1), gradient, losses)

    def _coefficient(self, missed: FloatArray, owner: int) -> FloatArray:
        if owner == self.label:
            return np.asarray(missed.sum(axis=-2, keepdims=True))
        if owner < 0:
            return np.zeros((1, 1))
        row = owner - (owner > self.label)
        return -missed[:, row : row + 1]


def _as_slice(index: np.ndarray[tuple[int], np.dtype[np.int64]]) -> slice | FloatArray:
    """Return equally spaced indices as a slice, so that indexing makes a view."""
    if len(index) == index[-1] - index[0] + 1:
        return slice(int(index[0]), int(index[-1]) + 1)
    return index  # type: ignore[return-value]

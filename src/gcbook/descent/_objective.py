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

# Numbers in a temporary for one run and one block of points: 256 KiB.
BLOCK = 32 * 1024
SMALLEST_BLOCK = 64


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
    """The mean loss over the points of a finite data set.

    Neurons are sorted by owner, so that each class is a slice.  Points are taken in blocks, so that
    the large temporaries, one number per run, neuron and point, stay in the cache; they are kept
    from call to call.
    """

    def __init__(self, network: Network, data: Points | PolarGrid) -> None:
        size = max(BLOCK // network.neurons, SMALLEST_BLOCK)
        parts = np.array_split(data.points, -(-len(data.points) // size))
        self.blocks = [(np.ascontiguousarray(part.T), part.copy()) for part in parts]
        self.count, self.dimension = data.points.shape
        self.order = np.argsort(network.owner, kind="stable")
        self.back = np.argsort(self.order)
        self.sorted = np.array_equal(self.order, self.back)
        owner = network.owner[self.order]
        bias = np.asarray(network.bias)[self.order]
        self.bias = bias[:, None] if bias.any() else None
        outputs = network.outputs[:, self.order]
        self.differences = outputs[data.label] - np.delete(outputs, data.label, axis=0)
        self.scale = -2 * network.magnitude / self.count
        # one loss to look at: then the gradient is +-1 times what is pulled on every row
        self.sign = np.sign(self.differences[0])[:, None] if network.classes == 2 else None
        self.owners = [
            (slice(*np.searchsorted(owner, [c, c + 1])), c) for c in range(-1, network.classes)
        ]
        self.label = data.label
        self.floats_per_run = network.neurons * len(self.blocks[0][1])
        self._room = np.empty((2, 0))

    def __call__(self, weights: FloatArray) -> Evaluation:
        rows = weights if self.sorted else weights[:, self.order]
        losses = np.empty((len(rows), self.count))
        pulled = np.zeros_like(rows)
        begin = 0
        for inputs, points in self.blocks:
            end = begin + len(points)
            losses[:, begin:end], part = self._evaluate(rows, inputs, points)
            pulled += part
            begin = end
        pulled *= self.scale if self.sign is None else self.scale * self.sign
        gradient = pulled if self.sorted else pulled[:, self.back]
        return Evaluation(losses.mean(axis=-1), gradient, losses)

    def _evaluate(
        self, rows: FloatArray, inputs: FloatArray, points: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return a block's losses (S, B), and what it pulls each neuron along (S, k, d)."""
        hidden, active = self._temporaries(len(rows), len(points))
        np.matmul(rows, inputs, out=hidden)
        if self.bias is not None:
            hidden -= self.bias
        np.copyto(active, hidden > 0.0)
        hidden *= active
        losses = 1.0 - self.differences @ hidden
        missed = (losses > 0.0).astype(np.float64)
        np.maximum(losses, 0.0, out=losses)
        if self.sign is None:
            for neurons, owner in self.owners:
                active[:, neurons] *= self._coefficient(missed, owner)
            return losses.sum(axis=-2), active @ points
        # with two classes, weight whichever is smaller, the points or the neurons' activities
        if self.dimension < active.shape[1]:
            return losses[:, 0], active @ np.swapaxes(missed * inputs, -1, -2)
        active *= missed
        return losses[:, 0], active @ points

    def _coefficient(self, missed: FloatArray, owner: int) -> FloatArray:
        if owner == self.label:
            return np.asarray(missed.sum(axis=-2, keepdims=True))
        if owner < 0:
            return np.zeros((1, 1))
        row = owner - (owner > self.label)
        return -missed[:, row : row + 1]

    def _temporaries(self, runs: int, points: int) -> tuple[FloatArray, FloatArray]:
        """Return two arrays of shape (runs, k, points) to write to."""
        size = runs * len(self.order) * points
        if self._room.shape[1] < size:
            self._room = np.empty((2, size))
        hidden, active = self._room[:, :size].reshape(2, runs, len(self.order), points)
        return hidden, active

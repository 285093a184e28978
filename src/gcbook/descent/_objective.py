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
from itertools import pairwise

import numpy as np

from gcbook._checks import BoolArray, FloatArray
from gcbook.data import ClassData
from gcbook.network import Network

# Numbers in a temporary for one run and one block of points: 256 KiB.
BLOCK = 32 * 1024
# In a high dimension the products take nearly all the time: there, large blocks, which make them
# fast, are better than temporaries in the cache.  So many points per dimension, up to a limit.
POINTS_PER_DIMENSION = 16
SMALLEST_BLOCK, LARGE_BLOCK = 64, 1024
# The width up to which a product is made column by column.
THIN = 3
# Numbers in a temporary for a few runs and one block of points: 512 KiB.
CHUNK = 64 * 1024


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Loss (S,), gradient (S, k, d) and, on finite data, the loss of each point (S, N)."""

    loss: FloatArray
    gradient: FloatArray
    point_losses: FloatArray | None


class Objective:
    """The sum of the losses of some data sets, as a function of a batch of weights."""

    def __init__(self, network: Network, data: Sequence[ClassData]) -> None:
        self.network = network
        self.parts = [
            _Whole(network, one) if one.points is None else _Finite(network, one.points, one.label)
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


class _Whole:
    """Data that are not points of equal mass: they know their loss themselves."""

    def __init__(self, network: Network, data: ClassData) -> None:
        self.network, self.data = network, data
        # what the population of an annulus needs
        self.floats_per_run = 4 * network.neurons**2

    def __call__(self, weights: FloatArray) -> Evaluation:
        seen = self.data.evaluate(self.network.outputs, self.network.bias, weights)
        return Evaluation(seen.loss, seen.gradient, None)


class _Finite:
    """The mean loss over the points of a finite data set.

    Runs are taken a few at a time and points in blocks, so that the large temporaries, one number
    per run, neuron and point, stay in the cache; they are kept from call to call.  With more than
    two classes neurons are sorted by owner, so that each class is a slice: its neurons add up to

        S_c = sum_{owner(j) = c} relu(h_j),    f_i - f_r = 2 v (S_i - S_r).
    """

    def __init__(self, network: Network, points: FloatArray, label: int) -> None:
        self.count, self.dimension = points.shape
        large = min(POINTS_PER_DIMENSION * self.dimension, LARGE_BLOCK)
        size = max(BLOCK // network.neurons, large, SMALLEST_BLOCK)
        parts = np.array_split(points, -(-self.count // size))
        self.blocks = [(part.T.copy(), np.ascontiguousarray(part)) for part in parts]
        self.runs = max(1, CHUNK // (network.neurons * len(parts[0])))
        self.two = network.classes == 2
        owner = network.owner
        self.order = np.arange(len(owner)) if self.two else np.argsort(owner, kind="stable")
        self.back = np.argsort(self.order)
        self.sorted = bool((np.diff(self.order) > 0).all())
        bias = network.bias[self.order]
        self.bias = bias[:, None] if bias.any() else None
        self.label, self.classes = label, network.classes
        self.twice = 2 * network.magnitude
        self.difference = (network.outputs[self.label] - network.outputs[1 - self.label])[None]
        owner = owner[self.order][:, None]
        sign = np.where(owner == self.label, -1.0, 1.0) * (owner >= 0)
        self.scale = self.twice / self.count * sign
        ends = np.searchsorted(owner[:, 0], np.arange(network.classes + 1))
        self.owned = [slice(a, b) for a, b in pairwise(ends.tolist())]
        self.floats_per_run = max(self.count, network.neurons * self.dimension)
        self._rooms: dict[int, _Room] = {}

    def __call__(self, weights: FloatArray) -> Evaluation:
        rows = weights if self.sorted else weights.take(self.order, axis=1)
        losses = np.empty((len(rows), self.count))
        pulled = np.empty(rows.shape)
        for first in range(0, len(rows), self.runs):
            few = slice(first, first + self.runs)
            self._fill(rows[few], losses[few], pulled[few])
        pulled *= self.scale
        gradient = pulled if self.sorted else pulled.take(self.back, axis=1)
        # the mean, without the overhead of np.mean
        return Evaluation(np.add.reduce(losses, axis=-1) / self.count, gradient, losses)

    def _fill(self, rows: FloatArray, losses: FloatArray, pulled: FloatArray) -> None:
        """Write the losses at all points (S, N), and what they pull each neuron along (S, k, d)."""
        begin = 0
        for inputs, points in self.blocks:
            end = begin + len(points)
            left, right = self._factors(rows, inputs, points, losses[:, begin:end])
            if begin:
                pulled += _product(left, right)
            else:
                _product(left, right, pulled)
            begin = end

    def _factors(
        self, rows: FloatArray, inputs: FloatArray, points: FloatArray, losses: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Write a block's losses (S, B); return (S, k, B) and (B, d) that multiply to its pull."""
        room = self._room(len(rows), len(points))
        hidden, active = room.hidden, room.active
        np.matmul(rows, inputs, out=hidden)
        if self.bias is not None:
            hidden -= self.bias
        np.greater(hidden, 0.0, out=room.positive)
        # bytes convert to floats faster than truth values do, the bits are the same
        np.copyto(active, room.positive.view(np.int8))
        hidden *= active
        if not self.two:
            self._weigh(active, self._gaps(hidden), losses, room.zeros)
            return active, points
        gap = losses[:, None]
        np.matmul(self.difference, hidden, out=gap)
        np.subtract(1.0, gap, out=gap)
        missed = (gap > 0.0).view(np.int8).astype(np.float64)
        np.maximum(gap, room.zeros, out=gap)
        # weight whichever is smaller, the points or the neurons' activities
        if self.dimension < active.shape[1]:
            return active, np.swapaxes(missed * inputs, -1, -2)
        active *= missed
        return active, points

    def _gaps(self, hidden: FloatArray) -> FloatArray:
        """Return 1 - (f_i - f_r) for every class r, shape (S, n, B); zero for r = i."""
        gaps = np.empty((len(hidden), self.classes, hidden.shape[-1]))
        for c, neurons in enumerate(self.owned):
            np.add.reduce(hidden[:, neurons], axis=1, out=gaps[:, c])
        if self.twice != 1.0:
            gaps *= self.twice
        gaps -= (gaps[:, self.label] - 1.0)[:, None]
        gaps[:, self.label] = 0.0
        return gaps

    def _weigh(
        self, active: FloatArray, gaps: FloatArray, losses: FloatArray, zeros: FloatArray
    ) -> None:
        """Multiply activities by |c_owner|; write the losses."""
        missed = (gaps > 0.0).view(np.int8).astype(np.float64)
        np.maximum(gaps, zeros, out=gaps)
        np.add.reduce(gaps, axis=1, out=losses)
        missed[:, self.label] = np.add.reduce(missed, axis=1)
        for c, neurons in enumerate(self.owned):
            few = active[:, neurons]
            np.multiply(few, missed[:, c, None], out=few)

    def _room(self, runs: int, points: int) -> _Room:
        """Return temporaries of shape (runs, k, points) to write to."""
        if points not in self._rooms:
            self._rooms[points] = _Room.of(self.runs, len(self.order), points)
        return self._rooms[points].of_runs(runs)


def _product(left: FloatArray, right: FloatArray, out: FloatArray | None = None) -> FloatArray:
    """Multiply (S, k, B) by (S, B, d) or (B, d); a thin matrix is faster column by column."""
    width = right.shape[-1]
    if width > THIN:
        return np.matmul(left, right, out=out)
    out = np.empty((*left.shape[:2], width)) if out is None else out
    for i in range(width):
        column = slice(i, i + 1)
        np.matmul(left, right[..., column], out=out[..., column])
    return out


@dataclass(frozen=True, eq=False)
class _Room:
    """Temporaries of shape (S, k, B), and a row of zeros."""

    hidden: FloatArray
    active: FloatArray
    positive: BoolArray
    zeros: FloatArray

    @classmethod
    def of(cls, runs: int, neurons: int, points: int) -> _Room:
        """Return new ones."""
        shape = (runs, neurons, points)
        return cls(
            np.empty(shape), np.empty(shape), np.empty(shape, dtype=np.bool_), np.zeros(points)
        )

    def of_runs(self, runs: int) -> _Room:
        """Return those of the first few runs."""
        if runs == len(self.hidden):
            return self
        return _Room(self.hidden[:runs], self.active[:runs], self.positive[:runs], self.zeros)

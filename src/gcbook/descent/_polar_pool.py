"""The slots of the polar-grid engine, and one update of all of them; see `_polar`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gcbook._checks import BoolArray, FloatArray, IntArray

HALF = 40  # grid angles in [0, pi)
POINTS = 880
FEW_SLOTS = 64
# The radii are 20/j for j = 10, ..., 20; row n of a table is for n < 20 y < n + 1.
# How many points of a ray are missed there, and the sum of their radii.
MISSED = np.array([21 - max(n + 1, 10) for n in range(21)], dtype=np.float64)
RADII = np.array([sum(20.0 / j for j in range(max(n + 1, 10), 21)) for n in range(21)])


@dataclass(frozen=True)
class Plan:
    """What all runs have in common."""

    scale: float
    """2 v."""
    step: float
    max_steps: int
    rows: int
    """The network's number of neurons k."""
    guard: float
    """How near to its threshold an input is in doubt; a margin, at 20 times that."""


@dataclass(frozen=True, eq=False)
class Neurons:
    """The neurons of all slots in one list, slot by slot; rows of zeros are left out."""

    weights: FloatArray
    """Shape (2, n)."""
    signs: FloatArray
    """+1 if the neuron raises f_i - f_r, -1 if it lowers it, 0 if it does neither."""
    slots: IntArray
    rows: IntArray
    """Which row of the run's weights it is."""

    @classmethod
    def none(cls) -> Neurons:
        """Return an empty list."""
        return cls(np.empty((2, 0)), np.empty(0), np.empty(0, int), np.empty(0, int))

    @classmethod
    def of(cls, starts: FloatArray, signs: FloatArray, runs: IntArray, slot: int) -> Neurons:
        """List the neurons of some runs, which get the slots from `slot` on."""
        chosen = starts[runs]
        place, rows = np.nonzero(chosen.any(axis=-1))
        return cls(chosen[place, rows].T, signs[rows], place + slot, rows)

    def join(self, other: Neurons) -> Neurons:
        """Append another list, of later slots."""
        return Neurons(
            np.concatenate([self.weights, other.weights], axis=1),
            np.concatenate([self.signs, other.signs]),
            np.concatenate([self.slots, other.slots]),
            np.concatenate([self.rows, other.rows]),
        )

    def keep(self, slots: BoolArray) -> Neurons:
        """Keep the neurons of some slots, and number these anew."""
        kept = slots[self.slots]
        number = np.cumsum(slots) - 1
        return Neurons(
            self.weights[:, kept], self.signs[kept], number[self.slots[kept]], self.rows[kept]
        )


class Pool:
    """The runs that are under way, and one update of all of them."""

    def __init__(self, plan: Plan, neurons: Neurons, runs: IntArray, steps: IntArray) -> None:
        self.plan = plan
        self.neurons, self.runs, self.steps = neurons, runs, steps
        self.live = np.ones(len(runs), dtype=np.bool_)
        slots = len(runs)
        angle = np.arange(HALF) * (np.pi / HALF)
        self.u = np.stack([np.cos(angle), np.sin(angle)], axis=1)[:, :, None]
        self.changes = np.zeros((HALF + 1, 2, slots))
        self.y = np.empty((2, HALF, slots))
        self.rest = np.empty((2, HALF, slots))
        self.rate = plan.step * plan.scale / POINTS * neurons.signs
        # flat places of (row 0, component, slot) in arrays of shape (rows, 2, slots)
        self.base = neurons.slots + slots * np.arange(2)[:, None]

    def refilled(self, runs: IntArray, neurons: Neurons) -> Pool:
        """Return a pool with some runs added at their start."""
        steps = np.concatenate([self.steps, np.zeros(len(runs), dtype=np.int64)])
        joined = self.neurons.join(neurons)
        return Pool(self.plan, joined, np.concatenate([self.runs, runs]), steps)

    def cleared(self) -> Pool:
        """Return a pool without the runs that have ended."""
        neurons = self.neurons.keep(self.live)
        return Pool(self.plan, neurons, self.runs[self.live], self.steps[self.live])

    def locate(self) -> FloatArray:
        """Find where each neuron's input changes sign; return how surely, slot by slot.

        The input of w is zero at the angles of w plus and minus a quarter turn; in units of the
        grid and within [0, 40), `turn` says where.  It is positive before that if w points to the
        right.  `first`, the first grid angle after it, is also a row of the running sums.
        """
        w = self.neurons.weights
        turn = np.arctan2(w[1], w[0])
        turn *= HALF / np.pi
        turn += HALF // 2
        nearest = np.rint(turn)
        distance = np.abs(turn - nearest)
        # an input at the nearest grid angle is |w| sin(pi / 40 distance)
        distance *= np.maximum(np.abs(w[0]), np.abs(w[1]))
        turn[turn < 0] += HALF
        turn[turn >= HALF] -= HALF
        first = turn.astype(np.int64) + 1
        self.before = np.where(w[0] > 0.0, 1.0, -1.0)
        self.at = self.base + first * (2 * len(self.runs))
        return np.asarray(distance * (np.pi / HALF))

    def heights(self) -> None:
        """Compute 20 y at all eighty angles."""
        slots = len(self.runs)
        signed = self.neurons.weights * (20 * self.plan.scale * self.neurons.signs)
        change = signed * -self.before
        size = (HALF + 1) * 2 * slots
        scattered = np.bincount(self.at.ravel(), change.ravel(), minlength=size)
        changes = scattered.astype(np.float64, copy=False).reshape(HALF + 1, 2, slots)
        total = np.bincount(self.base.ravel(), signed.ravel(), minlength=2 * slots)
        total = total.reshape(2, slots)
        # after half a turn the other neurons are active, so a(0) + (all changes) = total - a(0)
        changes[0] = (total - changes[1:].sum(axis=0)) / 2
        _sum_up(changes[:HALF])
        first, second = self.y
        np.multiply(changes[:HALF, 0], self.u[:, 0], out=first)
        np.multiply(changes[:HALF, 1], self.u[:, 1], out=second)
        first += second
        np.multiply(self.u[:, 0], total[0], out=second)
        second += self.u[:, 1] * total[1]
        np.subtract(first, second, out=second)

    def misses(self) -> float:
        """Look up how many points each ray misses; return the least distance to a threshold."""
        y, rest = self.y, self.rest
        clipped = np.clip(y, 9.5, 20.5)
        np.rint(clipped, out=rest)
        np.subtract(clipped, rest, out=rest)
        np.abs(rest, out=rest)
        self.level = clipped.astype(np.int64)
        return float(rest.min(initial=1.0))

    def pulls(self) -> tuple[FloatArray, BoolArray]:
        """Return E[missed and active; x] of each neuron times 880, and which slots are done."""
        slots = len(self.runs)
        first, second = np.take(RADII, self.level)
        sums = self.changes
        missed = first + second
        np.multiply(missed[:, None], self.u, out=sums[1:])
        _sum_up(sums[1:])
        opposite = (second[:, None] * self.u).sum(axis=0)
        # active up to `first`: sum of (first + second) u - all of second u; else after it
        rest = np.stack([sums[HALF] - opposite, -opposite])
        side = self.base + (2 * slots) * (self.before > 0)
        pull = sums.ravel()[self.at]
        pull *= self.before
        pull += rest.ravel()[side]
        # the sine is positive at all angles but the first, the cosine at the first
        return pull, ~sums[HALF].any(axis=0)


def _sum_up(rows: FloatArray) -> None:
    """Replace rows by their running sums; both ways add in the same order."""
    if rows.shape[-1] < FEW_SLOTS:
        np.cumsum(rows, axis=0, out=rows)
        return
    # one pass over contiguous memory per row, where cumsum would walk down every column
    for above, row in pairwise(rows):
        row += above

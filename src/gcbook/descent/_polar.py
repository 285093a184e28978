"""Ensembles on the polar grid of Section 6.1: O(k + 80) numbers per update instead of O(880 k).

For two classes without bias, f_i - f_r = rho y(u) at the point rho u, where y(u) = <a(u), u> and
a(u) = 2 v sum of +-w_j over the neurons active at u.  Three facts make an update cheap.

1. The eleven points on a ray share y.  Those missed are the ones with rho < 1/y, that is
   20 y < j for rho = 20/j, so their sum of radii c(u) is a step function of y: a table.
2. A neuron is active on a half circle.  Over the forty grid angles of [0, pi) its input changes
   sign once, so a(u) and all gradients follow from one change per neuron and running sums.
3. The opposite angle has the other neurons active: a(-u) = a_total - a(u).

Different summation could tip a decision (is this point missed, is this neuron active there) that
the plain loop takes within rounding of the threshold.  While all decisions agree, the weights
differ by accumulated rounding only, since every update adds a vector that the decisions fix.  So a
run with a decision within `Pool.guard` of its threshold, far more than that rounding, is given up
as *doubtful* and left to the plain loop; every other run provably makes the decisions of the plain
loop.  Runs that may be stuck are left to it as well, which is rare.

Runs live in slots.  Arrays have the slots last; a neuron knows its slot.  Nothing is summed across
slots, so a run does not depend on its company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.data import OneClass, PolarGrid
from gcbook.descent._batched import STEP_LIMIT, ZERO_LOSS, Report, Results, Settings
from gcbook.descent._track import Tracker
from gcbook.network import Network

HALF = 40  # grid angles in [0, pi)
POINTS = 880
# Not a multiple of a power of two: rows of the sums must not all fall on the same cache lines.
SLOTS = 500
FEW_SLOTS = 64
# The radii are 20/j for j = 10, ..., 20; row n of a table is for n < 20 y < n + 1.
# How many points of a ray are missed there, and the sum of their radii.
MISSED = np.array([21 - max(n + 1, 10) for n in range(21)], dtype=np.float64)
RADII = np.array([sum(20.0 / j for j in range(max(n + 1, 10), 21)) for n in range(21)])
# Rounding moves a weight by at most 1.1e-16 |w| per update: below a tenth of this in 10,000 updates
# of weights of norm up to 10.
GUARD = 1e-9
# A gradient that is not zero is, in the units used here, at least 20/20 sin(pi/80) long.
STUCK_BELOW = 1e-3
STUCK_EVERY = 64


def fits(network: Network, data: Sequence[OneClass], settings: Settings) -> bool:
    """Whether this engine can do the job."""
    return (
        len(data) == 1
        and isinstance(data[0], PolarGrid)
        and network.classes == 2
        and not np.any(network.bias)
        and settings.tolerance == 0.0
    )


def run_polar(
    network: Network,
    label: int,
    starts: FloatArray,
    settings: Settings,
    tracker: Tracker,
    report: Report,
) -> tuple[Results, IntArray]:
    """Run all starts; return the results and the doubtful runs, whose results are void."""
    signs = np.sign(network.outputs[label] - network.outputs[1 - label])
    results = Results.empty(starts)
    results.weights[:] = starts
    doubtful: list[IntArray] = []
    waiting = np.arange(len(starts))
    pool = Pool(2 * network.magnitude, settings, Neurons.none(), np.empty(0, int), np.empty(0, int))
    while len(waiting) or len(pool.runs):
        fresh, waiting = np.split(waiting, [SLOTS - len(pool.runs)])
        pool = pool.refilled(fresh, Neurons.of(starts, signs, fresh, len(pool.runs)))
        # with nobody waiting, ended runs are cleared out when they are a quarter of the slots
        room = SLOTS // 16 if len(waiting) else len(pool.runs) // 4
        doubtful.append(_advance(pool, room, results, tracker, report))
        pool = pool.cleared()
    return results, np.sort(np.concatenate([np.empty(0, dtype=np.int64), *doubtful]))


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

    def __init__(
        self, scale: float, settings: Settings, neurons: Neurons, runs: IntArray, steps: IntArray
    ) -> None:
        self.scale, self.settings = scale, settings
        self.neurons, self.runs, self.steps = neurons, runs, steps
        self.live = np.ones(len(runs), dtype=np.bool_)
        self.guard = GUARD * max(1.0, settings.max_steps / 10_000)
        slots = len(runs)
        angle = np.arange(HALF) * (np.pi / HALF)
        self.u = np.stack([np.cos(angle), np.sin(angle)], axis=1)[:, :, None]
        self.changes = np.zeros((HALF + 1, 2, slots))
        self.y = np.empty((2, HALF, slots))
        self.rest = np.empty((2, HALF, slots))
        self.rate = settings.step * scale / POINTS * neurons.signs
        # flat places of (row 0, component, slot) in arrays of shape (rows, 2, slots)
        self.base = neurons.slots + slots * np.arange(2)[:, None]

    def refilled(self, runs: IntArray, neurons: Neurons) -> Pool:
        """Return a pool with some runs added at their start."""
        steps = np.concatenate([self.steps, np.zeros(len(runs), dtype=np.int64)])
        joined = self.neurons.join(neurons)
        return Pool(self.scale, self.settings, joined, np.concatenate([self.runs, runs]), steps)

    def cleared(self) -> Pool:
        """Return a pool without the runs that have ended."""
        neurons = self.neurons.keep(self.live)
        return Pool(self.scale, self.settings, neurons, self.runs[self.live], self.steps[self.live])

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
        signed = self.neurons.weights * (20 * self.scale * self.neurons.signs)
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


def _advance(pool: Pool, room: int, results: Results, tracker: Tracker, report: Report) -> IntArray:
    """Update a pool until more than `room` of its runs have ended; return the doubtful ones."""
    doubtful = [np.empty(0, dtype=np.int64)]
    while np.count_nonzero(pool.live) >= max(len(pool.runs) - room, 1):
        doubt = np.zeros(len(pool.runs), dtype=np.bool_)
        distance = pool.locate()
        if distance.min() < pool.guard:
            doubt[pool.neurons.slots[distance < pool.guard]] = True
        pool.heights()
        # y adds up the neurons' errors
        margin = 20 * pool.guard
        if pool.misses() < margin:
            doubt |= (pool.rest < margin).any(axis=(0, 1))
        pull, reached = pool.pulls()
        limit = pool.steps >= pool.settings.max_steps
        if limit.any() or not pool.steps.max() % STUCK_EVERY:
            doubt |= _perhaps_stuck(pool, pull) & ~reached
        doubt &= pool.live
        if doubt.any():
            doubtful.append(pool.runs[doubt])
            pool.live &= ~doubt
        if tracker.track:
            tracker.see(_Now(pool))
        _finish(pool, pool.live & reached, ZERO_LOSS, results, report)
        _finish(pool, pool.live & limit, STEP_LIMIT, results, report)
        pull *= pool.rate
        pool.neurons.weights[...] += pull
        pool.steps += 1
    return np.concatenate(doubtful)


def _perhaps_stuck(pool: Pool, pull: FloatArray) -> BoolArray:
    """Which slots have no neuron with a pull to speak of."""
    moving = np.abs(pull).max(axis=0) >= STUCK_BELOW
    moving &= pool.neurons.signs != 0
    return np.asarray(np.bincount(pool.neurons.slots, moving, minlength=len(pool.runs)) == 0)


def _finish(pool: Pool, ended: BoolArray, outcome: int, results: Results, report: Report) -> None:
    """Write down the runs that have ended."""
    if not ended.any():
        return
    runs = pool.runs[ended]
    results.steps[runs] = pool.steps[ended]
    results.outcomes[runs] = outcome
    own = ended[pool.neurons.slots]
    place = pool.runs[pool.neurons.slots[own]], pool.neurons.rows[own]
    results.weights[place] = pool.neurons.weights[:, own].T
    pool.live &= ~ended
    report(len(runs))


class _Now:
    """The live runs of a pool at one time, as the tracker sees them."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.live = np.flatnonzero(pool.live)

    @property
    def runs(self) -> IntArray:
        return self.pool.runs[self.live]

    @property
    def steps(self) -> IntArray:
        return self.pool.steps[self.live]

    @cached_property
    def weights(self) -> FloatArray:
        neurons = self.pool.neurons
        rows = int(neurons.rows.max()) + 1
        weights = np.zeros((len(self.pool.runs), rows, 2))
        weights[neurons.slots, neurons.rows] = neurons.weights.T
        return weights[self.live]

    @cached_property
    def loss(self) -> FloatArray:
        y, level = self.pool.y, self.pool.level
        losses = (MISSED[level] - y / 20 * RADII[level]).reshape(2 * HALF, -1)
        total = np.zeros(losses.shape[1])
        # ray by ray: numpy's own sum takes another order when there is one slot
        for ray in losses:
            total += ray
        return total[self.live] / POINTS

    @cached_property
    def point_losses(self) -> FloatArray:
        # at the least radius, 1: a ray on which any point's loss rises has one that rises here
        losses = np.maximum(1.0 - self.pool.y[:, :, self.live] / 20, 0.0)
        return losses.reshape(2 * HALF, -1).T

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
run with a decision within `Plan.guard` of its threshold, far more than that rounding, is given up
as *doubtful* and left to the plain loop; every other run provably makes the decisions of the plain
loop.  Runs that may be stuck are left to it as well, which is rare.

Runs live in slots.  Arrays have the slots last; a neuron knows its slot.  Nothing is summed across
slots, so a run does not depend on its company.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.data import ClassData, PolarGrid
from gcbook.descent._batched import STEP_LIMIT, ZERO_LOSS, Report, Results, Settings
from gcbook.descent._polar_pool import HALF, MISSED, POINTS, RADII, Neurons, Plan, Pool
from gcbook.descent._track import Tracker
from gcbook.network import Network

# Not a multiple of a power of two: rows of the sums must not all fall on the same cache lines.
SLOTS = 500
# Rounding moves a weight by at most 1.1e-16 |w| per update: below a tenth of this in 10,000 updates
# of weights of norm up to 10.
GUARD = 1e-9
# A gradient that is not zero is, in the units used here, at least 20/20 sin(pi/80) long.
STUCK_BELOW = 1e-3
STUCK_EVERY = 64


def fits(network: Network, data: Sequence[ClassData], settings: Settings) -> bool:
    """Whether this engine can do the job."""
    return (
        len(data) == 1
        and data[0].points is not None
        and np.array_equal(data[0].points, PolarGrid().points)
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
    pool = Pool(
        _plan(network, starts, settings), Neurons.none(), np.empty(0, int), np.empty(0, int)
    )
    while len(waiting) or len(pool.runs):
        fresh, waiting = np.split(waiting, [SLOTS - len(pool.runs)])
        pool = pool.refilled(fresh, Neurons.of(starts, signs, fresh, len(pool.runs)))
        # with nobody waiting, ended runs are cleared out when they are a quarter of the slots
        room = SLOTS // 16 if len(waiting) else len(pool.runs) // 4
        doubtful.append(_advance(pool, room, results, tracker, report))
        pool = pool.cleared()
    return results, np.sort(np.concatenate([np.empty(0, dtype=np.int64), *doubtful]))


def _plan(network: Network, starts: FloatArray, settings: Settings) -> Plan:
    scale = 2 * network.magnitude
    # rounding grows with the number of updates, with the weights, and through v with the margins
    worse = max(settings.max_steps / 10_000, 1) * max(np.abs(starts).max(initial=0) / 10, 1)
    guard = GUARD * float(worse) * max(scale, 1)
    return Plan(scale, settings.step, settings.max_steps, network.neurons, guard)


def _advance(pool: Pool, room: int, results: Results, tracker: Tracker, report: Report) -> IntArray:
    """Update a pool until more than `room` of its runs have ended; return the doubtful ones."""
    doubtful = [np.empty(0, dtype=np.int64)]
    while np.count_nonzero(pool.live) >= max(len(pool.runs) - room, 1):
        doubt = np.zeros(len(pool.runs), dtype=np.bool_)
        distance = pool.locate()
        if distance.min(initial=1.0) < pool.plan.guard:
            doubt[pool.neurons.slots[distance < pool.plan.guard]] = True
        pool.heights()
        # y adds up the neurons' errors
        margin = 20 * pool.plan.guard
        if pool.misses() < margin:
            doubt |= (pool.rest < margin).any(axis=(0, 1))
        pull, reached = pool.pulls()
        limit = pool.steps >= pool.plan.max_steps
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
        weights = np.zeros((len(self.pool.runs), self.pool.plan.rows, 2))
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

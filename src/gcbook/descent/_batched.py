"""Ensembles on any data, any network: batches small enough for the cache, refilled as runs end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gcbook._checks import FloatArray, IntArray
from gcbook.descent._objective import Evaluation, Objective
from gcbook.descent._track import Tracker

# Indices into the values of `Outcome`.
ZERO_LOSS, STUCK, STEP_LIMIT = 0, 1, 2
# What the objective keeps for a batch, point losses and gradients, stays in the cache.
BATCH_BYTES = 512 * 1024
LARGEST_BATCH = 256

Report = Callable[[int], object]


@dataclass(frozen=True)
class Settings:
    """The checked options of a run."""

    step: float
    max_steps: int
    tolerance: float


@dataclass(frozen=True, eq=False)
class Results:
    """Final weights (E, k, d), updates made (E,) and indices of outcomes (E,)."""

    weights: FloatArray
    steps: IntArray
    outcomes: IntArray

    @classmethod
    def empty(cls, starts: FloatArray) -> Results:
        """Return results yet to be filled in."""
        return cls(
            np.empty_like(starts),
            np.zeros(len(starts), dtype=np.int64),
            np.zeros(len(starts), dtype=np.int64),
        )


@dataclass(frozen=True, eq=False)
class _Now:
    """The runs of one batch at one time, as the tracker sees them."""

    runs: IntArray
    steps: IntArray
    weights: FloatArray
    seen: Evaluation

    @property
    def loss(self) -> FloatArray:
        return self.seen.loss

    @property
    def point_losses(self) -> FloatArray:
        if self.seen.point_losses is None:
            raise ValueError("track 'pointwise' needs finite data; got an Annulus")
        return self.seen.point_losses


def run_batched(
    objective: Objective,
    starts: FloatArray,
    settings: Settings,
    tracker: Tracker,
    report: Report,
    results: Results | None = None,
    runs: IntArray | None = None,
) -> Results:
    """Run descent from the starts of `runs` (all by default); fill in `results` and return them."""
    results = Results.empty(starts) if results is None else results
    waiting = np.arange(len(starts)) if runs is None else runs
    size = BATCH_BYTES // (8 * objective.floats_per_run)
    size = min(max(size, 1), LARGEST_BATCH)
    runs, waiting = waiting[:size], waiting[size:]
    weights, steps = starts[runs], np.zeros(len(runs), dtype=np.int64)
    while len(runs):
        seen = objective(weights)
        if tracker.track:
            tracker.see(_Now(runs, steps, weights, seen))
        outcome = _outcomes(seen, steps, settings)
        ended = outcome >= 0
        if ended.any():
            done = runs[ended]
            results.weights[done] = weights[ended]
            results.steps[done] = steps[ended]
            results.outcomes[done] = outcome[ended]
            report(len(done))
        weights -= settings.step * seen.gradient
        steps += 1
        if ended.any():
            fresh, waiting = waiting[: len(done)], waiting[len(done) :]
            runs = np.concatenate([runs[~ended], fresh])
            steps = np.concatenate([steps[~ended], np.zeros(len(fresh), dtype=np.int64)])
            weights = np.concatenate([weights[~ended], starts[fresh]])
    return results


def _outcomes(seen: Evaluation, steps: IntArray, settings: Settings) -> IntArray:
    """Return how each run ends here, -1 if it goes on; the order is that of a single run."""
    # one row that is not zero tells that the gradient is not
    still = ~seen.gradient[:, 0].any(axis=-1)
    if still.any():
        still = ~seen.gradient.any(axis=(-1, -2))
    ending = np.where(steps >= settings.max_steps, STEP_LIMIT, -1)
    ending = np.where(still, STUCK, ending)
    return np.where(seen.loss <= settings.tolerance, ZERO_LOSS, ending)

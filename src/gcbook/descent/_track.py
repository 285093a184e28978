"""Quantities followed along every run of an ensemble."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray, IntArray

TRACKS = ("gc", "norm", "loss", "pointwise")
# a loss has risen when it is larger by more than rounding can explain
RISE = 1e-12


class Snapshot(Protocol):
    """Some runs at one time: each at its own number of updates."""

    @property
    def runs(self) -> IntArray:
        """Which runs, shape (S,)."""

    @property
    def steps(self) -> IntArray:
        """How many updates each has made, shape (S,)."""

    @property
    def weights(self) -> FloatArray:
        """Their weights, shape (S, k, d)."""

    @property
    def loss(self) -> FloatArray:
        """Their losses, shape (S,)."""

    @property
    def point_losses(self) -> FloatArray:
        """Losses of single points, shape (S, P), of which one rises when any point's does."""


class Tracker:
    """Follows the quantities asked for; sees every run at every step, the last included."""

    def __init__(self, track: Iterable[str], runs: int, positive: IntArray) -> None:
        self.track = tuple(track)
        self.positive = positive
        self.values: dict[str, npt.NDArray[Any]] = {}
        self._runs = runs
        self._points: FloatArray | None = None
        if "gc" in self.track:
            self._new("gc_at_start", "gc_at_end", runs=runs, dtype=np.bool_)
            self._new("first_gc", "without_gc", "gc_lost", runs=runs, dtype=np.int64)
            self.values["first_gc"][:] = -1
        if "norm" in self.track:
            self._new("norm_at_start", "positive_norm_at_start", runs=runs, dtype=np.float64)
            self._new("max_norm", "max_positive_norm", runs=runs, dtype=np.float64)
        if "loss" in self.track:
            self._new("loss_at_start", "loss_at_end", "largest_rise", runs=runs, dtype=np.float64)
            self._new("loss_rises", runs=runs, dtype=np.int64)
            if "gc" in self.track:
                self.values["loss_at_first_gc"] = np.full(runs, np.nan)
        if "pointwise" in self.track:
            self._new("pointwise_rises", runs=runs, dtype=np.int64)

    def _new(self, *names: str, runs: int, dtype: npt.DTypeLike) -> None:
        self.values.update({name: np.zeros(runs, dtype) for name in names})

    def forget(self, runs: IntArray) -> None:
        """Forget everything about some runs, so that they can be done again from the start."""
        for name, value in self.values.items():
            value[runs] = {"first_gc": -1, "loss_at_first_gc": np.nan}.get(name, 0)
        self._points = None

    def see(self, now: Snapshot) -> None:
        """Take note of some runs at one time."""
        first = now.steps == 0
        if "gc" in self.track:
            self._see_condition(now, first)
        if "norm" in self.track:
            self._see_norm(now, first)
        if "loss" in self.track:
            self._see_loss(now, first)
        if "pointwise" in self.track:
            self._see_points(now, first)

    def finish(self) -> dict[str, npt.NDArray[Any]]:
        """Return the quantities, shape (E,) each."""
        if "gc" in self.track:
            # the state at the end was counted, but no update was made from it
            self.values["without_gc"] -= ~self.values["gc_at_end"]
        return self.values

    def _see_condition(self, now: Snapshot, first: BoolArray) -> None:
        # imported where it is used: the engines of the condition load parts of SciPy
        from gcbook.condition import holds

        runs, values = now.runs, self.values
        satisfied = np.asarray(holds(_without_zeros(now.weights[:, self.positive])))
        values["gc_lost"][runs] += ~first & values["gc_at_end"][runs] & ~satisfied
        values["gc_at_end"][runs] = satisfied
        values["gc_at_start"][runs[first]] = satisfied[first]
        values["without_gc"][runs] += ~satisfied
        fresh = satisfied & (values["first_gc"][runs] < 0)
        values["first_gc"][runs[fresh]] = now.steps[fresh]
        if "loss" in self.track and fresh.any():
            values["loss_at_first_gc"][runs[fresh]] = now.loss[fresh]

    def _see_norm(self, now: Snapshot, first: BoolArray) -> None:
        size = np.sqrt((now.weights**2).sum(axis=-1))
        for name, norm in (
            ("norm", size.sum(axis=-1)),
            ("positive_norm", size[:, self.positive].sum(axis=-1)),
        ):
            self.values[f"{name}_at_start"][now.runs[first]] = norm[first]
            largest = self.values[f"max_{name}"]
            largest[now.runs] = np.maximum(largest[now.runs], norm)

    def _see_loss(self, now: Snapshot, first: BoolArray) -> None:
        runs, values = now.runs, self.values
        rise = np.where(first, 0.0, now.loss - values["loss_at_end"][runs])
        values["loss_rises"][runs] += rise > RISE
        values["largest_rise"][runs] = np.maximum(values["largest_rise"][runs], rise)
        values["loss_at_start"][runs[first]] = now.loss[first]
        values["loss_at_end"][runs] = now.loss

    def _see_points(self, now: Snapshot, first: BoolArray) -> None:
        losses = now.point_losses
        if self._points is None:
            self._points = np.zeros((self._runs, losses.shape[1]))
        rose = (losses > self._points[now.runs] + RISE).any(axis=-1)
        self.values["pointwise_rises"][now.runs] += rose & ~first
        self._points[now.runs] = losses


def _without_zeros(weights: FloatArray) -> FloatArray:
    """Replace zero rows by copies of the last row that is not: the condition sees neither.

    It decides rows in general position faster than zero rows and than copies of the first row.
    """
    alive = np.asarray(weights.any(axis=-1))
    if alive.all():
        return weights
    last = alive.shape[1] - 1 - alive[:, ::-1].argmax(axis=1)
    copies = weights[np.arange(len(weights)), last]
    return np.where(alive[..., None], weights, copies[:, None])


def check_track(track: Iterable[str] | str) -> tuple[str, ...]:
    """Return the names of what to track, in the order of `TRACKS`."""
    asked = [track] if isinstance(track, str) else list(track)
    for name in asked:
        _checks.choice(name, "track", TRACKS)
    return tuple(name for name in TRACKS if name in asked)

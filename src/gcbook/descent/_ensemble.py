"""The front door of the ensemble engines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gcbook import _progress
from gcbook._checks import FloatArray, IntArray
from gcbook.data import ClassData
from gcbook.descent import _polar
from gcbook.descent._batched import Report, Settings, run_batched
from gcbook.descent._objective import Objective
from gcbook.descent._results import Ensemble, Outcome
from gcbook.descent._single import check_options, prepare
from gcbook.descent._track import Tracker, check_track
from gcbook.network import Data, Network

if TYPE_CHECKING:
    from concurrent.futures import Executor

# How many runs a task sent to an executor holds.  The results do not depend on it.
TASK_RUNS = 64


def descend_many(
    network: Network,
    data: Data,
    weights: npt.ArrayLike,
    *,
    step: float = 0.1,
    max_steps: int = 10_000,
    tolerance: float = 0.0,
    track: Iterable[str] | str = (),
    executor: Executor | None = None,
    progress: bool = False,
) -> Ensemble:
    """Run gradient descent from many starts; each run is that of `descend`.

    Parameters
    ----------
    network : Network
    data : as in `descend`
    weights : array_like, shape (E, k, d)
        One start per run.  A row of zeros is a neuron that is never active and never moves, so
        runs of different widths can share one call: `gcbook.initialisation.widen`
        pads the narrow ones for `binary_network`.
    step, max_steps, tolerance
        As in `descend`.
    track : sequence of {"gc", "norm", "loss", "pointwise"}
        What to follow along the runs; `Ensemble` says what each of them keeps.  ``"pointwise"``
        needs finite data.
    executor : concurrent.futures.Executor, optional
        Where to run tasks of 64 runs each.  The results are the same, to the bit, with any
        executor, with any number of workers, and without one.
    progress : bool
        Show a progress bar that counts finished runs.

    Returns
    -------
    Ensemble

    Raises
    ------
    ValueError, TypeError
        If an argument is not what is described above.

    Notes
    -----
    Two-class networks without bias on a `PolarGrid` run on an engine of their own, which uses that
    the points share eighty directions and that each neuron is active on a half circle.  It makes
    the same decisions as the plain loop: should a neuron's input at a data point, or a margin, come
    so close to its threshold that rounding could tip it, the run is done again by the plain
    arithmetic.  Steps and outcomes are therefore those of `descend`, and weights agree to rounding.

    Examples
    --------
    >>> from gcbook import PolarGrid, binary_network, descend_many, random_start
    >>> starts = random_start(12, 2, runs=5, seed=1)
    >>> ensemble = descend_many(binary_network(6), PolarGrid(), starts, track="gc")
    >>> ensemble.converged.all().item(), ensemble.tracked["gc_at_end"].all().item()
    (True, True)
    """
    starts, sets = prepare(network, data, weights, ndim=3)
    limit, rate, zero = check_options(step, max_steps, tolerance)
    names = check_track(track)
    if "pointwise" in names:
        _only_points(sets)
    task = _Task(network, sets, starts, Settings(rate, limit, zero), names)
    with _progress.bar(len(starts), "run", progress) as report:
        parts = [_run(task, report)] if executor is None else _run_on(executor, task, report)
    return _join(parts)


def _only_points(sets: Sequence[ClassData]) -> None:
    for one in sets:
        if one.points is None:
            raise ValueError(f"track='pointwise' needs finite data; got {one!r}")


@dataclass(frozen=True, eq=False)
class _Task:
    """Some runs, and all that is needed to do them elsewhere."""

    network: Network
    data: Sequence[ClassData]
    starts: FloatArray
    settings: Settings
    track: tuple[str, ...]

    def part(self, begin: int) -> _Task:
        """Return the task of the `TASK_RUNS` runs from `begin` on."""
        starts = self.starts[begin : begin + TASK_RUNS]
        return _Task(self.network, self.data, starts, self.settings, self.track)


Part = tuple[FloatArray, IntArray, IntArray, dict[str, npt.NDArray[Any]]]


def _silent(count: int) -> None:
    """Report nothing."""


def _run(task: _Task, report: Report = _silent) -> Part:
    """Do a task with the engine that fits it."""
    positive = task.network.positive(task.data[0].label)
    tracker = Tracker(task.track, len(task.starts), positive)
    objective = Objective(task.network, task.data)
    if _polar.fits(task.network, task.data, task.settings):
        results, doubtful = _polar.run_polar(
            task.network, task.data[0].label, task.starts, task.settings, tracker, report
        )
        tracker.forget(doubtful)
        run_batched(objective, task.starts, task.settings, tracker, report, results, doubtful)
    else:
        results = run_batched(objective, task.starts, task.settings, tracker, report)
    return results.weights, results.steps, results.outcomes, tracker.finish()


def _run_on(executor: Executor, task: _Task, report: Report) -> list[Part]:
    """Do a task in parts of fixed size on an executor; return the parts in order."""
    from concurrent.futures import as_completed

    futures = [
        executor.submit(_run, task.part(begin))
        for begin in range(0, max(len(task.starts), 1), TASK_RUNS)
    ]
    if len(task.starts):
        for future in as_completed(futures):
            report(len(future.result()[1]))
    return [future.result() for future in futures]


def _join(parts: list[Part]) -> Ensemble:
    names = np.array([Outcome.ZERO_LOSS.value, Outcome.STUCK.value, Outcome.STEP_LIMIT.value])
    weights, steps, outcomes, tracked = zip(*parts, strict=True)
    return Ensemble(
        np.concatenate(weights),
        np.concatenate(steps),
        names[np.concatenate(outcomes)],
        {name: np.concatenate([part[name] for part in tracked]) for name in tracked[0]},
    )

"""Plain stochastic gradient descent: constant step, no momentum, no weight decay.

    W <- W - step * gradient of the mean loss on the next batch

Batches are cut from a fresh permutation of the training set in every epoch.  A run is
determined by its start, its data and its seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from tqdm.auto import tqdm

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.deep.digits import Images
from gcbook.deep.layers import Floats

W = TypeVar("W", bound=tuple[Floats, ...])
T = TypeVar("T")


class Model(Protocol[W]):
    """What `train` needs of a network."""

    def loss_and_gradient(self, weights: W, points: Floats, labels: IntArray, /) -> tuple[float, W]:
        """Return the loss on a batch and its gradient, shaped like the weights."""
        ...


@dataclass(frozen=True, eq=False)
class Curve:
    """The batch losses of a training run, and what is read off them.

    Attributes
    ----------
    losses : ndarray, shape (iterations,)
        Loss on each batch, before its step.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.deep import Curve
    >>> curve = Curve(np.array([4.0, 4.0, 3.0, 1.0, 1.0]))
    >>> curve.half_time(window=1), curve.smooth(2).tolist()
    (3.0, [4.0, 4.0, 3.5, 2.0, 1.0])
    """

    losses: FloatArray

    def smooth(self, window: int = 10) -> FloatArray:
        """Return the trailing mean over at most `window` iterations (fewer at the start)."""
        width = _checks.integer(window, "window", low=1)
        sums = np.cumsum(np.concatenate([[0.0], self.losses]))
        high = np.arange(1, len(self.losses) + 1)
        low = np.maximum(high - width, 0)
        return np.asarray((sums[high] - sums[low]) / (high - low))

    def reaches(self, fraction: float, window: int = 10) -> float:
        """Return the iterations until a fraction of the first trailing mean is left, or nan."""
        smooth = self.smooth(window)
        below = np.flatnonzero(smooth <= fraction * smooth[0])
        return float(below[0]) if len(below) else float("nan")

    def half_time(self, window: int = 10) -> float:
        """Return T_half: iterations until the trailing mean is half its first value, or nan."""
        return self.reaches(0.5, window)

    def steepest(self, window: int = 50) -> int:
        """Return the iteration at which the trailing mean falls fastest."""
        return int(np.diff(self.smooth(window)).argmin())


@dataclass(frozen=True, eq=False)
class Run(Curve, Generic[W, T]):
    """A finished training run.

    Attributes
    ----------
    losses : ndarray, shape (iterations,)
    steps : tuple of int
        Iterations at which the network was observed: 0, every, 2 every, ...
    observed : tuple
        What `observe` returned at those iterations (the weights, if none was given).
    weights : tuple of ndarray
        The weights at the end.
    diverged : bool
        True if a loss was not finite; the run stopped there.
    """

    steps: tuple[int, ...]
    observed: tuple[T, ...]
    weights: W
    diverged: bool


@dataclass(frozen=True)
class Training:
    """How a network is trained; the experiments of Section 6.2 extend it.

    Parameters
    ----------
    step : float
        The constant learning rate; the paper's is 0.01.
    batch : int
        Points in a batch; the paper's 1000 would be 70% of our digits.
    iterations : int
        Most steps of a run.
    until : float, optional
        Stop once the mean of the last ten batch losses is below it.
    """

    step: float = 0.01
    batch: int = 50
    iterations: int = 1000
    until: float | None = None

    def run(self, model: Model[W], weights: W, images: Images, **watched: Any) -> Run[W, Any]:
        """Train a network on the training images.

        Parameters
        ----------
        model : LeNet or MLP
        weights : tuple of ndarray
        images : Images
        **watched
            ``seed``, ``every``, ``observe``, ``constrain`` and ``progress``, as `train` takes them.
        """
        return train(
            model,
            weights,
            images.train,
            images.train_labels,
            step=self.step,
            batch=self.batch,
            iterations=self.iterations,
            until=self.until,
            **watched,
        )


def train(
    model: Model[W],
    weights: W,
    points: Floats,
    labels: IntArray,
    *,
    step: float = 0.01,
    batch: int = 200,
    iterations: int = 1000,
    seed: int | np.random.Generator = 0,
    every: int | None = None,
    observe: Callable[[W], Any] | None = None,
    constrain: Callable[[W], W] | None = None,
    until: float | None = None,
    progress: bool = False,
) -> Run[W, Any]:
    """Train a network by plain SGD and watch it.

    Parameters
    ----------
    model : LeNet or MLP
    weights : tuple of ndarray
        Where to start; left untouched.
    points : ndarray, shape (N, ...)
    labels : ndarray of int, shape (N,)
    step, batch, iterations, until
        As in `Training`; a batch has at most N points.
    seed : int or numpy.random.Generator
        Seed of the order of the batches.
    every : int, optional
        Observe at iterations 0, every, 2 every, ... and at the end; never if not given.
    observe : callable, optional
        Called with the weights; by default the weights themselves are kept.
    constrain : callable, optional
        Applied to the start and after every step; it returns the weights to go on with.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        If `batch` exceeds the number of points, or points and labels differ in number.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.deep import MLP, train
    >>> points, labels = np.eye(4), np.arange(4)
    >>> network = MLP((4, 16, 4))
    >>> run = train(network, network.initial(), points, labels, batch=4, step=1.0, iterations=99)
    >>> bool(run.losses[-1] < 0.1 * run.losses[0]), run.diverged
    (True, False)
    """
    rate = _checks.real(step, "step", low=0, open_low=True)
    limit = _checks.integer(iterations, "iterations", low=1)
    _checks.integer(batch, "batch", low=1, high=len(points))
    if len(labels) != len(points):
        raise ValueError(f"labels must have one entry per point, {len(points)}; got {len(labels)}")
    order = islice(_batches(len(points), batch, _checks.generator(seed)), limit)
    batches = ((points[one], labels[one]) for one in tqdm(order, total=limit, disable=not progress))
    watch = _Watch(every, _copy if observe is None else observe)
    hold = _as_it_is if constrain is None else constrain
    losses, last = _descend(model, hold(_copy(weights)), batches, rate, hold, until, watch)
    steps, seen = tuple(watch.steps), tuple(watch.seen)
    return Run(np.array(losses), steps, seen, last, not np.isfinite(losses[-1]))


def _descend(
    model: Model[W],
    weights: W,
    batches: Iterable[tuple[Floats, IntArray]],
    rate: float,
    hold: Callable[[W], W],
    until: float | None,
    watch: _Watch,
) -> tuple[list[float], W]:
    """Step along the batches; return their losses and the weights at the end."""
    losses: list[float] = []
    for points, labels in batches:
        watch.at(len(losses), weights)
        loss, gradient = model.loss_and_gradient(weights, points, labels)
        losses.append(loss)
        if not np.isfinite(loss) or (until is not None and np.mean(losses[-10:]) < until):
            break
        weights = hold(_moved(weights, gradient, rate))
    watch.at(len(losses), weights, end=True)
    return losses, weights


class _Watch:
    """Observes the weights at iterations 0, every, 2 every, ... and at the end."""

    def __init__(self, every: int | None, observe: Callable[[Any], Any]) -> None:
        self.every, self.observe = every, observe
        self.steps: list[int] = []
        self.seen: list[Any] = []

    def at(self, iteration: int, weights: Any, *, end: bool = False) -> None:
        if self.every is not None and (end or iteration % self.every == 0):
            self.steps.append(iteration)
            self.seen.append(self.observe(weights))


def _batches(count: int, batch: int, rng: np.random.Generator) -> Iterator[IntArray]:
    while True:
        order = rng.permutation(count)
        yield from (order[i : i + batch] for i in range(0, count - batch + 1, batch))


def _copy(weights: W) -> W:
    return _rebuilt(weights, (array.copy() for array in weights))


def _moved(weights: W, gradient: W, rate: float) -> W:
    pairs = zip(weights, gradient, strict=True)
    return _rebuilt(weights, (array - slope * array.dtype.type(rate) for array, slope in pairs))


def _rebuilt(weights: W, arrays: Iterable[Floats]) -> W:
    """Return arrays as the kind of tuple, plain or named, that the weights are."""
    make: Callable[[Iterable[Floats]], W] = getattr(type(weights), "_make", type(weights))
    return make(arrays)


def _as_it_is(weights: W) -> W:
    return weights

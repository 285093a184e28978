"""The probability of the geometric condition under any law, by simulation.

Trials come in batches of a size that depends on k and d alone, and every batch has its own child
of the seed.  The estimate is therefore the same on one core, on many, or on a cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray

if TYPE_CHECKING:
    from concurrent.futures import Executor

Sampler = Callable[[np.random.Generator, int], FloatArray]

_ENTRIES_PER_BATCH = 1 << 18


@dataclass(frozen=True, repr=False)
class Estimate:
    """A probability estimated from independent trials.

    Examples
    --------
    >>> from gcbook import Estimate
    >>> Estimate.of(262, 1000, confidence=0.99)
    Estimate(0.262 in [0.226894, 0.299408] at 0.99, 262 of 1000)

    Attributes
    ----------
    value : float
        ``successes / trials``.
    low, high : float
        Clopper-Pearson interval: it covers the true probability with at least `confidence`.
    successes, trials : int
        What was counted.
    confidence : float
        The level of the interval; ``1 - confidence`` bounds the rate of false alarms when a true
        value is rejected for lying outside.
    """

    value: float
    low: float
    high: float
    successes: int
    trials: int
    confidence: float

    @classmethod
    def of(cls, successes: int, trials: int, confidence: float = 0.99) -> Estimate:
        """Return the estimate that a count of successes gives."""
        low, high = clopper_pearson(successes, trials, confidence)
        return cls(successes / trials, low, high, successes, trials, confidence)

    def __repr__(self) -> str:
        return (
            f"Estimate({self.value:.6g} in [{self.low:.6g}, {self.high:.6g}] at "
            f"{self.confidence:g}, {self.successes} of {self.trials})"
        )

    def _repr_html_(self) -> str:
        cells = {
            "estimate": f"{self.value:.6g}",
            f"{100 * self.confidence:g} % interval": f"[{self.low:.6g}, {self.high:.6g}]",
            "successes": f"{self.successes} of {self.trials}",
        }
        head = "".join(f"<th>{name}</th>" for name in cells)
        body = "".join(f"<td>{cell}</td>" for cell in cells.values())
        return f"<table><tr>{head}</tr><tr>{body}</tr></table>"

    def contains(self, probability: Fraction | float) -> bool:
        """Return whether the interval contains a hypothetical probability."""
        return bool(self.low <= probability <= self.high)


def clopper_pearson(successes: int, trials: int, confidence: float = 0.99) -> tuple[float, float]:
    """Return the Clopper-Pearson interval of a binomial proportion.

    Parameters
    ----------
    successes, trials : int
        ``0 <= successes <= trials`` and ``trials >= 1``.
    confidence : float
        Least probability that the interval covers the truth, in (0, 1).

    Returns
    -------
    low, high : float

    Examples
    --------
    >>> from gcbook.probability import clopper_pearson
    >>> low, high = clopper_pearson(0, 20000, 0.95)
    >>> low, round(high, 6)
    (0.0, 0.000184)
    """
    n = _checks.integer(trials, "trials", low=1)
    s = _checks.integer(successes, "successes", low=0, high=n)
    from scipy.special import betaincinv

    tail = (1 - _level(confidence)) / 2
    low = 0.0 if s == 0 else float(betaincinv(s, n - s + 1, tail))
    high = 1.0 if s == n else float(betaincinv(s + 1, n - s, 1 - tail))
    return low, high


def estimate_gc_probability(
    k: int,
    d: int,
    *,
    trials: int,
    sampler: Sampler | None = None,
    seed: int | np.random.Generator = 0,
    confidence: float = 0.99,
    executor: Executor | None = None,
    progress: bool = False,
) -> Estimate:
    """Estimate the probability that k random neurons satisfy the geometric condition in R^d.

    Parameters
    ----------
    k, d : int
        Neurons and dimension.
    trials : int
        Number of independent layers to draw and decide.
    sampler : callable, optional
        ``sampler(rng, size)`` returns an array of shape ``(size, k, d)``: `size` layers drawn with
        the NumPy generator `rng`.  By default all entries are independent standard normal.  With
        a process pool or a cluster it must be picklable (a module-level function, a `partial`).
    seed : int or numpy.random.Generator
        Every batch of trials gets its own child of the seed, so the result does not depend on
        `executor`.
    confidence : float
        Level of the interval, in (0, 1).
    executor : concurrent.futures.Executor, optional
        Where to run the batches; in this process by default.
    progress : bool
        Show a progress bar.

    Returns
    -------
    Estimate
        With a Clopper-Pearson interval.

    Raises
    ------
    TypeError, ValueError
        For k, d or trials that are no integers >= 1, a confidence outside (0, 1), or a sampler that
        returns the wrong shape or numbers that are not finite.

    See Also
    --------
    gc_probability : the exact value where the law is symmetric.

    Examples
    --------
    >>> from gcbook import estimate_gc_probability, gc_probability
    >>> estimate = estimate_gc_probability(6, 3, trials=20000, seed=7)
    >>> estimate.contains(gc_probability(6, 3))
    True
    """
    k = _checks.integer(k, "k", low=1)
    d = _checks.integer(d, "d", low=1)
    trials = _checks.integer(trials, "trials", low=1)
    level = _level(confidence)
    if sampler is not None and not callable(sampler):
        raise TypeError(f"sampler must be callable as sampler(rng, size); got {sampler!r}")
    sizes = _batches(trials, max(1, _ENTRIES_PER_BATCH // (k * d)))
    children = _checks.generator(seed).spawn(len(sizes))
    count = partial(_successes, k, d, sampler)
    counts = _mapped(count, children, sizes, executor=executor, progress=progress)
    return Estimate.of(sum(counts), trials, level)


def sample_waiting_times(d: int, *, trials: int, seed: int | np.random.Generator = 0) -> IntArray:
    """Draw the number of Gaussian neurons needed until the geometric condition first holds.

    Neurons are added one by one, in every trial until its condition holds, so the decisions at
    successive sizes are made on the same growing layer.

    Parameters
    ----------
    d : int
        Dimension.
    trials : int
        Number of independent layers.
    seed : int or numpy.random.Generator

    Returns
    -------
    ndarray of int, shape (trials,)
        Law: `waiting_time_probability`; mean ``2 d + 1``.

    Examples
    --------
    >>> from gcbook.probability import sample_waiting_times
    >>> times = sample_waiting_times(2, trials=1000, seed=0)
    >>> int(times.min())
    3
    """
    d = _checks.integer(d, "d", low=1)
    trials = _checks.integer(trials, "trials", low=1)
    from gcbook.condition import holds

    rng = _checks.generator(seed)
    times = np.zeros(trials, dtype=np.int64)
    waiting = np.arange(trials)
    layers = rng.standard_normal((trials, d, d))
    while waiting.size:
        layers = np.concatenate([layers, rng.standard_normal((len(layers), 1, d))], axis=1)
        done = np.asarray(holds(layers))
        times[waiting[done]] = layers.shape[1]
        waiting, layers = waiting[~done], layers[~done]
    return times


def _successes(k: int, d: int, sampler: Sampler | None, rng: np.random.Generator, size: int) -> int:
    from gcbook.condition import holds

    if sampler is None:
        return int(np.sum(holds(rng.standard_normal((size, k, d)))))
    layers = _checks.array(sampler(rng, size), "sampler(rng, size)", "an array (size, k, d)")
    if layers.shape != (size, k, d):
        raise ValueError(
            f"sampler(rng, size) must return shape (size, k, d) = {(size, k, d)}; "
            f"got shape {layers.shape}"
        )
    return int(np.sum(holds(layers)))


def _mapped(
    count: Callable[[np.random.Generator, int], int],
    children: Sequence[np.random.Generator],
    sizes: Sequence[int],
    *,
    executor: Executor | None,
    progress: bool,
) -> Iterable[int]:
    results = (map if executor is None else executor.map)(count, children, sizes)
    if not progress:
        return results
    from tqdm.auto import tqdm

    return tqdm(results, total=len(sizes), desc="trials", unit="batch")


def _batches(trials: int, size: int) -> list[int]:
    full, rest = divmod(trials, size)
    return [size] * full + ([rest] if rest else [])


def _level(confidence: float) -> float:
    return _checks.real(confidence, "confidence", low=0, high=1, open_low=True, open_high=True)

"""Small statistics that the figures and tables share: means, and whether two of them differ.

Everything here starts from numbers already computed; the paper's cells enter as a `Summary`, since
only mean, standard deviation and the number of runs are printed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from gcbook import _checks


@dataclass(frozen=True)
class Summary:
    """Mean and standard deviation of a sample.

    Attributes
    ----------
    mean, sd : float
        NaN where the sample is too small to have one.
    count : int
    """

    mean: float
    sd: float
    count: int

    @classmethod
    def of(cls, sample: npt.ArrayLike) -> Summary:
        """Summarise a sample; the standard deviation divides by ``count - 1``."""
        values = np.asarray(sample, dtype=float).ravel()
        mean = float(values.mean()) if len(values) else math.nan
        sd = float(values.std(ddof=1)) if len(values) > 1 else math.nan
        return cls(mean, sd, len(values))

    @property
    def standard_error(self) -> float:
        """The standard error of the mean."""
        return self.sd / math.sqrt(self.count) if self.count else math.nan


@dataclass(frozen=True)
class Comparison:
    """The difference of two means.

    Attributes
    ----------
    difference, low, high : float
        The difference and a Student t interval for it.
    t, p : float
        Statistic and two-sided p-value of the hypothesis of no difference.
    confidence : float
        Level of the interval.
    """

    difference: float
    low: float
    high: float
    t: float
    p: float
    confidence: float


def welch(first: Summary, second: Summary, confidence: float = 0.95) -> Comparison:
    """Compare two independent means without assuming equal variances (Welch's t-test).

    Parameters
    ----------
    first, second : Summary
        The difference is ``first.mean - second.mean``.
    confidence : float
        Level of the interval.

    Examples
    --------
    >>> from gcbook.experiments import Summary, welch
    >>> ours, paper = Summary(578.0, 227.3, 998), Summary(578.90, 205.43, 100)
    >>> round(welch(ours, paper).p, 2)
    0.97
    """
    level = _level(confidence)
    if min(first.count, second.count) < 2:
        unknown = math.nan
        return Comparison(
            first.mean - second.mean,
            low=unknown,
            high=unknown,
            t=unknown,
            p=unknown,
            confidence=level,
        )
    test = stats.ttest_ind_from_stats(
        first.mean,
        first.sd,
        first.count,
        second.mean,
        second.sd,
        second.count,
        equal_var=False,
    )
    errors = [first.standard_error**2, second.standard_error**2]
    freedom = sum(errors) ** 2 / (
        errors[0] ** 2 / (first.count - 1) + errors[1] ** 2 / (second.count - 1)
    )
    half = float(stats.t.ppf((1 + level) / 2, freedom)) * math.sqrt(sum(errors))
    gap = first.mean - second.mean
    return Comparison(gap, gap - half, gap + half, float(test.statistic), float(test.pvalue), level)


def paired(first: npt.ArrayLike, second: npt.ArrayLike, confidence: float = 0.95) -> Comparison:
    """Compare two samples whose entries belong together (the paired t-test).

    Examples
    --------
    >>> from gcbook.experiments import paired
    >>> result = paired([5.0, 7.0, 9.0], [4.0, 5.0, 8.0])
    >>> round(result.difference, 3), round(result.p, 3)
    (1.333, 0.057)
    """
    level = _level(confidence)
    gaps = np.asarray(first, dtype=float) - np.asarray(second, dtype=float)
    if gaps.ndim != 1 or len(gaps) < 2:
        raise ValueError(f"paired samples must have one axis and >= 2 entries; got {gaps.shape}")
    summary = Summary.of(gaps)
    if summary.sd == 0:  # nothing varies, so there is nothing to test
        return Comparison(summary.mean, summary.mean, summary.mean, math.nan, math.nan, level)
    test = stats.ttest_1samp(gaps, 0.0)
    half = float(stats.t.ppf((1 + level) / 2, summary.count - 1)) * summary.standard_error
    return Comparison(
        summary.mean,
        summary.mean - half,
        summary.mean + half,
        float(test.statistic),
        float(test.pvalue),
        level,
    )


@dataclass(frozen=True)
class Equivalence:
    """Whether two means agree within a factor, tested on pairs.

    Attributes
    ----------
    ratio : float
        The first mean over the second.
    low, high : float
        Fieller's interval for it, of level ``1 - 2 alpha``.
    p : float
        The larger of the two one-sided p-values.
    bound, alpha : float
        Equivalent means: a ratio between ``1 - bound`` and ``1 + bound``, at level `alpha`.
    pairs : int
    """

    ratio: float
    low: float
    high: float
    p: float
    bound: float
    alpha: float
    pairs: int

    @property
    def equivalent(self) -> bool:
        """Whether both one-sided hypotheses of a larger difference are rejected."""
        return self.p < self.alpha


def equivalence(
    first: npt.ArrayLike, second: npt.ArrayLike, *, bound: float = 0.05, alpha: float = 0.05
) -> Equivalence:
    """Test whether the ratio of two paired means is within a bound of one (two one-sided tests).

    The ratio is r exactly if ``first - r second`` has mean zero, so each side is a t-test of such
    differences, and Fieller's interval collects the r that such a test does not reject.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Positive samples whose entries belong together, n >= 3.
    bound : float
        The largest relative difference that counts as none.
    alpha : float
        Chance to call means equivalent whose ratio is at, or beyond, the bound.

    Raises
    ------
    ValueError
        If there are fewer than three pairs, or a sample is not positive.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.experiments import equivalence
    >>> steps = np.array([400.0, 520.0, 610.0, 480.0])
    >>> equivalence(steps + [3, -4, 5, -2], steps).equivalent
    True
    """
    _checks.real(bound, "bound", low=0, high=1, open_low=True, open_high=True)
    level = _checks.real(alpha, "alpha", low=0, high=0.5, open_low=True, open_high=True)
    a, b = (np.asarray(sample, dtype=float) for sample in (first, second))
    if a.ndim != 1 or a.shape != b.shape or len(a) < 3 or min(a.min(), b.min()) <= 0:
        raise ValueError(
            "first and second must be two positive samples of one length >= 3; "
            f"got shapes {a.shape} and {b.shape}, least entries {a.min()} and {b.min()}"
        )
    count = len(a)
    cov = np.cov(a, b) / count

    def statistic(r: float) -> float:
        gap = float(a.mean() - r * b.mean())
        error = math.sqrt(max(cov[0, 0] - 2 * r * cov[0, 1] + r * r * cov[1, 1], 0.0))
        return gap / error if error else math.copysign(math.inf, gap)

    sides = (
        stats.t.sf(statistic(1 - bound), count - 1),
        stats.t.cdf(statistic(1 + bound), count - 1),
    )
    reach = float(stats.t.ppf(1 - level, count - 1)) ** 2
    # |a - r b| <= t * error, a quadratic in r; unbounded where b itself is not clear of zero
    square = b.mean() ** 2 - reach * cov[1, 1]
    middle = a.mean() * b.mean() - reach * cov[0, 1]
    rest = middle**2 - square * (a.mean() ** 2 - reach * cov[0, 0])
    half = math.sqrt(max(rest, 0.0)) / square if square > 0 else math.inf
    centre = middle / square if square > 0 else math.nan
    return Equivalence(
        ratio=float(a.mean() / b.mean()),
        low=float(centre - half),
        high=float(centre + half),
        p=float(max(sides)),
        bound=bound,
        alpha=level,
        pairs=count,
    )


def paired_ratio(
    first: npt.ArrayLike, second: npt.ArrayLike, confidence: float = 0.95
) -> tuple[float, float, float]:
    """Return the geometric mean of ``first / second`` and its confidence interval.

    Student's t on the differences of the logarithms, pair by pair; a nan makes all three nan.

    Examples
    --------
    >>> from gcbook.experiments.statistics import paired_ratio
    >>> [round(value, 2) for value in paired_ratio([2.0, 4.4, 2.8], [2.0, 4.0, 3.0])]
    [1.01, 0.82, 1.24]
    """
    difference = np.log(np.asarray(first, dtype=float)) - np.log(np.asarray(second, dtype=float))
    spread = stats.sem(difference)
    reach = stats.t.ppf((1 + confidence) / 2, len(difference) - 1) * spread
    low, middle, high = np.exp(difference.mean() + np.array([-reach, 0.0, reach]))
    return float(middle), float(low), float(high)


def fisher(p_values: Iterable[float]) -> float:
    """Combine independent p-values into one (Fisher's method); NaN if there are none.

    Examples
    --------
    >>> from gcbook.experiments import fisher
    >>> round(fisher([0.5, 0.5, 0.5]), 3)
    0.655
    """
    known = [p for p in p_values if not math.isnan(p)]
    return float(stats.combine_pvalues(known).pvalue) if known else math.nan


def _level(confidence: float) -> float:
    return _checks.real(confidence, "confidence", low=0, high=1, open_low=True, open_high=True)

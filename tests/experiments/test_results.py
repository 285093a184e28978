"""The small statistics."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from gcbook.experiments import Summary, fisher, paired, welch


def test_welch_from_summaries_is_scipys_from_samples():
    rng = np.random.default_rng(0)
    one, other = rng.normal(5, 1, 40), rng.normal(6, 3, 25)
    ours = welch(Summary.of(one), Summary.of(other), 0.9)
    theirs = stats.ttest_ind(one, other, equal_var=False)
    interval = theirs.confidence_interval(0.9)
    assert (ours.t, ours.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high))
    assert ours.difference == pytest.approx(one.mean() - other.mean())


def test_paired_is_scipys():
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=(2, 30))
    ours, theirs = paired(one, other, 0.99), stats.ttest_rel(one, other)
    interval = theirs.confidence_interval(0.99)
    assert (ours.t, ours.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high))


def test_what_cannot_be_tested_is_nan():
    assert math.isnan(welch(Summary(1.0, math.nan, 1), Summary(2.0, 1.0, 9)).p)
    same = paired([1.0, 2.0], [1.0, 2.0])
    assert (same.difference, same.low, same.high) == (0, 0, 0)
    assert math.isnan(same.p)
    assert math.isnan(Summary.of([]).mean)
    assert math.isnan(fisher([]))
    assert fisher([0.2, math.nan]) == pytest.approx(0.2)


def test_bad_input():
    with pytest.raises(ValueError, match=r">= 2 entries; got \(1,\)"):
        paired([1.0], [2.0])
    with pytest.raises(ValueError, match="confidence must be a real number > 0 and < 1; got 2"):
        paired([1.0, 2.0], [2.0, 4.0], 2)

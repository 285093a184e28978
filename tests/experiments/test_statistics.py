"""The small statistics."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from gcbook.experiments import Summary, equivalence, fisher, paired, welch
from gcbook.experiments.statistics import paired_ratio


def test_welch_from_summaries_is_scipys_from_samples():
    rng = np.random.default_rng(0)
    one, other = rng.normal(5, 1, 40), rng.normal(6, 3, 25)
    ours = welch(Summary.of(one), Summary.of(other), 0.9)
    theirs = stats.ttest_ind(one, other, equal_var=False)
    interval = theirs.confidence_interval(0.9)
    assert (ours.t, ours.p) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-9, abs=0)
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high))
    assert ours.difference == pytest.approx(one.mean() - other.mean())


def test_paired_is_scipys():
    rng = np.random.default_rng(1)
    one, other = rng.normal(size=(2, 30))
    ours, theirs = paired(one, other, 0.99), stats.ttest_rel(one, other)
    interval = theirs.confidence_interval(0.99)
    assert (ours.t, ours.p) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-9, abs=0)
    assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high))


def test_what_cannot_be_tested_is_nan():
    lone = welch(Summary(1.0, math.nan, 1), Summary(2.0, 1.0, 9), 0.9)
    assert (lone.difference, lone.confidence) == (-1.0, 0.9)
    assert all(math.isnan(value) for value in (lone.low, lone.high, lone.t, lone.p))
    same = paired([1.0, 2.0], [1.0, 2.0], 0.9)
    assert (same.difference, same.low, same.high, same.confidence) == (0, 0, 0, 0.9)
    assert math.isnan(same.p)
    assert math.isnan(same.t)
    one = Summary.of([3.0])
    assert (one.mean, one.count) == (3.0, 1)
    assert math.isnan(one.sd)
    assert math.isnan(Summary.of([]).mean)
    assert math.isnan(fisher([]))
    assert fisher([0.2, math.nan]) == pytest.approx(0.2)


def test_bad_input():
    with pytest.raises(ValueError, match=r">= 2 entries; got \(1,\)"):
        paired([1.0], [2.0])
    with pytest.raises(ValueError, match="confidence must be a real number > 0 and < 1; got 2"):
        paired([1.0, 2.0], [2.0, 4.0], 2)


def test_equivalence_is_two_t_tests_and_fieller_agrees_with_them():
    rng = np.random.default_rng(4)
    second = rng.gamma(20, 25, 60)
    first = 1.02 * second + rng.normal(0, 20, 60)
    found = equivalence(first, second, bound=0.05, alpha=0.05)
    low = stats.ttest_1samp(first - 0.95 * second, 0, alternative="greater").pvalue
    high = stats.ttest_1samp(first - 1.05 * second, 0, alternative="less").pvalue
    assert found.p == pytest.approx(max(low, high), rel=1e-9, abs=0)
    assert found.ratio == pytest.approx(first.mean() / second.mean())
    for end in (found.low, found.high):  # an end of the interval is where the test is undecided
        t = stats.ttest_1samp(first - end * second, 0).statistic
        assert abs(t) == pytest.approx(stats.t.ppf(0.95, 59))
    assert found.low < found.ratio < found.high
    assert found.equivalent == (found.low > 0.95 and found.high < 1.05)


def test_equivalence_is_seldom_found_where_the_ratio_is_at_the_bound():
    """At the bound the rate is alpha: 500 trials, more than 45 in 1 of 10^4 repetitions."""
    rng = np.random.default_rng(11)
    wrong = right = 0
    for _ in range(500):
        second = rng.gamma(20, 25, 200)
        noise = rng.normal(0, 60, 200)
        wrong += equivalence(1.05 * second + noise, second).equivalent
        right += equivalence(second + noise, second).equivalent
    assert 8 < wrong <= 45
    assert right > 490


def test_a_sample_is_equivalent_to_itself_and_not_to_its_double():
    same = equivalence([3.0, 5.0, 4.0], [3.0, 5.0, 4.0])
    assert (same.ratio, same.low, same.high) == (1, pytest.approx(1), pytest.approx(1))
    assert same.equivalent
    assert not equivalence([6.0, 10.0, 8.0], [3.0, 5.0, 4.0]).equivalent


@pytest.mark.parametrize(
    ("first", "second"), [([1.0, 2.0], [1.0, 2.0]), ([1.0, 2.0, 0.0], [1.0, 2.0, 3.0])]
)
def test_equivalence_needs_positive_pairs(first, second):
    with pytest.raises(ValueError, match="two positive samples of one length >= 3; got shapes"):
        equivalence(first, second)


def test_two_runs_are_enough_to_compare():
    for one, other in (([1.0, 3.0], [2.0, 5.0, 9.0]), ([2.0, 5.0, 9.0], [1.0, 3.0])):
        ours = welch(Summary.of(one), Summary.of(other))
        theirs = stats.ttest_ind(one, other, equal_var=False)
        assert ours.p == pytest.approx(theirs.pvalue, rel=1e-9, abs=0)
        assert ours.confidence == 0.95
    assert paired([1.0, 3.0], [2.0, 5.0]).confidence == 0.95


def test_the_lower_side_decides_below_one():
    rng = np.random.default_rng(5)
    second = rng.gamma(20, 25, 8)
    first = 0.97 * second + rng.normal(0, 5, 8)
    side = stats.ttest_1samp(first - 0.95 * second, 0, alternative="greater").pvalue
    assert equivalence(first, second).p == pytest.approx(side, rel=1e-9, abs=0)


def test_equivalence_does_not_depend_on_the_unit():
    first, second = np.array([4.0, 5.5, 6.0, 5.0]), np.array([4.5, 5.0, 6.5, 5.0])
    plain, milli = equivalence(first, second), equivalence(first / 1e3, second / 1e3)
    for name in ("ratio", "low", "high", "p"):
        assert getattr(milli, name) == pytest.approx(getattr(plain, name), rel=1e-9, abs=0)


def test_constant_samples_differ_or_do_not():
    assert equivalence([4.0] * 3, [4.0] * 3).p == 0.0
    for value in (3.0, 8.0):
        assert equivalence([value] * 3, [4.0] * 3).p == 1.0


def test_no_interval_where_the_denominator_may_be_zero():
    found = equivalence([1.0, 2.0, 3.0], [0.1, 10.0, 0.1])
    assert found.ratio == pytest.approx(6 / 10.2)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_a_paired_ratio_is_a_t_interval_of_the_logarithms(confidence: float):
    rng = np.random.default_rng(6)
    first, second = rng.gamma(20, 25, (2, 12))
    theirs = stats.ttest_rel(np.log(first), np.log(second)).confidence_interval(confidence)
    middle, low, high = paired_ratio(first, second, confidence)
    assert middle == pytest.approx(stats.gmean(first) / stats.gmean(second), rel=1e-12)
    assert (low, high) == pytest.approx((math.exp(theirs.low), math.exp(theirs.high)), rel=1e-9)
    assert paired_ratio(first, second) == paired_ratio(first, second, 0.95)
    assert all(math.isnan(each) for each in paired_ratio([1.0, math.nan], [1.0, 2.0]))


def test_exact_numbers_are_samples_too():
    """Counts and fractions, as the experiments keep them."""
    exact = [Fraction(1, 2), Fraction(3, 2), Fraction(1, 4)], [Fraction(1), Fraction(5, 4), 2]
    plain = [[float(value) for value in sample] for sample in exact]
    assert Summary.of(exact[0]) == Summary.of(plain[0])
    for compare in (paired, equivalence, paired_ratio):
        assert compare(*exact) == compare(*plain)


@pytest.mark.parametrize(("name", "high"), [("bound", "1"), ("alpha", r"0\.5")])
def test_levels_are_refused_by_name(name: str, high: str):
    pairs = [4.0, 5.0, 6.0], [4.0, 5.5, 6.0]
    for bad in (0.0, float(high.replace("\\", "")), math.nan):
        with pytest.raises(
            ValueError, match=rf"^{name} must be a real number > 0 and < {high}; got"
        ):
            equivalence(*pairs, **{name: bad})


def test_a_standard_error_by_hand():
    assert Summary(5.0, 3.0, 9).standard_error == 1.0
    assert math.isnan(Summary.of([]).standard_error)


def test_results_say_what_was_asked():
    found = equivalence([4.0, 5.0, 6.0], [4.0, 5.5, 6.0], bound=0.1, alpha=0.2)
    assert (found.bound, found.alpha, found.pairs) == (0.1, 0.2, 3)
    gaps = paired([1.0, 3.0, 5.0], [1.0, 2.0, 3.0])  # of deviation 1
    assert gaps.difference == 1.0
    assert gaps.t == pytest.approx(3**0.5)

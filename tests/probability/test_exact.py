"""Remark 3 as a rational number."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook import gc_probability, neurons_for
from gcbook.probability import exact, joint_gc_probability, waiting_time_probability

sizes = st.integers(1, 60)


@pytest.mark.parametrize(
    ("d", "first_k", "values"),
    [
        (2, 3, "1/4 1/2 11/16 13/16 57/64 15/16 247/256 251/256 1013/1024 509/512"),
        (3, 4, "1/8 5/16 1/2"),
        (3, 10, "233/256"),
        (1, 1, "0 1/2 3/4 7/8"),
    ],
)
def test_known_values(d: int, first_k: int, values: str):
    computed = [gc_probability(first_k + i, d) for i in range(len(values.split()))]
    assert computed == [Fraction(value) for value in values.split()]


@given(sizes, sizes)
def test_the_printed_sum(k: int, d: int):
    printed = Fraction(sum(math.comb(k - 1, j) for j in range(d, k)), 2 ** (k - 1))
    assert gc_probability(k, d) == printed


@given(st.integers(1, 200))
def test_twice_as_many_neurons_as_dimensions_is_a_fair_coin(d: int):
    assert gc_probability(2 * d, d) == Fraction(1, 2)


@given(st.data(), st.integers(2, 60))
def test_duality(data: st.DataObject, k: int):
    d = data.draw(st.integers(1, k - 1))
    assert gc_probability(k, d) + gc_probability(k, k - d) == 1


@given(sizes, sizes)
def test_one_more_neuron(k: int, d: int):
    gain = Fraction(math.comb(k - 1, d - 1), 2**k)
    assert gc_probability(k + 1, d) - gc_probability(k, d) == gain
    assert waiting_time_probability(k + 1, d) == gain


def test_pascals_rule_on_failures():
    # regions(k, d) = regions(k-1, d) + regions(k-1, d-1), divided by 2^k
    for k in range(2, 30):
        for d in range(2, 30):
            failures = [1 - gc_probability(k - 1, d), 1 - gc_probability(k - 1, d - 1)]
            assert 1 - gc_probability(k, d) == sum(failures) / 2


def test_waiting_time_is_a_law_with_mean_2d_plus_1():
    for d in (1, 2, 5):
        law = {k: waiting_time_probability(k, d) for k in range(1, 40 * d + 200)}
        assert 1 - sum(law.values()) < Fraction(1, 10**20)
        mean = float(sum(k * p for k, p in law.items()))
        assert mean == pytest.approx(2 * d + 1, abs=1e-12)


def test_large_sizes_are_exact_and_quick():
    value = gc_probability(20_001, 8_000)
    assert value.denominator & (value.denominator - 1) == 0
    assert gc_probability(20_000, 10_000) == Fraction(1, 2)
    assert gc_probability(20_001, 8_000) + gc_probability(20_001, 12_001) == 1


def test_neurons_for_the_listed_dimensions():
    assert [neurons_for("0.99", d) for d in (2, 3, 5, 10, 20, 100)] == [12, 15, 20, 34, 58, 236]


@settings(max_examples=60, deadline=None)
@given(st.fractions(0, 1).filter(lambda p: p < 1), st.integers(1, 25))
def test_neurons_for_is_the_smallest(probability: Fraction, d: int):
    k = neurons_for(probability, d)
    assert gc_probability(k, d) >= probability
    assert k == 1 or gc_probability(k - 1, d) < probability


@given(st.integers(1, 40), st.integers(1, 15))
def test_neurons_for_inverts_the_probability_exactly(extra: int, d: int):
    k = d + extra
    value = gc_probability(k, d)
    assert neurons_for(value, d) == k
    assert neurons_for(value + Fraction(1, 10**60), d) == k + 1


def test_neurons_for_beyond_the_reach_of_floats():
    target = 1 - Fraction(1, 10**400)
    k = neurons_for(target, 5)
    assert gc_probability(k - 1, 5) < target <= gc_probability(k, 5)


def test_neurons_for_reads_every_kind_of_number():
    kinds = (0.5, Fraction(1, 2), "1/2", "0.5", Decimal("0.5"), np.float64(0.5), np.float32(0.5))
    assert {neurons_for(kind, 3) for kind in kinds} == {6}
    assert neurons_for(0, 3) == neurons_for(np.int64(0), 3) == 1


@pytest.mark.parametrize("bad", [1, 1.0, -0.1, "2", "one half", math.nan, math.inf, "1/0"])
def test_neurons_for_refuses_what_no_number_of_neurons_reaches(bad):
    required = r"probability must be a number in \[0, 1\) \(no finite number .* reaches 1\)"
    with pytest.raises(ValueError, match=f"^{required}; got "):
        neurons_for(bad, 2)


@pytest.mark.parametrize("bad", [True, None, [0.5], 1j])
def test_neurons_for_refuses_what_is_no_number(bad):
    with pytest.raises(TypeError, match=r"probability must be a number in \[0, 1\).*got"):
        neurons_for(bad, 2)


@pytest.mark.parametrize(
    ("k", "d", "error", "message"),
    [
        (0, 2, ValueError, "k must be an integer >= 1; got 0"),
        (3, 0, ValueError, "d must be an integer >= 1; got 0"),
        (3.0, 2, TypeError, r"k must be an integer >= 1; got 3\.0"),
        (3, True, TypeError, "d must be an integer >= 1; got True"),
    ],
)
def test_bad_sizes(k, d, error, message):
    with pytest.raises(error, match=message):
        gc_probability(k, d)
    with pytest.raises(error, match=message):
        waiting_time_probability(k, d)


@pytest.mark.parametrize(("d", "error"), [(0, ValueError), (2.0, TypeError)])
def test_neurons_for_refuses_what_is_no_dimension(d, error):
    with pytest.raises(error, match=f"^d must be an integer >= 1; got {d}$"):
        neurons_for("1/2", d)


def test_joint_probability_is_the_product():
    listed = {3: Fraction(1, 16), 4: Fraction(1, 4), 6: Fraction(169, 256)}
    assert {k: joint_gc_probability([k, k], 2) for k in listed} == listed
    mixed = joint_gc_probability([5, 7], [2, 3])
    assert mixed == gc_probability(5, 2) * gc_probability(7, 3)


def test_joint_probability_needs_one_entry_per_class():
    with pytest.raises(ValueError, match=r"one entry per class.*got 2 and 3"):
        joint_gc_probability([3, 3], [2, 2, 2])
    with pytest.raises(ValueError, match="at least one class; got 0 and 0"):
        joint_gc_probability([], 2)


def test_numbers_of_other_libraries_are_taken_exactly():
    sympy = pytest.importorskip("sympy")
    assert neurons_for(sympy.Rational(1, 2), 7) == neurons_for("1/2", 7) == 14
    assert neurons_for(sympy.Rational(99, 100), 3) == neurons_for("99/100", 3) == 15


def test_classes_of_one_dimension_or_of_their_own():
    assert joint_gc_probability([3, 4], 2) == Fraction(1, 4) * Fraction(1, 2)
    assert joint_gc_probability([3, 4], [2, 3]) == Fraction(1, 4) * Fraction(1, 8)


@pytest.mark.parametrize("start", [1, 60, 5000])
def test_floats_only_choose_where_the_search_begins(monkeypatch: pytest.MonkeyPatch, start: int):
    monkeypatch.setattr("scipy.special.betainc", lambda a, b, x: 1.0 if a < start else 0.0)
    assert [neurons_for("0.99", d) for d in (2, 3, 5, 10, 20, 100)] == [12, 15, 20, 34, 58, 236]


@pytest.mark.parametrize(("target", "d"), [("0.99", 100), ("1/3", 2000), ("0.001", 50)])
def test_two_exact_sums_are_enough(monkeypatch: pytest.MonkeyPatch, target: str, d: int):
    """At the answer and one below it; a search that begins elsewhere needs more."""
    summed, heads = [], exact._heads

    def counted(tosses: int, least: int) -> int:
        summed.append(tosses + 1)
        return heads(tosses, least)

    monkeypatch.setattr(exact, "_heads", counted)
    k = neurons_for(target, d)
    assert summed == [k - 1, k]

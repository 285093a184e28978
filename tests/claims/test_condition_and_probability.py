"""The rows of Sections 5.2 and 5.3: what they rest on, and the slips that they notice."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gcbook.bounds import realisability_scale
from gcbook.claims._witness.sign_patterns import formula
from gcbook.claims.slow_to_fast.condition import gc_steinitz, lem_5_2
from gcbook.claims.slow_to_fast.probability import (
    counting,
    rem_3,
    rem_3_coins,
    rem_3_nearby,
    rem_3_planar,
    rem_3_signs,
)
from gcbook.claims.slow_to_fast.probability.rem_3_signs import along_last, good
from gcbook.initialisation import polygon

ROWS = {
    "lem-5.2": ("holds after repair", "argued"),
    "gc-monotone": ("holds", "argued"),
    "gc-steinitz": ("holds", "argued"),
    "rem-3": ("holds", "argued"),
    "rem-3-nearby": ("unsupported", ""),
    "rem-3-signs": ("holds", "argued"),
    "rem-3-coins": ("holds", "argued"),
    "rem-3-joint": ("holds", "argued"),
    "rem-3-planar": ("holds", "argued"),
}


@pytest.mark.parametrize("row", ROWS)
def test_verdicts_and_what_they_rest_on(row: str, found):
    seen = found(row)
    assert (seen["verdict"], seen["strength"]) == ROWS[row]
    assert {step["status"] for step in seen["proof"]} <= {"proved", "argued"}


@pytest.mark.parametrize(
    ("row", "step"),
    [
        ("lem-5.2", "nearest-point-separates"),
        ("lem-5.2", "facets-hold-a-ball"),
        ("gc-steinitz", "two-for-each-dimension"),
        ("rem-3", "pascal-solves-the-recursion"),
        ("rem-3-signs", "pascal-counts-the-patterns"),
        ("rem-3-coins", "duality"),
        ("rem-3-planar", "four-is-twice-three"),
    ],
)
def test_the_algebra_is_proved(row: str, step: str, found):
    statuses = {one["check"]: one["status"] for one in found(row)["proof"]}
    assert statuses[step] == "proved"


@pytest.mark.parametrize(
    ("check", "slip"),
    [
        (lem_5_2.facets_hold_a_ball, {"power": sp.Rational(1, 4)}),
        (lem_5_2.certificates_up_to_six_dimensions, {"form": "4 as printed", "seed": 1}),
        (gc_steinitz.two_for_each_dimension, {"fewer": 2}),
        (rem_3.pascal_solves_the_recursion, {"lowest": -1}),
        (rem_3.pascal_solves_the_recursion, {"lowest": 1}),
        (rem_3.pascal_solves_the_recursion, {"factor": 4}),
        (rem_3.sign_patterns_counted, {"lowest": 1}),
        (rem_3_signs.pascal_counts_the_patterns, {"factor": 0}),
        (rem_3_coins.pascal_and_coins, {"lowest": 1}),
        (rem_3_coins.pascal_and_coins, {"halving": 2}),
        (rem_3_coins.arrival_is_the_dth_head, {"late": 2}),
        (rem_3_coins.waiting_time_mean, {"offset": -1}),
        (rem_3_planar.uniform_law_is_best, {"exponent": 3}),
        (rem_3_planar.four_is_twice_three, {"times": 1}),
        (rem_3_nearby.zeros_are_far_from_short_starts, {"share": 1 / (2 * sp.pi)}),
    ],
)
def test_more_slips_are_noticed(check, slip: dict):
    assert not check(**slip).passed


def layers(d: int) -> st.SearchStrategy[np.ndarray]:
    row = st.lists(st.integers(-2, 2), min_size=d, max_size=d).filter(any)
    return st.lists(row, min_size=d + 1, max_size=7).map(np.array)


def in_general_position(rows: np.ndarray) -> bool:
    d = rows.shape[1]
    return all(round(np.linalg.det(rows[list(c)])) for c in combinations(range(len(rows)), d))


@settings(deadline=None, max_examples=80)
@given(st.sampled_from([2, 3]).flatmap(layers))
def test_more_than_d_vectors_lose_patterns_exactly_if_they_are_degenerate(rows: np.ndarray):
    most = int(2 ** len(rows) * formula(*rows.shape))
    found = good(rows)
    assert found == most if in_general_position(rows) else found < most


@settings(deadline=None, max_examples=80)
@given(st.sampled_from([2, 3]).flatmap(layers))
def test_patterns_split_whenever_the_others_span(rows: np.ndarray):
    assume(np.linalg.matrix_rank(rows[:-1]) == rows.shape[1])
    assert good(rows) == good(rows[:-1]) + good(along_last(rows))


def test_the_slices_add_up_to_the_printed_sum():
    for k in range(2, 9):
        for d in range(1, k + 2):
            lost = sum(counting.heads(k, j) for j in range(1, d + 1))
            assert Fraction(1) - Fraction(int(lost.p), int(lost.q)) == formula(k, d)


def test_pascal_is_the_gain_of_the_recursion():
    def regions(k: int, d: int) -> int:
        return sum(2 * sp.binomial(k - 1, j) for j in range(d))

    def difference(k: int, d: int) -> int:
        return regions(k + 1, d) - regions(k, d) - 3 * regions(k, d - 1)

    for k, d in [(3, 2), (5, 3), (6, 4)]:
        assert counting.pascal(k, d, factor=3) == difference(k, d) - difference(k, d - 1)


def test_moving_towards_a_point_changes_the_squared_distance_as_written():
    x, p, w = np.random.default_rng(1).standard_normal((3, 5))
    t = 0.3
    expected = np.sum((x - p - t * (w - p)) ** 2) - np.sum((x - p) ** 2)
    assert lem_5_2.moved((x - p) @ (w - p), (w - p) @ (w - p), t) == pytest.approx(expected)


def test_polygons_need_hardly_more_than_pi():
    needed = [k * realisability_scale(polygon(k).weights) for k in (3, 6, 60)]
    assert needed[0] == pytest.approx(2 * np.sqrt(3))
    assert np.pi < needed[2] < 1.001 * np.pi


@pytest.mark.parametrize("form", ["1", "3", "4"])
def test_lengths_do_not_matter_to_a_form(form: str):
    rows = np.array([[[1, 0], [-1, 1], [-1, -2]], [[1, 0], [-1, 1], [1, 2]]])
    longer = rows * np.array([1, 3, 2])[:, None]
    for sets in (rows, longer):
        assert lem_5_2.decide(sets, form).tolist() == [True, False]

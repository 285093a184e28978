"""The zero-variance argument: regions of hyperplanes and patterns of signs."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook import gc_probability, holds
from gcbook.probability import region_count, restriction, sign_pattern_count


@pytest.mark.parametrize(("k", "d"), [(3, 2), (6, 2), (8, 2), (4, 3), (7, 3), (6, 4), (3, 5)])
def test_the_count_is_the_same_for_every_layer_in_general_position(k: int, d: int):
    rng = np.random.default_rng([k, d])
    counts = {sign_pattern_count(rng.standard_normal((k, d))) for _ in range(4)}
    assert counts == {2**k * gc_probability(k, d)}


@pytest.mark.parametrize(("k", "d"), [(1, 1), (5, 1), (3, 2), (6, 3), (9, 4), (4, 6)])
def test_regions_in_general_position(k: int, d: int):
    weights = np.random.default_rng([k, d]).standard_normal((k, d))
    assert region_count(weights) == 2 * sum(comb(k - 1, j) for j in range(d))
    assert region_count(weights) + 2**k * gc_probability(k, d) == 2**k


def small_layers(k: int, d: int) -> st.SearchStrategy[np.ndarray]:
    row = st.lists(st.integers(-2, 2), min_size=d, max_size=d)
    return st.lists(row, min_size=k, max_size=k).map(np.array)


def open_half_space_patterns(weights: np.ndarray) -> int:
    """Count sign patterns that some x realises strictly, by looking at enough rational x.

    In the plane the regions are sectors: the mid-directions of consecutive normals' orthogonals
    meet each of them.
    """
    angles = np.sort(np.arctan2(weights[:, 0], -weights[:, 1]))
    turns = np.unique(np.round(np.concatenate([angles, angles + np.pi]) % (2 * np.pi), 9))
    middles = (turns + np.append(turns[1:], turns[0] + 2 * np.pi)) / 2
    points = np.stack([np.cos(middles), np.sin(middles)])
    return len({tuple(column) for column in np.sign(weights @ points).T})


@settings(max_examples=80, deadline=None)
@given(small_layers(4, 2).filter(lambda w: (w != 0).any(axis=1).all()))
def test_regions_of_any_planar_layer(weights: np.ndarray):
    assert region_count(weights) == open_half_space_patterns(weights)


@settings(max_examples=60, deadline=None)
@given(small_layers(5, 3))
def test_deletion_and_restriction(weights: np.ndarray):
    if not weights[-1].any():
        with pytest.raises(ValueError, match="non-zero last row"):
            restriction(weights)
        return
    without = region_count(weights[:-1])
    repeated = np.linalg.matrix_rank(weights[[-1]]) == 1 and any(
        row.any() and np.linalg.matrix_rank(np.stack([row, weights[-1]])) == 1
        for row in weights[:-1]
    )
    inside = restriction(weights)
    within = region_count(inside) if inside else 1
    assert region_count(weights) == (without if repeated else without + within)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(small_layers(5, 3))
def test_degenerate_layers_never_have_more_patterns(weights: np.ndarray):
    count = sign_pattern_count(weights)
    assert count <= 2**5 * gc_probability(5, 3)
    signs = np.array(list(product([1, -1], repeat=5)))
    assert count == int(np.sum(holds(signs[:, :, None] * weights)))


def test_degenerate_layers_that_break_the_count():
    twice = [[1, 0], [1, 0], [0, 1], [1, 1]]
    assert sign_pattern_count(twice) == 6 < 2**4 * gc_probability(4, 2) == 8
    # six strict failures, six successes: four patterns fail without being strict
    assert region_count(twice) == 6
    coplanar = [[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 2, 3]]
    assert sign_pattern_count(coplanar) == 8 < 2**5 * gc_probability(5, 3) == 10
    twice_coplanar = [[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 1, 1]]
    assert sign_pattern_count(twice_coplanar) == 6


def test_exact_input_is_taken_exactly():
    third = Fraction(1, 3)
    assert region_count([[1, third], [3, 1]]) == 2
    assert region_count([[1.0, 1 / 3], [3, 1]]) == 4  # the float nearest to 1/3 is not 1/3
    assert region_count([[0, 0], [1, 2]]) == 2


def test_bad_layers():
    with pytest.raises(ValueError, match=r"at most 24 rows.*got 25"):
        sign_pattern_count(np.ones((25, 2)))
    with pytest.raises(ValueError, match=r"one layer of shape \(k, d\); got shape \(2, 3, 2\)"):
        sign_pattern_count(np.ones((2, 3, 2)))
    with pytest.raises(ValueError, match=r"must be finite; got nan"):
        region_count([[1.0, np.nan]])
    with pytest.raises(ValueError, match=r"dimension d >= 2"):
        restriction([[1.0], [2.0]])


@pytest.mark.parametrize("chunk", [1, 5, 8, 1000])
def test_the_count_does_not_depend_on_the_chunks(monkeypatch: pytest.MonkeyPatch, chunk: int):
    monkeypatch.setattr("gcbook.probability.arrangement._CHUNK", chunk)
    weights = np.random.default_rng(6).standard_normal((6, 3))
    assert sign_pattern_count(weights) == 2**6 * gc_probability(6, 3) == 32


def mirrors(d: int, *, axes: bool) -> list[list[int]]:
    """The normals e_i - e_j and e_i + e_j, and e_i too."""
    unit = np.eye(d, dtype=int)
    pairs = [(i, j) for i in range(d) for j in range(i)]
    rows = [unit[i] - unit[j] for i, j in pairs] + [unit[i] + unit[j] for i, j in pairs]
    return [row.tolist() for row in (rows + list(unit) if axes else rows)]


@pytest.mark.parametrize("d", [2, 3, 4])
def test_the_mirrors_of_a_reflection_group_have_as_many_regions_as_it_has_elements(d: int):
    """Degenerate to the utmost: A_(d-1), B_d and D_d have d!, 2^d d! and 2^(d-1) d! elements."""
    half = d * (d - 1) // 2
    assert region_count(mirrors(d, axes=False)[:half]) == factorial(d)
    assert region_count(mirrors(d, axes=True)) == 2**d * factorial(d)
    assert region_count(mirrors(d, axes=False)) == 2 ** (d - 1) * factorial(d)


def test_twenty_four_rows_are_few_enough(monkeypatch: pytest.MonkeyPatch):
    def decide(layers: np.ndarray) -> np.ndarray:  # 2^23 patterns take a while: the first suffice
        raise InterruptedError(layers.shape)

    monkeypatch.setattr("gcbook.condition.holds", decide)
    with pytest.raises(InterruptedError, match=r"\(16384, 24, 2\)"):
        sign_pattern_count(np.ones((24, 2)))


def test_the_last_row_is_the_one_restricted_to():
    assert restriction([[0, 0], [1, 2]]) == []
    assert restriction([[0, 0], [3, 1], [1, 0]]) == [(1,)]
    required = "dimension d >= 2 and a non-zero last row, the hyperplane to restrict to"
    with pytest.raises(ValueError, match=rf"^weights must have {required}; got \(0, 0\)$"):
        restriction([[1, 2], [3, 4], [0, 0]])


def test_shapes_of_exact_weights():
    third = Fraction(1, 3)
    for bad in (
        np.array([], dtype=object),
        np.empty((2, 0), dtype=object),
        np.array([third, third]),
        np.array([[[third, third]]]),
    ):
        with pytest.raises(ValueError, match=r"shape \(k, d\), k, d >= 1; got \("):
            region_count(bad)
    assert region_count(np.array([[Fraction(1, 2), Fraction(1, 3)]], dtype=object)) == 2

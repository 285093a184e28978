"""Exact values of the margin as a sum, of signed sums, of normals and of the best norms."""

from __future__ import annotations

from itertools import combinations
from math import sqrt

import numpy as np
import pytest

from gcbook import bounds
from gcbook.bounds import Shell, least_slope, normals, zonotope_margin

CROSS = np.array([[1.0, 0.0], [0.0, 2.0], [-3.0, 0.0], [0.0, -4.0]])
TRIANGLE = np.array([[2.0, 0.0], [-1.0, sqrt(3.0)], [-1.0, -sqrt(3.0)]])


def exactly(expected: float) -> object:
    return pytest.approx(expected, rel=1e-12, abs=0.0)


def at_vertices(pull: np.ndarray, rows: np.ndarray) -> float:
    """The least of s over unit normals of every d - 1 rows, found by singular vectors."""
    d, values = rows.shape[1], []
    for chosen in combinations(rows[(rows != 0).any(axis=1)], d - 1):
        _, size, right = np.linalg.svd(np.array(chosen))
        if size[-1] > 1e-9:
            for u in (right[-1], -right[-1]):
                values.append(float(np.maximum(rows @ u, 0.0) @ pull))
    return min(values)


def test_lengths_count_only_if_asked():
    assert zonotope_margin(CROSS) == exactly(1.0)
    # sum of the larger half of every pair: at e_1 the 1, at e_2 the 2; least between 1, 2, 3 and 4
    assert zonotope_margin(CROSS, unit=False) == exactly(1.0)
    assert zonotope_margin(2 * TRIANGLE, unit=False) == exactly(4 * sqrt(3) / 2)
    assert zonotope_margin(2 * TRIANGLE) == exactly(sqrt(3) / 2)
    longer = CROSS * [[5.0], [2.0], [5.0], [1.0]]
    assert zonotope_margin(longer, unit=False) == exactly(4.0)


def test_given_directions_are_all_that_is_looked_at():
    found = zonotope_margin(TRIANGLE, directions=[[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    assert found == exactly(sqrt(3) / 2)
    # at e_1 the first alone, at -e_1 the other two with 1/2 each
    pair = zonotope_margin(TRIANGLE, directions=[[1.0, 0.0], [-1.0, 0.0]])
    assert isinstance(pair, float)
    assert pair == exactly(1.0)
    both = zonotope_margin(np.stack([TRIANGLE, CROSS[:3]]), directions=[[0.0, -1.0]])
    assert both.tolist() == [pytest.approx(sqrt(3) / 2), 0.0]
    long = zonotope_margin(TRIANGLE, directions=[[1.0, 0.0]], unit=False)
    assert long == exactly(2.0)


def test_rounding_is_zero_and_more_is_not():
    # a thin triangle: at e_2 only the second row is seen, by its tilt
    for tilt, expected in ((1e-15, 0.0), (1e-10, 1e-10)):
        rows = [[1.0, 0.0], [-1.0, tilt], [-1.0, -tilt]]
        assert zonotope_margin(rows) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("d", [2, 3, 4])
def test_signed_sums_at_the_vertices(d: int):
    rng = np.random.default_rng(d)
    rows = rng.integers(-4, 5, (6, 7, d)).astype(float)
    rows[0, 2] = 0.0  # a zero row
    rows[1, 3] = 2 * rows[1, 1]  # two that are parallel
    rows[2, 4] = -rows[2, 1]  # and two that are opposite
    pull = np.array([1.0, -1.0, 0.5, 2.0, -0.5, 1.0, 0.0])
    found = least_slope(pull, rows)
    assert found.shape == (6,)
    assert found.tolist() == pytest.approx([at_vertices(pull, one) for one in rows], rel=1e-12)


def test_signed_sums_of_few_rows():
    assert float(least_slope([2.0], [[0.0, 4.0]])) == 0.0
    assert float(least_slope([2.0, 1.0], np.zeros((2, 2)))) == 0.0
    # on a line: the two ends
    assert float(least_slope([2.0, 1.0], [[3.0], [-5.0]])) == 5.0
    assert float(least_slope([1.0, 1.0, 1.0], np.eye(3)[[0, 1, 1]])) == 0.0
    assert float(least_slope([-1.0, -1.0], np.eye(2))) == exactly(-1.0)
    assert least_slope([1.0], np.zeros((4, 3, 1, 2))).shape == (4, 3)


@pytest.mark.parametrize(("k", "d"), [(4, 2), (5, 3), (6, 4)])
def test_normals_are_unit_and_come_in_pairs(k: int, d: int):
    rows = np.random.default_rng([k, d]).standard_normal((k, d))
    found = normals(np.vstack([rows, np.zeros((1, d))]))
    half = len(found) // 2
    assert half == len(list(combinations(range(k), d - 1)))
    assert np.array_equal(found[:half], -found[half:])
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(2 * half))
    zeros = (np.abs(found @ rows.T) < 1e-12).sum(axis=1)
    assert zeros.tolist() == [d - 1] * (2 * half)


def test_dependent_rows_have_fewer_normals_or_none():
    assert normals(np.eye(3)[:2]).shape == (0, 3)
    assert normals(np.zeros((2, 2))).shape == (0, 2)
    assert normals([[2.0], [5.0]]).tolist() == [[1.0], [-1.0]]
    # e_1, e_1, e_2, e_3 in space: of six pairs one is dependent
    assert len(normals(np.eye(3)[[0, 0, 1, 2]])) == 10
    # and of the triples of e_1, e_1, e_2, e_3, e_4 three are
    assert len(normals(np.eye(4)[[0, 0, 1, 2, 3]])) == 2 * (10 - 3)


def test_no_more_normals_than_memory_holds(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ValueError, match=r"at most 20000000 subsets .* got k = 6326, d = 3"):
        normals(np.random.default_rng(0).standard_normal((6326, 3)))
    monkeypatch.setattr("gcbook.bounds.realisability._MOST", 3)
    assert len(normals(np.eye(3))) == 6
    with pytest.raises(ValueError, match="at most 3 subsets"):
        normals(np.eye(3)[[0, 0, 1, 2]])


def test_the_best_norms_of_a_cross_and_of_a_doubled_side():
    data, v = Shell(2, 0.5, 3.0), 2 / 3
    level = 1 / (2 * v * 0.5)
    assert bounds.realisability_norms(CROSS, data, v=v) == pytest.approx([level] * 4)
    # unequal: (1, 0), (-1, 0) alone in their line, and two copies of (0, 1) share it
    rows = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, -2.0]])
    norms = bounds.realisability_norms(rows, data, v=v)
    assert norms[2] + norms[3] == pytest.approx(level)
    assert norms[[0, 1, 4]] == pytest.approx([level] * 3)
    assert bounds.realisability_norms(CROSS) == pytest.approx([1.0] * 4)
    with_zero = bounds.realisability_norms(np.vstack([CROSS, np.zeros((1, 2))]))
    assert with_zero == pytest.approx([1.0, 1.0, 1.0, 1.0, 0.0])


def test_the_scale_knows_the_inner_radius_of_any_shell():
    assert bounds.realisability_scale(CROSS) == exactly(1.0)
    assert bounds.realisability_scale(CROSS, Shell(2, 0.5, 3.0), v=0.25) == exactly(4.0)
    with pytest.raises(
        ValueError, match=r"weights must have shape \(k, d\); got shape \(1, 4, 2\)"
    ):
        bounds.realisability_scale(CROSS[None])
    with pytest.raises(ValueError, match="these do not"):
        bounds.realisability_norms(CROSS[:3])
    with pytest.raises(ValueError, match=r"pull must be an array of shape \(4,\)"):
        least_slope([[1.0, 1.0, 1.0, 1.0]], CROSS)
    with pytest.raises(ValueError, match="weights must"):
        normals([[np.nan, 1.0]])

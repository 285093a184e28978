"""Grasps, polling sets and markets: closed forms, exact answers, and refusals."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook.applications import grasp, market, polling_set, wrenches

from . import oracle

# --- directions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("d", [2, 3, 4, 5])
def test_the_cosine_measure_has_closed_forms(d: int):
    cross = polling_set(np.vstack([np.eye(d), -np.eye(d)]))
    assert cross.spans
    assert cross.measure.low == pytest.approx(1 / np.sqrt(d))
    # d + 1 directions, the last minus the sum of the others
    minimal = polling_set(np.vstack([np.eye(d), -np.ones(d)]))
    expected = 1 / np.sqrt(d * d + 2 * (d - 1) * np.sqrt(d))  # Hare and Jarry-Bolduc
    assert minimal.measure.low == pytest.approx(expected, rel=1e-9)
    assert cross.verify()


def test_the_worst_vector_is_where_the_measure_is_attained():
    rows = np.random.default_rng(5).normal(size=(12, 3))
    found = polling_set(rows)
    assert found.spans
    lengths = np.linalg.norm(rows, axis=1)
    assert (rows @ found.worst / lengths).max() == pytest.approx(found.measure.low, rel=1e-9)


def test_without_a_positive_span_the_worst_vector_has_no_descent():
    rows = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    found = polling_set(rows)
    assert not found.spans
    assert (rows @ found.worst).max() <= 0
    assert found.measure.high == 0
    assert not attrs.evolve(found, spans=True).verify()


def test_lengths_do_not_matter():
    rows = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])
    plain = polling_set(rows)
    scaled = polling_set(rows * np.array([[1e-200], [1e150], [3.0]]))
    assert scaled.measure.low == pytest.approx(plain.measure.low)
    np.testing.assert_allclose(scaled.worst, plain.worst, atol=1e-12)


# --- markets -------------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.integers(-2, 2), min_size=2, max_size=2), min_size=1, max_size=5))
def test_arbitrage_is_what_brute_force_finds(rows: list[list[int]]):
    found = market(rows)
    winning = [i for i, row in enumerate(rows) if oracle.can_be_positive(row, rows)]
    assert found.arbitrage == bool(winning)
    assert found.winning.tolist() == winning
    kept = oracle.pivots(rows)
    assert found.redundant.tolist() == [j for j in range(2) if j not in kept]
    if found.arbitrage:
        gains = [sum(n * x for n, x in zip(found.portfolio, row, strict=True)) for row in rows]
        assert min(gains) >= 0
        assert max(gains) > 0
    else:
        assert found.measure.min() > 0
        assert found.measure.sum() == pytest.approx(1)
        np.testing.assert_allclose(found.measure @ np.array(rows), 0, atol=1e-12)
    assert found.verify()


def test_a_redundant_asset_is_no_arbitrage():
    found = market([[20, -10], [-20, 10], [0, 0]])
    assert not found.arbitrage
    assert found.redundant.tolist() == [1]
    assert found.replication == ((Fraction(1, 2), Fraction(1)),)


def test_prices_can_be_exact():
    third = Fraction(1, 3)
    # bought at 1/3, pays 1 in one of three states with probability 1/3 each
    rows = [[1 - third], [-third], [-third]]
    assert not market(rows).arbitrage
    assert market([[third - third], [Fraction(1, 10**40)]]).arbitrage


def test_a_changed_market_does_not_verify():
    found = market([[2, -1], [-2, 1], [1, 0]])
    assert found.arbitrage
    assert found.verify()
    for change in ({"arbitrage": False}, {"portfolio": ()}, {"winning": np.array([0])}):
        assert not attrs.evolve(found, **change).verify()


# --- grasps --------------------------------------------------------------------------------------


def disc(degrees: Any, radius: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Fingers on a disc, pressing towards its centre."""
    turn = np.radians(degrees)
    outward = np.column_stack([np.cos(turn), np.sin(turn)])
    return radius * outward, -outward


def test_three_fingers_hold_a_disc_and_three_beside_each_other_do_not():
    good = grasp(*disc([90, 210, 330]), friction=0.5, length=1.0)
    bad = grasp(*disc([80, 90, 100]), friction=0.3, length=1.0)
    assert (good.closure, good.robust, bad.closure) == (True, True, False)
    assert good.epsilon.low > 0 >= bad.epsilon.high
    assert (bad.wrenches @ bad.weakest).max() <= 1e-12
    assert good.verify()
    assert bad.verify()


def test_epsilon_is_a_distance_of_a_facet():
    found = grasp([[2, 0], [-2, 0]], [[-1, 0], [1, 0]], friction=0.5, length=2.0)
    # the four wrenches are (+-1, +-1/2, +-1/2) with product of signs fixed: a tetrahedron
    assert found.epsilon.low == pytest.approx(1 / 3)
    assert (found.wrenches @ found.weakest).max() == pytest.approx(1 / 3)


def test_the_scale_of_torques_is_the_users():
    points, normals = disc([90, 210, 330], radius=1000.0)
    in_mm = grasp(points, normals, friction=0.5, length=1000.0)
    in_m = grasp(points / 1000, normals, friction=0.5, length=1.0)
    unscaled = grasp(points / 1000, normals, friction=0.5, length=1e3)
    assert in_mm.epsilon.low == pytest.approx(in_m.epsilon.low)
    assert unscaled.closure
    assert unscaled.epsilon.low < in_m.epsilon.low / 100


def test_friction_is_all_that_counts_in_the_plane():
    points, normals = disc([60, 120, 270])
    assert grasp(points, normals, friction=0.1, length=1.0).closure
    assert not grasp(points, normals, friction=0.0, length=1.0).closure


def test_the_smallest_friction_closes_and_is_said_not_to_be_robust():
    found = grasp(*disc([0, 120, 240]), friction=1e-17, length=1.0, centre=[0, 0])
    assert not found.robust


def opposite(turn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    points = np.array([[1.0, 0.0, 0.0], [-1.0, 0.0, 0.0]]) @ turn.T
    return points, -points


def rotation(seed: int) -> np.ndarray:
    return np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))[0]


@pytest.mark.parametrize("seed", range(4))
def test_two_hard_fingers_turn_about_their_line_and_two_soft_ones_do_not(seed: int):
    points, normals = opposite(rotation(seed))
    hard = grasp(points, normals, friction=0.5, length=1.0)
    assert not (hard.closure and hard.robust)  # rank 5, but for rounding
    soft = grasp(points, normals, friction=0.5, length=1.0, twist=0.2)
    assert soft.closure
    assert soft.robust
    assert soft.epsilon.low > 1e-3


def test_the_pyramid_is_inside_the_cone():
    rows = wrenches([[0, 0, 1]], [[0, 0, -3]], friction=0.7, length=1.0, edges=5, centre=[0, 0, 0])
    assert rows.shape == (5, 6)
    np.testing.assert_allclose(rows[:, 2], -1)
    np.testing.assert_allclose(np.linalg.norm(rows[:, :2], axis=1), 0.7)
    np.testing.assert_allclose(rows[:, 3:], np.cross([0, 0, 1], rows[:, :3]))


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"friction": -0.1}, "friction must be a real number >= 0.0; got -0.1"),
        ({"length": 0.0}, "length must be a real number > 0.0; got 0.0"),
        ({"twist": 0.2}, "twist must be 0 in the plane"),
        ({"normals": [[0, 0], [1, 0]]}, "normals must not be zero"),
        ({"normals": [[1, 0]]}, r"one shape, \(fingers, 2\) or \(fingers, 3\)"),
        ({"centre": [0, 0, 0]}, r"centre must have shape \(2,\); got \(3,\)"),
        ({"edges": 2}, "edges must be an integer >= 3; got 2"),
    ],
)
def test_a_grasp_that_makes_no_sense_is_named(keywords: dict[str, Any], words: str):
    plain = {"points": [[1, 0], [-1, 0]], "normals": [[-1, 0], [1, 0]], "friction": 0.5}
    with pytest.raises(ValueError, match=words):
        grasp(**(plain | {"length": 1.0} | keywords))

"""Starts that satisfy the condition for certain: for any k and d, with a margin that is true."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook import holds
from gcbook.bounds import zonotope_margin
from gcbook.initialisation import antipodal, certain_start, even, polygon


@pytest.mark.parametrize("d", [1, 2, 3, 4])
@pytest.mark.parametrize("extra", [1, 2, 3, 5, 8])
def test_even_starts_for_any_k_and_d(d: int, extra: int):
    start = certain_start(d + extra, d, scale=0.3, seed=extra)
    assert start.weights.shape == (d + extra, d)
    assert np.linalg.norm(start.weights, axis=1) == pytest.approx(0.3)
    assert holds(start.weights)
    assert 0 < start.margin <= zonotope_margin(start.weights) + 1e-12


@pytest.mark.parametrize(("k", "d"), [(4, 2), (6, 2), (6, 3), (10, 3), (8, 4)])
def test_antipodal_starts_balance(k: int, d: int):
    start = certain_start(k, d, kind="antipodal", seed=k)
    assert start.weights.sum(axis=0) == pytest.approx(0, abs=1e-12)
    assert 0 < start.margin <= zonotope_margin(start.weights) + 1e-12


def test_an_even_polygon_is_its_half_on_lines():
    ten, five = polygon(10).weights, polygon(5).weights
    u = np.random.default_rng(0).standard_normal((100, 2))
    assert np.maximum(u @ ten.T, 0).sum(1) == pytest.approx(2 * np.maximum(u @ five.T, 0).sum(1))


class Parameter:
    """What `fill` uses of a torch parameter: shape, data, copy_, new_tensor."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape, self.held = shape, None
        self.data = self

    def new_tensor(self, rows: list[list[float]]) -> np.ndarray:
        return np.array(rows, dtype=np.float32)

    def copy_(self, rows: np.ndarray) -> None:
        self.held = rows


def test_filling_layers():
    start = certain_start(5, 3, seed=2)
    layer = np.zeros((5, 3), dtype=np.float32)
    assert start.fill(layer) is layer
    assert holds(layer)
    parameter = Parameter((5, 3))
    start.fill(parameter)
    assert parameter.held == pytest.approx(start.weights, rel=1e-6)
    with pytest.raises(ValueError, match=r"layer must have shape \(5, 3\); got \(3, 5\)"):
        start.fill(np.zeros((3, 5)))


@pytest.mark.parametrize(
    ("k", "d", "kind", "words"),
    [
        (3, 3, "even", r"k must be at least d \+ 1 = 4; got 3"),
        (5, 3, "polygon", "d must be 2 for a polygon; got 3"),
        (5, 3, "simplex", r"k must be d \+ 1 = 4 for a simplex"),
        (5, 3, "cross-polytope", "k must be 2 d = 6"),
        (7, 3, "antipodal", "k must be even"),
        (4, 3, "antipodal", "k must be at least 2 d = 6"),
        (4, 3, "sphere", "kind must be one of 'even'"),
    ],
)
def test_errors(k: int, d: int, kind: str, words: str):
    with pytest.raises(ValueError, match=words):
        certain_start(k, d, kind=kind)


@pytest.mark.parametrize("kind", ["even", "polygon"])
def test_a_polygon_is_turned_by_the_whole_circle(kind):
    for seed in range(4):
        turn = np.random.default_rng(seed).uniform(0, 2 * np.pi)
        found = certain_start(5, 2, kind=kind, seed=seed)
        np.testing.assert_array_equal(found.weights, polygon(5, turn).weights)
    np.testing.assert_array_equal(
        certain_start(5, 2, kind=kind).weights, certain_start(5, 2, kind=kind, seed=0).weights
    )


def test_the_seed_is_0_unless_said():
    np.testing.assert_array_equal(antipodal(8, 3).weights, antipodal(8, 3, seed=0).weights)
    np.testing.assert_array_equal(even(9, 3).weights, even(9, 3, seed=0).weights)
    assert polygon(3).weights[0].tolist() == [1.0, 0.0]


def test_margins_of_even_polygons_and_of_a_cross_polytope():
    assert polygon(6).margin == pytest.approx(3**0.5, rel=1e-12)
    assert polygon(8).margin == pytest.approx(1 + 2**0.5, rel=1e-12)
    assert certain_start(6, 3, kind="cross-polytope").margin == 1.0


@pytest.mark.parametrize("d", [1, 2, 3, 5])
def test_a_simplex_of_its_own(d: int):
    start = certain_start(d + 1, d, kind="simplex", scale=2.0, seed=4)
    cosines = start.weights @ start.weights.T / 4
    assert cosines == pytest.approx((1 + 1 / d) * np.eye(d + 1) - 1 / d, abs=1e-14)
    assert start.margin == pytest.approx(zonotope_margin(start.weights), rel=1e-12)
    again = certain_start(d + 1, d, kind="simplex", scale=2.0, seed=4)
    np.testing.assert_array_equal(start.weights, again.weights)


def test_margins_of_odd_polygons():
    assert polygon(3).margin == pytest.approx(3**0.5 / 2, rel=1e-12)
    assert polygon(5).margin == pytest.approx((5 + 2 * 5**0.5) ** 0.5 / 2, rel=1e-12)


def test_a_start_cannot_be_changed_and_pairs_want_an_even_number():
    with pytest.raises(ValueError, match="read-only"):
        certain_start(5, 2).weights[0] = 0
    with pytest.raises(ValueError, match=r"^k must be even for an antipodal start; got 5"):
        antipodal(5, 2)

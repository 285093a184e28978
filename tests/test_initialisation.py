"""The starts: their laws, their shapes, and what holds for certain."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook import (
    PolarGrid,
    binary_network,
    cross_polytope_start,
    descend,
    half_space_start,
    holds,
    random_start,
    simplex_start,
)
from gcbook.initialisation import paper, widen

STARTS = [random_start, half_space_start, simplex_start, cross_polytope_start]


@pytest.mark.parametrize("start", STARTS)
def test_shapes_and_seeds(start: Callable[..., np.ndarray]):
    assert start(7, 3).shape == (7, 3)
    assert start(7, 3, runs=4).shape == (4, 7, 3)
    assert start(7, 3, runs=0).shape == (0, 7, 3)
    np.testing.assert_array_equal(start(7, 3, seed=5), start(7, 3, seed=5))
    rng = np.random.default_rng(5)
    np.testing.assert_array_equal(start(7, 3, seed=5), start(7, 3, seed=rng))
    # the generator has moved on
    assert (start(7, 3, seed=5) != start(7, 3, seed=rng)).any()


def test_random_starts_are_standard_normal():
    weights = random_start(10, 3, runs=4000, seed=1)
    # 120,000 entries: mean, variance and kurtosis within 5 standard errors, false alarm 2e-6
    count = weights.size
    assert abs(weights.mean()) < 5 / np.sqrt(count)
    assert abs((weights**2).mean() - 1) < 5 * np.sqrt(2 / count)
    assert abs((weights**4).mean() - 3) < 5 * np.sqrt(96 / count)


def test_half_space_starts_are_the_random_ones_folded():
    plain, folded = (law(6, 2, runs=50, seed=2) for law in (random_start, half_space_start))
    np.testing.assert_array_equal(folded[..., 0], np.abs(plain[..., 0]))
    np.testing.assert_array_equal(folded[..., 1], plain[..., 1])
    assert not np.any(holds(folded))


@given(st.integers(1, 6), st.integers(0, 3), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_the_condition_holds_for_certain(d: int, more: int, seed: int):
    assert np.all(holds(simplex_start(d + 1 + more, d, runs=3, seed=seed)))
    assert np.all(holds(cross_polytope_start(2 * d + more, d, runs=3, seed=seed)))


def test_the_simplex_is_helmerts_with_every_linear_algebra_library():
    # a basis from a decomposition would be one library's choice: all singular values are equal
    high, low = np.sqrt(3) / 2, -0.5
    np.testing.assert_allclose(paper._simplex(1), [[1], [-1]])
    np.testing.assert_allclose(
        paper._simplex(2), [[high, -low], [-high, -low], [0, -1]], atol=1e-15
    )


@pytest.mark.parametrize("d", [1, 2, 3, 5])
def test_vertices_are_regular_and_turned_at_random(d: int):
    simplex = simplex_start(d + 1, d, scale=2.0, runs=2000, seed=3)
    products = simplex @ np.swapaxes(simplex, -1, -2)
    expected = 4.0 * ((1 + 1 / d) * np.eye(d + 1) - 1 / d)
    np.testing.assert_allclose(products, np.broadcast_to(expected, products.shape), atol=1e-12)
    cross = cross_polytope_start(2 * d, d, runs=2000, seed=4)
    np.testing.assert_array_equal(cross[:, 0::2], -cross[:, 1::2])
    pairs = cross[:, 0::2] @ np.swapaxes(cross[:, 0::2], -1, -2)
    np.testing.assert_allclose(pairs, np.broadcast_to(np.eye(d), pairs.shape), atol=1e-12)
    # a uniformly turned unit vector has mean 0 and covariance 1/d; 5 standard errors
    first = cross[:, 0]
    assert np.abs(first.mean(axis=0)).max() < 5 / np.sqrt(2000)
    assert np.abs((first**2).mean(axis=0) - 1 / d).max() < 5 / np.sqrt(2000)


def test_equation_7_starts_within_the_condition():
    # the simplex sits on the first neurons, which have positive output
    start = simplex_start(8, 2, seed=5)
    network = binary_network(4)
    assert holds(start[network.positive(0)])
    run = descend(network, PolarGrid(), start)
    assert run.converged


@pytest.mark.parametrize("k", [3, 5])
def test_a_wider_network_of_idle_neurons_does_the_same(k: int):
    start = random_start(6, 2, seed=6)
    plain = descend(binary_network(3), PolarGrid(), start)
    wide = descend(binary_network(k), PolarGrid(), widen(start, k))
    assert plain.steps == wide.steps
    np.testing.assert_allclose(wide.weights, widen(plain.weights, k), atol=1e-12)
    assert holds(start[:3]) == holds(widen(start, k)[:k])


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: random_start(0, 2), ValueError, "k must be an integer >= 1; got 0"),
        (lambda: random_start(3, 0), ValueError, "d must be an integer >= 1; got 0"),
        (lambda: random_start(3, 2, runs=-1), ValueError, "runs must be an integer >= 0; got -1"),
        (lambda: random_start(3, 2, seed=1.5), TypeError, r"seed must be a non-negative integer"),
        (lambda: half_space_start(3, True), TypeError, "d must be an integer >= 1; got True"),
        (lambda: simplex_start(3, 3), ValueError, "k must be an integer >= 4; got 3"),
        (lambda: simplex_start(3, 0), ValueError, "d must be an integer >= 1; got 0"),
        (lambda: cross_polytope_start(5, 3), ValueError, "k must be an integer >= 6; got 5"),
        (lambda: simplex_start(3, 2, scale=0), ValueError, "scale must be a real number > 0"),
        (lambda: widen(np.ones((3, 2)), 4), ValueError, "an even number of rows.*got 3"),
        (lambda: widen(np.ones((6, 2)), 2), ValueError, "k must be an integer >= 3; got 2"),
    ],
)
def test_bad_input(call: Callable[[], object], error: type[Exception], message: str):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("start", [simplex_start, cross_polytope_start])
def test_the_scale_multiplies_every_row(start: Callable[..., np.ndarray]):
    plain, scaled = (start(7, 3, scale=scale, runs=4, seed=5) for scale in (1.0, 0.25))
    np.testing.assert_array_equal(scaled, 0.25 * plain)


def test_widening_keeps_each_signs_neurons_first():
    rows = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]
    zero = [0.0, 0.0]
    assert widen(rows, 3).tolist() == [*rows[:2], zero, *rows[2:], zero]


@pytest.mark.parametrize("start", STARTS)
def test_the_seed_is_0_unless_said(start: Callable[..., np.ndarray]):
    np.testing.assert_array_equal(start(7, 3, runs=2), start(7, 3, runs=2, seed=0))
    if start not in (random_start, half_space_start):
        np.testing.assert_array_equal(start(7, 3), start(7, 3, scale=1.0))


def test_batches_of_any_shape_are_widened_row_by_row():
    batch = np.arange(2 * 3 * 4 * 5.0).reshape(2, 3, 4, 5)
    wide = widen(batch, 3)
    assert wide.shape == (2, 3, 6, 5)
    assert np.array_equal(wide[..., [0, 1, 3, 4], :], batch)
    assert not wide[..., [2, 5], :].any()

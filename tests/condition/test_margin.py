"""The margin against its definition, and the condition inside a subspace."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook.condition import holds, margin, projected


def sampled(weights: np.ndarray, n: int = 200_000) -> float:
    """The definition, minimised over many random directions: never below the margin."""
    unit = weights / np.linalg.norm(weights, axis=1, keepdims=True)
    directions = np.random.default_rng(0).standard_normal((n, weights.shape[1]))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    return float((directions @ unit.T).max(axis=1).min())


@pytest.mark.parametrize(("k", "d"), [(3, 2), (8, 2), (5, 3), (12, 3), (9, 4), (5, 4)])
def test_it_matches_the_definition_in_low_dimension(k: int, d: int):
    for seed in range(6):
        weights = np.random.default_rng(seed).standard_normal((k, d))
        found = margin(weights)
        best = sampled(weights)
        assert found.exact
        assert found.high - found.low < 1e-9
        assert found.high - 1e-12 <= best < found.low + 0.15
        assert holds(weights) == (found.low > 0)


def test_known_values():
    for d in (1, 2, 3, 5, 12):
        e = np.eye(d)
        cross = margin(np.vstack([e, -e]))
        assert cross.low <= d**-0.5 * (1 + 1e-12)
        assert cross.high >= d**-0.5 * (1 - 1e-12)
        assert d > 8 or cross.exact
        orthant = margin(e)
        assert orthant.low == pytest.approx(-(d**-0.5), abs=1e-9)
        assert orthant.high == pytest.approx(-(d**-0.5), abs=1e-9)
    assert margin([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]]).low == pytest.approx(0.0, abs=1e-15)
    assert margin(np.zeros((2, 3))).high == -1.0


@pytest.mark.parametrize(("k", "d"), [(30, 9), (80, 20), (120, 40)])
def test_the_bounds_elsewhere_are_on_the_right_sides(k: int, d: int):
    weights = np.random.default_rng(k).standard_normal((k, d))
    found = margin(weights)
    assert found.low <= found.high
    assert found.high <= sampled(weights, 2_000) + 1e-12
    assert holds(weights)
    assert found.low > 0
    assert not found.exact
    below = margin(np.abs(weights))
    assert below.high < 0
    assert below.exact


def test_moving_rows_by_less_than_the_margin_changes_nothing():
    rng = np.random.default_rng(3)
    for _ in range(20):
        weights = rng.standard_normal((8, 3))
        weights /= np.linalg.norm(weights, axis=1, keepdims=True)
        size = min(abs(margin(weights).low), abs(margin(weights).high))
        move = rng.standard_normal((200, 8, 3))
        move *= 0.999 * size / np.linalg.norm(move, axis=-1, keepdims=True)
        assert (holds(weights + move) == holds(weights)).all()


def test_a_batch_and_extreme_rows():
    weights = np.random.default_rng(5).standard_normal((2, 3, 6, 3))
    found = margin(weights)
    assert found.low.shape == found.high.shape == found.exact.shape == (2, 3)
    assert found.low[1, 2] == margin(weights[1, 2]).low
    scale = 10.0 ** np.array([-300, -150, 0, 150, 300, 7])[:, None]
    assert margin(weights[0, 0] * scale).low == pytest.approx(found.low[0, 0], rel=1e-9)


def test_projection_keeps_lengths_and_drops_what_vanishes():
    rng = np.random.default_rng(6)
    weights = rng.standard_normal((4, 7, 5))
    basis = rng.standard_normal((2, 5))
    inside = projected(weights, basis)
    q = np.linalg.qr(basis.T)[0]
    assert inside.shape == (4, 7, 2)
    assert np.allclose(np.linalg.norm(inside, axis=-1), np.linalg.norm(weights @ q, axis=-1))
    weights[:, 2] -= weights[:, 2] @ q @ q.T
    assert not projected(weights, basis)[:, 2].any()
    assert (projected(weights, basis)[:, 0] != 0).all()
    eye = np.eye(5)[[3, 1]]
    assert np.array_equal(projected(weights, eye), weights[..., [3, 1]])
    assert np.isfinite(projected(weights * 1e300, basis)).all()


@pytest.mark.parametrize(
    ("basis", "wording"),
    [
        ([[1.0, 0.0]], "d = 3 as in the weights"),
        ([[1.0, 0.0, 0.0], [2.0, 0.0, 0.0]], "linearly independent"),
        ([[0.0, 0.0, 0.0]], "linearly independent"),
        (np.ones((4, 3)), "linearly independent"),
        ([1.0, 2.0, 3.0], "basis must be"),
        ([[np.nan, 0.0, 1.0]], "basis must be finite"),
    ],
)
def test_a_bad_basis_is_named(basis: object, wording: str):
    with pytest.raises(ValueError, match=wording):
        projected(np.eye(3), basis)  # type: ignore[arg-type]

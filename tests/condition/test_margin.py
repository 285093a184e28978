"""The margin against its definition, and the condition inside a subspace."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

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


def test_a_least_squares_solver_that_gives_up_costs_sharpness_only(monkeypatch):
    """SciPy 1.13 may meet a singular matrix where later ones go on."""

    def gives_up(*_: object) -> None:
        raise np.linalg.LinAlgError("Matrix is singular.")

    weights = np.random.default_rng(1).standard_normal((40, 9))
    weights[:, 0] += 3
    sharp = margin(weights)
    monkeypatch.setattr("scipy.optimize.nnls", gives_up)
    wide = margin(weights)
    assert wide.low <= sharp.low <= sharp.high <= wide.high <= 0
    assert not wide.exact


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


@pytest.mark.parametrize(("k", "d"), [(80, 20), (120, 40)])
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


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Gaussian", np.random.default_rng(0).standard_normal((200, 8))),
        ("lattice", np.random.default_rng(1).integers(-1, 2, (120, 7)) * 1.0),
        ("thin", np.random.default_rng(2).standard_normal((200, 8)) * ([1.0] * 7 + [1e-5])),
        ("clustered", np.repeat(np.eye(6) - 0.2, 20, axis=0) + np.tile(-np.eye(6) / 9, (20, 1))),
        ("scaled", np.random.default_rng(3).standard_normal((40, 10)) * 1e-300),
    ],
)
def test_the_enclosure_is_tight_where_layers_are_small(name: str, rows: np.ndarray):
    found = margin(rows)
    assert found.width < 1e-6, name
    assert found.exact
    assert (found.low > 0) is holds(rows)


def test_it_encloses_the_rational_margin():
    """Rows in their own units: the square of every facet's distance, in fractions."""
    rng = np.random.default_rng(10)
    seen = 0
    for _ in range(40):
        rows = rng.integers(-9, 10, (8, 3))
        if not holds(rows):
            continue
        squares = []
        for a, b, c in combinations(rows.tolist(), 3):
            normal = np.cross(np.subtract(b, a), np.subtract(c, a)).tolist()
            height = sum(x * y for x, y in zip(normal, a, strict=True))
            products = [sum(x * y for x, y in zip(normal, row, strict=True)) for row in rows]
            if any(normal) and height and all(p * height <= height * height for p in products):
                squares.append(Fraction(int(height) ** 2, sum(int(x) ** 2 for x in normal)))
        found = margin(rows, unit=False)
        assert Fraction(found.low) ** 2 <= min(squares) <= Fraction(found.high) ** 2
        assert found.width < 1e-10
        seen += 1
    assert seen > 10


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


@pytest.mark.parametrize("scale", [1e-300, 1e-170, 1e-162, 1e155, 1e300])
def test_scale_is_nothing_to_it(scale: float):
    weights = np.random.default_rng(7).standard_normal((40, 9))
    plain = margin(weights)
    half = weights.copy()
    half[::2] *= 1e-161
    for rows in (weights * scale, half):
        found = margin(rows)
        assert found.low == pytest.approx(plain.low, rel=1e-9)
        assert found.high == pytest.approx(plain.high, rel=1e-9)
        assert found.robust
    cross = np.array([[2.0, 0], [-2, 0], [0, 3], [0, -3]])
    units = margin(cross * scale, unit=False)
    assert units.low == pytest.approx(6 / 13**0.5 * scale, rel=1e-12)


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 0], [-1, 0], [0, 1]],
        [[-1, 1], [-1, 0], [1, 0], [1, 1]],
        [[20, -10], [-20, 10], [0, 0]],
        np.vstack([np.eye(12), -np.eye(12)[:-1]]),
    ],
)
def test_zero_is_said_as_zero(rows: object):
    found = margin(rows)
    assert found.low == found.high == 0
    assert found.exact
    assert not found.robust


@pytest.mark.slow
def test_its_sign_is_the_verdict():
    rng = np.random.default_rng(8)
    for d, size in ((2, 1e-17), (3, 1e-17), (5, 1e-300), (3, 1e-9)):
        for _ in range(20):
            rows = rng.standard_normal((2 * d + 1, d))
            rows[:, -1] *= size
            found = margin(rows)
            assert (found.low > 0) is holds(rows)
            assert (found.high > 0) is holds(rows)
            assert found.low <= found.high


def test_what_rounding_could_change_is_not_robust():
    """Two opposite hard fingers in a turned frame: rank 5 in truth, 6 in floats."""
    rng = np.random.default_rng(9)
    angles = np.arange(8) * np.pi / 4
    edges = np.column_stack([0.5 * np.cos(angles), 0.5 * np.sin(angles), np.ones(8)])
    grip = np.vstack([edges, edges * [1, 1, -1]])
    points = np.repeat([[0.0, 0, -1], [0, 0, 1]], 8, axis=0)
    turn = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    force, place = grip @ turn, points @ turn
    wrench = np.hstack([force, np.cross(place, force)])
    found = margin(wrench)
    assert not found.robust
    assert abs(found.high) < 1e-14


def test_positive_bases_and_simplices_are_tight():
    """Cosine measures 1 / d and 1 / sqrt(d), exactly."""
    for d in (9, 12, 30):
        simplex = np.linalg.qr(np.vstack([np.ones(d + 1), np.eye(d + 1)[1:]]).T)[0][:, 1:]
        found = margin(simplex)
        assert found.exact
        assert found.low == pytest.approx(1 / d, rel=1e-9)
    cross = margin(np.vstack([np.eye(10), -np.eye(10)]))
    assert cross.low == pytest.approx(10**-0.5, rel=1e-9)
    assert cross.width < 1e-12
    assert len(repr(cross)) < 300

"""The margin as a sum: three routes to one number, in any dimension."""

from __future__ import annotations

from math import pi, sqrt, tan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook import bounds, holds
from gcbook.bounds import mean_activation, zonotope_margin
from gcbook.initialisation import certain_start, polygon
from gcbook.population import plane
from gcbook.population.radial import Radial


def brute(rows: np.ndarray, count: int = 20_000) -> float:
    """The least over many random directions, refined about the best: never below gamma."""
    rng = np.random.default_rng(0)
    best, least = np.zeros(rows.shape[1]), np.inf
    for width in (1.0, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-5, 1e-6):
        u = best + width * rng.standard_normal((count, rows.shape[1]))
        u /= np.linalg.norm(u, axis=1, keepdims=True)
        values = np.maximum(u @ rows.T, 0).sum(axis=1)
        if values.min() < least:
            best, least = u[values.argmin()], float(values.min())
    return least


@pytest.mark.parametrize(("k", "d"), [(3, 2), (7, 2), (5, 3), (9, 3), (7, 4)])
def test_normals_find_what_a_search_finds(k: int, d: int):
    rng = np.random.default_rng([k, d])
    rows = rng.standard_normal((k, d))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    gamma = zonotope_margin(rows)
    found = brute(rows)
    assert gamma <= found + 1e-12
    assert found - gamma < 3e-4


@pytest.mark.parametrize("k", [3, 4, 5, 6, 9, 12, 33])
def test_polygons(k: int):
    exact = 1 / tan(pi / k) if k % 2 == 0 else 0.5 / tan(pi / (2 * k))
    assert zonotope_margin(polygon(k, turn=0.3).weights) == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize("d", [2, 3, 4, 5, 6, 7])
def test_simplex_and_cross_polytope(d: int):
    simplex = certain_start(d + 1, d, kind="simplex").weights
    cross = certain_start(2 * d, d, kind="cross-polytope").weights
    assert zonotope_margin(simplex) == pytest.approx(sqrt((d + 1) / (2 * d)), abs=1e-12)
    assert zonotope_margin(cross) == pytest.approx(1.0, abs=1e-12)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*[st.integers(-3, 3)] * 3), min_size=1, max_size=7))
def test_positive_iff_the_condition_holds_on_degenerate_rows(rows: list[tuple[int, int, int]]):
    weights = np.array(rows, dtype=float)
    for part in (weights, weights[:, :2]):
        assert (zonotope_margin(part) > 1e-9) == bool(holds(part))


def test_a_batch_is_its_members_and_the_average_is_a_ceiling():
    rng = np.random.default_rng(1)
    for d in (2, 3):
        rows = rng.standard_normal((20, 6, d))
        gamma = zonotope_margin(rows)
        assert gamma.tolist() == [zonotope_margin(one) for one in rows]
        assert (gamma <= 6 * mean_activation(d)).all()


def test_average_activation():
    values = [mean_activation(d) for d in (2, 3, 4, 5, 10)]
    assert values == pytest.approx([1 / pi, 0.25, 0.21221, 0.1875, 0.12934], abs=5e-6)


def test_loss_vanishes_exactly_from_the_scale_on_in_the_plane():
    rng = np.random.default_rng(2)
    seen = 0
    while seen < 20:
        units = rng.standard_normal((5, 2))
        units /= np.linalg.norm(units, axis=1, keepdims=True)
        scale = bounds.realisability_scale(units)
        if not np.isfinite(scale):
            continue
        seen += 1
        below, above = (
            plane.integrate(np.ones(5), t * scale * units, Radial(2))[0]
            for t in (1 - 1e-4, 1 + 1e-9)
        )
        assert below > 0
        assert above == 0


def test_individual_norms_are_no_worse_and_reach_the_level():
    rng = np.random.default_rng(3)
    for d in (2, 3):
        units = np.concatenate([certain_start(2 * d, d).weights, rng.standard_normal((2, d))])
        units /= np.linalg.norm(units, axis=1, keepdims=True)
        norms = bounds.realisability_norms(units)
        assert norms.sum() <= len(units) * bounds.realisability_scale(units) + 1e-9
        assert norms.sum() >= 1 / mean_activation(d) - 1e-9
        assert zonotope_margin(norms[:, None] * units, unit=False) == pytest.approx(1.0, abs=1e-9)


def test_errors_say_what_is_required():
    with pytest.raises(ValueError, match="must satisfy the geometric condition"):
        bounds.realisability_norms([[1.0, 0.0], [0.0, 1.0]])
    with pytest.raises(ValueError, match="subsets of d - 1 rows"):
        bounds.normals(np.random.default_rng(0).standard_normal((500, 6)))

"""The bounds of Section 7.3 against the values of the theorems, and against brute force."""

from __future__ import annotations

from math import pi, sin, tan

import numpy as np
import pytest

from gcbook import PolarGrid
from gcbook.bounds import (
    Shell,
    clock,
    error_mass_ceiling,
    error_mass_floor,
    grid_clock,
    limit_push,
    neurons_for_margin,
    orbit_error_mass,
    random_margin,
    wide_certificate,
    wide_clock,
    wide_constants,
)
from gcbook.bounds import mean_activation as kappa


def test_the_grid():
    limit = grid_clock(PolarGrid().radii, 80)
    assert limit.time == pytest.approx(18.38969, abs=5e-6)
    assert limit.mass == pytest.approx(7.85851, abs=5e-6)
    assert grid_clock(PolarGrid().radii, 10**7).time == pytest.approx(18.39915, abs=5e-6)


@pytest.mark.parametrize(
    ("d", "values"),
    [
        (2, (0.4269, 1.1814, 4.0822)),
        (3, (0.3849, 1.1878, 5.3130)),
        (5, (0.3249, 1.0782, 9.3471)),
        (10, (0.2720, 0.5610, 27.27)),
    ],
)
def test_the_clock(d: int, values: tuple[float, ...]):
    found = [clock(level, Shell(d)) for level in (0.1, 0.01, 1e-4)]
    assert found == pytest.approx(values, rel=2e-4)


def test_wide_clock_in_the_plane():
    found = [wide_clock(level) for level in (0.1, 0.01, 1e-3, 1e-4)]
    assert found == pytest.approx([4.214, 11.660, 24.657, 40.290], abs=1e-3)


def test_ceiling_is_the_larger_root():
    rng = np.random.default_rng(0)
    rows, mine = rng.standard_normal((7, 3)), np.arange(7) < 4
    q = error_mass_ceiling(rows, mine, 0.8, step=0.1)
    a, c = 0.8, 1 + 2 * 0.1 * 0.25 * 4 * 7
    start = np.linalg.norm(rows[mine], axis=1).sum()
    assert (start + a * q) ** 2 == pytest.approx(4 * ((rows**2).sum() + 2 * c * q))
    with pytest.raises(ValueError, match="margin must be a real number > 0"):
        error_mass_ceiling(rows, mine, 0.0)


def test_floor_takes_the_worst_point():
    assert error_mass_floor([0.2, 1.0], [1.0, 2.0], 4) == pytest.approx(1 / 16)
    assert error_mass_floor([-1.0], [1.0], 4) == 0.0


def test_orbit_bounds_of_the_forty_gon():
    low, high = orbit_error_mass(40, 1 / tan(pi / 40), push=1 / sin(pi / 40))
    assert 40 * low < 7.85851 < 40 * high


@pytest.mark.parametrize("d", [2, 3, 5, 10])
def test_enough_neurons_for_half_the_margin(d: int):
    k = neurons_for_margin(d)
    assert random_margin(k, d) >= k * kappa(d) / 2 - 1e-9
    assert random_margin(k // 2, d) < k // 2 * kappa(d) / 2


def test_certificates_apply_to_wide_doubled_starts_only():
    grid, rng = PolarGrid(), np.random.default_rng(0)
    half = rng.standard_normal((2000, 2))
    signs = np.repeat([1, -1], 2000)
    doubled = np.concatenate([half, half])
    assert not wide_certificate(doubled[1950:2050], signs[1950:2050], grid.directions).holds
    assert wide_certificate(1000 * doubled, signs, grid.directions).holds


def test_certificate_at_one_radius_by_hand():
    rows, signs = np.eye(2), np.array([1, -1])
    found = wide_certificate(10 * rows, signs, [[0.6, 0.8]], radii=[0.5])
    # X = 6 + 8, F = 0; A = (14 / sqrt(200))^2; 1 - phi = 1 + 2 |x| at |x| = 2
    assert found.rate == pytest.approx(196 / 200)
    assert found.deficit == pytest.approx(5.0)
    assert found.ratio == pytest.approx(4 * 0.5 * 2 * 5 / (0.5 * 0.98))


def test_theorem_4_for_three_classes_takes_the_worst_pair():
    rng = np.random.default_rng(5)
    start, u = rng.standard_normal((9, 3)), rng.standard_normal((30, 3))
    pull = np.kron(np.array([[1, -1, 0], [1, 0, -1]]), np.ones(3))
    both = wide_constants(u @ start.T, pull, 0.3, (1.0, 2.0))
    pairs = [wide_constants(u @ start.T, one[None], 0.3, (1.0, 2.0)) for one in pull]
    assert both[0] == pytest.approx(min(pair[0] for pair in pairs))
    assert both[1] == pytest.approx(max(pair[1] for pair in pairs))


def test_the_push_is_the_mean_of_what_is_missed():
    # E[|x| 1{|x| s < 1}] on the annulus, by a sum over its radii
    radius = np.sqrt(1 + 3 * (np.arange(200_000) + 0.5) / 200_000)
    for s in (0.2, 0.6, 0.9):
        assert float(limit_push(s)) == pytest.approx((radius * (radius * s < 1)).mean(), abs=1e-4)

"""Exact values of the bounds of Section 7.3, with no two letters alike."""

from __future__ import annotations

from math import exp, pi, sqrt

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

from gcbook import bounds
from gcbook.bounds import Shell, wide_certificate

V, INNER, OUTER = 2 / 3, 0.5, 3.0
TRIANGLE = np.array([[2.0, 0.0], [-1.0, sqrt(3.0)], [-1.0, -sqrt(3.0)]])  # gamma = sqrt(3)/2


def exactly(expected: float) -> object:
    return pytest.approx(expected, rel=1e-12, abs=0.0)


def test_growth_speed_and_slow_steps():
    growth = bounds.margin_growth([1.5, 3.0], [0.25, 0.5], step=0.2, inner=INNER, v=V)
    assert growth.tolist() == exactly([2 * V * 0.5 * 0.2 * 1.5 / 4, 2 * V * 0.5 * 0.2 * 1.5])
    assert float(bounds.margin_growth(2.0, 0.5, step=0.1)) == exactly(0.1)
    speed = bounds.margin_speed(np.stack([TRIANGLE, -3 * TRIANGLE]), inner=INNER, v=V)
    # 4 v^2 m^2 gamma^2 / k with gamma^2 = 3/4
    assert speed.tolist() == exactly([4 * V**2 * 0.25 * 0.75 / 3] * 2)
    slow = bounds.slow_steps(
        2.5, 0.75, 0.02, step=0.2, negative=1.25, inner=INNER, outer=OUTER, v=V
    )
    assert slow == exactly((1 + 2 * V * 3 * 1.25) * 2.5 / (2 * V * 0.5 * 0.2 * 0.75 * 0.02))
    assert bounds.slow_steps(2.5, 0.75, 0.02, step=0.2) == exactly(2.5 / (0.2 * 0.75 * 0.02))


def test_the_ceiling_is_where_both_bounds_of_the_norm_meet():
    """(R + a Q)^2 = k (|W|^2 + 2 c Q), with every constant away from its default."""
    rows = np.array([[0.3, 0.4], [-0.6, 0.8], [0.0, 2.0], [1.0, 0.0]])
    mine = np.array([True, True, False, True])
    settings = {"step": 0.2, "inner": INNER, "outer": OUTER, "v": V, "classes": 4}
    q = bounds.error_mass_ceiling(rows, mine.astype(int), 0.75, **settings)
    a, c, start = 2 * V * 0.5 * 0.75, 1 + 2 * 0.2 * V**2 * 9 * 3 * 4, 0.5 + 1.0 + 1.0
    assert (start + a * q) ** 2 == exactly(3 * (0.25 + 1 + 4 + 1 + 2 * c * q))
    # the larger root: above it the left side is the larger one
    assert (start + a * 2 * q) ** 2 > 3 * (6.25 + 2 * c * 2 * q)


def test_the_ceiling_of_equal_norms_is_linear():
    # V = 0 exactly: three of norm 1/2; Q* = 2 k (c - a r)/a^2, r the common norm
    rows = 0.5 * np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
    found = bounds.error_mass_ceiling(rows, np.ones(3, dtype=bool), 0.5)
    assert found == exactly(2 * 3 * (1 - 0.5 * 0.5) / 0.25)


def test_the_floor():
    found = bounds.error_mass_floor([1.0, 0.75], [2.0, 0.5], 5, outer=OUTER, v=V)
    assert found == exactly(1.5 / (4 * V**2 * 3 * 5))
    assert bounds.error_mass_floor([-1.0, -2.0], [1.0, 1.0], 5) == 0.0


def test_margins_of_random_directions():
    # kappa_3 = 1/4 and sqrt(log(1/failure)/2) = 2
    assert bounds.random_margin(64, 3, failure=exp(-8)) == exactly(64 / 4 - 16 - 16)
    default = 64 / pi - 16 - 8 * sqrt(np.log(20) / 2)
    assert bounds.random_margin(64, 2) == exactly(default)
    # (4 + 4)^2 16, a hair below so that rounding up is rounding up
    assert bounds.neurons_for_margin(3, failure=exp(-8) * 1.0001) == 1024
    # (4 + sqrt(2 log 20))^2 4 = 166.3 for kappa_1 = 1/2
    assert bounds.neurons_for_margin(1) == 167


@pytest.mark.parametrize(("d", "kappa"), [(1, 1 / 2), (2, 1 / pi), (3, 1 / 4), (4, 2 / (3 * pi))])
def test_mean_activation(d: int, kappa: float):
    assert bounds.mean_activation(d) == exactly(kappa)


def test_orbits():
    low, high = bounds.orbit_error_mass(
        5, 0.75, start=0.5, push=2.25, inner=INNER, outer=OUTER, v=V
    )
    rest = 5 * (1 - 2 * V * 0.5 * 0.75 * 0.5)
    assert low == exactly(rest / (4 * V**2 * 0.5 * 3 * 0.75 * 2.25))
    assert high == exactly(rest / (4 * V**2 * 0.25 * 0.75**2))
    # without push: k/2; a start beyond 1 / (2 v m gamma) is done already
    assert bounds.orbit_error_mass(5, 0.75)[0] == exactly(5 / (2 * 0.75 * 2.5))
    assert bounds.orbit_error_mass(5, 0.75, start=2.0) == (0.0, 0.0)


def plain_clock(level: float, d: int, m: float, outer: float) -> float:
    """tau* from its definition, by adaptive quadrature: E over |x|^d uniform on [m^d, M^d]."""
    volume = outer**d - m**d

    def mean(f, upper: float) -> float:
        return quad(lambda r: f(r) * d * r ** (d - 1) / volume, m, upper, epsabs=1e-14)[0]

    def push(s: float) -> float:
        return mean(lambda r: r, min(outer, 1 / s))

    def loss(s: float) -> float:
        return mean(lambda r: 1 - r * s, min(outer, 1 / s))

    end = brentq(lambda s: loss(s) - level, 1e-9, 1 / m)
    middle = min(end, 1 / outer)
    parts = (1e-12, middle), (middle, end)
    return sum(quad(lambda s: 1 / push(s), *part, epsabs=1e-12)[0] for part in parts)


@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize("level", [0.7, 0.05])
def test_the_clock_is_its_definition(d: int, level: float):
    data = Shell(d, INNER, OUTER)
    tau = plain_clock(level, d, INNER, OUTER)
    assert bounds.clock(level, data) == pytest.approx(tau, rel=1e-8)
    kappa = {2: 1 / pi, 3: 1 / 4}[d]
    wide = bounds.wide_clock(level, data, v=V)
    assert wide == pytest.approx(tau / (4 * V**2 * kappa**2), rel=1e-8)


def test_the_clock_starts_linearly():
    # while 1/s > M nothing is learnt: g = E|x| = 14/9 on 1 <= |x| <= 2, loss 1 - 14 s/9
    assert bounds.clock(0.5) == exactly(0.5 * (9 / 14) ** 2)
    assert bounds.wide_clock(0.5) == exactly(0.5 * (9 / 14) ** 2 * pi**2)


def test_a_grid_of_three_rings_by_hand():
    # four rays: kappa^2 = 1/8; the gaps of 1/r are 1/2, 1/4, 1/4, the pulls (1, 3, 7)/3
    limit = bounds.grid_clock([2.0, 4.0, 1.0], 4, v=V)
    scale = 3 / (4 * V**2 / 8)
    assert limit.time == exactly(scale * (1 / 2 + 1 / 12 + 1 / 28))
    assert limit.mass == exactly(scale * (1 / 6 + 1 / 18 + 1 / 28))


def test_a_certificate_by_hand():
    """X, F and their positive parts on two rays, one of which has a neuron within rho."""
    rows = np.array([[6.0, 0.0], [0.0, 8.0], [0.25, 5.0]])
    sign, rays = np.array([1, 1, -1]), np.eye(2)
    found = wide_certificate(
        rows, sign, rays, step=0.02, inner=INNER, outer=OUTER, v=V, radii=[0.5]
    )
    # on e_1 X = 6.25, F = 2 (the second and third are within 1/2), F_+ = 1; on e_2 X = 13, F = 1
    gamma = min(6.25 - 0.5 * 2, 13 - 0.5)
    rate = (2 * V * INNER * gamma / np.linalg.norm(rows)) ** 2
    # net margins at radius 1: 2 v (X_+ - X_- - rho F_+)
    net = 2 * V * np.array([6 - 0.25 - 0.5, 8 - 5 - 0.5])
    worst = max(0.0, *(1 - r * n for r in (INNER, OUTER) for n in net))
    deficit = worst + 2 * 0.02 * V**2 * OUTER**2 * 3
    assert found.rate == exactly(rate)
    assert found.deficit == exactly(deficit)
    assert found.error_mass == exactly(2 * deficit / rate)
    assert found.ratio == exactly(4 * V * OUTER * deficit / (0.5 * rate))
    assert found.radius == 0.5


@pytest.mark.parametrize(
    "rows",
    [
        [[1.0, 0.0], [-1.0, 0.0]],  # X = 0 on the ray e_2: Gamma < 0
        [[0.5, 0.0], [9.0, 9.0]],  # X_+ = rho F_+ on the ray e_1, with the second one negative
    ],
)
def test_no_certificate_without_room(rows: list[list[float]]):
    found = wide_certificate(rows, [1, -1], np.eye(2), radii=[0.5])
    assert (found.ratio, found.rate, found.holds) == (np.inf, 0.0, False)
    assert (found.deficit, found.error_mass) == (np.inf, np.inf)


def test_the_best_radius_is_taken():
    rows, sign = 40 * np.vstack([np.eye(2), -np.eye(2)]), np.array([1, 1, 1, -1])
    rays = [[0.6, 0.8], [-0.8, 0.6]]
    one_by_one = [wide_certificate(rows, sign, rays, radii=[r]).ratio for r in (1.0, 20.0, 5.0)]
    best = wide_certificate(rows, sign, rays, radii=[1.0, 20.0, 5.0])
    assert best.ratio == min(one_by_one)
    # by default 79 radii up to the typical reach
    reach = np.array(rays) @ rows.T
    tried = np.sqrt((reach**2).mean()) * np.geomspace(1e-6, 1.0, 79)
    assert wide_certificate(rows, sign, rays) == wide_certificate(rows, sign, rays, radii=tried)


def test_refusals():
    with pytest.raises(ValueError, match="level must be a real number > 0 and < 1"):
        bounds.clock(1.0)
    with pytest.raises(ValueError, match="level must be a real number > 0 and < 1"):
        bounds.clock(0.0)
    with pytest.raises(ValueError, match="rays must be an integer >= 4"):
        bounds.grid_clock([1.0], 3)
    with pytest.raises(ValueError, match="failure must be a real number > 0 and <= 1"):
        bounds.random_margin(4, 2, failure=0.0)
    with pytest.raises(ValueError, match="k must be an integer >= 1"):
        bounds.random_margin(0, 2)
    with pytest.raises(ValueError, match=r"signs must be an array of shape \(2,\)"):
        wide_certificate(np.eye(2), [[1, 1]], np.eye(2))

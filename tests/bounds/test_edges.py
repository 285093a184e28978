"""Where a bound has an edge: equality, rows of zeros, batches of unlike sizes, accuracy."""

from __future__ import annotations

from math import atanh, sqrt

import numpy as np
import pytest
from scipy.special import beta, betainc

from gcbook import bounds
from gcbook.bounds import Shell, wide_certificate, wide_constants
from gcbook.initialisation import polygon

CROSS = np.vstack([np.eye(2), -np.eye(2)])


def clock_on_a_line(level: float, m: float, outer: float) -> float:
    """tau* for d = 1, where both integrals are elementary.

    Beyond s = 1/M the loss is (1 - m s)^2 / (2 (M - m) s), and ds/g integrates to atanh(m s) - m s.
    """
    half = m + (outer - m) * level
    end = (half - sqrt(half**2 - m**2)) / m**2
    rest = atanh(m * end) - m * end - atanh(m / outer) + m / outer
    return 2 / outer / (outer + m) + 2 * (outer - m) / m**3 * rest


@pytest.mark.parametrize("level", [0.1, 1e-2, 1e-4])
def test_the_clock_on_a_line(level: float):
    for m, outer in ((1.0, 2.0), (0.5, 3.0)):
        expected = clock_on_a_line(level, m, outer)
        assert bounds.clock(level, Shell(1, m, outer)) == pytest.approx(expected, rel=1e-12)


def test_nothing_pushes_beyond_the_inner_rim():
    assert bounds.limit_push([1.0, 2.0, 50.0]).tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("d", [2, 3, 10, 60, 200])
def test_a_cap_that_cannot_grow_is_a_quarter_of_the_shell(d: int):
    """Half of a half space, so that the printed form is half of it over the volume of p_min."""
    assert bounds.cap_mass(Shell(d), 1e-3) == pytest.approx(1 / 4, rel=1e-12)


@pytest.mark.parametrize(("d", "radius"), [(60, 0.35), (200, 0.3), (200, 2.0)])
def test_thin_caps_of_many_dimensions(d: int, radius: float):
    """The integral of sin^(d-2) is an incomplete beta function, however small."""
    square = min(1.0, 1 / (2 * radius)) ** 2
    share = betainc((d - 1) / 2, 1 / 2, square)
    assert bounds.cap_mass(Shell(d), radius) == pytest.approx(share / 4, rel=1e-11, abs=0)
    whole = bounds.sphere_area(d - 1) * beta((d - 1) / 2, 1 / 2)
    assert whole == pytest.approx(bounds.sphere_area(d), rel=1e-12)


def test_a_margin_of_rounding_is_no_margin():
    for turn in np.linspace(0.1, 3.0, 30):
        line = np.array([np.cos(turn), np.sin(turn)])
        assert bounds.zonotope_margin([line, -line, 3 * line]) == 0.0
        fan = polygon(8, turn).weights[:5]  # a closed half plane
        assert bounds.zonotope_margin(fan) == 0.0


def test_the_layers_of_a_batch_are_rounded_each_at_its_own_size():
    batch = np.stack([1e20 * CROSS, CROSS, 1e-20 * CROSS])
    assert bounds.zonotope_margin(batch, unit=False).tolist() == [1e20, 1.0, 1e-20]


def test_a_row_on_the_axis_may_be_short():
    rows = CROSS * np.array([[0.5], [1.0], [0.5], [1.0]])
    assert bounds.zonotope_margin(rows, unit=False) == 0.5
    assert float(bounds.least_slope(np.ones(4), rows)) == 0.5


def test_many_normals_are_visited_in_parts():
    rows = np.random.default_rng(0).standard_normal((170, 3))
    whole = bounds.zonotope_margin(rows, directions=bounds.normals(rows))
    assert bounds.zonotope_margin(rows) == pytest.approx(whole, rel=1e-12)


def triangle(depth: float) -> np.ndarray:
    return (1 - depth) / (sqrt(3) / 2) * polygon(3, 0.2).weights


def test_idle_neurons_change_nothing():
    """Rows of zeros are never active and never move, whatever their sign."""
    rows = triangle(1e-9)
    plain = bounds.tail(rows, np.ones(3), Shell())
    idle = bounds.tail(np.vstack([rows, np.zeros((2, 2))]), [1, 1, 1, 1, -1], Shell())
    np.testing.assert_array_equal(idle.rays, plain.rays)
    assert idle.coupling == pytest.approx(plain.coupling, rel=1e-12)
    assert idle.constant == pytest.approx(plain.constant, rel=1e-12)


def test_a_short_neuron_is_at_zero_by_its_own_length():
    rows = triangle(1e-6)
    plain = bounds.tail(rows, np.ones(3), Shell())
    # far shorter than a billionth of the others, but at zero on no ray: it moves as they do
    short = bounds.tail(np.vstack([rows, [[1e-11, 0.0]]]), np.ones(4), Shell())
    assert short.depth == pytest.approx(plain.depth, rel=2e-5)
    active = (plain.rays[:, 0] > 0).astype(float)
    more = (plain.rays @ plain.rays.T) * np.outer(active, active)
    assert short.coupling == pytest.approx(plain.coupling + more, rel=1e-9)


def test_a_ray_just_reached_is_not_missed():
    with pytest.raises(ValueError, match="must still miss a ray; these miss none"):
        bounds.tail(CROSS, np.ones(4), Shell())


def test_a_share_must_be_below_1():
    # at e_2 the foot of the perpendicular would take w_1 one and a half times
    rows = np.array([[1.0, 0.0], [-1.5, 0.5], [0.5, -1.0]])
    with pytest.raises(ValueError, match=r"a missed ray must be a minimum.*\[1\.5 +1\. +0\."):
        bounds.tail(rows, np.ones(3), Shell())


def one_ray(rows: list[list[float]], signs: list[int], rays: object = ((1.0, 0.0),)) -> object:
    return wide_certificate(rows, signs, rays, radii=[0.5])


def test_a_certificate_needs_strict_inequalities():
    """With rho = 1/2: X_+ = rho F_+ on a ray, and X = rho F, are both too little."""
    none = one_ray([[0.5, 0.0], [9.0, 9.0]], [1, -1])
    assert (none.ratio, none.radius) == (np.inf, 0.5)
    # elsewhere there is room, which does not help
    assert one_ray([[0.5, 9.0], [9.0, 9.0]], [1, -1], np.eye(2)).ratio == np.inf
    # X = 1 and F = 2
    assert one_ray([[1.0, 0.0], [-0.5, 0.0], [-0.5, 0.0]], [1, -1, -1]).ratio == np.inf


def test_a_certificate_with_little_room():
    """Gamma = 1.3 - 0.5 on each of three rays: F is counted on every ray by itself."""
    found = one_ray([[0.4, 0.9], [0.9, 0.4]], [1, 1], [[1, 0], [0, 1], [1, 0]])
    assert found.rate == pytest.approx(0.8**2 / 1.94, rel=1e-12)
    # the worst point: |x| = 1, 1 - (1.3 - 0.5)
    assert found.deficit == pytest.approx(0.2, rel=1e-12)


def test_a_neuron_at_rho_may_flip():
    reach, pull = np.array([[6.0, 0.5]]), np.array([[1.0, 1.0]])
    gamma, worst = wide_constants(reach, pull, 0.5, (0.125, 0.25))
    # 6.5 - 0.5; 1 - (6.5 - 0.5)/8
    assert (float(gamma), float(worst)) == (6.0, 0.25)


def test_the_constants_of_a_batch_are_those_of_its_members():
    rng = np.random.default_rng(2)
    reach, rho = rng.standard_normal((4, 5, 6)), np.array([0.1, 0.2, 0.4, 0.8])
    pull = np.array([[1.0, 1.0, -1.0, -1.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0, -1.0, -1.0]])
    gamma, worst = wide_constants(reach, pull, rho, (1.0, 2.0))
    assert gamma.shape == worst.shape == (4,)
    for i in range(4):
        alone = wide_constants(reach[i], pull, float(rho[i]), (1.0, 2.0))
        assert (gamma[i], worst[i]) == alone


def test_radii_are_tried_up_to_the_typical_reach():
    rows = 1000 * np.vstack([polygon(31).weights, polygon(31, 0.1).weights])
    sign, rays = np.repeat([1, -1], 31), polygon(12, 0.05).weights
    found = wide_certificate(rows, sign, rays)
    tried = np.sqrt(((rays @ rows.T) ** 2).mean()) * np.geomspace(1e-6, 1.0, 79)
    assert np.isfinite(found.ratio)
    assert found == wide_certificate(rows, sign, rays, radii=tried)
    assert found.ratio == min(wide_certificate(rows, sign, rays, radii=[r]).ratio for r in tried)
    assert tried[0] < found.radius < tried[-1] == pytest.approx(1000 / sqrt(2), rel=1e-12)


def test_a_certificate_holds_up_to_a_ratio_of_1():
    ratios = (0.5, 1.0, 1.0 + 1e-12, 1.5, np.inf)
    held = [bounds.WideCertificate(ratio, 0.5, 1.0, 1.0, 2.0).holds for ratio in ratios]
    assert held == [True, True, False, False, False]

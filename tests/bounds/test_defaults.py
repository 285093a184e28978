"""What a bound assumes when it is not told: v = 1/2, 1 <= |x| <= 2, two classes, no negatives."""

from __future__ import annotations

from math import pi, sqrt

import numpy as np
import pytest

from gcbook import bounds
from gcbook.bounds import Shell, wide_certificate

TRIANGLE = np.array([[1.0, 0.0], [-0.5, sqrt(3) / 2], [-0.5, -sqrt(3) / 2]])
C_P = 2 * sqrt(3) / (3 * pi)
PLAIN = {"v": 0.5, "inner": 1.0, "outer": 2.0}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (lambda: bounds.shrink_step(Shell(), 1.0), 1 / (C_P * 4)),
        (lambda: bounds.trap_radius(Shell(), 0.1), 0.2 * sqrt(1 + 4 * C_P**2)),
        (lambda: bounds.existence_radius(Shell()), 1.0),
        (lambda: bounds.existence_radius(Shell(), bias=0.5), 1.5),
        (lambda: bounds.cap_angle(Shell(), 1.0), pi / 6),
        (lambda: bounds.second_phase(Shell(), step=0.1, radius=2.0), C_P * 3 * 2 / 0.05),
        (
            lambda: bounds.first_phase(Shell(), step=0.1, radius=1.0),
            1 / (0.1 * 7 / (9 * pi) * (1 - sqrt(3) / 2)),
        ),
        (lambda: bounds.cap_mass(Shell(), 1.0), 0.5 / (3 * pi) * 3 * pi / 6),
        (lambda: bounds.cap_moment(Shell(), 1.0), 7 / (9 * pi) * (1 - sqrt(3) / 2)),
        (
            lambda: bounds.lipschitz(Shell(), [0, 1], away=1.0),
            2 * 2 * 2 * pi / (3 * pi) * 16 + 2 * C_P * 4,
        ),
        (lambda: bounds.realisability_scale(TRIANGLE), 2 / sqrt(3)),
        (lambda: bounds.realisability_norms(TRIANGLE).sum(), 2 * sqrt(3)),
        (lambda: bounds.slow_steps(3.0, 1.0, 0.5, step=0.1, negative=1.0), 180.0),
        (lambda: bounds.slow_steps(3.0, 1.0, 0.5, step=0.1), 60.0),
        (lambda: bounds.margin_speed(TRIANGLE), 0.25),
        (lambda: bounds.margin_growth(2.0, 0.5, step=0.1), 0.1),
        (lambda: bounds.error_mass_floor(1.0, 1.0, 6), 1 / 12),
        (lambda: bounds.orbit_error_mass(4, 1.0)[0], 4 / (2 * 2)),
        (lambda: bounds.orbit_error_mass(4, 1.0)[1], 4.0),
        (lambda: bounds.polygon_constant(3), 3 * 9 * pi**2 * 64 / (12 * 81)),
        (lambda: bounds.simplex_constant(), 9 * sqrt(2) * 16 * 28 * pi / (2048 * 3)),
        (lambda: bounds.octahedron_constant(), 9 * 16 * 28 * pi / (256 * 3)),
        (lambda: bounds.grid_clock([1.0], 4).time, 8.0),
    ],
)
def test_plain_values(value, expected: float):
    assert float(value()) == pytest.approx(expected, rel=1e-12)


def test_a_ceiling_in_the_limit_of_small_steps():
    rows, mine = np.array([[3.0, 4.0], [1.0, 0.0]]), np.array([True, False])
    found = bounds.error_mass_ceiling(rows, mine, 2.0)
    # a = 2, c = 1, k = 1, R = 5, V = 26 - 25
    assert found == pytest.approx((1 - 10 + sqrt(81 + 4)) / 4, rel=1e-12)
    stepped = bounds.error_mass_ceiling(rows, mine, 2.0, step=0.25)
    # c = 1 + 2/4 1/4 4 2 = 2
    assert stepped == pytest.approx((2 - 10 + sqrt(64 + 4)) / 4, rel=1e-12)


def test_the_trap_of_the_plain_network():
    norm = sqrt(3)
    room = min(norm, 1 / (4 * sqrt(3)))
    floor = bounds.missed_floor(Shell(), 2 * sqrt(3) * norm)
    loss = floor * (room / (3 * 4 * norm)) ** 3
    caught = [bounds.trapped(Shell(), TRIANGLE, 0.1, t * loss) for t in (1 - 1e-9, 1 + 1e-9)]
    assert caught == [True, False]


def test_a_certificate_says_what_it_was_given():
    rows, sign, rays = 20 * np.vstack([TRIANGLE, -TRIANGLE]), [1, 1, 1, -1, -1, -1], np.eye(2)
    plain = wide_certificate(rows, sign, rays, radii=[1.0])
    assert plain == wide_certificate(rows, sign, rays, radii=[1.0], step=0.0, **PLAIN)


def test_shells_are_the_annulus_unless_said():
    assert Shell() == Shell(2, 1.0, 2.0)
    assert Shell().p_min == pytest.approx(1 / (3 * pi), rel=1e-12)
    tail = bounds.tail((1 - 1e-9) / (sqrt(3) / 2) * TRIANGLE, np.ones(3), Shell())
    assert tail.constant == pytest.approx(bounds.polygon_constant(3), rel=1e-6)

"""Exact values of every function of `bounds`: sympy integrates what the docstrings define.

The shell has m, M, p_min, p_max, v, n and R_- all different from each other and from one, so that
no letter can take another's place unseen; comparisons are relative, without absolute tolerance.
"""

from __future__ import annotations

import math

import pytest
import sympy as sp

from gcbook import bounds
from gcbook.bounds import Shell

M, INNER = sp.Integer(3), sp.Rational(1, 2)
V, RADIUS, START, STEP, CLASSES = sp.Rational(2, 3), sp.Rational(1, 2), sp.Rational(1, 5), 0.125, 3
# sin(beta) = 1 / (2 v M R) = 1/2; with m in place of M the angle would be the whole pi/2
BETA = sp.pi / 6
NEGATIVE = sp.Rational(3, 4)
rho, t, phi = sp.symbols("rho t phi", positive=True)

VOLUME = {
    1: 2 * (M - INNER),
    2: sp.pi * (M**2 - INNER**2),
    3: sp.Rational(4, 3) * sp.pi * (M**3 - INNER**3),
}
# the densest slice: a point; the chord that touches |x| = m; the annulus through the origin
SLICE = {
    1: sp.Integer(1),
    2: 2 * sp.integrate(1, (rho, 0, sp.sqrt(M**2 - INNER**2))),
    3: sp.integrate(2 * sp.pi * rho, (rho, INNER, M)),
}
# |S^{d-1}|
SPHERE = {1: 2, 2: 2 * sp.pi, 3: 4 * sp.pi}


def low(d: int) -> sp.Expr:
    """p_min: half the uniform density."""
    return 1 / (2 * VOLUME[d])


def high(d: int) -> sp.Expr:
    """p_max: three times the uniform density."""
    return 3 / VOLUME[d]


def shell(d: int) -> Shell:
    return Shell(d, float(INNER), float(M), float(low(d)), float(high(d)))


def slice_of(d: int) -> sp.Expr:
    """C_p."""
    return high(d) * SLICE[d]


def half_cap(d: int, weight: sp.Expr) -> sp.Expr:
    """p_min times an integral over half the cap of angle beta, `weight` in polar coordinates."""
    if d == 2:
        inside = sp.integrate(weight * rho, (rho, INNER, M), (t, 0, BETA))
    else:
        volume = rho**2 * sp.sin(t)
        inside = sp.integrate(weight * volume, (rho, INNER, M), (t, 0, BETA), (phi, 0, sp.pi))
    return low(d) * inside


def mass(d: int) -> sp.Expr:
    """p_R."""
    return half_cap(d, sp.Integer(1))


def moment(d: int) -> sp.Expr:
    """g_R: the coordinate along w_j is rho sin(t) in the plane, rho sin(t) sin(phi) in space."""
    return half_cap(d, rho * sp.sin(t) * (1 if d == 2 else sp.sin(phi)))


def is_exactly(value: float, expected: sp.Expr | float) -> bool:
    exact = float(sp.N(expected, 30))
    assert exact != 0
    return math.isclose(value, exact, rel_tol=1e-12, abs_tol=0.0)


CONSTANTS = {"radius": float(RADIUS), "v": float(V)}
RUN = {**CONSTANTS, "step": STEP, "start": float(START), "classes": CLASSES}
GAIN, OTHERS = RADIUS - START, CLASSES - 1


def test_balls_and_spheres():
    balls = [1, 2, sp.pi, 4 * sp.pi / 3, sp.pi**2 / 2, 8 * sp.pi**2 / 15, sp.pi**3 / 6]
    spheres = [2, 2 * sp.pi, 4 * sp.pi, 2 * sp.pi**2, 8 * sp.pi**2 / 3, sp.pi**3]
    assert all(is_exactly(bounds.ball_volume(q), ball) for q, ball in enumerate(balls))
    assert all(is_exactly(bounds.sphere_area(q), area) for q, area in enumerate(spheres, 1))


@pytest.mark.parametrize("d", [1, 2, 3])
def test_the_constants_of_a_shell(d: int):
    uniform = Shell(d, float(INNER), float(M))
    assert is_exactly(uniform.volume, VOLUME[d])
    assert is_exactly(uniform.p_min, 1 / VOLUME[d])
    assert uniform.p_min == uniform.p_max
    assert (shell(d).p_min, shell(d).p_max) == (float(low(d)), float(high(d)))
    assert is_exactly(bounds.slice_bound(shell(d)), slice_of(d))


def test_a_slice_in_four_dimensions():
    four = Shell(4, 1.0, 2.0)
    ball = sp.pi**2 / 2 * (2**4 - 1)
    assert is_exactly(bounds.slice_bound(four), sp.Rational(4, 3) * sp.pi * (2**3 - 1) / ball)


def test_the_angle_of_the_cap():
    assert is_exactly(bounds.cap_angle(shell(2), **CONSTANTS), BETA)
    # 2 v M R <= 1: every direction
    assert bounds.cap_angle(shell(2), 0.2, v=0.8) == math.pi / 2


@pytest.mark.parametrize("d", [2, 3])
def test_mass_and_moment_of_the_half_cap(d: int):
    assert is_exactly(bounds.cap_mass(shell(d), **CONSTANTS), mass(d))
    assert is_exactly(bounds.cap_moment(shell(d), **CONSTANTS), moment(d))
    # printed: p_min times the share of the sphere within beta
    cap = {2: 2 * BETA, 3: 2 * sp.pi * sp.integrate(sp.sin(t), (t, 0, BETA))}[d]
    printed = low(d) * cap / SPHERE[d]
    assert is_exactly(bounds.cap_mass(shell(d), **CONSTANTS, form="printed"), printed)


@pytest.mark.parametrize("d", [2, 3])
def test_the_first_phase(d: int):
    improved = GAIN / (2 * V * STEP * OTHERS * moment(d))
    corrected = slice_of(d) * GAIN / (V * STEP * OTHERS * mass(d) ** 2)
    printed = slice_of(d) * RADIUS / (V * STEP * mass(d) ** 2)
    for form, expected in (("improved", improved), ("corrected", corrected), ("printed", printed)):
        assert is_exactly(bounds.first_phase(shell(d), **RUN, form=form), expected), form


@pytest.mark.parametrize("d", [1, 2, 3])
def test_the_second_phase(d: int):
    reach = 1 + 2 * V * M * NEGATIVE
    corrected = slice_of(d) * (d + 1) * OTHERS * reach**2 * GAIN / (V * STEP)
    printed = 4 * V * CLASSES**2 * slice_of(d) * (RADIUS + NEGATIVE) ** 3 * M**2 / STEP
    for form, expected in (("corrected", corrected), ("printed", printed)):
        value = bounds.second_phase(shell(d), **RUN, negative=float(NEGATIVE), form=form)
        assert is_exactly(value, expected), form


@pytest.mark.parametrize("d", [1, 2, 3])
def test_what_a_negative_neuron_can_do(d: int):
    c_p = slice_of(d)
    step = RADIUS / (2 * V * c_p * M**2)
    assert is_exactly(bounds.shrink_step(shell(d), float(RADIUS), v=float(V)), step)
    trap = 2 * V * STEP * M * sp.sqrt(1 + M**2 * c_p**2)
    assert is_exactly(bounds.trap_radius(shell(d), STEP, v=float(V)), trap)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_the_lipschitz_constant(d: int):
    # class 1 has three neurons, the others two and one, and one neuron has no owner
    owner = [0, 1, 1, 2, 1, 0, -1]
    pairs = (3 + 2) + (3 + 1)
    away = sp.Rational(2, 5)
    strip = 4 * V * SPHERE[d] * high(d) * M ** (d + 2)
    kink = 2 * 2 * slice_of(d) * M**2
    expected = 2 * V * (pairs * strip + kink / away)
    value = bounds.lipschitz(shell(d), owner, label=1, away=float(away), v=float(V))
    assert is_exactly(value, expected)
    # the other classes' biases add up to 3/10 and 1/5, of which the larger counts
    bias = [0.1, 0.9, 0.8, 0.2, 0.7, 0.2, 0.5]
    most, slope = sp.Rational(3, 10), M / sp.Rational(1, 10)
    expected = 2 * V * (pairs * strip / (1 - 2 * V * most) + kink * slope)
    value = bounds.lipschitz(shell(d), owner, label=1, bias=bias, v=float(V))
    assert is_exactly(value, expected)


def test_the_radius_of_the_hull():
    bias = [0.25, 0.75, 0.5]
    expected = (1 / (2 * V) + sp.Rational(3, 4)) / INNER
    assert is_exactly(bounds.existence_radius(shell(2), bias=bias, v=float(V)), expected)


@pytest.mark.parametrize(
    ("rows", "gamma"),
    [
        # a line: each side is seen by its own neuron; a second one on one side does not help
        ([[2.0], [-3.0]], 1),
        ([[2.0], [5.0], [-3.0]], 1),
        # the axes: gamma is the least 1-norm of a unit vector
        ([[1, 0], [-2, 0], [0, 3], [0, -4]], 1),
        ([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1], [0, 0, 0]], 1),
        # the tetrahedron: the least is at the middle of an edge
        ([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]], sp.sqrt(6) / 3),
        # the equilateral triangle: the least is across a vertex
        ([[2, 0], [-1, math.sqrt(3)], [-1, -math.sqrt(3)]], sp.sqrt(3) / 2),
    ],
)
def test_the_scale_of_realisability(rows: list[list[float]], gamma: sp.Expr):
    data = shell(len(rows[0]))
    value = bounds.realisability_scale(rows, data, v=float(V))
    assert is_exactly(value, 1 / (2 * V * INNER * gamma))


def test_no_scale_without_the_condition():
    assert bounds.realisability_scale([[1.0], [2.0]]) == math.inf
    assert bounds.realisability_scale([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]]) == math.inf

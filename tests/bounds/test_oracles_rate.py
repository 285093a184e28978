"""Exact values of the constants of the rate law, with no two letters alike."""

from __future__ import annotations

import math
from math import pi, sqrt

import numpy as np
import pytest

from gcbook import bounds
from gcbook.bounds import Shell, Tail
from gcbook.experiments.rate import population_of
from gcbook.initialisation import certain_start, polygon
from gcbook.population.radial import Radial

V = 2 / 3
K, NORM = 2.5, 1.75  # steepness, and |W|_F
VOLUME = {2: pi * (9 - 0.25), 3: 4 / 3 * pi * (27 - 0.125)}
SPHERE = {2: 2 * pi, 3: 4 * pi}


def shell(d: int) -> Shell:
    """m = 1/2, M = 3, half and three times the uniform density."""
    return Shell(d, 0.5, 3.0, 0.5 / VOLUME[d], 3 / VOLUME[d])


def exactly(expected: float) -> object:
    return pytest.approx(expected, rel=1e-12, abs=0.0)


# (2/pi)^(d-2) |S^(d-2)| / (d (d-1)): 2/2 in the plane, 4/6 in space
FLOOR = {2: 0.5 / VOLUME[2] * 0.5 / K, 3: 0.5 / VOLUME[3] * 0.5 * (2 / 3) / K**2}


@pytest.mark.parametrize("d", [2, 3])
def test_floor_ceiling_and_slope(d: int):
    assert bounds.missed_floor(shell(d), K) == exactly(FLOOR[d])
    ceiling = sqrt(8 * 3 / VOLUME[d] * SPHERE[d] * 3**d * 0.02)
    assert bounds.missed_ceiling(shell(d), 0.02) == exactly(ceiling)
    slope = FLOOR[d] ** (1 / (d + 1)) / (2 * NORM)
    assert bounds.lojasiewicz(shell(d), K, NORM) == exactly(slope)


def test_a_floor_in_five_dimensions():
    # (2/pi)^3 |S^3| = 16/pi
    p = Shell(5).p_min
    assert bounds.missed_floor(Shell(5), 3.0) == exactly(p * 16 / pi / (5 * 4 * 3**4))


@pytest.mark.parametrize(("outer", "factor"), [(1.25, 0.5), (1.5, 1.0), (2.0, 1.0)])
def test_only_thin_shells_pay(outer: float, factor: float):
    thin = Shell(2, 1.0, outer)
    assert bounds.missed_floor(thin, K) == exactly(factor * thin.p_min / K)


def test_the_ceiling_of_the_loss():
    times = np.array([2.0, 5.0])
    plane = bounds.loss_ceiling(Shell(2), 0.7, times)
    assert plane.tolist() == exactly(list((0.49 * times / 3) ** -3.0))
    assert float(bounds.loss_ceiling(Shell(3), 0.7, 2.0)) == exactly((0.5 * 0.49 * 2) ** -2.0)
    assert bounds.rate_exponent(4.5) == exactly(5.5 / 3.5)


@pytest.mark.parametrize("d", [2, 3])
@pytest.mark.parametrize("size", [0.05, 4.0])
def test_the_trap_shuts_at_its_threshold(d: int, size: float):
    """|W|_F is the smaller of the two for short weights, 1/(8 v m sqrt k) for long ones."""
    rows = np.zeros((5, d))
    rows[:4] = size * np.array([1.0, -1.0, 1.0, -1.0])[:, None] * np.eye(1, d)
    norm = 2 * size  # four rows move, the fifth is zero
    room = min(norm, 1 / (8 * V * 0.5 * 2))
    floor = bounds.missed_floor(shell(d), 4 * V * 2 * norm)
    loss = floor * (room / ((d + 1) * 4 * norm)) ** (d + 1)
    caught = [bounds.trapped(shell(d), rows, 0.25, t * loss, v=V) for t in (1 - 1e-9, 1 + 1e-9)]
    assert caught == [True, False]
    assert not bounds.trapped(shell(d), rows, 0.2500001, loss / 2, v=V)


def test_the_trap_needs_a_row_that_moves():
    assert not bounds.trapped(Shell(), np.zeros((3, 2)), 0.1, 0.0)


@pytest.mark.parametrize(
    ("k", "number"),
    # cot^8 of pi/6 is 81, of pi/4 is 1, of pi/6 (k = 6) 81 again
    [(3, 3 / (12 * 81)), (4, 4 / 192), (6, 6 / (192 * 81))],
)
def test_polygon_constants(k: int, number: float):
    data = shell(2)
    expected = number / (data.p_min**2 * 0.5**10 * V**6)
    assert bounds.polygon_constant(k, data, v=V) == exactly(expected)


def test_solid_constants():
    data = shell(3)
    common = V**4 * data.p_min * 0.5**7
    assert bounds.simplex_constant(data, v=V) == exactly(9 * sqrt(2) / 2048 / common)
    assert bounds.octahedron_constant(data, v=V) == exactly(9 / 256 / common)
    assert bounds.octahedron_constant() == exactly(9 * 16 / 256 / Shell(3).p_min)


@pytest.mark.parametrize(("d", "k"), [(2, 3), (2, 5), (3, 4)])
def test_the_tail_of_a_regular_start_has_these_constants(d: int, k: int):
    unit = certain_start(k, d, kind="polygon" if d == 2 else "simplex", seed=2)
    rows = (1 - 1e-9) / (2 * V * 0.5 * unit.margin) * unit.weights
    end = bounds.tail(rows, np.ones(k), shell(d), v=V)
    known = bounds.polygon_constant(k, shell(2), v=V) if d == 2 else None
    expected = known if known else bounds.simplex_constant(shell(3), v=V)
    assert end.constant == pytest.approx(expected, rel=1e-6)


def _late(v: float, m: float) -> tuple[np.ndarray, np.ndarray]:
    """An uneven triangle and a negative neuron, so long that one ray is just missed."""
    rows = np.array([[1.0, 0.2], [-0.7, 1.1], [-0.4, -1.3], [-0.1, -0.2]])
    sign = np.array([1.0, 1.0, 1.0, -1.0])
    depth = 1 - m * float(bounds.least_slope(2 * v * sign, rows))
    return rows * (1 - 1e-5) / (1 - depth), sign


def test_the_tail_is_the_population_to_leading_order():
    law, v = Radial(2, 0.5, 1.5), V
    data = Shell(2, 0.5, 1.5)
    rows, sign = _late(v, 0.5)
    end = bounds.tail(rows, sign, data, v=v)
    loss, gradient, _ = population_of(rows, sign, law, v=v)
    assert len(end.rays) == 1
    assert end.loss / loss == pytest.approx(1, abs=1e-3)
    # one small step of descent lowers the depth by (d + 1) G c delta^d
    step = 1e-3 * end.depth[0] / np.abs(gradient).max()
    after = bounds.tail(rows - step * gradient, sign, data, v=v)
    fall = (end.depth - after.depth) / step
    assert fall == pytest.approx(3 * end.coupling @ (end.weight * end.depth**2), rel=1e-3)
    # of a single ray: xi = (d^2 - 1) G c xi^2, C = c xi^3
    g, c = float(end.coupling[0, 0]), float(end.weight[0])
    assert end.constant == pytest.approx(c / (3 * g * c) ** 3, rel=1e-9)


def test_a_tail_knows_zero_at_every_size_of_the_weights():
    """Short data ask for long weights: whether a neuron is at zero is relative to its length."""
    for inner in (1e-8, 1e8):
        data = Shell(2, inner, 2 * inner)
        rows = (1 - 1e-6) / (2 * 0.5 * inner * polygon(5).margin) * polygon(5).weights
        end = bounds.tail(rows, np.ones(5), data)
        assert end.constant == pytest.approx(bounds.polygon_constant(5, data), rel=1e-4)


def test_a_neuron_of_another_class_is_no_corner():
    # across the third neuron, which is negative, the margin has a kink upwards: no minimum there
    rows, sign = _late(0.5, 1.0)
    end = bounds.tail(rows, sign, Shell())
    assert np.abs(rows[3] @ end.rays[0]) > 1e-3
    assert bounds.tail(rows, np.where(sign > 0, 1.0, -1.0), Shell()).depth == pytest.approx(1e-5)


def test_a_tail_adds_up_its_rays():
    weight = np.array([1.0, 2.0, 3.0])
    end = Tail(np.eye(3), np.array([0.1, 0.2, 0.3]), weight, np.eye(3))
    assert end.loss == exactly(1e-4 + 2 * 16e-4 + 3 * 81e-4)
    # uncoupled, G = 1/8: 1 = c xi^2, so xi = c^(-1/2) and c xi^4 = 1/c
    balanced = Tail(np.eye(3), 0.1 * weight**-0.5, weight, np.eye(3) / 8)
    assert balanced.constant == pytest.approx(1 + 1 / 2 + 1 / 3, rel=1e-9)


def test_a_ray_that_no_share_holds_is_no_minimum():
    # the ray e_2 is missed and w_1 = e_1 is at zero, but the foot would need a share above 1
    rows = np.array([[1.0, 0.0], [-3.0, 0.5], [0.5, -1.0]])
    with pytest.raises(ValueError, match=r"must be a minimum of the margin; the shares are \["):
        bounds.tail(rows, np.ones(3), Shell())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: bounds.missed_floor(Shell(1), 1.0), "shell must have dimension >= 2; got 1"),
        (lambda: bounds.missed_floor(Shell(), 0.0), "steepness must be a real number > 0"),
        (lambda: bounds.missed_ceiling(Shell(), -1.0), "loss must be a real number >= 0"),
        (lambda: bounds.lojasiewicz(Shell(), 1.0, 0.0), "norm must be a real number > 0"),
        (lambda: bounds.polygon_constant(2), "k must be an integer >= 3"),
        (lambda: bounds.loss_ceiling(Shell(), 1.0, np.nan), "time must"),
    ],
)
def test_refusals(call, message: str):
    with pytest.raises(ValueError, match=message):
        call()


def test_zero_loss_has_a_ceiling_of_zero_and_the_polygon_knows_its_angle():
    assert bounds.missed_ceiling(Shell(), 0.0) == 0.0
    assert polygon(3).margin == exactly(math.cos(pi / 6))

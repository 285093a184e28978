"""The constants of the rate law: exact values, several routes, units."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook.bounds import (
    Shell,
    lojasiewicz,
    missed_ceiling,
    missed_floor,
    octahedron_constant,
    polygon_constant,
    rate_exponent,
    simplex_constant,
    tail,
    trapped,
)
from gcbook.experiments.rate import population_of
from gcbook.initialisation import certain_start, polygon
from gcbook.population.radial import Radial


def test_values_of_the_book():
    found = [polygon_constant(k) for k in (3, 4, 5, 6)]
    assert found == pytest.approx([17.546, 118.435, 0.294252, 2.19325], rel=1e-5)
    assert simplex_constant() == pytest.approx(2.915642, abs=1e-6)
    assert octahedron_constant() == pytest.approx(16.493, abs=1e-3)


@pytest.mark.parametrize("k", [3, 5, 7, 9])
def test_polygon_constants_two_ways(k: int):
    unit = polygon(k)
    end = tail((1 - 1e-9) / unit.margin * unit.weights, np.ones(k), Shell())
    assert len(end.rays) == 2 * k
    assert end.constant == pytest.approx(polygon_constant(k), rel=1e-6)


def test_simplex_constant_two_ways():
    unit = certain_start(4, 3, kind="simplex", seed=3)
    end = tail((1 - 1e-9) / unit.margin * unit.weights, np.ones(4), Shell(3))
    assert end.constant == pytest.approx(simplex_constant(), rel=1e-6)


def test_the_leading_order_is_the_loss():
    unit = polygon(5)
    for depth in (1e-3, 1e-4):
        rows = (1 - depth) / unit.margin * unit.weights
        exact = population_of(rows, np.ones(5), Radial(2))[0]
        assert tail(rows, np.ones(5), Shell()).loss / exact == pytest.approx(1, abs=10 * depth)


@pytest.mark.parametrize(("a", "c"), [(3.0, 1.0), (1.0, 2.0), (0.5, 0.25)])
def test_constants_have_units(a: float, c: float):
    # t has the units of 1/eta's inverse: t -> t / (a c)^2, l none
    scaled = Shell(2, a, 2 * a)
    for k in (3, 4):
        plain = polygon_constant(k)
        assert polygon_constant(k, scaled, v=0.5 * c) == pytest.approx(
            plain / (a * c) ** 6, rel=1e-9, abs=0
        )
    slope = lojasiewicz(Shell(), 4.0, 2.5)
    assert lojasiewicz(scaled, 4.0 / a, 2.5 / (a * c)) == pytest.approx(
        slope * a * c, rel=1e-9, abs=0
    )


def test_bounds_of_the_missed_probability_hold_for_triangles():
    unit, shell = polygon(3), Shell()
    for depth in (0.5, 0.3, 0.1, 1e-2, 1e-4):
        rows = (1 - depth) / unit.margin * unit.weights
        loss, _, missed = population_of(rows, np.ones(3), Radial(2))
        steep = float(np.linalg.norm(rows, axis=1).sum())
        assert missed_floor(shell, steep) * depth**2 <= missed <= missed_ceiling(shell, loss)


def test_thin_shells_cost_a_factor():
    assert missed_floor(Shell(2, 1.0, 1.001), 1.5) < 0.003 * Shell(2, 1.0, 1.001).p_min


def test_even_polygons_are_not_simple_and_nothing_missed_is_an_error():
    square = polygon(4)
    with pytest.raises(ValueError, match="d - 1 = 1 neurons at zero"):
        tail(0.999 / square.margin * square.weights, np.ones(4), Shell())
    with pytest.raises(ValueError, match="must still miss a ray"):
        tail(2 * square.weights, np.ones(4), Shell())


def test_exponents_and_the_trap():
    assert [rate_exponent(d) for d in (2, 3, 5)] == [3.0, 2.0, 1.5]
    with pytest.raises(ValueError, match="d must be a real number > 1"):
        rate_exponent(1)
    assert not trapped(Shell(), np.eye(3, 2), 0.3, 1e-20)

"""Populations by hand, in other units and at other radii: values that no tolerance hides."""

from __future__ import annotations

from math import gamma, pi

import numpy as np
import pytest

from gcbook import Annulus, population
from gcbook.initialisation import certain_start
from gcbook.population import _biased, plane, space
from gcbook.population._ring import legendre
from gcbook.population.radial import Radial


@pytest.mark.parametrize("count", [1, 2, 10, 14, 24])
def test_a_rule_is_exact_for_polynomials(count: int):
    nodes, masses = legendre(count)
    assert len(nodes) == count
    for power in range(2 * count):
        assert masses @ nodes**power == pytest.approx(1 / (power + 1), rel=1e-13)
    assert abs(masses @ nodes ** (2 * count) - 1 / (2 * count + 1)) > 1e-18


@pytest.mark.parametrize("d", [2, 3, 4, 5])
def test_the_density_of_a_shell(d: int):
    ball = pi ** (d / 2) / gamma(d / 2 + 1)
    plain = Radial(d, 0.5, 3.0).constant
    assert plain == pytest.approx(1 / (ball * (3**d - 0.5**d)), rel=1e-13)
    # power 1: d |B| int (rho - m) rho^(d-1) = |B| (d/(d+1) (M^(d+1) - m^(d+1)) - m (M^d - m^d))
    mass = d / (d + 1) * (3 ** (d + 1) - 0.5 ** (d + 1)) - 0.5 * (3**d - 0.5**d)
    assert Radial(d, 0.5, 3.0, 1.0).constant == pytest.approx(1 / (ball * mass), rel=1e-13)


@pytest.mark.parametrize("d", [2, 3])
def test_a_ray_that_is_missed_everywhere_and_one_met_everywhere(d: int):
    law = Radial(d, 0.5, 3.0)
    loss, mass, moment = (float(part) for part in law.shares(0.0))
    sphere = 2 * pi ** (d / 2) / gamma(d / 2)
    assert sphere * loss == sphere * mass == pytest.approx(1, rel=1e-13)
    mean = d / (d + 1) * (3 ** (d + 1) - 0.5 ** (d + 1)) / (3**d - 0.5**d)
    assert sphere * moment == sphere * float(law.moment(0.0)) == pytest.approx(mean, rel=1e-13)
    assert [float(part) for part in law.shares(2.0)] == [0, 0, 0]


def test_one_neuron_in_space_by_hand():
    """s = z: missed to min(2, 1/z); half of the sphere has no active neuron at all."""
    loss, gradient, missed = space.integrate(np.ones(1), np.eye(1, 3), Radial(3))
    assert (loss, missed) == pytest.approx((37 / 56, 23 / 28), rel=1e-13)
    assert gradient == pytest.approx(-9 / 56 * np.eye(1, 3), rel=1e-13, abs=1e-15)


def test_two_opposite_neurons_in_space_by_hand():
    pair = np.array([[0.0, 1.0, 0.0], [0.0, -1.0, 0.0]])
    loss, gradient, missed = space.integrate(np.ones(2), pair, Radial(3))
    assert (loss, missed) == pytest.approx((9 / 28, 9 / 14), rel=1e-13)
    assert gradient == pytest.approx(-9 / 56 * pair, rel=1e-13, abs=1e-15)


def layers(d: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Pulls and weights, some of them parallel, opposite or zero."""
    rng = np.random.default_rng([7, d])
    plain = [scale * rng.standard_normal((5, d)) for scale in (0.1, 0.4, 0.8, 2.0)]
    doubled = np.concatenate([plain[2][:3], -0.7 * plain[2][:1], 2 * plain[2][1:2], 0 * plain[2]])
    pulls = [np.array([0.8, 0.8, 0.8, 0.0, -0.8]), np.full(5, 1.25)]
    return [(pull, rows) for pull in pulls for rows in plain] + [
        (0.9 * np.array([1, 1, 1, 1, -1, 1, 1, -1, 1, 0]), doubled)
    ]


@pytest.mark.parametrize(("d", "engine"), [(2, plane), (3, space)])
@pytest.mark.parametrize("power", [0.0, 1.0])
def test_the_unit_of_length_does_not_matter(d: int, engine, power: float):
    for pull, rows in layers(d):
        metres = engine.integrate(pull, rows, Radial(d, 1.0, 2.0, power))
        halves = engine.integrate(pull, rows / 2, Radial(d, 2.0, 4.0, power))
        assert halves[::2] == pytest.approx(metres[::2], rel=1e-11, abs=1e-15)
        assert halves[1] == pytest.approx(2 * metres[1], rel=1e-9, abs=1e-13)


@pytest.mark.parametrize(("inner", "outer"), [(0.7, 1.9), (1.5, 1.75), (0.5, 2.5)])
def test_three_routes_to_one_population_of_the_plane(inner: float, outer: float):
    """In closed form, piece by piece, and with a bias too small to see."""
    data, law = Annulus(inner, outer), Radial(2, inner, outer)
    for v in (0.3, 0.75):
        outputs = v * np.array([[1.0, 1, 1, -1, -1], [-1, -1, -1, 1, 1]])
        for _, rows in layers(2)[:4]:
            exact = population.evaluate(outputs, np.zeros(5), rows, data)
            biased = population.evaluate(outputs, np.full(5, 1e-15), rows, data)
            for name in ("loss", "gradient", "missed", "missed_active"):
                assert getattr(biased, name) == pytest.approx(getattr(exact, name), abs=1e-11)
            loss, gradient, missed = plane.integrate(outputs[0] - outputs[1], rows, law)
            assert loss == pytest.approx(float(exact.loss), abs=1e-13)
            assert missed == pytest.approx(float(exact.missed[0]), abs=1e-13)
            assert gradient == pytest.approx(exact.gradient, abs=1e-13)
            # Euler: the loss is the missed probability less its own derivative along W
            assert float(exact.missed[0] - exact.loss) == pytest.approx(
                -float((exact.gradient * rows).sum()), abs=1e-13
            )


def test_the_pieces_of_a_very_wide_shell_are_good_to_eight_digits():
    outputs = np.array([[0.5, 0.5, -0.5], [-0.5, -0.5, 0.5]])
    rows = np.random.default_rng(8).standard_normal((3, 2))
    exact = population.evaluate(outputs, np.zeros(3), rows, Annulus(1.0, 12.0))
    loss, gradient, _ = plane.integrate(outputs[0] - outputs[1], rows, Radial(2, 1.0, 12.0))
    assert loss == pytest.approx(float(exact.loss), abs=1e-8)
    assert gradient == pytest.approx(exact.gradient, abs=1e-8)


@pytest.mark.parametrize(("d", "engine", "rel"), [(2, plane, 1e-9), (3, space, 1e-6)])
def test_the_gradient_of_a_tail_is_resolved_as_well(d: int, engine, rel: float):
    """Of a simplex every neuron is pushed along itself, and the sum is P - l, all below 1e-11."""
    start = certain_start(d + 1, d, kind="simplex", seed=3)
    rows = (1 - 1e-6) / start.margin * start.weights
    loss, gradient, missed = engine.integrate(np.ones(d + 1), rows, Radial(d))
    assert 0 < loss < missed < 1e-11
    push = -(gradient * rows).sum(axis=1)
    assert push == pytest.approx((missed - loss) / (d + 1), rel=rel, abs=0)
    size = np.linalg.norm(rows[0])
    assert gradient == pytest.approx(-push[:, None] * rows / size**2, rel=rel, abs=rel * push[0])


def test_no_arc_of_the_quadrature_is_too_long():
    for angles in (np.array([]), np.array([0.1, 5.0, -1.0, 7.0])):
        cuts = _biased._close(angles)
        arcs = np.diff(np.append(cuts, cuts[0] + 2 * np.pi))
        assert 0 < arcs.min() <= arcs.max() <= _biased.LONGEST_ARC + 1e-12
        assert np.isin(np.mod(angles, 2 * np.pi), cuts).all()
        assert len(cuts) == 8 + len(angles)


@pytest.mark.parametrize(("d", "engine"), [(2, plane), (3, space)])
def test_without_weights_everything_is_missed(d: int, engine):
    loss, gradient, missed = engine.integrate(np.ones(3), np.zeros((3, d)), Radial(d))
    assert (loss, missed) == pytest.approx((1, 1), rel=1e-13)
    assert gradient.tolist() == np.zeros((3, d)).tolist()

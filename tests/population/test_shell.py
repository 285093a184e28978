"""The populations at every scale: against the closed form, against quadrature, in the tail."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook import Annulus, binary_network, population
from gcbook.population import plane, space
from gcbook.population.radial import Radial


def test_the_plane_agrees_with_the_closed_form():
    rng, network = np.random.default_rng(0), binary_network(3)
    pull = network.outputs[0] - network.outputs[1]
    for scale in (0.05, 0.5, 1.0, 3.0) * 5:
        rows = scale * rng.standard_normal((6, 2))
        exact = population.evaluate(network.outputs, np.zeros(6), rows, Annulus())
        loss, gradient, missed = plane.integrate(pull, rows, Radial(2))
        assert loss == pytest.approx(float(exact.loss), abs=1e-13)
        assert missed == pytest.approx(float(exact.missed[0]), abs=1e-13)
        assert gradient == pytest.approx(exact.gradient, abs=1e-13)


def quadrature(pull: np.ndarray, rows: np.ndarray, law: Radial, count: int = 300):
    """A product rule on the sphere: slow, and independent of Stokes."""
    x, masses = np.polynomial.legendre.leggauss(count)
    angle = (np.arange(2 * count) + 0.5) * np.pi / count
    loss = missed = 0.0
    for z, mass in zip(x, masses, strict=True):
        r = np.sqrt(1 - z * z)
        u = np.stack([r * np.cos(angle), r * np.sin(angle), np.full_like(angle, z)], axis=1)
        parts = law.shares(np.maximum(u @ rows.T, 0) @ pull)
        loss += parts[0].sum() * mass * np.pi / count
        missed += parts[1].sum() * mass * np.pi / count
    return loss, missed


@pytest.mark.parametrize("negative", [0, 3])
@pytest.mark.parametrize("scale", [0.1, 0.5, 1.0, 3.0])
def test_space_agrees_with_quadrature_and_euler(negative: int, scale: float):
    rng = np.random.default_rng([negative, int(10 * scale)])
    rows = scale * rng.standard_normal((4 + negative, 3))
    pull = np.r_[np.ones(4), -np.ones(negative)]
    loss, gradient, missed = space.integrate(pull, rows, Radial(3))
    expected = quadrature(pull, rows, Radial(3))
    assert (loss, missed) == pytest.approx(expected, rel=1e-5, abs=1e-5)
    assert missed - loss == pytest.approx(-(gradient * rows).sum(), abs=1e-12)
    # the gradient is the derivative of the loss
    way = rng.standard_normal(rows.shape)
    ends = [space.integrate(pull, rows + h * way, Radial(3))[0] for h in (1e-5, -1e-5)]
    assert (ends[0] - ends[1]) / 2e-5 == pytest.approx((gradient * way).sum(), abs=1e-7)


def test_space_with_parallel_opposite_and_zero_rows():
    law, eye = Radial(3), np.eye(3)
    pairs = 0.8 * np.concatenate([eye, -eye])
    loss, gradient, _ = space.integrate(np.ones(6), pairs, law)
    # a small loss near kinks: the product rule is good to a tenth of a per cent
    assert loss == pytest.approx(quadrature(np.ones(6), pairs, law)[0], rel=3e-3)
    along = -(gradient * pairs).sum(axis=1)
    assert along == pytest.approx(along[0], rel=1e-9)
    more = np.concatenate([pairs, np.zeros((2, 3))])
    again = space.integrate(np.ones(8), more, law)
    assert again[0] == pytest.approx(loss, rel=1e-12)
    assert not again[1][6:].any()
    single = space.integrate(np.ones(1), 2 * eye[:1], law)
    assert single[0] == pytest.approx(quadrature(np.ones(1), 2 * eye[:1], law, 500)[0], rel=1e-4)
    assert space.integrate(np.ones(2), np.zeros((2, 3)), law)[::2] == (1.0, 1.0)


@pytest.mark.parametrize(("d", "engine"), [(2, plane), (3, space)])
def test_the_tail_is_resolved_below_rounding(d: int, engine):
    # l = sum c delta^(d+1): halving delta divides by 2^(d+1), at losses far below 1e-16
    rows = {2: 2 / 3**0.5, 3: 1.5**0.5}[d]
    angle = 2 * np.pi / 3 * np.arange(3)
    flat = np.column_stack([np.cos(angle), np.sin(angle)])
    solid = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) / 3**0.5
    unit = rows * (flat if d == 2 else solid)
    losses = [
        engine.integrate(np.ones(len(unit)), (1 - depth) * unit, Radial(d))[0]
        for depth in (2e-6, 1e-6)
    ]
    assert losses[1] < 1e-16
    assert losses[0] / losses[1] == pytest.approx(2 ** (d + 1), rel=1e-4)


@pytest.mark.parametrize("power", [-0.5, 0.0, 1.0, 2.0])
@pytest.mark.parametrize("d", [2, 3, 4])
def test_radial_shares_against_quadrature(power: float, d: int):
    law = Radial(d, 1.0, 2.0, power)
    nodes, masses = np.polynomial.legendre.leggauss(200)
    for s in (-1.0, 0.0, 0.4, 0.6, 0.9, 1.2):
        top = 2.0 if s < 0.5 else max(1 / s, 1.0)
        y = (nodes + 1) / 2  # rho - 1 = (top - 1) y^2 removes the end point singularity
        gap = (top - 1) * y**2
        rho, width = 1 + gap, (top - 1) * y * masses
        weight = law.constant * gap**power * width if top > 1 else 0 * width
        expected = [
            ((1 - rho * s) * rho ** (d - 1) * weight).sum(),
            (rho ** (d - 1) * weight).sum(),
            (rho**d * weight).sum(),
        ]
        assert [float(x) for x in law.shares(s)] == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_laws_name_what_is_wrong():
    with pytest.raises(ValueError, match="power must be a real number > -1"):
        Radial(2, power=-1.0)
    with pytest.raises(ValueError, match="dimension must be an integer >= 2"):
        Radial(1)

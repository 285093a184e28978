"""Large layers: Newton on the barrier, and exact proofs where rounding could matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gcbook.condition import Certificate, certify, holds, reduced
from gcbook.condition.engines import barrier


def gaussian(k: int, d: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((k, d))


def planted(d: int, height: float, below: float, seed: int = 0) -> np.ndarray:
    """Rows (u, height) and (u, -below) with integers u that satisfy the condition, then sheared.

    The condition holds iff height and below are both positive.  The shear is exact.
    """
    rng = np.random.default_rng(seed)
    u = rng.integers(-8, 9, (5 * d, d - 1)).astype(float)
    assert holds(u)
    rows = np.vstack(
        [np.column_stack([u, np.full(5 * d, height)]), np.column_stack([u, np.full(5 * d, -below)])]
    )
    shear = np.eye(d)
    shear[d - 1, : d - 1] = rng.integers(-1, 2, d - 1)
    return np.asarray(rows @ shear)


@pytest.mark.parametrize(("k", "d"), [(100, 30), (512, 128), (200, 100), (1000, 250)])
def test_every_verdict_comes_with_an_exact_proof(k: int, d: int):
    for seed in range(3):
        certificate = certify(gaussian(k, d, seed))
        assert certificate.verify()
        assert certificate.holds is holds(certificate.weights)
    below = gaussian(k, d)
    below[:, 3] = np.abs(below[:, 3])
    assert not holds(below)
    assert certify(below).verify()


@pytest.mark.parametrize("d", [9, 20])
@pytest.mark.parametrize("power", [-10, -20, -30, -40])
def test_planted_thin_layers(d: int, power: int):
    t = 2.0**power
    for height, below, truth in [(t, t, True), (t, 0.0, False), (t, -t / 2, False), (0, 0, False)]:
        certificate = certify(planted(d, height, below))
        assert certificate.holds is truth
        assert certificate.verify()
        assert holds(certificate.weights) is truth


@pytest.mark.parametrize("thickness", [1e-6, 1e-9, 1e-12])
def test_thin_layers_in_general_position_are_proved(thickness: float):
    for k, d in [(40, 10), (60, 26)]:
        rows, u = gaussian(k, d), gaussian(1, d, seed=1)[0]
        u /= np.linalg.norm(u)
        certificate = certify(rows - (1 - thickness) * np.outer(rows @ u, u))
        assert certificate.verify()
        assert certificate.holds is holds(certificate.weights)


@pytest.mark.parametrize(("k", "d"), [(60, 12), (150, 40), (40, 60)])
def test_layers_on_the_boundary_get_exact_normals(k: int, d: int):
    def dead(w: np.ndarray) -> None:
        w[:, 2] = 0

    def repeated(w: np.ndarray) -> None:
        w[:, 2] = -0.5 * w[:, 1]

    def opposite(w: np.ndarray) -> None:
        w[:, 0] = np.abs(w[:, 0])
        w[0, 0] = 0
        w[1] = -3 * w[0]

    for spoil in (dead, repeated, opposite):
        weights = gaussian(k, d)
        spoil(weights)
        certificate = certify(weights)
        assert not certificate.holds
        assert certificate.verify()


@pytest.mark.slow
def test_thin_layers_of_any_size_are_decided():
    rows, u = gaussian(400, 150), gaussian(1, 150, seed=1)[0]
    u /= np.linalg.norm(u)
    rows -= (1 - 1e-12) * np.outer(rows @ u, u)
    certificate = certify(rows)
    assert certificate.verify()
    assert certificate.holds is holds(rows)


def test_a_candidate_is_not_a_verdict():
    """What Newton's method could not prove must not come out as an answer."""
    rows, u = gaussian(100, 30, 1), gaussian(1, 30, seed=2)[0]
    u /= np.linalg.norm(u)
    assert barrier.decide(barrier.scaled(rows - (1 - 1e-9) * np.outer(rows @ u, u))[0]) is None


def test_rows_of_any_size():
    weights = gaussian(120, 30)
    for exponent in (-1000, -500, 500, 1000):
        scaled = weights.copy()
        scaled[::2] = np.ldexp(scaled[::2], exponent)
        assert holds(scaled) is True
        assert certify(np.ldexp(weights, exponent)).verify()
    mixed = np.ldexp(weights, np.random.default_rng(5).integers(-400, 400, (120, 1)))
    assert certify(mixed).verify()


def test_a_large_certificate_that_lies_is_rejected_at_once():
    certificate = certify(gaussian(400, 100))
    c = certificate.coefficients
    assert not replace(certificate, coefficients=(c[0] * 1.01, *c[1:])).verify()
    weights = certificate.weights.copy()
    weights[7, 7] += 1e-3
    assert not replace(certificate, weights=weights).verify()
    flat = certificate.weights.copy()
    flat[:, 0] = 0
    assert not Certificate(True, flat, certificate.support, c).verify()


def test_a_certificate_can_be_reduced_to_d_plus_1_rows():
    for k, d in [(60, 26), (300, 60)]:
        small = reduced(certify(gaussian(k, d, seed=3)))
        assert not small.holds or len(small.support) == d + 1
        assert small.verify()
    cross = np.vstack([np.eye(30), -np.eye(30)])
    assert len(reduced(certify(cross)).support) == 60

"""No wrong verdict on inputs built to cause one, against exact integers."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from gcbook.condition import certify, holds

from . import reference

COUNT = 100_000


def exhaustive(k: int, d: int) -> np.ndarray:
    return np.array(list(product((-1.0, 0.0, 1.0), repeat=k * d))).reshape(-1, k, d)


def lattice(rng: np.random.Generator, n: int, k: int, d: int, size: int) -> np.ndarray:
    return rng.integers(-size, size + 1, (n, k, d)).astype(float)


def thin(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Gaussian rows squeezed in a random direction to between 1e-6 and 1e-17."""
    rows = rng.standard_normal((n, k, d))
    u = rng.standard_normal((n, 1, d))
    u /= np.linalg.norm(u, axis=-1, keepdims=True)
    t = 10.0 ** -rng.uniform(6, 17, (n, 1, 1))
    return rows - (1 - t) * (rows * u).sum(axis=-1, keepdims=True) * u


def pushed(rng: np.random.Generator, n: int, d: int) -> np.ndarray:
    """Simplices with 0 on a facet, then one entry moved by one unit in the last place."""
    rows = rng.integers(-999, 1000, (n, d, d)).astype(float)
    share = rng.integers(1, 9, (n, d)).astype(float)
    share[np.arange(n), rng.integers(0, d, n)] = 0
    apex = -(share[:, :, None] * rows).sum(axis=1, keepdims=True)
    full = np.concatenate([apex, rows], axis=1)
    at = (np.arange(n), rng.integers(0, d + 1, n), rng.integers(0, d, n))
    full[at] = np.nextafter(full[at], rng.choice([-np.inf, np.inf], n))
    return rng.permuted(full, axis=1) if d < 2 else full[:, rng.permutation(d + 1)]


def on_facet(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Rows in a half space, 0 in the relative interior of the hull of those on its boundary."""
    rows = rng.integers(-4, 5, (n, k, d)).astype(float)
    rows[:, :, 0] = np.abs(rows[:, :, 0])
    rows[:, : k // 2, 0] = 0
    shear = np.eye(d)
    shear[1:, 0] = rng.integers(-3, 4, d - 1)
    shear[0, 1:] = rng.integers(-3, 4, d - 1)
    return rows @ shear


def pairs(rng: np.random.Generator, n: int, k: int, d: int) -> np.ndarray:
    """Antipodal pairs, duplicates and zero rows."""
    rows = rng.standard_normal((n, k, d))
    rows[:, 1::3] = -rows[:, 0::3][:, : rows[:, 1::3].shape[1]] * 2.5
    rows[:, 2::4] = rows[:, 1::4][:, : rows[:, 2::4].shape[1]]
    rows[rng.random((n, k)) < 0.05] = 0
    return rows


def rescaled(rng: np.random.Generator, rows: np.ndarray) -> np.ndarray:
    """Rows multiplied by powers of two as large as 1e150 and as small as 1e-150, exactly."""
    return np.ldexp(rows, rng.choice([-498, -30, 0, 30, 498], (*rows.shape[:2], 1)))


def suite() -> list[tuple[str, np.ndarray]]:
    rng = np.random.default_rng(20201123)
    return [
        ("all of {-1,0,1}, k=3, d=2", exhaustive(3, 2)),
        ("all of {-1,0,1}, k=4, d=2", exhaustive(4, 2)),
        ("lattice k=4 d=3", lattice(rng, 20_000, 4, 3, 1)),
        ("lattice k=6 d=3", lattice(rng, 15_000, 6, 3, 1)),
        ("lattice k=8 d=3", lattice(rng, 8_000, 8, 3, 2)),
        ("lattice k=6 d=4", lattice(rng, 6_000, 6, 4, 2)),
        ("lattice k=8 d=4", lattice(rng, 3_000, 8, 4, 1)),
        ("thin k=5 d=2", thin(rng, 5_000, 5, 2)),
        ("thin k=8 d=3", thin(rng, 4_000, 8, 3)),
        ("thin k=7 d=4", thin(rng, 1_000, 7, 4)),
        ("pushed d=2", pushed(rng, 8_000, 2)),
        ("pushed d=3", pushed(rng, 8_000, 3)),
        ("pushed d=4", pushed(rng, 4_000, 4)),
        ("facet k=6 d=3", on_facet(rng, 5_000, 6, 3)),
        ("pairs k=6 d=2", pairs(rng, 3_000, 6, 2)),
        ("pairs k=8 d=3", pairs(rng, 2_000, 8, 3)),
        ("rescaled k=6 d=3", rescaled(rng, lattice(rng, 3_000, 6, 3, 3))),
        ("rescaled thin k=5 d=2", rescaled(rng, thin(rng, 1_000, 5, 2))),
    ]


@pytest.mark.slow
def test_no_wrong_verdict_in_a_hundred_thousand_adversarial_cases():
    cases = 0
    for name, weights in suite():
        truth = reference.decide(reference.integers(weights))
        wrong = np.flatnonzero(holds(weights) != truth)
        assert not wrong.size, f"{name}: {weights[wrong[0]].tolist()}"
        cases += len(weights)
    assert cases >= COUNT


@pytest.mark.slow
def test_every_certificate_of_a_share_of_the_suite_verifies_exactly():
    for name, weights in suite():
        share = weights[:: max(1, len(weights) // 250)]
        truth = reference.decide(reference.integers(share))
        found = certify(share)
        assert (found.holds == truth).all(), name
        for certificate in found:
            assert certificate.verify(), f"{name}: {certificate.weights.tolist()}"


@pytest.mark.slow
def test_the_suite_finds_wrong_verdicts_when_the_bounds_are_switched_off(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("gcbook.condition.engines.rounding.gamma", lambda m, dtype: 0.0)
    monkeypatch.setattr("gcbook.condition.engines.rounding.TINY", 0.0)
    weights = pushed(np.random.default_rng(20201123), 8_000, 3)
    truth = reference.decide(reference.integers(weights))
    with np.errstate(all="ignore"):
        assert (holds(weights) != truth).any()

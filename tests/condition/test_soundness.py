"""No engine may claim what it cannot prove, and the checks would notice if one did."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from gcbook.condition import certify, classify, holds
from gcbook.condition._exact import fixedpoint, lifting, limbs, modular
from gcbook.condition._rows import Rows
from gcbook.condition.engines import face, newton, rounding, spanning

from . import reference
from .families import families, judged, one_ulp


@pytest.mark.slow
def test_no_family_is_judged_wrongly():
    for name, layers, truth in judged(60_000, seed=1, chunk=1000):
        wrong = np.flatnonzero(holds(layers) != truth)
        assert not wrong.size, f"{name}: {layers[wrong[0]].tolist()}"


@pytest.mark.parametrize("name", [name for name, _ in families()])
def test_every_family_is_proved_both_ways(name: str):
    make = dict(families())[name]
    layers = make(np.random.default_rng(2), 12)
    truth = reference.decide(reference.integers(layers))
    assert {True, False} >= set(truth.tolist())
    for layer, verdict in zip(layers, truth, strict=True):
        certificate, position = certify(layer), classify(layer)
        assert holds(layer) == certificate.holds == position.holds == verdict
        assert certificate.verify()
        assert position.verify()


def faces() -> list[tuple[np.ndarray, list[int]]]:
    """Layers with 0 on a face whose equations only exact arithmetic sees, beside one ulp off it."""
    rng = np.random.default_rng(6)
    found = []
    for d in (6, 12):
        flat = rng.integers(-9, 10, (3 * d, d)).astype(float)
        flat[:, 0] = 0
        rows = np.vstack([flat, -flat, rng.integers(1, 9, (d, d)).astype(float)])
        shear = np.eye(d)
        shear[0, 1:] = rng.integers(-3, 4, d - 1)
        found.append((rows @ shear, list(range(6 * d, 7 * d))))
    return found


def test_a_normal_bent_by_the_solver_is_not_proof(monkeypatch: pytest.MonkeyPatch):
    """The equations solved wrongly by one part in 2**40: signs on all rows must notice."""
    right = lifting.solve

    def bent(parts: limbs.Parts, right_side: lifting.Objects) -> object:
        found = right(parts, right_side)
        if found is None or not found[0].any():
            return found
        numerators, denominator = found
        numerators = numerators * 2**40
        numerators[0, 0] += 1
        return numerators, denominator * 2**40

    for rows, separated in faces():
        assert face.split(Rows.of(rows)).separated.tolist() == separated
    monkeypatch.setattr(lifting, "solve", bent)
    for rows, _ in faces():
        found = face.split(Rows.of(rows))
        assert found is None or not found.proved
        assert not holds(rows)
        assert certify(rows).verify()
        assert classify(rows).verify()


def test_a_wrong_proposal_is_not_believed(monkeypatch: pytest.MonkeyPatch):
    """Newton's proposal with one row on the wrong side, or none separated at all."""
    right = newton.guess

    def swapped(rows: np.ndarray) -> object:
        found = right(rows)
        if found is None or not found.separated.any() or found.separated.all():
            return found
        separated = found.separated.copy()
        separated[np.flatnonzero(separated)[0]] = False
        return replace(found, separated=separated)

    def nothing(rows: np.ndarray) -> object:
        return newton.Guess(np.zeros(len(rows), bool), np.zeros(rows.shape[1]), np.ones(len(rows)))

    for wrong in (swapped, nothing):
        monkeypatch.setattr(newton, "guess", wrong)
        for rows, separated in faces():
            position = classify(rows)
            assert position.separated.tolist() == separated
            assert position.verify()


@pytest.mark.slow
def test_bounds_relaxed_below_zero_are_noticed(monkeypatch: pytest.MonkeyPatch):
    """A bound on rounding replaced by -1e-6 (as a slip once had it) gives wrong verdicts."""
    monkeypatch.setattr(rounding, "dot_bound", lambda d, m, y: np.full(y.shape[1:], -1e-6))
    monkeypatch.setattr(rounding, "correction_bound", lambda *a, **k: np.full(a[3].shape, -1e-6))
    layers = one_ulp(np.random.default_rng(3), 4000, 7, 3)
    truth = reference.decide(reference.integers(layers))
    with np.errstate(all="ignore"):
        assert (holds(layers) != truth).any()


def test_signs_are_exact_and_their_filter_is_needed(monkeypatch: pytest.MonkeyPatch):
    rng = np.random.default_rng(4)
    for _ in range(60):
        k, d = int(rng.integers(1, 40)), int(rng.integers(1, 12))
        rows = rng.standard_normal((k, d)) * 10.0 ** rng.integers(-300, 300, (k, 1))
        vector = [int(x) * 3 ** int(rng.integers(0, 90)) for x in rng.integers(-5, 6, d)]
        if d > 1:  # products that cancel to the last bit
            rows[:, 1] = rows[:, 0]
            vector[:2] = [10**30, -(10**30) + int(rng.integers(-1, 2))]
        truth = [
            sum(Fraction(a) * b for a, b in zip(row, vector, strict=True)) for row in rows.tolist()
        ]
        assert limbs.signs(rows, vector).tolist() == [(x > 0) - (x < 0) for x in truth]
    rows = np.array([[1.0, 1.0, 2.0**-40]])
    vector = [10**30, -(10**30), -1]
    assert limbs.signs(rows, vector).tolist() == [-1]
    monkeypatch.setattr(limbs, "_exact_signs", lambda rows, vector: np.zeros(len(rows), np.int8))
    assert limbs.signs(rows, vector).tolist() == [0]


def test_lifted_solutions_are_exact():
    rng = np.random.default_rng(5)
    for r in (1, 2, 7, 30):
        for matrix in (rng.integers(-9, 10, (r, r)).astype(float), rng.standard_normal((r, r))):
            parts, _ = limbs.cut(matrix)
            right = np.array([[int(x)] for x in rng.integers(-99, 100, r)], dtype=object)
            found = lifting.solve(parts, right)
            if found is None:
                continue
            numerators, denominator = found
            image = limbs.times(parts, [int(x) for x in numerators[:, 0]])
            assert image == [denominator * int(x) for x in right[:, 0]]
    singular, _ = limbs.cut(np.array([[1.0, 2.0], [2.0, 4.0]]))
    assert lifting.solve(singular, np.array([[1], [1]], dtype=object)) is None


def test_inverses_modulo_a_prime():
    rng = np.random.default_rng(6)
    p = modular.PRIMES[0]
    for n in (1, 5, 60):
        matrix = rng.integers(-(p // 2), p // 2, (n, n)).astype(float)
        inverse = modular.inverse(matrix, p)
        assert inverse is not None
        assert (modular.multiplied(matrix, inverse, p) == np.eye(n)).all()
    assert modular.inverse(np.ones((3, 3)), p) is None


def test_null_spaces_are_exact():
    rng = np.random.default_rng(7)
    for k, d, rank in [(9, 5, 3), (40, 12, 7), (4, 9, 4), (3000, 6, 5)]:
        rows = rng.integers(-5, 6, (k, rank)).astype(float) @ rng.integers(-5, 6, (rank, d))
        basis, null = spanning.null_space(Rows.of(rows))
        assert len(basis) == rank
        assert len(null) == d - rank
        assert all(not limbs.signs(rows, vector).any() for vector in null)


def test_multiples_of_the_primes_are_no_trap():
    """Rows that vanish modulo every prime in use: this once went round for ever."""
    several = np.diag([float(p) for p in modular.PRIMES])
    rng = np.random.default_rng(9)
    many = rng.integers(-1, 2, (500, 9)) * float(modular.PRIMES[0])
    tall = np.hstack([many, np.zeros((500, 1))])
    for rows, case in [
        (np.vstack([several, -several]), "holds"),
        (np.vstack([several, -several[1:]]), "boundary"),
        (tall, "flat"),
        (np.hstack([tall, np.abs(tall[:, :1])]), "boundary"),
    ]:
        position = classify(rows)
        assert position.case == case
        assert position.verify()
        assert holds(rows) is (case == "holds")
        assert certify(rows).verify()


def test_products_of_slices_are_what_certificates_trust(monkeypatch: pytest.MonkeyPatch):
    """A large certificate that lies by more than it may is rejected, unless that check is cut."""
    certificate = certify(np.random.default_rng(8).standard_normal((120, 30)))
    c = certificate.coefficients
    lie = replace(certificate, coefficients=(float(c[0]) * 1.5, *c[1:]))
    assert certificate.verify()
    assert not lie.verify()
    monkeypatch.setattr(fixedpoint, "positive_combination", lambda rows, coefficients: True)
    assert lie.verify()

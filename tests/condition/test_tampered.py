"""A lie at every door: engines that go astray are not believed, and no evidence that lies verifies.

First the engines, each bent where it only proposes: verdicts stay right.  Then each bent where it
is trusted (a bound, a comparison): the certificate it would give is rejected.  Then the evidence,
in each form that rows come in: small and large arrays, fractions, blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import nnls

import gcbook
from gcbook.condition import Certificate, Certificates, certify, classify, holds
from gcbook.condition._rows import Rows
from gcbook.condition.engines import (
    active,
    barrier,
    batch,
    columns,
    face,
    frames,
    planar,
    rounding,
    simplex,
    spanning,
)
from gcbook.condition.engines.simplex import FAILS, HOLDS, UNDECIDED

from . import reference
from .families import families

Patch = pytest.MonkeyPatch


def layers(k: int, d: int, count: int = 40, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, k, d))


def right(given: np.ndarray) -> None:
    """Verdicts and certificates of a batch are those of the oracle."""
    truth = reference.decide(reference.integers(given))
    assert (holds(given) == truth).all()
    found = certify(given)
    assert (found.holds == truth).all()
    assert found.verify()


# ---- engines that propose something else than they found ----


def test_planar_extremes_that_are_not_extreme(monkeypatch: Patch):
    """The wrong rows named: neither their cone nor their normal may pass."""
    given = layers(5, 2)
    right(given)

    def elsewhere(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return values.max(axis=0), np.zeros(values.shape[1], dtype=np.int64)

    monkeypatch.setattr(planar.simplex, "largest", elsewhere)
    right(given)


def test_planar_normals_that_are_turned(monkeypatch: Patch):
    given = np.abs(layers(5, 2))
    before = planar._normals

    def turned(rows: np.ndarray, extreme: np.ndarray) -> Any:
        return before(rows, extreme[::-1])

    monkeypatch.setattr(planar, "_normals", turned)
    verdict, _, _ = planar.prove(given.astype(np.float32).transpose(2, 1, 0).copy())
    assert (verdict == UNDECIDED).all()
    right(given)


@pytest.mark.parametrize("d", [3, 4])
def test_simplex_pivots_that_go_astray(monkeypatch: Patch, d: int):
    """Tables bent by a tenth from the start: bounds on the final basis must see it."""
    before = simplex._first_table

    def bent(target: np.ndarray) -> np.ndarray:
        table = before(target)
        table[0, 1] += 0.1
        table[:d, d] += 0.1
        return table

    given = layers(2 * d, d)
    monkeypatch.setattr(simplex, "_first_table", bent)
    right(given)
    rows = given.transpose(2, 1, 0)
    verdict = simplex.propose(rows[:, 1:], -rows[:, 0], np.ones(len(given)) * 9, 0)
    truth = reference.decide(reference.integers(given))
    assert (verdict[truth] != FAILS).all()
    assert (verdict[~truth] != HOLDS).all()


@pytest.mark.parametrize("share", [0.0, 1e-12])
def test_simplex_normals_within_rounding_of_nothing(monkeypatch: Patch, share: float):
    """Candidates that are (all but) zero have no sign that floats could prove: no verdict."""

    def shrunk(self: Any, lanes: np.ndarray) -> None:
        self.table[self.d, : self.d, lanes] *= share
        self.rows = self.rows * np.where(share, -1.0, 1.0)  # and the wrong way round
        self.state[lanes] = simplex._CHECKING

    rows = np.abs(layers(6, 3)).transpose(2, 1, 0)
    verdict = simplex.propose(rows[:, 1:], -rows[:, 0], np.ones(40) * 9, 0)
    assert (verdict == FAILS).all()
    monkeypatch.setattr(simplex._Chunk, "push", shrunk)
    verdict = simplex.propose(rows[:, 1:], -rows[:, 0], np.ones(40) * 9, 0)
    assert (verdict != FAILS).all()


def test_barrier_steps_that_lead_nowhere(monkeypatch: Patch):
    """Systems solved wrongly: either nothing is proved, or what is proved is true."""
    inside, outside = layers(90, 30, 1)[0], np.abs(layers(90, 30, 1, seed=2)[0])
    before = barrier._Systems.solve
    rng = np.random.default_rng(3)

    def noisy(self: Any, right_side: np.ndarray) -> np.ndarray:
        solution = before(self, right_side)
        return solution + 0.5 * np.abs(solution).max() * rng.standard_normal(len(solution))

    monkeypatch.setattr(barrier._Systems, "solve", noisy)
    for layer, verdict in ((inside, True), (outside, False)):
        answer = barrier.decide(*barrier.scales(layer)[:2])
        assert answer is None or answer.holds is verdict


def test_a_frame_that_shears_too_far(monkeypatch: Patch):
    """Rows that depend on each other at the level of rounding, seen in a wrong frame."""
    rng = np.random.default_rng(4)
    flat = rng.standard_normal((12, 5))
    flat = np.column_stack([flat, flat[:, 0] + flat[:, 1], 1.1 * flat[:, 2]])
    rows = np.vstack([flat, -flat, np.abs(rng.standard_normal((6, 7)))])
    truth = classify(rows)
    before = frames.Frame.refined
    monkeypatch.setattr(frames.Frame, "refined", lambda self, flat: before(self, flat[::-1] * 3.0))
    found = face.split(Rows.of(rows))
    assert found is None or not found.proved or found.separated.tolist() == truth.separated.tolist()
    assert classify(rows).separated.tolist() == truth.separated.tolist()


def test_a_column_of_one_sign_that_has_two():
    """The quick normal is looked for in a few rows, and proved on all."""
    rows = np.ones((200, 3))
    rows[:100, 1:] = -1
    rows[199] = -1
    assert columns.one_sided(rows) is None
    rows[199] = 1
    assert columns.one_sided(rows).normal == (1.0, 0.0, 0.0)


# ---- what is trusted, bent: the proof is what notices ----


def _wrong(few: bool) -> int:
    """Count what the active set, asked about the degenerate families one by one, says wrongly."""
    count = 0
    for _, make in families():
        given = make(np.random.default_rng(5), 60)
        truth = reference.decide(reference.integers(given))
        said = [active.decide(layer, few=few) for layer in given]
        count += sum(a is not None and a.holds != t for a, t in zip(said, truth, strict=True))
    return count


@pytest.mark.parametrize(
    ("few", "name", "value"),
    [(False, "_UNIT", -1e-9), (True, "_UNIT", -1e-9), (True, "_AGREEMENT", 1e30)],
)
def test_an_active_set_without_its_bounds(monkeypatch: Patch, few: bool, name: str, value: float):
    assert not _wrong(few)
    monkeypatch.setattr(active, name, value)
    assert _wrong(few)


@pytest.mark.parametrize("few", [False, True])
def test_subnormal_rows_are_not_given_to_least_squares(few: bool):
    """SciPy's solver answers infinity for them, or takes the process with it."""
    rng = np.random.default_rng(1)
    for layer in rng.integers(-3, 4, (300, 6, 3)).astype(float):
        layer[rng.integers(6)] *= np.nextafter(0, 1)
        assert active.decide(layer, few=few) is None


GRADED = [0, 0, 1, -1, 2, 0.5, -3, 5e-324, -5e-324, 1e-320, -1e-310, 1e-308, -1e-300, 1e-160]
GRADED += [-1e-155, 1e-30, -1e-16, 1e-8]


@pytest.mark.parametrize("few", [False, True])
def test_least_squares_are_given_entries_of_comparable_size(monkeypatch: Patch, few: bool):
    """The rest does not change what is proved, and it has taken the process with it."""
    seen = []

    def watched(matrix: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, float]:
        sizes = np.abs(matrix)
        seen.append(sizes[sizes > 0].min() / sizes.max())
        return nnls(matrix, target)

    monkeypatch.setattr(active, "_least_squares", lambda: watched)
    rng = np.random.default_rng(3)
    for _ in range(3000):
        d = rng.integers(2, 8)
        layer = rng.choice(GRADED, (rng.integers(d + 1, 3 * d), d))
        layer[np.arange(len(layer)), rng.integers(d, size=len(layer))] = 1 - 2.0 * (
            rng.random(len(layer)) < 0.5
        )
        answer = active.decide(layer, few=few)
        if answer is not None and not answer.holds:
            normal = [Fraction(x) for x in answer.normal]
            for row in layer.tolist():
                assert sum(Fraction(x) * n for x, n in zip(row, normal, strict=True)) >= 0
    assert len(seen) > 100
    assert min(seen) > 2.0**-41


@pytest.mark.parametrize("d", [2, 3, 4])
def test_least_squares_that_are_not_least(monkeypatch: Patch, d: int):
    """Whatever the solver answers: what is not proved is passed on, and the verdict is right."""
    given = layers(2 * d + 1, d, 60)
    truth = reference.decide(reference.integers(given)).tolist()
    honest = [active.decide(layer) for layer in given]
    assert all(a is None or a.holds == t for a, t in zip(honest, truth, strict=True))
    assert honest.count(None) <= len(given) // 5  # ten in SciPy 1.13, which goes in circles; then 0
    rng = np.random.default_rng(2)

    def slipped(matrix: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, float]:
        shares, left = nnls(matrix, target)
        shares[rng.integers(shares.size)] = rng.integers(2)
        return shares, left * rng.integers(2)

    monkeypatch.setattr(active, "_least_squares", lambda: slipped)
    said = [active.decide(layer) for layer in given]
    assert None in said
    assert all(a is None or a.holds == t for a, t in zip(said, truth, strict=True))
    assert [holds(layer) for layer in given] == truth
    assert all(certify(layer).verify() for layer in given)


def test_a_barrier_that_overstates_an_eigenvalue(monkeypatch: Patch):
    """Rank 29 in 30 dimensions, called regular: the certificate does not verify."""
    half = layers(60, 29, 1)[0]
    rows = np.hstack([np.vstack([half, -half]), np.zeros((120, 1))])
    assert barrier.decide(*barrier.scales(rows)[:2]) is None
    monkeypatch.setattr(barrier._Systems, "least_eigenvalue", lambda self: 1.0)
    monkeypatch.setattr(barrier, "dpotrf", _with_ridge(barrier.dpotrf))
    monkeypatch.setattr(barrier, "spotrf", _with_ridge(barrier.spotrf))
    lie = barrier.decide(*barrier.scales(rows)[:2])
    assert lie is not None
    assert lie.holds
    assert not Certificate(True, rows, lie.support, lie.coefficients).verify()


def _with_ridge(factor: Callable[..., Any]) -> Callable[..., Any]:
    def moved(matrix: np.ndarray, **options: Any) -> Any:
        ridge = np.array(matrix)
        ridge[np.diag_indices(len(ridge))] += 1e-3
        return factor(ridge, lower=1, clean=0)

    return moved


def test_a_planar_comparison_turned_round(monkeypatch: Patch):
    """Every verdict of the quick method reversed: no proof of one of them verifies."""
    given = layers(6, 2, 30)
    before = planar._compare

    def reversed_(*args: Any) -> np.ndarray:
        verdict = before(*args)
        return np.where(verdict == UNDECIDED, verdict, 1 - verdict).astype(np.int8)

    monkeypatch.setattr(planar, "_compare", reversed_)
    found = batch.decide(given, proofs=True)
    for i, layer in enumerate(given):
        answer = batch.proof(found, i)
        assert answer is not None
        told = Certificate(answer.holds, layer, answer.support, answer.coefficients, answer.normal)
        assert told.verify()  # made by exact arithmetic, or not at all
        if found.verdict[i] == FAILS and i not in found.special:
            lie = Certificate(False, layer, normal=tuple(found.normals[i].tolist()))
            assert not lie.verify()


def test_a_rank_that_is_too_low_is_rejected(monkeypatch: Patch):
    """Elimination that loses a row: the position says so, and does not verify."""
    rows = layers(12, 4, 1)[0]
    before = spanning._span

    def short(*args: Any) -> Any:
        basis, _ = before(*args)
        return basis[:-1], [[0, 0, 0, 1]]

    monkeypatch.setattr(spanning, "_span", short)
    monkeypatch.setattr(Rows, "signs", lambda self, vector: np.zeros(self.shape[0], dtype=np.int8))
    position = classify(rows)
    monkeypatch.undo()
    assert position.rank == 3
    assert not position.verify()


def test_a_bound_that_forgets_the_matrix(monkeypatch: Patch):
    """Coefficients of a wrong basis, waved through: `verify` does not."""
    monkeypatch.setattr(rounding, "correction_bound", lambda *a, **k: np.zeros(a[3].shape))
    rows = np.array([[1.0, 0.2, 0.1], [0.1, 1.0, 0.3], [0.2, 0.1, 1.0], [-1.0, -1.0, -1.0]])
    coefficients = batch._coefficients(rows + np.eye(4)[:, :3] * 0.5)
    assert coefficients is not None
    assert not Certificate(True, rows, (0, 1, 2, 3), coefficients).verify()


# ---- evidence, in every form that rows come in ----


def forms() -> list[tuple[str, Any]]:
    """The same kinds of layers as arrays small and large, as fractions and in blocks."""
    rng = np.random.default_rng(6)
    inside, face_rows = rng.standard_normal((12, 3)), rng.integers(-4, 5, (8, 3)) * 1.0
    face_rows = np.vstack([face_rows * [0, 1, 1], -face_rows * [0, 1, 1], np.abs(face_rows) + 1])
    face_rows *= [-1, 1, 1]  # so that the first axis is no normal
    large = rng.standard_normal((160, 40))
    flat = rng.standard_normal((40, 15)) @ rng.integers(-3, 4, (15, 30))
    boundary = np.vstack([flat, -flat, rng.standard_normal((9, 30)) ** 2])
    third = np.array([[Fraction(int(x), 3) for x in row] for row in face_rows * 3], dtype=object)
    third[0] = [Fraction(-1, 7), Fraction(0), Fraction(0)]
    signs = (-1.0) ** np.arange(1, 61)
    where = rng.integers(0, [[9000], [700]], (2, 25_000))  # random_array has rng= since SciPy 1.15
    dummies = sparse.csr_array((rng.random(25_000), where), shape=(9000, 700))
    return [
        ("small, holds", inside),
        ("small, boundary", face_rows),
        ("large, holds", large),
        ("large, fails", np.abs(large) * signs[:40]),
        ("large, boundary", boundary),
        ("fractions", third),
        ("blocks", sparse.csr_array(abs(dummies)[:, :60] * signs)),
    ]


FORMS = [pytest.param(rows, id=name) for name, rows in forms()]


def lies(certificate: Certificate) -> list[Certificate]:
    """Certificates beside a right one that prove nothing."""
    k, d = certificate.weights.shape
    one = (Fraction(1),)
    told = [
        replace(certificate, holds=not certificate.holds),
        Certificate(True, certificate.weights, tuple(range(k)), one * k),
        Certificate(False, certificate.weights, normal=one + (Fraction(0),) * (d - 1)),
        Certificate(True, certificate.weights),
        Certificate(False, certificate.weights),
    ]
    if certificate.holds:
        c, support = certificate.coefficients, certificate.support
        told += [
            replace(certificate, coefficients=(-c[0], *c[1:])),
            replace(certificate, coefficients=(c[0] * 3, *c[1:])),
            replace(certificate, coefficients=c[1:]),
            replace(certificate, support=support[: d // 2], coefficients=c[: d // 2]),
            replace(certificate, support=(k, *support[1:])),
        ]
    else:
        n = certificate.normal
        told += [
            replace(certificate, normal=tuple(-x for x in n)),
            replace(certificate, normal=tuple(x * 0 for x in n)),
            replace(certificate, normal=n[1:]),
            replace(certificate, normal=(*n[1:], n[0])),
        ]
    return told


@pytest.mark.parametrize("rows", FORMS)
def test_certificates_that_lie(rows: Any):
    certificate = certify(rows)
    assert certificate.verify()
    assert not any(lie.verify() for lie in lies(certificate))


@pytest.mark.parametrize("rows", FORMS)
def test_positions_that_lie(rows: Any):
    position = classify(rows)
    assert position.verify()
    d = position.weights.shape[1]
    told = [
        replace(position, rank=position.rank - 1),
        replace(position, independent=position.independent[1:]),
        replace(position, null_space=(*position.null_space, (Fraction(1),) * d)),
        replace(position, balanced=position.separated, separated=position.balanced),
    ]
    told += [
        replace(position, case=case)
        for case in ("holds", "flat", "boundary", "outside")
        if case != position.case
    ]
    if len(position.separated):
        told.append(replace(position, separated=position.separated[:-1]))
        told.append(replace(position, normal=tuple(-x for x in position.normal)))
    if len(position.balanced):
        c = tuple(position.coefficients)
        told.append(replace(position, coefficients=(c[0] + Fraction(1, 2**300), *c[1:])))
        told.append(replace(position, coefficients=tuple(-x for x in c)))
    assert not any(lie.verify() for lie in told)


def test_one_lie_in_a_batch():
    found = list(certify(layers(7, 3, 5)).flat)
    assert Certificates.of(found, (5,)).verify()
    found[3] = replace(found[3], holds=not found[3].holds)
    assert not Certificates.of(found, (5,)).verify()


def test_a_separation_that_lies():
    x = np.array([[1.0, 1], [1, 2], [1, 3], [1, 3]])
    found = gcbook.separation(x, [0, 0, 1, 0])
    assert found.verify()
    for change in (
        {"case": "overlap"},
        {"rows": np.array([0])},
        {"coefficients": -found.coefficients},
        {"direction": tuple(-v for v in found.direction)},
        {"dimension": 2},
        {"face": found.position},
        {"position": replace(found.position, normal=tuple(-v for v in found.position.normal))},
    ):
        assert not attrs.evolve(found, **change).verify()

"""Certificates: exact, untamperable, and read without trust."""

from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from gcbook import condition
from gcbook.condition import Certificate, Certificates, certify, classify
from gcbook.condition.engines import exact
from gcbook.condition.evidence.verification import AGREEMENT

TRIANGLE = [[1.0, 0.0], [0.0, 1.0], [-1.0, -2.0]]


def layers() -> list[np.ndarray]:
    rng = np.random.default_rng(2)
    shapes = [(4, 1), (5, 2), (8, 3), (30, 10), (70, 30), (130, 30), (3, 7)]
    found = [rng.standard_normal(shape) for shape in shapes]
    found += [rng.integers(-1, 2, shape).astype(float) for shape in [(4, 2), (6, 3), (9, 4)]]
    found += [np.vstack([np.eye(3), -np.eye(3)]), -np.abs(found[3]), np.zeros((3, 2))]
    return found


CERTIFICATES = [certify(layer) for layer in layers()]


@pytest.mark.parametrize("certificate", CERTIFICATES)
def test_it_verifies_and_survives_json(certificate: Certificate, tmp_path: Path):
    assert certificate.verify()
    certificate.save(tmp_path / "c.json")
    again = Certificate.load(tmp_path / "c.json")
    assert again.verify()
    for name in ("holds", "support", "coefficients", "normal"):
        assert getattr(again, name) == getattr(certificate, name)
    assert np.array_equal(again.weights, certificate.weights)


@pytest.mark.parametrize("certificate", CERTIFICATES)
def test_a_claim_of_the_opposite_is_rejected(certificate: Certificate):
    assert not replace(certificate, holds=not certificate.holds).verify()
    k, d = certificate.weights.shape
    forged = Certificate(not certificate.holds, certificate.weights)
    assert not forged.verify()
    if certificate.holds:
        assert not replace(forged, normal=(1.0,) * d).verify()
    else:
        assert not replace(forged, support=tuple(range(k)), coefficients=(1.0,) * k).verify()


@pytest.mark.parametrize("certificate", [c for c in CERTIFICATES if c.holds])
def test_a_tampered_combination_is_rejected(certificate: Certificate):
    c, support = certificate.coefficients, certificate.support
    k, d = certificate.weights.shape
    for i in (0, len(c) - 1):
        for factor in (-1, 0, Fraction(9, 10), 2):
            changed = (*c[:i], type(c[i])(c[i] * factor), *c[i + 1 :])
            tampered = replace(certificate, coefficients=changed)
            # with more than d + 1 rows other combinations exist, but not far from given ones
            assert not tampered.verify() or (factor == Fraction(9, 10) and len(c) > d + 1)
    assert not replace(certificate, support=support[:-1], coefficients=c[:-1]).verify() or (
        len(c) > d + 2
    )
    assert not replace(certificate, coefficients=c[:-1]).verify()
    assert not replace(certificate, support=(support[0], *support[:-1])).verify()
    assert not replace(certificate, support=(*support[:-1], k)).verify()
    assert not replace(certificate, support=(-1, *support[1:])).verify()
    flipped = certificate.weights.copy()
    flipped[support[0]] *= -1
    assert not replace(certificate, weights=flipped).verify()
    assert not replace(certificate, normal=(1.0,) * d).verify()


@pytest.mark.parametrize("certificate", [c for c in CERTIFICATES if not c.holds])
def test_a_tampered_normal_is_rejected(certificate: Certificate):
    n = certificate.normal
    zero = type(n[0])(0)
    assert not replace(certificate, normal=(zero,) * len(n)).verify()
    assert not replace(certificate, normal=n[:-1]).verify()
    assert not replace(certificate, normal=(*n, n[0])).verify()
    if certificate.weights.any() and not isinstance(n[0], Fraction):
        assert not replace(certificate, normal=tuple(-x for x in n)).verify()
        assert not replace(certificate, normal=(float("nan"), *n[1:])).verify()
    against = np.vstack([certificate.weights, -np.array([float(x) for x in n])])
    assert not replace(certificate, weights=against).verify()


def test_coefficients_must_lie_next_to_exact_ones():
    good = certify(TRIANGLE)
    assert good.coefficients == (1.0, 2.0, 1.0)
    near = (1.0 + float(AGREEMENT) / 4, 2.0, 1.0)
    far = (1.0 + float(AGREEMENT) * 4, 2.0, 1.0)
    assert replace(good, coefficients=near).verify()
    assert not replace(good, coefficients=far).verify()


def test_a_combination_of_deficient_rank_proves_nothing():
    rows = [[1.0, 0.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 1.0]]
    claim = Certificate(True, np.array(rows), (0, 1, 2, 3), (Fraction(1),) * 4)
    assert not claim.verify()
    assert not replace(claim, coefficients=(1.0,) * 4).verify()
    wide = np.zeros((62, 31))
    wide[:30, :30], wide[30:60, :30] = np.eye(30), -np.eye(30)
    assert not Certificate(True, wide, tuple(range(60)), (1.0,) * 60).verify()


def test_a_normal_off_by_one_unit_in_the_last_place_is_rejected():
    weights = np.array([[3.0, 1.0], [-3.0, -1.0], [0.0, 1.0]])
    good = certify(weights)
    assert good.normal == (-1, 3)
    assert not replace(good, normal=(-1.0, np.nextafter(3.0, 4.0))).verify()
    tall = np.vstack([np.repeat(weights, 9000, axis=0)])
    assert Certificate(False, tall, normal=(-1.0, 3.0)).verify()
    assert not Certificate(False, tall, normal=(-1.0, float(np.nextafter(3.0, 4.0)))).verify()


def test_verification_needs_no_engine(tmp_path: Path):
    """In a fresh process in which no engine can be imported, and one lie is seen."""
    for i, certificate in enumerate(CERTIFICATES):
        certificate.save(tmp_path / f"{i:02}.json")
    Certificates.of(CERTIFICATES[:4], (2, 2)).save(tmp_path / "batch")
    positions = [classify(layer) for layer in layers()]
    (tmp_path / "positions").write_bytes(pickle.dumps(positions))
    lie = replace(CERTIFICATES[0], holds=not CERTIFICATES[0].holds)
    lie.save(tmp_path / "lie")
    code = """
import importlib.abc, pathlib, pickle, sys, types
class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.startswith("gcbook.condition.engines"):
            raise ImportError(f"{name} is absent")
sys.meta_path.insert(0, Absent())
import gcbook_path
root = pathlib.Path(gcbook_path.ROOT)
for name, place in (("gcbook", root), ("gcbook.condition", root / "condition")):
    module = types.ModuleType(name)  # without the front pages, which import the engines
    module.__path__ = [str(place)]
    sys.modules[name] = module
from gcbook.condition.evidence.certificate import Certificate
from gcbook.condition.evidence.certificates import Certificates
folder = pathlib.Path(sys.argv[1])
assert all(Certificate.load(path).verify() for path in folder.glob("*.json"))
assert Certificates.load(folder / "batch").verify()
assert all(one.verify() for one in pickle.loads((folder / "positions").read_bytes()))
assert not Certificate.load(folder / "lie").verify()
assert not any(name.startswith("gcbook.condition.engines") for name in sys.modules)
"""
    root = Path(condition.__file__).parents[1]
    (tmp_path / "gcbook_path.py").write_text(f"ROOT = {str(root)!r}\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr


def test_a_certificate_says_its_verdict_and_travels():
    for certificate in CERTIFICATES:
        assert bool(certificate) is certificate.holds
        for again in (pickle.loads(pickle.dumps(certificate)), copy.deepcopy(certificate)):
            assert again.verify()
            assert again.holds is certificate.holds
        assert len(repr(certificate)) < 300
        assert ("holds" if certificate.holds else "fails") in certificate._repr_html_()


def test_a_batch_travels_with_its_shape(tmp_path: Path):
    batch = certify(np.random.default_rng(1).standard_normal((2, 3, 5, 2)))
    batch.save(tmp_path / "batch.json")
    for again in (
        pickle.loads(pickle.dumps(batch)),
        copy.deepcopy(batch),
        Certificates.load(tmp_path / "batch.json"),
    ):
        assert again.shape == (2, 3)
        assert (again.holds == batch.holds).all()
        assert again.verify()
    with pytest.raises(ValueError, match="ambiguous"):
        bool(batch)
    assert bool(batch[:1, :1]) is bool(batch[0, 0])
    assert len(repr(batch)) < 300
    assert "layers hold" in batch._repr_html_()


@pytest.mark.parametrize(
    ("change", "wording"),
    [
        ({"shape": [2]}, "must have 2 certificates; got 1"),
        ({"shape": []}, "'shape' must be a list of sizes"),
        ({"shape": [True]}, "'shape' must be a list of sizes"),
        ({"format": "gcbook-certificate"}, "must have format 'gcbook-certificates'"),
        ({"certificates": 3}, "'certificates' must be a list"),
        ({"certificates": [{}]}, "must have format"),
    ],
)
def test_a_malformed_batch_is_refused(change: dict[str, object], wording: str, tmp_path: Path):
    path = tmp_path / "batch.json"
    Certificates.of([certify(TRIANGLE)], (1,)).save(path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(ValueError, match=wording):
        Certificates.load(path)


def test_its_weights_cannot_be_changed():
    certificate = certify(TRIANGLE)
    with pytest.raises(ValueError, match="read-only"):
        certificate.weights[0, 0] = 5.0


def test_a_batch_is_a_sequence():
    weights = np.random.default_rng(4).standard_normal((2, 3, 6, 3))
    batch = certify(weights)
    assert isinstance(batch, Certificates)
    assert len(batch) == 2
    assert batch.shape == batch.holds.shape == (2, 3)
    assert np.array_equal(batch[1, 2].weights, weights[1, 2])
    assert np.array_equal(batch[-1][-1].weights, weights[1, 2])
    assert batch[1].shape == (3,)
    assert (batch[:, 1:].holds == batch.holds[:, 1:]).all()
    assert [c.holds for c in batch.flat] == batch.holds.ravel().tolist()
    assert [one.shape for one in batch] == [(3,), (3,)]
    assert batch.verify()
    with pytest.raises(IndexError):
        batch[2]
    assert "hold" in repr(batch)
    assert "k=6, d=3" in repr(batch[0, 0])


@pytest.mark.parametrize("d", [2, 3, 7])
def test_a_batch_speaks_of_the_rows_it_was_given(d: int):
    """Certificates are made when asked for, by when the caller may have changed the array."""
    rng = np.random.default_rng(d)
    given = rng.standard_normal((40, 3 * d, d))
    given[::4, :, 0] *= 1e-7
    given[1::4, 0] = 0
    given[2::4, 1] = -given[2::4, 2]
    weights = given.copy()
    batch = certify(weights)
    weights[:] = 0
    assert 0 < batch.holds.sum() < 40
    for certificate, verdict, rows in zip(batch, batch.holds, given, strict=True):
        assert certificate.holds == verdict
        assert certificate.verify()
        assert (certificate.weights == rows).all()


def test_more_than_2d_rows_are_never_needed_in_exact_arithmetic():
    rng = np.random.default_rng(8)
    for d in (2, 3, 5):
        for _ in range(40):
            found = exact.decide(rng.integers(-1, 2, (4 * d, d)).astype(float))
            assert len(found.support) <= 2 * d


def document() -> dict[str, object]:
    return dict(json.loads(certify(TRIANGLE).to_json()))


def test_long_fractions_survive():
    number = Fraction(3**20_000, 7**9_000)
    certificate = Certificate(False, np.array([[1.0]]), normal=(number,))
    assert Certificate.from_json(certificate.to_json()).normal == (number,)
    assert certificate.verify()


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "must be a JSON object"),
        ("{}", "must have format"),
        ('{"format": "gcbook-certificate", "version": 2}', "version 1"),
        ('{"format": NaN}', "not a finite number"),
        ('{"format": 1, "format": 1}', "repeats a field"),
    ],
)
def test_malformed_text_is_refused(text: str, wording: str):
    with pytest.raises(ValueError, match=wording):
        Certificate.from_json(text)


@pytest.mark.parametrize(
    ("field", "value", "wording"),
    [
        ("holds", 1, "'holds' must be a boolean"),
        ("weights", [], "rows of one length"),
        ("weights", [[]], "rows of one length"),
        ("weights", [["0x1p+0"], ["0x1p+0", "0x1p+0"]], "rows of one length"),
        ("weights", [[1.5]], r"weights\[0\]\[0\] must be a hexadecimal float"),
        ("weights", [["1/2", "0x1p+0"]], "finite hexadecimal floats"),
        ("weights", [["0x1.0p+9999"]], "too large"),
        ("weights", [["inf"]], r"weights\[0\]\[0\] must be"),
        ("weights", "0x1p+0", "'weights' must be a list"),
        ("weights", ["0x1p+0"], r"weights\[0\] must be a list"),
        ("support", [0, 1, 3], r"support\[2\] must be a row number from 0 to 2"),
        ("support", [0, 1, -1], r"support\[2\] must be a row number"),
        ("support", [0, True, 2], r"support\[1\] must be a row number"),
        ("support", {"0": 1}, "'support' must be a list"),
        ("coefficients", ["1/0"], r"coefficients\[0\] must be"),
        ("coefficients", ["1/2", "0x1p+0"], "must not mix"),
        ("coefficients", ["9" * 5000 + "/1"], r"coefficients\[0\] must be"),
        ("coefficients", [None], r"coefficients\[0\] must be"),
        ("normal", ["nan"], r"normal\[0\] must be"),
        ("normal", [[["x"]]], r"normal\[0\] must be"),
        ("extra", 1, "unknown fields: 'extra'"),
    ],
)
def test_hostile_fields_are_refused_by_name(field: str, value: object, wording: str):
    with pytest.raises(ValueError, match=wording):
        Certificate.from_json(json.dumps({**document(), field: value}))


def test_a_missing_field_and_a_binary_file_are_refused(tmp_path: Path):
    less = document()
    del less["normal"]
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(less))
    with pytest.raises(ValueError, match=r"certificate\.json: certificate has missing.*'normal'"):
        Certificate.load(path)
    path.write_bytes(b"\x80\x04\x95\xff")
    with pytest.raises(ValueError, match="not text in UTF-8"):
        Certificate.load(path)


def test_loading_does_not_believe():
    lie = {**document(), "holds": False, "support": [], "coefficients": []}
    assert not Certificate.from_json(json.dumps(lie)).verify()

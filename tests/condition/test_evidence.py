"""Certificates, batches and their JSON: each part bent alone proves nothing."""

from __future__ import annotations

import copy
import json
import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gcbook.condition import Certificate, Certificates, UndecidedError, certify
from gcbook.condition._rows import Rows
from gcbook.condition.evidence import codec, verification
from gcbook.condition.evidence.certificates import decided

CROSS = np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]])
ONE = Fraction(1)


# ---- certificates ----


def test_a_proof_of_one_verdict_holds_nothing_of_the_other():
    held, failed = certify(CROSS), certify(np.abs(CROSS))
    assert not replace(held, normal=(0.0, 0.0)).verify()
    assert not replace(failed, support=(0,)).verify()
    assert not replace(failed, coefficients=(1.0,)).verify()
    assert repr(held) == f"Certificate(holds=True, k=4, d=2, support of {len(held.support)} rows)"
    assert repr(failed) == "Certificate(holds=False, k=4, d=2, normal)"
    words = f"4 rows in dimension 2; shown by {len(held.support)} rows that surround 0"
    assert held._repr_html_() == f"<b>holds</b> ({words})"
    words = "4 rows in dimension 2; shown by a half-space"
    assert failed._repr_html_() == f"<b>fails</b> ({words})"


@pytest.mark.parametrize("kind", ["floats", "fractions", "blocks"])
def test_the_agreement_asked_is_exact(kind: str):
    """1 and -(1 + e): the greater is corrected by e, which may be 2**-20 of it and no more."""
    rows: Any = np.array([[1.0], [-1.0]])
    if kind == "fractions":
        rows = np.array([[ONE / 3], [-ONE / 3]], dtype=object)
    if kind == "blocks":
        rows = Rows.of(rows)
    e = Fraction(1, 2**20 - 1)
    for more, verdict in ((Fraction(0), True), (-(e**9), True), (e**9, False), (ONE, False)):
        assert Certificate(True, rows, (0, 1), (ONE, 1 + e + more)).verify() is verdict
        assert Certificate(True, rows, (1, 0), (1 + e + more, ONE)).verify() is verdict


def weighed(k: int, d: int) -> tuple[np.ndarray, tuple[int, ...], tuple[float, ...]]:
    """Rows +-w of sizes far apart, whose order matters, and coefficients that balance them."""
    rng = np.random.default_rng(k)
    half = rng.standard_normal((k, d))
    size = 2.0 ** rng.integers(-20, 20, k)
    rows = np.vstack([half * size[:, None], -half])
    order = rng.permutation(2 * k)
    return rows, tuple(order.tolist()), tuple(np.concatenate([1 / size, np.ones(k)])[order])


@pytest.mark.parametrize(("k", "d"), [(4, 3), (30, 24), (30, 25), (60, 30)])
def test_combinations_by_both_ways_and_in_any_order(k: int, d: int):
    rows, support, c = weighed(k, d)
    exact = np.array([[Fraction(x) for x in row] for row in rows.tolist()], dtype=object)
    for given in (rows, Rows.of(rows)) if d > 10 else (rows, Rows.of(rows), exact):
        assert verification.combination_is_proof(given, support, c)
        assert not verification.combination_is_proof(given, support[::-1], c)
        assert not verification.combination_is_proof(given, support, (*c[:-1], c[-1] * 1.01))
        assert not verification.combination_is_proof(given, support, (*c[:-1], math.nan))
        assert not verification.combination_is_proof(given, support, (*c[:-1], math.inf))
        assert not verification.combination_is_proof(given, support, (*c[:-1], 0.0))
        assert not verification.combination_is_proof(given, support, c[:-1])
        assert not verification.combination_is_proof(given, (*support[:-1], support[0]), c)
        assert not verification.combination_is_proof(given, (*support[:-1], 2 * k), c)
    fractions = tuple(map(Fraction, c))
    assert d > 25 or verification.combination_is_proof(rows, support, fractions)


def test_no_fewer_rows_than_surround_a_point():
    """d rows whose combination vanishes have not full rank; d + 1 may."""
    assert not verification.combination_is_proof(CROSS, (0, 1), (1.0, 1.0))
    assert not verification.combination_is_proof(CROSS, (0, 1, 2), (1.0, 1.0, 2.0**-60))
    for nothing in (0.0, -0.0, Fraction(0), 0):  # the third row would give the rank
        assert not verification.combination_is_proof(CROSS, (0, 1, 2), (1.0, 1.0, nothing))
        assert not verification.combination_is_proof(CROSS, (0, 1, 2), (ONE, ONE, nothing))
    line = np.array([[1.0, 0], [-1, 0], [1, 0]])
    assert not verification.combination_is_proof(line, (0, 1, 2), (1.0, 2 + 2.0**-30, 1.0))
    three = np.array([[1.0, 0], [0, 1], [-1, -1]])
    assert verification.combination_is_proof(three, (0, 1, 2), (1.0, 1.0, 1.0))
    assert verification.combination_is_proof(three, (0, 1, 2), (1, 1.0, ONE))
    assert not verification.combination_is_proof(np.zeros((2, 1)), (0, 1), (1.0, 1.0))


@pytest.mark.parametrize("kind", ["floats", "fractions", "blocks"])
def test_normals_of_every_kind(kind: str):
    rows: Any = np.array([[1.0, 3.0], [-2.0, 0.5], [0.0, 0.0]])
    if kind == "fractions":
        rows = np.array([[Fraction(x) for x in row] for row in rows.tolist()], dtype=object)
    if kind == "blocks":
        rows = Rows.of(rows)
    proof = verification.normal_is_proof
    assert proof(rows, (0.0, 1.0))
    assert proof(rows, (ONE, Fraction(4)))  # zero on the second
    assert proof(rows, (-3.0, 1.0))  # zero on the first
    assert proof(rows, (1, 1e300)) is True
    assert not proof(rows, (ONE, Fraction(4) - Fraction(1, 10**50)))
    assert not proof(rows, (-3.0, 1.0 - 2.0**-53))
    for bad in ((0.0, 0.0), (math.nan, 1.0), (0.0, math.inf), (1.0,), (0.0, 1.0, 0.0), ()):
        assert not proof(rows, bad)


# ---- batches ----


def test_a_refusal_names_eight_layers():
    for count, words in ((8, "5, 6, 7;"), (9, "5, 6, 7, ...;")):
        with pytest.raises(
            UndecidedError, match=f"hold {count} of 12 layers.*: 0, 1, .*"
        ) as caught:
            decided(np.zeros(12, dtype=bool), np.arange(12) < count)
        assert words in str(caught.value)
        assert caught.value.indices == list(range(count))
        assert not caught.value.answers.any()
    with pytest.raises(UndecidedError, match=r"1 of 4 layers.*: \(1, 0\);") as caught:
        decided(np.ones((2, 2), dtype=bool), np.array([[False, False], [True, False]]))
    assert caught.value.indices == [(1, 0)]
    assert caught.value.answers.all()


def test_a_batch_says_what_it_holds():
    held, failed = certify(CROSS), certify(np.abs(CROSS))
    batch = Certificates.of((held, failed, held, held, failed, held), (2, 3))
    assert batch.holds.tolist() == [[True, False, True], [True, False, True]]
    assert batch.holds.dtype == bool
    assert repr(batch) == "Certificates(shape=(2, 3), 4 of 6 hold)"
    assert batch._repr_html_() == "<b>4 of 6</b> layers hold (shape (2, 3))"
    assert batch[1, 1] is failed
    assert batch[0][2] is held
    assert bool(batch[:1, 1:2]) is False
    assert bool(batch[:1, :1]) is True
    assert [one.shape for one in (batch[:, 1], batch[1:], batch[[True, False]])] == [
        (2,),
        (1, 3),
        (1, 3),
    ]
    part = copy.deepcopy(batch[:, 1:])
    assert part[1, 0] is failed
    assert [one.holds for one in part.flat] == [False, True, False, True]
    open_ = Certificates(np.zeros(2, dtype=bool), np.array([True, False]), lambda i: failed)
    assert repr(open_) == "Certificates(shape=(2,), 0 of 2 hold, 1 undecided)"
    with pytest.raises(UndecidedError, match="1 of 2 layers"):
        open_.__reduce__()
    empty = Certificates.of([], (0, 3))
    assert empty.verify()
    assert empty.holds.shape == (0, 3)
    assert empty.holds.dtype == bool
    assert len(empty) == 0


def test_batches_without_rows_travel(tmp_path: Any):
    for shape in ((0,), (2, 0), (1,)):
        batch = Certificates.of([certify(CROSS)] * math.prod(shape), shape)
        batch.save(tmp_path / "batch.json")
        assert Certificates.load(tmp_path / "batch.json").shape == shape
    for shape in ([-1, -1], ["1"], [1.0], 1):
        path = tmp_path / "bad.json"
        path.write_text(
            json.dumps({**json.loads((tmp_path / "batch.json").read_text()), "shape": shape})
        )
        with pytest.raises(ValueError, match=r"bad\.json: certificate 'shape' must be a list"):
            Certificates.load(path)


# ---- JSON ----


@pytest.mark.parametrize("p", [10**4000 - 1, 10**4000, -(10**4000), -(10**4000) + 1, 7])
@pytest.mark.parametrize("q", [1, 10**4000 + 1, 10**4000 - 3])
def test_fractions_of_every_length_survive(p: int, q: int):
    number = Fraction(p, q)
    made = Certificate(False, np.array([[1.0]]), normal=(number,))
    text = made.to_json()
    assert Certificate.from_json(text).normal == (number,)
    short = max(abs(number.numerator), number.denominator) < 10**4000
    assert ("0x" in json.loads(text)["normal"][0]) is not short


def test_what_is_shown_of_a_bad_value_is_short():
    base = json.loads(certify(CROSS).to_json())
    for value, shown in (("x" * 58, repr("x" * 58)), ("x" * 59, repr("x" * 59)[:57] + "...")):
        for field in ("holds", "support", "normal"):
            with pytest.raises(ValueError, match=r"got '") as caught:
                codec.decode(json.dumps({**base, field: value}))
            assert str(caught.value).endswith(f"got {shown}")
    with pytest.raises(ValueError, match="unknown fields") as caught:
        codec.decode(json.dumps({**base, **{f"field{i:03}": 0 for i in range(60)}}))
    assert str(caught.value).endswith(": " + ", ".join(f"'field{i:03}'" for i in range(60))[:200])
    for change, wording in (
        ({"version": 2}, "'gcbook-certificate' and version 1; got 'gcbook-certificate' and 2"),
        ({"format": "x"}, "version 1; got 'x' and 1"),
        ({"coefficients": [[]]}, r"coefficients\[0\] must be a hexadecimal float or a fraction"),
        ({"weights": [["0x1p+0"], ["1/1"]]}, "finite hexadecimal floats, or fractions"),
        ({"weights": [["0x1.0p+1024"]]}, r"weights\[0\]\[0\] is too large"),
        ({"support": [0, 4]}, r"support\[1\] must be a row number from 0 to 3; got 4"),
        ({"support": [1.0]}, r"support\[0\] must be a row number from 0 to 3; got 1.0"),
    ):
        with pytest.raises(ValueError, match=wording):
            codec.decode(json.dumps({**base, **change}))
    with pytest.raises(ValueError, match="an array; these are read in blocks"):
        codec.encode(True, Rows.of(CROSS), (), (), ())
    exact = [["1/3", "-0x10/0x3"], ["0/1", "2/1"]]
    rows = codec.decode(json.dumps({**base, "weights": exact, "support": [], "coefficients": []}))[
        1
    ]
    assert rows.tolist() == [[ONE / 3, Fraction(-16, 3)], [0, 2]]

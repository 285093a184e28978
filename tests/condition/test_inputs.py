"""What users hand in: decided exactly as given, or refused by name."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import gcbook
from gcbook.condition import UndecidedError, _inputs, certify, classify, holds, inside, margin
from gcbook.condition.engines import batch

from .test_classify import rare

THIRD = Fraction(1, 3)
EXACT = [[THIRD, THIRD], [-THIRD, Fraction(0)], [Fraction(0), -THIRD]]


def test_fractions_are_decided_as_given():
    """(1/3, 1/3), (-1/3, 0), (0, -1/3) hold; with 0 on an edge they do not, and floats differ."""
    assert holds(EXACT)
    certificate = certify(EXACT)
    assert certificate.holds
    assert certificate.verify()
    assert type(certificate).from_json(certificate.to_json()).verify()
    assert classify(EXACT).verify()
    assert classify(EXACT).case == "holds"
    edge = [[THIRD, THIRD], [-2 * THIRD, -2 * THIRD], [Fraction(1, 7), Fraction(0)]]
    assert classify(edge).case == "boundary"
    assert classify(edge).separated.tolist() == [2]
    assert classify(edge).verify()
    assert not certify(edge)
    assert certify(edge).verify()
    assert margin(EXACT).low > 0
    assert margin(edge).low == margin(edge).high == 0
    assert holds([EXACT, edge]).tolist() == [True, False]
    assert certify([EXACT, edge]).verify()


def test_decimals_and_long_integers_are_decided_as_given():
    tenth = [[Decimal("0.1"), Decimal("0.3")], [Decimal("-0.2"), Decimal("-0.6")], [1, 0]]
    assert classify(tenth).case == "boundary"
    assert not holds([[0.1, 0.3], [-0.2, -0.6], [1, 0]])
    big = 2**53 + 1
    long = [[big, 1], [-big, -1], [0, 1]]
    assert classify(long).separated.tolist() == [2]
    near = [[big, 1], [-(big - 1), -1], [0, -1]]  # floats cannot tell the first entries apart
    assert classify(near).case == classify([[Fraction(x) for x in row] for row in near]).case
    assert classify(np.array(long, dtype=np.int64)).case == "boundary"
    assert classify([[10**400, 0], [0, 1], [-1, -1]]).case == "holds"


def test_tables_with_truth_values_and_small_floats():
    frame = pd.DataFrame({"x": [1.5, -2.0, 0.5], "level": [True, False, False]})
    assert classify(frame).case == classify([[1.5, 1], [-2.0, 0], [0.5, 0]]).case
    rows = np.random.default_rng(0).standard_normal((30, 4))
    for dtype in (np.float16, np.float32):
        assert holds(rows.astype(dtype)) == holds(rows.astype(dtype).astype(float))
    assert holds(np.array([[True, False], [False, True]])) is False


@pytest.mark.parametrize("make", [sparse.csr_matrix, sparse.csc_array, sparse.coo_array])
def test_sparse_matrices(make: type):
    rows, separated = rare(2000, 12)
    position = classify(make(rows))
    assert position.separated.tolist() == np.flatnonzero(separated).tolist()
    assert position.verify()
    assert holds(make(rows)) is holds(rows) is False


def blocks(rows: np.ndarray, step: int = 700) -> Iterator[np.ndarray]:
    for low in range(0, len(rows), step):
        yield rows[low : low + step]


@pytest.mark.slow
def test_rows_in_blocks_give_the_same_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(_inputs, "_DENSE", 1000)
    dask = pytest.importorskip("dask.array")
    tall, separated = rare(6000, 8)
    tall[::50] = 0
    separated[::50] = False
    around = np.random.default_rng(1).standard_normal((6000, 8))
    np.save(tmp_path / "rows.npy", tall)
    for rows, case in ((tall, "boundary"), (around, "holds"), (np.abs(around), "outside")):
        forms = [
            lambda rows=rows: blocks(rows),
            lambda rows=rows: dask.from_array(rows, chunks=(1000, 8)),
            lambda rows=rows: sparse.csr_array(rows),
        ]
        whole = classify(rows)
        for form in forms:
            position = classify(form())
            assert position.case == case
            assert position.separated.tolist() == whole.separated.tolist()
            assert position.verify()
            assert holds(form()) is (case == "holds")
            certificate = certify(form())
            assert certificate.holds is (case == "holds")
            assert certificate.verify()
            with pytest.raises(ValueError, match="read in blocks"):
                certificate.to_json()
    assert classify(np.load(tmp_path / "rows.npy", mmap_mode="r")).separated.tolist() == (
        np.flatnonzero(separated).tolist()
    )


@pytest.mark.parametrize(
    ("bad", "error", "wording"),
    [
        (np.ma.masked_array([[1.0, 2.0]], mask=[[True, False]]), TypeError, "a masked array"),
        (np.ones((3, 2), dtype=np.longdouble), TypeError, "at most 64 bits"),
        ([[Fraction(1), "x"]], TypeError, "weights must"),
        ([[Decimal("NaN"), Decimal(1)]], ValueError, "must be finite"),
        (np.array([[1, None]], dtype=object), TypeError, "NoneType"),
        (sparse.csr_array(np.array([[np.inf, 1.0]])), ValueError, "must be finite"),
        (sparse.csr_array(np.array([[1j, 1.0]])), TypeError, "complex"),
    ],
)
@pytest.mark.parametrize("function", [holds, certify, classify, margin])
def test_what_cannot_be_decided_is_refused_by_name(
    bad: object, error: type[Exception], wording: str, function: object
):
    with pytest.raises(error, match=wording):
        function(bad)  # type: ignore[operator]


def test_bad_blocks_are_refused_by_name():
    for bad, wording in (
        ([np.ones((2, 3)), np.ones((2, 4))], "one number of columns; got 4 after 3"),
        ([], "at least one row"),
        ([np.array([[np.nan, 1.0]])], "must be finite"),
    ):
        with pytest.raises(ValueError, match=wording):
            holds(iter(bad))


def test_a_refusal_concerns_one_layer(monkeypatch: pytest.MonkeyPatch):
    """No input of ours is refused any more; so the last engine is taken away."""
    assert gcbook.UndecidedError is UndecidedError
    assert issubclass(UndecidedError, ValueError)
    monkeypatch.setattr(batch, "exactly", lambda layer: None)
    edge = [[1.0, 1], [-1, -1], [1, 0]]
    clear = [[1.0, 0], [0, 1], [-1, -1]]
    with pytest.raises(UndecidedError, match="would take hours"):
        holds(np.array(edge))
    layers = np.array([[clear, edge], [clear, clear]])
    with pytest.raises(UndecidedError, match=r"1 of 4 layers.*\(0, 1\)") as caught:
        holds(layers)
    assert caught.value.indices == [(0, 1)]
    assert caught.value.answers.tolist() == [[True, False], [True, True]]
    for again in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert again.indices == [(0, 1)]
    found = certify(layers)
    assert "1 undecided" in repr(found)
    assert found[0, 0].verify()
    assert found[1].holds.all()
    with pytest.raises(UndecidedError):
        found[0, 1]
    with pytest.raises(UndecidedError, match="1 of 4"):
        _ = found.holds


def test_inside_is_exact_on_edges():
    """Midpoints of edges, computed in floats, may lie on either side: fractions say which."""
    rng = np.random.default_rng(2)
    triangle = rng.standard_normal((3, 2))
    middle = (triangle + np.roll(triangle, 1, axis=0)) / 2
    for point, verdict in zip(middle, inside(middle, triangle), strict=True):
        sides = []
        for a, b in zip(triangle, np.roll(triangle, 1, axis=0), strict=True):
            (ax, ay), (bx, by), (px, py) = (map(Fraction, v.tolist()) for v in (a, b, point))
            sides.append((bx - ax) * (py - ay) - (by - ay) * (px - ax))
        assert verdict == (all(s > 0 for s in sides) or all(s < 0 for s in sides))
    square = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
    tiny = np.nextafter(0, 1)
    points = [[0.5, 0.5], [0.5, 0], [0.5, tiny], [0.5, -tiny], [1, 1], [2, 2]]
    assert inside(points, square).tolist() == [True, False, True, False, False, False]
    with pytest.raises(ValueError, match="2 coordinates as the vertices"):
        inside([[1.0]], square)

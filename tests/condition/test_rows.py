"""Rows in blocks answer as rows in memory do, and are read no further than needed."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest

from gcbook.condition._rows import Rows

RNG = np.random.default_rng(0)
TABLE = RNG.standard_normal((12, 3)) * 2.0 ** RNG.integers(-9, 10, (12, 1))
TABLE[[0, 5, 11]] = 0


def blocks() -> Iterator[np.ndarray]:
    for low, high in ((0, 4), (4, 5), (5, 10), (10, 12)):
        yield TABLE[low:high]


FORMS = [
    pytest.param(Rows.of(TABLE), id="memory"),
    pytest.param(Rows((12, 3), blocks), id="blocks"),
]


@pytest.mark.parametrize("rows", FORMS)
def test_rows_are_those_of_the_table(rows: Rows):
    assert [start for start, _ in rows.blocks()] in ([0], [0, 4, 5, 10])
    assert np.array_equal(np.vstack([block for _, block in rows.blocks()]), TABLE)
    for index in ([0, 3, 4, 9, 11], [4], [11], [], [9, 3, 11, 0], [2, 2, 1]):
        which = np.array(index, dtype=np.int64)
        assert np.array_equal(rows.take(which), TABLE[which])
        assert rows.take(which).dtype == np.float64
    assert rows.nonzero().tolist() == [1, 2, 3, 4, 6, 7, 8, 9, 10]
    vector = [3, -1, 2**70]
    assert rows.signs(vector).tolist() == np.sign(TABLE @ [3.0, -1.0, 2.0**70]).tolist()
    assert rows.signs(vector).dtype == np.int8
    which = np.array([1, 4, 8, 10])
    assert rows.exponents(which).tolist() == np.frexp(np.abs(TABLE[which]).max(axis=1))[1].tolist()
    assert rows.exponents(which).dtype == np.int64
    shares = np.array([0.5, 3.0, 2.0**-40, 7.25])
    exact = [Fraction(0)] * 3
    for j, share, e in zip(which, shares.tolist(), rows.exponents(which).tolist(), strict=True):
        unit = Fraction(share) / Fraction(2) ** e
        exact = [t + unit * Fraction(x) for t, x in zip(exact, TABLE[j].tolist(), strict=True)]
    assert rows.combined(which, shares) == exact


@pytest.mark.parametrize("rows", FORMS)
def test_a_selection_of_rows_is_rows(rows: Rows):
    every = np.arange(12)
    assert rows.select(every) is rows
    for index in ([1, 2, 4, 9], [4], [0, 11]):
        some = rows.select(np.array(index))
        assert some.shape == (len(index), 3)
        assert (some.whole is None) == (rows.whole is None)
        assert np.array_equal(np.vstack([block for _, block in some.blocks()]), TABLE[index])
        assert np.array_equal(some.take(np.array([0])), TABLE[index[:1]])


@pytest.mark.parametrize("rows", FORMS)
def test_parts_of_an_index_are_those_of_the_blocks(rows: Rows):
    which = np.array([1, 3, 4, 6])
    found = list(rows.picked(which))
    assert [part.start for part, _ in found] in ([0], [0, 2, 3])
    assert found[-1][0].stop == 4
    assert np.array_equal(np.vstack([block for _, block in found]), TABLE[which])


def test_what_comes_after_the_last_row_is_not_read():
    def broken() -> Iterator[np.ndarray]:
        yield TABLE[:4]
        yield TABLE[4:5]
        raise AssertionError("read too far")

    rows = Rows((12, 3), broken)
    assert np.array_equal(rows.take(np.array([4, 2])), TABLE[[4, 2]])
    assert len(list(rows.picked(np.array([0, 4])))) == 2


def test_samples_have_a_few_rows_a_column():
    for k, d, size in ((2400, 3, 2400), (2401, 3, 1200), (9000, 200, 1600), (3200, 200, 3200)):
        rows = Rows((k, d), blocks)
        found = rows.sample()
        assert len(found) == size
        assert (np.diff(found) > 0).all()
        assert 0 <= found[0] <= found[-1] < k
        assert np.array_equal(found, rows.sample())

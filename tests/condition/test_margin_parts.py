"""The parts of a margin: closed forms in one and two dimensions, signs, scales, and each bound."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse

from gcbook.condition import Margin, _margin, margin

TINY = float(np.nextafter(0, 1))
LARGEST = float(np.finfo(float).max)
UNIT = 2.0**-51


def cross(d: int) -> np.ndarray:
    return np.vstack([np.eye(d), -np.eye(d)])


def test_widths_are_relative_to_the_upper_end():
    assert Margin(1.0, 4.0, True).width == 0.75
    assert Margin(-4.0, -1.0, True).width == 0.75
    assert Margin(-0.5, 0.25, True).width == 1.5
    assert Margin(0.0, 0.0, True).width == 0.0
    assert type(Margin(1.0, 4.0, True).width) is float
    ends = Margin(np.array([1.0, 0, -4]), np.array([4.0, 0, -1]), np.ones(3, dtype=bool))
    assert ends.width.tolist() == [0.75, 0.0, 0.75]
    assert repr(ends) == "Margin(shape=(3,))"
    assert repr(Margin(1.0, 1 / 3, False)) == (
        "Margin(low=1, high=0.333333, exact=False, robust=True)"
    )


@pytest.mark.parametrize("size", [0.5, 0.75, 0.999, 1.0, 3.0, 2.0**-400 * 0.6])
def test_robust_is_what_a_multiple_of_the_unit_says(size: float):
    """In one dimension the margin is the lesser end; 9 units of slack and one of noise."""
    for ends in ((size, -10.2 * UNIT * size), (10.2 * UNIT * size, -size)):
        found = margin([[ends[0]], [ends[1]], [0.0]], unit=False)
        assert found.robust
        assert found.low == pytest.approx(1.2 * UNIT * size, rel=1e-3)
        assert found.high == pytest.approx(19.2 * UNIT * size, rel=1e-3)
        assert found.exact
    assert not margin([[size], [-9.8 * UNIT * size]], unit=False).robust
    assert margin([[size], [-9.8 * UNIT * size]]).robust  # directions alone
    assert margin([[size], [size / 2]], unit=False).low == pytest.approx(-size / 2, rel=1e-12)


def test_ends_of_the_range_of_floats():
    found = margin([[LARGEST], [-LARGEST]], unit=False)
    assert found.low == pytest.approx(LARGEST, rel=1e-14)
    assert found.high == LARGEST
    found = margin([[TINY], [-TINY]], unit=False)
    assert found.low == found.high == TINY
    found = margin([[TINY], [2 * TINY]], unit=False)
    assert found.low <= -TINY == found.high
    found = margin([[1e-320, 0], [0, 1e300], [-1e300, -1e300]], unit=False)
    assert 0 < found.low <= found.high


@pytest.mark.parametrize("e", [1e-3, 1e-8, 1e-10, 1e-17, 1e-300])
def test_signs_and_enclosures_of_thin_layers(e: float):
    outside = margin([[1, e], [-1, e]])
    truth = -e / math.hypot(1, e)
    assert outside.low <= truth <= outside.high < 0
    assert outside.high - outside.low < 1e-9
    assert outside.exact == (e > 1e-9)
    assert outside.robust == (e > 1e-9)
    inside = margin([[1, 0], [-1, e], [-1, -e]])
    truth = math.sin(math.atan(e) / 2)
    assert 0 < inside.low <= truth <= inside.high
    assert inside.high - inside.low < 40 * UNIT
    assert inside.robust == (e > 1e-12)
    long = margin([[5, 5 * e], [-3, 3 * e]], unit=False)
    truth = -3.75 * e / math.hypot(1, e / 4)  # a segment of slope e / 4 that passes at 15 e / 4
    assert long.low <= truth <= long.high
    assert long.high < 0


def test_a_point_of_the_hull_and_its_normal():
    assert _margin._outside(np.array([[2.0, 1], [2, -3]])) == pytest.approx((-2, -2, True))
    assert _margin._outside(np.array([[1.0, 3], [3, 1]])) == pytest.approx(
        (-(8**0.5), -(8**0.5), 1)
    )
    assert _margin._outside(np.array([[3.0, 4], [6, 8]])) == pytest.approx((-5, -5, True))
    low, high, _ = _margin._outside(cross(2))
    assert -1e-12 < low <= high <= 0
    assert _margin._outside(np.zeros((1, 2))) == (0, 0, True)


def test_no_rows_at_all():
    for unit, value in ((True, -1.0), (False, 0.0)):
        found = margin(np.zeros((2, 3)), unit=unit)
        assert (found.low, found.high, found.exact, found.robust) == (value, value, True, False)
    assert margin([[Fraction(0), Fraction(0)]]).low == -1
    batch = margin(np.zeros((0, 2, 3)))
    assert batch.low.shape == batch.robust.shape == (0,)
    batch = margin(np.stack([cross(2), np.abs(cross(2)), cross(2) * [1, 0]]).reshape(3, 1, 4, 2))
    assert batch.exact.dtype == batch.robust.dtype == bool
    assert batch.exact.tolist() == [[True]] * 3
    assert batch.robust.tolist() == [[True], [True], [False]]
    assert batch.high[:, 0] == pytest.approx([0.5**0.5, -(0.5**0.5), 0])


@pytest.mark.parametrize("unit", [True, False])
def test_exact_rows_and_blocks_and_floats_agree(unit: bool, monkeypatch: pytest.MonkeyPatch):
    rows = np.random.default_rng(1).integers(-5, 6, (9, 3)) / 4
    rows[2] = 0
    whole = margin(rows, unit=unit)
    third = [[Fraction(x) / 3 for x in row] for row in rows.tolist()]
    exact = margin(third, unit=unit)
    factor = 1 if unit else 3
    assert exact.low * factor == pytest.approx(whole.low, rel=1e-13)
    assert exact.high * factor == pytest.approx(whole.high, rel=1e-13)
    long = [[x * 10**400 for x in row] for row in third]
    if unit:
        assert margin(long).low == pytest.approx(whole.low, rel=1e-13)
    monkeypatch.setattr("gcbook.condition._inputs._DENSE", 5)
    blocks = margin(sparse.csr_array(rows), unit=unit)
    assert (blocks.low, blocks.high) == (whole.low, whole.high)


def test_rows_are_scaled_by_powers_of_two():
    rows = np.array([[3.0, 4.0], [0, 0], [0, -1e-310], [1e300, 0]])
    unit, exponent = _margin._scaled(rows, True)
    assert unit.tolist() == [[0.6, 0.8], [0, -1], [1, 0]]
    assert exponent == 0
    own, exponent = _margin._scaled(rows[:2] * 2.0**90, False)
    assert own.tolist() == [[0.375, 0.5]]
    assert exponent == 93
    assert _margin._scaled(np.zeros((2, 3)), False)[0].shape == (0, 3)
    nothing = np.array([[Fraction(0), Fraction(0)]], dtype=object)
    assert _margin._scaled(nothing, True)[0].shape == (0, 2)
    exact = np.array([[Fraction(1, 3), Fraction(-2, 3)]], dtype=object)
    assert _margin._rounded(exact.tolist(), 2, True).tolist() == [[0.5, -1.0]]
    assert _margin._rounded(exact.tolist(), 2, False).tolist() == [[1 / 3, -2 / 3]]


@pytest.mark.parametrize("d", [2, 3, 6])
def test_bounds_where_facets_are_too_many(d: int, monkeypatch: pytest.MonkeyPatch):
    """A cross-polytope: 1 / d from equal shares, 1 / sqrt(d) by moving to a corner of the polar."""
    for size in (1.0, 2.0):
        rows = size * cross(d)
        assert _margin._below(rows, size) == pytest.approx(size / d, rel=1e-3)
        assert _margin._descend(rows) == pytest.approx(size / d**0.5, rel=1e-9)
    assert _margin._below(np.eye(d) + 1.0, 1.0) == 0
    assert _margin._below(np.hstack([cross(d), np.zeros((2 * d, 1))]), 1.0) == pytest.approx(0)
    turned = cross(d) @ np.linalg.qr(np.random.default_rng(d).standard_normal((d, d)))[0]
    sharp = margin(turned)
    assert sharp.exact
    for name, value in (("_WORK", 0.0), ("_FACETS", d * d), ("_FACETS", d * d + 1)):
        monkeypatch.setattr(_margin, name, value)
        wide = margin(turned)
        assert not wide.exact
        assert wide.low == pytest.approx(1 / d, rel=1e-3) or value == d * d + 1
        assert 0 < wide.low <= sharp.low <= sharp.high <= wide.high * (1 + 1e-12)
        assert wide.high == pytest.approx(d**-0.5, rel=1e-9)
        assert wide.width > 0.1
        monkeypatch.undo()
    monkeypatch.setattr(_margin, "_LARGE", 4 * d * d - 1)
    assert d**-0.5 * (1 - 1e-12) <= _margin._descend(np.vstack([turned] * 2)) <= 1


def test_descent_ends_at_a_corner_of_the_polar():
    """The polar of a triangle with one far corner: starts from every side find the nearest edge."""
    rows = np.array([[0.1, 1.0], [-3.0, -1.0], [3.0, -1.0], [0.0, -1.0]])
    edges = [(0, 1), (0, 2), (1, 2)]
    distances = [
        abs(rows[a, 0] * rows[b, 1] - rows[a, 1] * rows[b, 0]) / np.linalg.norm(rows[a] - rows[b])
        for a, b in edges
    ]
    assert _margin._descend(rows) == pytest.approx(min(distances), rel=1e-9)
    assert margin(rows, unit=False).high == pytest.approx(min(distances), rel=1e-9)

"""Bad input gets an error that names the argument, the value and what was required."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from gcbook import _checks


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ([[1.0, np.nan]], ValueError, r"weights must be finite; got nan at index \(0, 1\)"),
        ([[np.inf, 1.0]], ValueError, r"weights must be finite; got inf at index \(0, 0\)"),
        ([1.0, 2.0], ValueError, r"weights must have shape \(\.\.\., k, d\).*got shape \(2,\)"),
        (np.ones((0, 3)), ValueError, r"k >= 1 and d >= 1.*got shape \(0, 3\)"),
        (np.ones((3, 0)), ValueError, r"k >= 1 and d >= 1.*got shape \(3, 0\)"),
        ([[1.0, 2.0], [3.0]], ValueError, "got a ragged sequence"),
        ([["a", "b"]], TypeError, "weights must be an array.*got dtype <U1"),
        ([[1j, 0]], TypeError, "got dtype complex128"),
        ([[2**53 + 1, 0]], ValueError, "too large for float64"),
        (np.ones((2, 2), dtype=np.longdouble), TypeError, "at most 64 bits"),
        (None, TypeError, "got NoneType"),
    ],
)
def test_weights_that_are_refused(value, error, message):
    with pytest.raises(error, match=message):
        _checks.weights(value)


def test_weights_that_are_taken_are_copied_without_loss():
    assert _checks.weights([[1, -(2**53)]]).tolist() == [[1.0, -(2.0**53)]]
    assert _checks.weights(np.ones((2, 3, 4), dtype=np.float16)).shape == (2, 3, 4)


@pytest.mark.parametrize("value", [True, np.True_, 2.0, "3", None])
def test_what_is_no_integer_is_a_type_error(value):
    with pytest.raises(TypeError, match="k must be an integer >= 1; got"):
        _checks.integer(value, "k", low=1)


def test_integers_out_of_bounds():
    with pytest.raises(ValueError, match="k must be an integer >= 1 and <= 4; got 5"):
        _checks.integer(5, "k", low=1, high=4)
    assert _checks.integer(np.int8(4), "k", low=1, high=4) == 4


def test_reals():
    assert _checks.real(Fraction(1, 2), "step", low=0) == 0.5
    with pytest.raises(ValueError, match=r"step must be a real number > 0; got 0"):
        _checks.real(0, "step", low=0, open_low=True)
    with pytest.raises(ValueError, match=r"share must be a real number >= 0 and < 1; got 1"):
        _checks.real(1, "share", low=0, high=1, open_high=True)
    with pytest.raises(ValueError, match="step must be a real number; got nan"):
        _checks.real(float("nan"), "step")
    with pytest.raises(TypeError, match="step must be a real number; got True"):
        _checks.real(True, "step")


def test_choices_are_listed():
    with pytest.raises(ValueError, match="law must be one of 'a', 'b'; got 'c'"):
        _checks.choice("c", "law", ("a", "b"))
    assert _checks.choice("b", "law", ("a", "b")) == "b"


def test_seeds():
    rng = np.random.default_rng(1)
    assert _checks.generator(rng) is rng
    assert _checks.generator(5).random() == np.random.default_rng(5).random()
    with pytest.raises(ValueError, match=r"seed must be a non-negative integer.*got -1"):
        _checks.generator(-1)
    for wrong in (True, 1.5, None, "7"):
        with pytest.raises(TypeError, match="seed must be a non-negative integer"):
            _checks.generator(wrong)


def test_points_are_a_table():
    with pytest.raises(ValueError, match=r"points must be an array of shape \(N, d\)"):
        _checks.points([1.0, 2.0])
    with pytest.raises(ValueError, match=r"N, d >= 1; got \(0, 2\)"):
        _checks.points(np.ones((0, 2)))

"""Bad input gets an error that names the argument, the value and what was required."""

from __future__ import annotations

import copy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from gcbook import _checks

WIDE = pytest.mark.skipif(
    np.dtype(np.longdouble).itemsize == 8, reason="a long double is a double here"
)


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
        pytest.param(
            np.ones((2, 2), dtype=np.longdouble),
            TypeError,
            r"at most 64 bits; got dtype .*round it yourself: \.astype\(numpy\.float64\)",
            marks=WIDE,
        ),
        (None, TypeError, "got NoneType"),
    ],
)
def test_weights_that_are_refused(value, error, message):
    with pytest.raises(error, match=message):
        _checks.weights(value)


def test_weights_that_are_taken_are_copied_without_loss():
    assert _checks.weights([[1, -(2**53)]]).tolist() == [[1.0, -(2.0**53)]]
    assert _checks.weights(np.ones((2, 3, 4), dtype=np.float16)).shape == (2, 3, 4)


MASKED = np.ma.masked_array([[1.0, 2.0], [3.0, 4.0]], [[False, True], [False, False]])


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (MASKED, r"a masked array, whose mask would be lost; drop .*numpy\.ma\.compress_rows"),
        (np.ma.masked_array(np.eye(2)), "a masked array"),
        ([MASKED[0], [1.0, 2.0]], "a masked array"),
        ([[np.ma.masked, 1.0]], "a masked array"),
        (scipy.sparse.csr_matrix(np.eye(2)), r"a sparse csr_matrix; make it dense .*\.toarray\(\)"),
        (scipy.sparse.eye_array(2), r"a sparse dia_array"),
        ([[Fraction(1, 3), 1]], r"got Fraction at index \(0, 0\).*not rounded silently"),
        ([[1, Decimal("0.1")]], r"got Decimal at index \(0, 1\).*not rounded silently"),
        ([[1.0, None]], r"got NoneType at index \(0, 1\)"),
        ({"a": 1}, "got dict"),
        (np.array([["2026-01-01"]], dtype="M8[D]"), r"got dtype datetime64"),
        (pd.DataFrame({"x": [1.0], "city": ["Rome"]}), r"column 'city' has dtype .*get_dummies"),
        (pd.DataFrame({"x": [1.0], "z": [1j]}), r"column 'z' has dtype complex128"),
    ],
)
def test_what_numpy_would_misread_is_refused_by_name(value: Any, message: str):
    with pytest.raises(TypeError, match=message):
        _checks.weights(value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([[2**70 + 1, 1]], "some integers are too large for float64"),
        ([[10**400, 1]], "some integers are too large for float64"),
        (pd.DataFrame({"n": [2**53 + 1], "x": [0.5]}), "column 'n' holds integers too large"),
        (
            pd.DataFrame({"n": pd.array([1, None], dtype="Int64")}),
            r"finite; got nan at index \(1, 0",
        ),
        (pd.DataFrame(), "k >= 1 and d >= 1"),
    ],
)
def test_values_that_do_not_fit(value: Any, message: str):
    with pytest.raises(ValueError, match=message):
        _checks.weights(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([[True, 2], [0.5, -1]], [[1.0, 2.0], [0.5, -1.0]]),
        (((1, 2), (3, 4)), [[1.0, 2.0], [3.0, 4.0]]),
        ([np.array([1, 2]), [3.0, 4.0]], [[1.0, 2.0], [3.0, 4.0]]),
        (np.array([[1, 2.5], [True, 2**60]], dtype=object), [[1.0, 2.5], [1.0, 2.0**60]]),
        (np.array([[0.1]], dtype=np.float16), [[float(np.float16(0.1))]]),
        (np.array([[0.1]], dtype=np.float32), [[float(np.float32(0.1))]]),
        (np.array([[255]], dtype=np.uint8), [[255.0]]),
        (np.array([[1.5]], dtype=">f8"), [[1.5]]),
        (np.array([[2**54]]), [[2.0**54]]),
    ],
)
def test_numbers_of_every_kind_are_taken(value: Any, expected: list[list[float]]):
    taken = _checks.weights(value)
    assert taken.dtype == np.float64
    assert taken.tolist() == expected


def test_frames_of_mixed_columns_are_taken():
    frame = pd.DataFrame({"x": [1.5, 2.0, 3.0], "n": [1, 2, 3], "c": ["a", "b", "a"]})
    dummies = pd.get_dummies(frame)
    expected = [[1.5, 1.0, 1.0, 0.0], [2.0, 2.0, 0.0, 1.0], [3.0, 3.0, 1.0, 0.0]]
    assert _checks.weights(dummies).tolist() == expected
    assert _checks.weights(dummies.to_numpy()).tolist() == expected
    assert _checks.weights(pd.get_dummies(frame, sparse=True)).tolist() == expected
    # a name that occurs twice is two columns
    twice = pd.DataFrame([[1.0, True], [2.0, False]], columns=["x", "x"])
    assert _checks.weights(twice).tolist() == [[1.0, 1.0], [2.0, 0.0]]


class Tensor:
    """What PyTorch's tensors do, as far as we use it: no NumPy before detaching, no bfloat16."""

    def __init__(self, rows: Any, dtype: str = "torch.float32", *, needs_gradient: bool = False):
        self.rows, self.dtype, self.needs_gradient = rows, dtype, needs_gradient

    def _with(self, **change: Any) -> Tensor:
        other = copy.copy(self)
        vars(other).update(change)
        return other

    def detach(self) -> Tensor:
        return self._with(needs_gradient=False)

    def cpu(self) -> Tensor:
        return self

    def float(self) -> Tensor:
        return self._with(dtype="torch.float32")

    def numpy(self) -> np.ndarray:
        if self.needs_gradient:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        if self.dtype != "torch.float32":
            raise TypeError(f"Got unsupported ScalarType {self.dtype}")
        return np.array(self.rows, dtype=np.float32)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.numpy()


def test_tensors_are_read_without_their_library():
    rows = [[0.5, -1.0], [2.0, 0.25]]
    for tensor in (
        Tensor(rows),
        Tensor(rows, needs_gradient=True),
        Tensor(rows, "torch.bfloat16"),
        Tensor(rows, "torch.float8_e4m3fn", needs_gradient=True),
        [Tensor(row, needs_gradient=True) for row in rows],
    ):
        assert _checks.weights(tensor).tolist() == rows
    with pytest.raises(TypeError, match=r"got a Tensor of dtype torch.qint8 that does not convert"):
        _checks.weights(Tensor(rows, "torch.qint8"))


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

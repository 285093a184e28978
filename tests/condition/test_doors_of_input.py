"""What each form of input becomes: floats, fractions or blocks, and which numbers stand in them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from gcbook.condition import _inputs, inside
from gcbook.condition._rows import Rows

Patch = pytest.MonkeyPatch
WHOLE = 2**53
TABLE = np.random.default_rng(0).standard_normal((1000, 3))


class Listed:
    """Something that NumPy reads, with attributes of our choice."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return TABLE[:4].astype(dtype)


@pytest.mark.parametrize(
    "attributes",
    [
        {"chunks": (2, 2)},  # an array of HDF5 or Zarr has chunks, too
        {"to_delayed": None},
        {"columns": ["a", "b", "c"]},
        {"to_numpy": None},
        {"shape": (4, 3)},
    ],
)
def test_one_attribute_makes_no_table(attributes: dict[str, Any]):
    assert np.array_equal(_inputs.weights(Listed(**attributes)), TABLE[:4])


def read(rows: Any) -> np.ndarray:
    assert isinstance(rows, Rows)
    assert all(block.dtype == np.float64 for block in rows.read())
    assert rows.shape == TABLE.shape
    return np.concatenate(list(rows.read()))


@pytest.mark.parametrize("entries", [2999, 3000])
def test_sparse_rows_are_an_array_up_to_a_size(monkeypatch: Patch, entries: int):
    monkeypatch.setattr(_inputs, "_DENSE", entries)
    given = _inputs.weights(sparse.csc_array(TABLE.astype(np.float32)))
    kept = given if entries == 3000 else read(pickle.loads(pickle.dumps(given)))
    assert isinstance(kept, np.ndarray)
    assert kept.dtype == np.float64
    assert np.array_equal(kept, TABLE.astype(np.float32))


def test_sparse_rows_of_every_type_of_number():
    for dtype in (bool, np.int8, np.uint16, np.int64, np.float32):
        given = _inputs.weights(sparse.csr_array(np.eye(3, dtype=dtype)))
        assert np.array_equal(given, np.eye(3))
    assert np.array_equal(_inputs.weights(sparse.csr_array((2, 3))), np.zeros((2, 3)))
    with pytest.raises(ValueError, match="k >= 1 and d >= 1"):
        _inputs.weights(sparse.csr_array((0, 3)))
    with pytest.raises(ValueError, match="k >= 1 and d >= 1"):
        _inputs.weights(sparse.csr_array((3, 0)))
    with pytest.raises(ValueError, match="too large for float64"):
        _inputs.weights(sparse.csr_array(np.array([[WHOLE + 1, 1]])))


class Lazy:
    """What is asked of a dask array, which takes a second to import."""

    def __init__(self, rows: np.ndarray) -> None:
        self.rows, self.shape, self.ndim, self.size = rows, rows.shape, rows.ndim, rows.size
        self.chunks = ((300, 300, 300, 100), (2, 1))
        self.to_delayed = None

    def __getitem__(self, part: slice) -> Any:
        assert part.stop <= len(self.rows)
        return SimpleNamespace(compute=lambda: self.rows[part])

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        assert self.size <= _inputs._DENSE
        return self.rows


def test_dask_arrays_are_read_chunk_by_chunk(monkeypatch: Patch):
    lazy = Lazy(TABLE)
    assert np.array_equal(_inputs.weights(lazy), TABLE)
    monkeypatch.setattr(_inputs, "_DENSE", 3000)
    assert isinstance(_inputs.weights(lazy), np.ndarray)
    monkeypatch.setattr(_inputs, "_DENSE", 2999)
    given = _inputs.weights(lazy)
    assert [len(block) for block in given.read()] == [300, 300, 300, 100]
    assert np.array_equal(read(given), TABLE)
    with pytest.raises(ValueError, match=r"shape \(k, d\); got shape \(1000, 3, 1\)"):
        _inputs.weights(Lazy(TABLE[:, :, None]))
    bad = TABLE.copy()
    bad[700, 1] = np.nan
    with pytest.raises(ValueError, match="weights must be finite"):
        read(_inputs.weights(Lazy(bad)))


@pytest.mark.parametrize("entries", [2999, 3000])
def test_blocks_are_spooled(monkeypatch: Patch, entries: int):
    monkeypatch.setattr(_inputs, "_DENSE", entries)
    parts: Iterator[Any] = iter([TABLE[:1], TABLE[1], TABLE[2:600].tolist(), TABLE[600:]])
    given = _inputs.weights(parts)
    assert isinstance(given, np.ndarray) == (entries == 3000)
    assert np.array_equal(given if entries == 3000 else read(given), TABLE)
    for empty, wording in (
        ([np.ones((0, 3))], "at least one row"),
        ([np.ones((3, 0))], "at least one row and one column"),
    ):
        with pytest.raises(ValueError, match=wording):
            _inputs.weights(iter(empty))
    assert np.array_equal(_inputs.weights(iter([[[1.0], [2.0]]])), [[1.0], [2.0]])


@pytest.mark.parametrize("entries", [2999, 3000])
def test_maps_of_narrow_floats_are_read_in_blocks(monkeypatch: Patch, tmp_path: Path, entries: int):
    monkeypatch.setattr(_inputs, "_DENSE", entries)
    np.save(tmp_path / "rows.npy", TABLE.astype(np.float32))
    given = _inputs.weights(np.load(tmp_path / "rows.npy", mmap_mode="r"))
    kept = given if entries == 3000 else read(given)
    assert np.array_equal(kept, TABLE.astype(np.float32))
    np.save(tmp_path / "batch.npy", TABLE.astype(np.float32).reshape(2, 500, 3))
    batch = _inputs.weights(np.load(tmp_path / "batch.npy", mmap_mode="r"))
    assert batch.shape == (2, 500, 3)
    assert np.array_equal(_inputs.weights(TABLE.astype(np.float32)), TABLE.astype(np.float32))


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 9000])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_seen_anywhere(size: int, bad: float):
    rows = np.ones((size, 1))
    given = _inputs.weights(rows)
    assert given.base is rows or given is rows  # not copied
    huge = rows * 1.7e308
    assert np.array_equal(_inputs.weights(huge), huge)  # whose sum overflows
    for place in {0, size // 2, size - 1}:
        rows[place] = bad
        with pytest.raises(ValueError, match="weights must be finite"):
            _inputs.weights(rows)
        rows[place] = 1
    rows[[0, -1], 0] = bad, -bad  # whose sum is none, without a warning
    with pytest.raises(ValueError, match="weights must be finite"):
        _inputs.weights(rows)


@pytest.mark.parametrize("sign", [1, -1])
def test_integers_are_fractions_where_floats_would_round(sign: int):
    for kind in (np.int64, np.uint64) if sign > 0 else (np.int64,):
        for entry, exact in ((WHOLE, False), (WHOLE + 1, True), (WHOLE + 2, False), (2**62, False)):
            given = _inputs.weights(np.array([[sign * entry, 1]], dtype=kind))
            assert (given.dtype == object) is exact
            assert given[0, 0] == sign * entry
    for entry in (WHOLE - 1, WHOLE + 1, 2**64 + 1, 10**400, 2**1022, 2**1024 - 1):
        given = _inputs.weights([[sign * entry, 0.5], [0.5, 1.0]])
        assert Fraction(given[0, 0]) == sign * entry
        assert Fraction(given[0, 1]) == Fraction(1, 2)
        assert (given.dtype == object) is (entry in (WHOLE + 1, 2**64 + 1, 10**400, 2**1024 - 1))
    given = _inputs.weights([[sign * (WHOLE + 1.0), 0.5]])
    assert given.dtype == np.float64
    with pytest.raises(ValueError, match="finite; got"):
        _inputs.weights([[sign * np.inf, 1.0]])
    with pytest.raises(ValueError, match="finite; got nan"):
        _inputs.weights([[np.nan, 1.0]])


def test_exact_types_are_floats_where_floats_hold_them():
    given = _inputs.weights([[Fraction(1, 2), Decimal("0.25")], [np.float32(0.1), True]])
    assert given.dtype == np.float64
    assert given.tolist() == [[0.5, 0.25], [float(np.float32(0.1)), 1.0]]
    given = _inputs.weights(np.array([[[Fraction(1, 3)]], [[np.int64(7)]]], dtype=object))
    assert given.shape == (2, 1, 1)
    assert given.ravel().tolist() == [Fraction(1, 3), Fraction(7)]
    assert all(type(x) is Fraction for x in given.ravel())
    tiny = Fraction(1, 2**1075)  # rounds to 0
    assert _inputs.weights([[tiny, 1]])[0, 0] == tiny
    for empty in (np.zeros((0, 2)), np.zeros((2, 0)), np.zeros(3)):
        with pytest.raises(ValueError, match="k >= 1 and d >= 1"):
            _inputs.weights(empty.astype(object))
        with pytest.raises(ValueError, match="k >= 1 and d >= 1"):
            _inputs.weights(empty)
    with pytest.raises(ValueError, match=r"k >= 1 and d >= 1.*got shape \(2,\)"):
        _inputs.weights([Fraction(1, 3), Fraction(1, 7)])
    with pytest.raises(ValueError, match="ragged"):
        _inputs.weights([[1.0], [1.0, 2.0]])
    with pytest.raises(TypeError, match="dtype object with NoneType"):
        _inputs.weights(np.array([[None]], dtype=object))


def test_tables_of_any_type():
    raw = np.array([[1.5, True], [Fraction(1, 3), 2]], dtype=object)
    for table, exact in ((raw, True), (raw[:1], False), (np.array([[WHOLE + 1, 0]]), True)):
        frame = SimpleNamespace(columns=["a", "b"], to_numpy=lambda table=table: table)
        given = _inputs.weights(frame)
        assert (given.dtype == object) is exact
        assert (given == table).all()


def test_points_and_vertices_in_parts(monkeypatch: Patch):
    """More points than are asked about at once; one point alone; the faults named."""
    rng = np.random.default_rng(1)
    points, cube = rng.uniform(-2, 2, (50, 3)), 2.0 * (np.indices((2, 2, 2)).reshape(3, -1).T) - 1
    points[0] = [1, 0, 0]
    truth = (np.abs(points) < 1).all(axis=1)
    for entries in (1, 9 * 4, 9 * 4 * 7, 2**22):
        monkeypatch.setattr("gcbook.condition._inside._ENTRIES", entries)
        found = inside(points, cube)
        assert found.dtype == bool
        assert found.tolist() == truth.tolist()
    assert inside([0.0, 0.0, 0.5], cube).tolist() == [True]
    assert inside([5.0], [[4], [6]]).tolist() == [True]
    for given, wording in (
        (np.ones((2, 2)), r"3 coordinates as the vertices have; got shape \(2, 2\)"),
        (np.ones((2, 2, 3)), "points must be"),
        ([[np.nan, 0, 0]], "points must be finite"),
    ):
        with pytest.raises(ValueError, match=wording):
            inside(given, cube)
    with pytest.raises(ValueError, match="vertices must be finite"):
        inside(points, cube * np.inf)

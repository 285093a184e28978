"""Separation: the verdict, the rows, the signs, against brute force and known answers."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

import gcbook
from gcbook import separation

from . import oracle

SMALL = st.integers(-2, 2)


@st.composite
def regressions(draw: Any) -> tuple[np.ndarray, np.ndarray]:
    """Small whole designs: ties, repeated, zero and dependent columns and rows are common."""
    p, n = draw(st.integers(1, 3)), draw(st.integers(1, 6))
    X = draw(st.lists(st.lists(SMALL, min_size=p, max_size=p), min_size=n, max_size=n))
    if p > 1 and draw(st.booleans()):
        X = [[*row[:-1], row[0]] for row in X]
    y = draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))
    return np.array(X), np.array(y)


def rows_of(X: np.ndarray, y: np.ndarray, family: str) -> tuple[list[list[int]], list[int]]:
    """Write the rows down once more, observation by observation."""
    rows, origin = [], []
    for i, (x, value) in enumerate(zip(X.tolist(), y.tolist(), strict=True)):
        if value:
            rows.append(x)
            origin.append(i)
        if not value or family == "poisson":
            rows.append([-a for a in x])
            origin.append(i)
    return rows, origin


@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@given(regressions(), st.sampled_from(["binomial", "poisson"]))
def test_everything_said_is_what_brute_force_finds(data: Any, family: str):
    X, y = data
    found = separation(X, y, family=family)
    rows, origin = rows_of(X, y, family)
    separated = {
        i for i, row in zip(origin, rows, strict=True) if oracle.can_be_positive(row, rows)
    }
    assert set(found.rows.tolist()) == separated
    kept = oracle.pivots(X.tolist())
    assert found.collinear.tolist() == [j for j in range(X.shape[1]) if j not in kept]
    if separated:
        assert found.case == ("complete" if len(separated) == len(y) else "quasi")
    else:
        assert found.case == ("overlap" if len(kept) == X.shape[1] else "collinear")
    reduced = [[row[j] for j in kept] for row in rows]
    forced = found.forced()
    for place, j in enumerate(kept):
        unit = [int(place == i) for i in range(len(kept))]
        up = oracle.can_be_positive(unit, reduced)
        down = oracle.can_be_positive([-x for x in unit], reduced)
        assert found.coefficients[j] in {
            (False, False): {0},
            (True, False): {1},
            (False, True): {-1},
        }.get((up, down), {-1, 1})
        assert forced[j] == int(up) - int(down)
    assert found.verify()
    assert found.verify(X, y)


@settings(max_examples=60, deadline=None)
@given(regressions())
def test_the_direction_separates_exactly_the_rows(data: Any):
    X, y = data
    found = separation(X, y)
    if not found.separated:
        assert found.direction == ()
        return
    sign = np.where(y > 0, 1, -1)
    products = [
        int(s) * sum(n * int(x) for n, x in zip(found.direction, row, strict=True))
        for s, row in zip(sign, X, strict=True)
    ]
    assert min(products) >= 0
    assert [i for i, value in enumerate(products) if value > 0] == found.rows.tolist()


@settings(max_examples=40, deadline=None)
@given(regressions(), st.integers(-300, 300))
def test_units_change_nothing(data: Any, exponent: int):
    X, y = data
    plain, scaled = separation(X, y), separation(X * 10.0**exponent, y)
    assert (plain.case, plain.rows.tolist()) == (scaled.case, scaled.rows.tolist())
    assert plain.forced().tolist() == scaled.forced().tolist()


# --- known answers -------------------------------------------------------------------------------


def rare_dummy(n: int = 3000, seed: int = 1) -> tuple[pd.DataFrame, np.ndarray]:
    """A dummy that is 1 a dozen times, and only among the successes."""
    rng = np.random.default_rng(seed)
    rare = np.zeros(n, dtype=bool)
    rare[:: n // 12] = True
    table = pd.DataFrame({"age": rng.integers(20, 80, n), "rare": rare, "z": rng.normal(size=n)})
    return table, rare | (rng.random(n) < 0.4)


def test_a_rare_dummy_runs_to_infinity_and_nothing_else():
    table, y = rare_dummy()
    found = separation(table, y, intercept=True)
    assert found.case == "quasi"
    assert found.columns == ("(constant)", "age", "rare", "z")
    assert found.coefficients.tolist() == [0, 0, 1, 0]
    assert found.rows.tolist() == np.flatnonzero(table["rare"]).tolist()
    assert separation(table, ~y, intercept=True).coefficients.tolist() == [0, 0, -1, 0]
    assert "rare runs to +inf" in found.summary()
    assert found.to_frame().loc["rare", "coefficient"] == "runs to +inf"
    y[np.flatnonzero(table["rare"])[3]] = False  # one failure, and the estimate is back
    assert separation(table, y, intercept=True).case == "overlap"


def gravity(seed: int = 4) -> tuple[pd.DataFrame, np.ndarray]:
    """Trade of eight countries; the fourth exporter sells nothing."""
    rng = np.random.default_rng(seed)
    pairs = [(i, j) for i in range(8) for j in range(8) if i != j for _ in range(4)]
    table = pd.DataFrame(pairs, columns=["exporter", "importer"]).astype("category")
    table["distance"] = rng.normal(size=len(table))
    y = rng.poisson(2.0, len(table))
    y[table["exporter"] == 3] = 0
    return table, y


def test_a_fixed_effect_without_trade_runs_to_minus_infinity():
    table, y = gravity()
    found = separation(table, y, family="poisson", intercept=True)
    assert found.case == "quasi"
    assert found.rows.tolist() == np.flatnonzero(table["exporter"] == 3).tolist()
    moving = [found.columns[j] for j in np.flatnonzero(found.coefficients)]
    assert moving == ["exporter[3]"]
    assert found.forced().tolist() == found.coefficients.tolist()
    rest = table["exporter"] != 3
    assert separation(table[rest], y[rest], family="poisson", intercept=True).case == "overlap"


def test_categories_of_numbers_are_categories():
    frame = pd.DataFrame({"id": pd.Categorical([5, 7, 5, 9])})
    assert separation(frame, [0, 1, 1, 0], intercept=True).columns == (
        "(constant)",
        "id[7]",
        "id[9]",
    )


def lizards() -> tuple[pd.DataFrame, np.ndarray]:
    """Binomial counts over two factors and all dummy levels kept: dependent, not separated."""
    cells = [(a, b) for a in "nl" for b in "xyz"]
    frame = pd.get_dummies(pd.DataFrame(cells, columns=["height", "time"]))
    counts = np.array([[20, 2], [8, 1], [4, 4], [13, 0], [8, 3], [12, 0]])
    return frame, counts


def test_dependent_columns_are_told_apart_from_separation():
    frame, counts = lizards()
    found = separation(frame, counts, intercept=True)
    assert (found.case, found.separated) == ("collinear", False)
    assert [found.columns[j] for j in found.collinear] == ["height_n", "time_z"]
    assert "left out: a combination" in found.to_frame().loc["time_z", "coefficient"]
    counts[[2, 5], 1] = 0  # now time z has no failure
    assert separation(frame, counts, intercept=True).case == "quasi"


def test_counts_are_the_same_as_their_observations():
    X = np.array([[1, 0], [1, 1], [1, 2]])
    counts = np.array([[0, 3], [1, 2], [2, 0]])
    long = np.repeat(X, counts.sum(axis=1), axis=0)
    y = np.concatenate([np.repeat([1, 0], pair) for pair in counts])
    short, single = separation(X, counts), separation(long, y)
    assert short.case == single.case
    assert short.coefficients.tolist() == single.coefficients.tolist()


def test_a_cell_without_trials_says_nothing():
    X, counts = [[1, 0], [1, 1], [1, 5]], [[0, 3], [2, 0], [0, 0]]
    found = separation(X, counts)
    assert (found.case, found.rows.tolist()) == ("complete", [0, 1])


def test_a_constant_column_is_the_callers_choice():
    X, y = [[1], [2], [3], [4]], [0, 0, 1, 1]
    assert separation(X, y).case == "overlap"
    assert separation(X, y, intercept=True).case == "complete"
    assert "no constant column" in separation(X, y).summary()
    alone = separation(np.zeros((3, 0)), [0, 1, 1], intercept=True)
    assert (alone.columns, alone.case) == (("(constant)",), "overlap")


def test_the_smallest_float_counts():
    tiny = np.nextafter(0, 1)
    X = [[1, 0], [1, 0], [1, tiny]]
    assert separation(X, [0, 1, 1]).coefficients.tolist() == [0, 1]


# --- the data as users have them -----------------------------------------------------------------


def test_sparse_columns_answer_as_dense_ones():
    table, y = rare_dummy(600)
    dense = table.to_numpy(dtype=float)
    for kind in (sparse.csr_matrix, sparse.csc_array, sparse.coo_array):
        found = separation(kind(dense), y, intercept=True)
        assert found.rows.tolist() == separation(table, y, intercept=True).rows.tolist()
        assert found.has_constant
        assert found.verify(dense, y)


@pytest.mark.slow
def test_a_large_sparse_design_stays_in_blocks_and_can_be_pickled():
    rng = np.random.default_rng(0)
    n = 90_000
    rare = np.arange(0, n, n // 10)
    # random_array takes rng= from SciPy 1.15 on
    where = rng.integers(0, [[n], [50]], (2, n * 50 // 20))
    X = sparse.csr_array((rng.random(n * 50 // 20), where), shape=(n, 50))
    column = sparse.csr_array((np.ones(len(rare)), (rare, 0 * rare)), shape=(n, 1))
    y = rng.integers(0, 2, n)
    y[rare] = 1
    found = separation(sparse.hstack([X, column]), y)
    assert not isinstance(found.position.weights, np.ndarray)
    assert found.rows.tolist() == rare.tolist()
    again = pickle.loads(pickle.dumps(found))
    assert again.verify()


@pytest.mark.parametrize(
    ("y", "success"),
    [
        ([1, 2, 2], [0, 1, 1]),
        ([-1, 1, 1], [0, 1, 1]),
        ([False, True, True], [0, 1, 1]),
        (["a", "b", "b"], [0, 1, 1]),
        (np.array([0, 1, 1], dtype=object), [0, 1, 1]),
        (pd.Series([0, 1, 1], dtype="Int64"), [0, 1, 1]),
        (pd.Categorical(["lo", "hi", "hi"], categories=["lo", "hi"]), [0, 1, 1]),
        (pd.Categorical(["hi", "lo", "lo"], categories=["hi", "lo"], ordered=True), [0, 1, 1]),
        (pd.Categorical(["b", "b", "b"], categories=["a", "b"]), [1, 1, 1]),
        ([[0], [1], [1]], [0, 1, 1]),
        (pd.DataFrame({"y": [0, 1, 1]}), [0, 1, 1]),
    ],
)
def test_a_response_can_be_written_in_many_ways(y: Any, success: list[int]):
    X = [[1, 1], [1, 2], [1, 3]]
    assert separation(X, y).coefficients.tolist() == separation(X, success).coefficients.tolist()


X3 = [[1, 1], [1, 2], [1, 3]]


@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        (X3, [0, 1, 2], "y must have two values .* A multinomial or ordinal response"),
        (X3, ["a", "b", "c"], "ask about each pair of levels"),
        (X3, pd.Categorical(["a", "b", "b"], categories=["a", "b", "c"]), "two values"),
        (X3, ["a", "a", "a"], "Which of the two it is cannot be told"),
        (X3, [0.2, 0.7, 0.7], "Proportions are given as two columns"),
        (X3, [0, 1, np.nan], "y must have no missing values; got 1"),
        (X3, ["a", None, "b"], "y must have no missing values; got 1"),
        (X3, pd.Series([1, None, 0], dtype="Int64"), "no missing values; got 1"),
        (X3, [0, 1], "y must have one entry per row of X, 3; got 2"),
        (X3, [[0, 0], [0, 0], [0, 0]], "y must hold a trial"),
        (X3, [[1, -1], [0, 0], [0, 0]], "counts >= 0; got -1"),
        (X3, np.zeros((3, 3)), r"got shape \(3, 3\)"),
        (np.zeros((3, 0)), [0, 1, 1], "at least one row and one column"),
        ([[1, np.nan]], [1], r"X must be finite; got nan at index \(0, 1\)"),
        (pd.DataFrame({"a": [1.0, None, 2.0]}), [0, 1, 1], "column 'a' has 1"),
        (pd.DataFrame({"d": pd.date_range("2020", periods=3)}), [0, 1, 1], r"X\['d'\] must be"),
        (
            pd.DataFrame({"a": [1, 2, 3]}, index=[2, 1, 0]),
            pd.Series([0, 1, 1]),
            "y must have the index of X",
        ),
    ],
)
def test_bad_data_are_named(X: Any, y: Any, words: str):
    with pytest.raises(ValueError, match=words):
        separation(X, y)


def test_a_mask_is_refused_and_a_family_named():
    with pytest.raises(TypeError, match="y must be without a mask"):
        separation(X3, np.ma.array([0, 1, 1], mask=[0, 0, 1]))
    with pytest.raises(ValueError, match="family must be one of 'binomial', 'poisson'"):
        separation(X3, [0, 1, 1], family="gamma")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="y must be >= 0 for family='poisson'; got -1"):
        separation(X3, [0, 1, -1], family="poisson")


def test_numbers_in_an_object_column_are_numbers():
    table = pd.DataFrame({"a": np.array([1, 2.5, 3, 3], dtype=object)})
    assert separation(table, [0, 0, 1, 0], intercept=True).columns == ("(constant)", "a")


# --- the proof -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"case": "complete"},
        {"case": "overlap"},
        {"rows": np.array([0])},
        {"coefficients": np.array([1, 1])},
        {"direction": ()},
        {"direction": (1, 1)},
        {"collinear": np.array([1])},
        {"dimension": 2},
        {"observations": 2},
        {"origin": np.array([3, 2, 1, 0])},
        {"columns": ("only one",)},
        {"family": "gamma"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_answer_does_not_verify(change: dict[str, Any]):
    found = separation([[1, 1], [1, 2], [1, 3], [1, 3]], [0, 0, 1, 0])
    assert found.verify()
    assert not attrs.evolve(found, **change).verify()


def test_other_data_do_not_verify():
    X, y = [[1, 1], [1, 2], [1, 3], [1, 3]], [0, 0, 1, 0]
    found = separation(X, y)
    assert found.verify(X, y)
    assert not found.verify(X, [0, 1, 1, 0])
    assert not found.verify([[1, 1], [1, 2], [1, 4], [1, 3]], y)
    assert not found.verify(pd.DataFrame(X, columns=["a", "b"]), y)
    assert not attrs.evolve(found, family="poisson").verify(X, y)


def test_rows_of_zeros_do_not_spoil_the_proof():
    assert separation([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]], [0, 1, 1, 1, 1]).verify()


def test_an_answer_travels():
    found = separation([[1, 1], [1, 2], [1, 3], [1, 3]], [0, 0, 1, 0])
    for twin in (pickle.loads(pickle.dumps(found)), copy.deepcopy(found)):
        assert twin.verify()
        assert repr(twin) == repr(found)
    assert found._repr_html_().startswith("<p><b>quasi-complete separation: 2 of 4 rows")


def test_it_is_the_condition_where_the_columns_are_independent():
    rng = np.random.default_rng(0)
    for _ in range(20):
        X, y = rng.normal(size=(12, 3)), rng.integers(0, 2, 12)
        signed = np.where(y > 0, 1, -1)[:, None] * X
        assert gcbook.holds(signed) == (separation(X, y).case == "overlap")

"""What the condition must satisfy whatever engine decides it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import gcbook
from gcbook.condition import certify, holds
from gcbook.condition.engines import exact
from gcbook.probability import gc_probability

from . import reference

SHAPES = [(3, 2), (6, 2), (5, 3), (8, 3), (9, 4), (14, 7), (24, 10)]


def gaussian(n: int, k: int, d: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((n, k, d))


def rational_rotation(d: int, rng: np.random.Generator) -> np.ndarray:
    """An orthogonal matrix of multiples of a power of 1/25, from the triple (7, 24, 25)."""
    q = np.eye(d)
    for i in range(d - 1):
        turn = np.eye(d)
        turn[np.ix_([i, i + 1], [i, i + 1])] = np.array([[7, 24], [-24, 7]]) / 25
        q = q @ turn
    return q[rng.permutation(d)]


@pytest.mark.parametrize("d", [1, 2, 3, 5, 12, 30])
def test_named_layers(d: int):
    e = np.eye(d)
    simplex = np.vstack([e, -np.ones((1, d))])
    cross = np.vstack([e, -e])
    assert holds(simplex)
    assert holds(cross)
    assert not holds(e)
    assert not holds(cross[:-1])
    assert not holds(np.ones((2 * d + 1, d)))
    assert not holds(np.zeros((d + 2, d)))
    assert not holds(np.vstack([cross[: 2 * d - 1], e]))
    assert holds(np.vstack([simplex, np.zeros((3, d)), simplex]))


def test_an_origin_on_an_edge_of_the_hull_is_not_inside():
    assert not holds([[1, 0], [-1, 0], [0, 1]])
    assert holds([[1, 0], [-1, 0], [0, 1], [0, -1e-300]])


@pytest.mark.parametrize(("k", "d"), [(1, 1), (1, 3), (2, 2), (3, 3), (5, 9), (40, 64)])
def test_at_most_d_rows_never_satisfy_it(k: int, d: int):
    weights = gaussian(3, k, d)
    assert not holds(weights).any()
    assert certify(weights).verify()


@pytest.mark.parametrize("bad", [[[np.nan, 1.0]], [[np.inf, 1.0]], [1.0, 2.0], [["a"]], [[]], 3.0])
@pytest.mark.parametrize("function", [holds, certify, gcbook.margin])
def test_bad_weights_are_named(bad: object, function: object):
    with pytest.raises((ValueError, TypeError), match="weights must"):
        function(bad)  # type: ignore[operator]


@pytest.mark.parametrize(("k", "d"), SHAPES)
def test_scaling_permuting_and_the_batch_change_nothing(k: int, d: int):
    rng = np.random.default_rng(7)
    weights = gaussian(60, k, d)
    truth = holds(weights)
    scaled = weights * 10.0 ** rng.uniform(-150, 150, (60, k, 1))
    assert (holds(scaled) == truth).all()
    assert (holds(weights[:, rng.permutation(k)]) == truth).all()
    assert (holds(weights[:, :, rng.permutation(d)]) == truth).all()
    assert (holds(-weights) == truth).all()
    assert (holds(weights.reshape(3, 4, 5, k, d)) == truth.reshape(3, 4, 5)).all()
    assert [holds(layer) for layer in weights] == truth.tolist()
    assert (certify(weights).holds == truth).all()


@pytest.mark.parametrize(("k", "d"), [(5, 2), (6, 3), (8, 4)])
def test_exact_rotations_change_nothing_even_on_lattices(k: int, d: int):
    rng = np.random.default_rng(3)
    weights = rng.integers(-2, 3, (400, k, d)).astype(float)
    turn = np.rint(25.0 ** (d - 1) * rational_rotation(d, rng))
    assert np.array_equal(turn @ turn.T, 625.0 ** (d - 1) * np.eye(d))
    assert (holds(weights @ turn) == holds(weights)).all()


@pytest.mark.slow
@pytest.mark.parametrize(("k", "d"), [(4, 2), (7, 3), (12, 6), (60, 30)])
def test_more_neurons_never_break_it(k: int, d: int):
    rng = np.random.default_rng(11)
    weights = rng.integers(-1, 2, (100, k + 3, d)).astype(float)
    nested = np.array([holds(weights[:, :j]) for j in range(1, k + 4)])
    assert not (nested[:-1] & ~nested[1:]).any()


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(data=st.data(), d=st.integers(2, 4), extra=st.integers(0, 4), size=st.integers(1, 3))
def test_small_integer_layers_agree_with_exact_enumeration(
    data: st.DataObject, d: int, extra: int, size: int
):
    entry = st.integers(-size, size)
    row = st.lists(entry, min_size=d, max_size=d)
    rows = np.array(data.draw(st.lists(row, min_size=d + extra, max_size=d + extra)))
    truth = bool(reference.decide(rows[None].astype(object))[0])
    certificate = certify(rows)
    assert holds(rows) is truth
    assert certificate.holds is truth
    assert certificate.verify()


@pytest.mark.parametrize(("k", "d"), [(6, 3), (10, 5), (24, 12), (60, 30), (150, 60)])
def test_highs_agrees_on_gaussian_layers(k: int, d: int):
    weights = gaussian(15, k, d, seed=5)
    peer = [
        linprog(np.zeros(k), A_eq=w.T, b_eq=np.zeros(d), bounds=(1, None)).status == 0
        for w in weights
    ]
    assert holds(weights).tolist() == peer


@pytest.mark.parametrize(
    ("k", "d"), [(2, 2), (20, 2), (6, 3), (20, 3), (10, 5), (20, 10), (50, 10)]
)
def test_gaussian_layers_never_need_exact_arithmetic(
    k: int, d: int, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise AssertionError("a Gaussian layer went to exact arithmetic")

    monkeypatch.setattr(exact, "decide", refuse)
    weights = gaussian(20_000 // d, k, d)
    assert (certify(weights).holds == holds(weights)).all()


@pytest.mark.parametrize(("k", "d"), [(3, 2), (8, 2), (6, 3), (10, 5), (20, 10), (60, 30)])
def test_wendels_probability(k: int, d: int):
    n = 20_000 if d < 10 else 2_000 if d < 30 else 300
    p = float(gc_probability(k, d))
    count = int(holds(gaussian(n, k, d, seed=k)).sum())
    # a two-sided 5 sigma test: a false alarm in 2e6 fixed seeds
    assert abs(count - n * p) < 5 * np.sqrt(n * p * (1 - p))


def test_antipodal_pairs_and_exact_proofs():
    weights = np.array([[1.0, 2.0, 0.0], [-1.0, -2.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, -1.0]])
    found = exact.decide(weights)
    assert not found.holds
    for row in weights.tolist():
        assert sum(Fraction(x) * n for x, n in zip(row, found.normal, strict=True)) >= 0


def test_a_large_layer_with_dead_and_repeated_neurons():
    weights = gaussian(1, 300, 60)[0]
    weights[::7] = 0
    weights[1::7] = weights[2::7]
    certificate = certify(weights)
    assert certificate.holds is holds(weights) is True
    assert certificate.verify()
    weights[:, 5] = np.abs(weights[:, 5])
    assert certify(weights).holds is holds(weights) is False
    assert certify(weights).verify()

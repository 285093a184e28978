"""The exact position of the origin: cases by construction, both sides certified."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from gcbook.condition import Position, certify, classify, holds
from gcbook.condition._rows import Rows
from gcbook.condition.engines import exact, face


def gravity(n: int, levels: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Signed rows of a logit with two sets of dummies; y = 1 wherever a = its middle level."""
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, levels, n), rng.integers(0, 35, n)
    dummies = [*(a == i for i in range(1, levels)), *(b == i for i in range(1, 35))]
    design = np.column_stack([np.ones(n), rng.standard_normal(n), *dummies]).astype(float)
    middle = a == levels // 2
    y = np.where(middle, 1, rng.integers(0, 2, n))
    return (2 * y - 1)[:, None] * design, middle


def rare(k: int, d: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Signed 0/1 rows; the last column is 1 only for a few rows, all with y = 1."""
    rng = np.random.default_rng(seed)
    design = (rng.random((k, d)) < 0.3).astype(float)
    design[:, 0] = 1
    y = rng.integers(0, 2, k)
    design[:, -1] = (rng.random(k) < max(8 / k, 1e-3)) & (y == 1)
    return (2 * y - 1)[:, None] * design, design[:, -1] > 0


def exactly_checked(position: Position) -> None:
    """The definition, in fractions."""
    rows = [[Fraction(x) for x in row] for row in position.weights.tolist()]
    for j in position.separated:
        assert sum(a * b for a, b in zip(rows[j], position.normal, strict=True)) > 0
    for j in position.balanced:
        assert sum(a * b for a, b in zip(rows[j], position.normal, strict=False)) == 0
    pairs = list(zip(position.coefficients, position.balanced, strict=True))
    assert all(c > 0 for c, _ in pairs)
    for i in range(len(rows[0])):
        assert sum(c * rows[j][i] for c, j in pairs) == 0
    for vector in position.null_space:
        assert all(sum(a * b for a, b in zip(row, vector, strict=True)) == 0 for row in rows)
    assert position.rank + len(position.null_space) == len(rows[0])


@pytest.mark.parametrize(
    ("rows", "case", "rank", "separated"),
    [
        ([[20, -10], [-20, 10], [0, 0]], "flat", 1, []),
        ([[2, -1], [-2, 1], [1, 0]], "boundary", 2, [2]),
        ([[1, 0], [0, 1], [-1, -1]], "holds", 2, []),
        ([[1, 0], [0, 1]], "outside", 2, [0, 1]),
        ([[1, 2], [2, 4]], "outside", 1, [0, 1]),
        ([[0, 0], [0, 0]], "flat", 0, []),
        ([[1.0], [-3.0]], "holds", 1, []),
        ([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, 2, 1], [0, 0, -1]], "boundary", 3, [2, 3, 4]),
        ([[1, 0], [-1, 0], [2, 0]], "flat", 1, []),
    ],
)
def test_small_layers(rows: list[list[float]], case: str, rank: int, separated: list[int]):
    position = classify(rows)
    assert (position.case, position.rank) == (case, rank)
    assert position.separated.tolist() == separated
    assert bool(position) is position.holds is holds(rows)
    assert holds(rows, relative=True) is (case in ("holds", "flat"))
    assert position.verify()
    exactly_checked(position)


def test_a_normal_separates_whenever_anything_does():
    """Dependent columns: a null vector would be a normal, too, but would help nobody."""
    rows = np.array([[1.0, 2, 3], [-1, -2, -3], [1, 0, 1], [2, 1, 3]])
    for layer in (rows, np.tile(rows, (50, 1)), np.hstack([rows, rows, rows])):
        certificate = certify(layer)
        assert certificate.verify()
        products = [sum(Fraction(a) * b for a, b in zip(row, certificate.normal, strict=True))
                    for row in layer.tolist()]  # fmt: skip
        assert max(products) > 0


@pytest.mark.parametrize(("n", "levels"), [(3000, 60), (6000, 180)])
def test_dummies_of_the_field(n: int, levels: int):
    rows, middle = gravity(n, levels)
    position = classify(rows)
    assert position.case == "boundary"
    assert position.separated.tolist() == np.flatnonzero(middle).tolist()
    assert position.normal[1 + levels // 2] > 0  # that level's coefficient runs to +inf
    assert position.rank == rows.shape[1]
    assert position.verify()
    assert not holds(rows)
    assert certify(rows).verify()


@pytest.mark.parametrize(("k", "d"), [(1000, 5), (10_000, 50), (100_000, 30)])
def test_a_rare_column(k: int, d: int):
    rows, separated = rare(k, d)
    position = classify(rows)
    assert position.separated.tolist() == np.flatnonzero(separated).tolist()
    assert position.case == "boundary"
    assert position.verify()


def test_faces_by_construction_beyond_what_was_refused():
    rng = np.random.default_rng(3)
    for d, r in [(140, 70), (60, 59), (300, 40)]:
        inside = np.zeros((r + 30, d))
        inside[:, :r] = rng.standard_normal((r + 30, r))
        outside = rng.standard_normal((2 * d, d))
        outside[:, -1] = np.abs(outside[:, -1])
        rows = np.vstack([inside, -inside, outside])
        position = classify(rows)
        assert position.separated.tolist() == list(range(2 * (r + 30), len(rows)))
        assert position.verify()
        assert holds([rows, rows]).tolist() == [False, False]


@pytest.mark.parametrize("shape", [(500, 8), (1500, 30)])
def test_dependence_in_the_last_digits(shape: tuple[int, int]):
    """x3 = fl(x1 + x2) is not x1 + x2; what that does is decided, and both ways proved."""
    rng = np.random.default_rng(4)
    design = rng.standard_normal(shape)
    design[:, 2] = design[:, 0] + design[:, 1]
    design[:, 3] = 1.1 * design[:, 1]
    rows = rng.choice([-1.0, 1.0], shape[0])[:, None] * design
    position = classify(rows)
    assert position.verify()
    assert position.rank == shape[1]
    assert holds(rows) is position.holds


@pytest.mark.slow
def test_both_engines_split_alike():
    """Random degenerate layers: the face engine in floats and the pivots in integers."""
    rng = np.random.default_rng(5)
    done = 0
    for count in range(150):
        d = int(rng.integers(1, 8))
        size = 1 if count % 2 else 3
        rows = rng.integers(-size, size + 1, (int(rng.integers(1, 3 * d + 4)), d)).astype(float)
        rows = rows[rows.any(axis=1)] * (0.1 if count % 3 else 1.0)
        if not len(rows):
            continue
        truth = exact.split(rows)
        found = face.split(Rows.of(rows))
        if found is not None and found.proved:
            assert found.separated.tolist() == truth.separated.tolist(), rows.tolist()
            done += 1
        position = classify(rows)
        assert position.separated.tolist() == truth.separated.tolist()
        assert position.verify()
        exactly_checked(position)
    assert done > 130


POSITIONS = [
    classify([[20, -10], [-20, 10], [0, 0]]),
    classify([[2, -1], [-2, 1], [1, 0]]),
    classify([[1, 0], [0, 1], [-1, -1]]),
    classify([[1, 0], [0, 1]]),
    classify(rare(1000, 5)[0]),
    classify(gravity(400, 8)[0]),
]


@pytest.mark.parametrize("position", POSITIONS)
def test_tampered_positions_are_rejected(position: Position):
    assert position.verify()
    cases = {"holds", "flat", "boundary", "outside"} - {position.case}
    for case in cases:
        assert not replace(position, case=case).verify()
    for rank in (position.rank - 1, position.rank + 1):
        assert not replace(position, rank=rank).verify()
    d = position.weights.shape[1]
    extra = (Fraction(1), *[Fraction(0)] * (d - 1))
    assert not replace(position, null_space=(*position.null_space, extra)).verify()
    assert not replace(position, independent=position.independent[:-1]).verify()
    repeated = position.independent.copy()
    repeated[-1] = repeated[0]
    assert len(repeated) < 2 or not replace(position, independent=repeated).verify()
    if position.normal:
        turned = tuple(-x for x in position.normal)
        assert not replace(position, normal=turned).verify()
        assert not replace(position, normal=()).verify()
        assert not replace(position, normal=position.normal[:-1]).verify()
        assert not replace(position, separated=position.separated[1:]).verify()
        moved = np.sort(np.append(position.balanced, position.separated[0]))
        rest = position.separated[1:]
        longer = (*position.coefficients, Fraction(1))
        forged = replace(position, separated=rest, balanced=moved, coefficients=longer)
        assert not forged.verify()
    if len(position.balanced):
        c = tuple(position.coefficients)
        for changed in ((c[0] * 2, *c[1:]), (-c[0], *c[1:]), (Fraction(0), *c[1:]), c[1:]):
            assert not replace(position, coefficients=changed).verify()
        nudged = (c[0] * (1 + Fraction(1, 2**60)), *c[1:])
        assert not replace(position, coefficients=nudged).verify()
    flipped = np.array(position.weights)
    flipped[int(np.flatnonzero(flipped.any(axis=1))[0])] *= -1
    assert not replace(position, weights=flipped).verify()


@pytest.mark.parametrize("position", POSITIONS)
def test_positions_travel(position: Position):
    for again in (pickle.loads(pickle.dumps(position)), copy.deepcopy(position)):
        assert again.verify()
        assert again.case == position.case
    assert len(repr(position)) < 300
    assert position.case in position._repr_html_()


def test_a_batch_is_not_one_layer():
    with pytest.raises(ValueError, match="classify its layers one by one"):
        classify(np.ones((2, 3, 2)))

"""The data sets of Section 2 and Section 6.1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from scipy.linalg import subspace_angles

from gcbook import (
    Annulus,
    ClassData,
    Points,
    PolarGrid,
    Subspaces,
    binary_network,
    descend,
    descend_many,
    random_start,
)
from gcbook.data import data_sets, points_of
from gcbook.hinge import Mean


def test_the_polar_grid_is_the_papers():
    grid = PolarGrid()
    radii = {20 / j for j in range(10, 21)}
    angles = [j * np.pi / 40 for j in range(1, 81)]
    expected = [(r * np.cos(a), r * np.sin(a)) for r in sorted(radii, reverse=True) for a in angles]
    np.testing.assert_allclose(grid.points, expected, atol=1e-15)
    assert (grid.dimension, len(grid.points)) == (2, 880)
    assert (grid.radii.min(), grid.radii.max()) == (1.0, 2.0)
    # equally spaced after the Kelvin transformation
    np.testing.assert_allclose(np.diff(1 / grid.radii), 1 / 20, atol=1e-15)


def test_points_are_a_frozen_copy():
    given = np.ones((3, 2))
    data = Points(given, label=1)
    given[0, 0] = 7.0
    assert data.points[0, 0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        data.points[0, 0] = 7.0
    assert (data.dimension, data.label) == (2, 1)


def test_the_annulus_is_sampled_uniformly():
    data = Annulus(0.5, 2.0, label=1)
    sample = data.sample(100_000, seed=1)
    assert sample.label == 1
    square = (sample.points**2).sum(axis=1)
    assert square.min() >= 0.25
    assert square.max() <= 4.0
    # the squared radius is uniform on [1/4, 4] and the direction uniform: 5 standard errors
    assert abs(square.mean() - 2.125) < 5 * 3.75 / np.sqrt(12 * 1e5)
    unit = sample.points / np.sqrt(square)[:, None]
    assert np.abs(unit.mean(axis=0)).max() < 5 * np.sqrt(0.5 / 1e5)
    assert data.density * np.pi * (4 - 0.25) == pytest.approx(1.0)


@pytest.mark.parametrize("angle", [0.25, 0.7, np.pi / 2])
def test_the_angle_is_the_smallest_principal_angle(angle: float):
    first, second = Subspaces(angle).bases
    for basis in (first, second):
        np.testing.assert_allclose(basis @ basis.T, np.eye(2), atol=1e-15)
    np.testing.assert_allclose(subspace_angles(first.T, second.T), [np.pi / 2, angle], atol=1e-12)


def test_subspaces_carry_the_grid_and_the_noise():
    clean, noisy = Subspaces(0.9), Subspaces(0.9, noise=0.05, seed=3)
    for label, (plain, rough) in enumerate(zip(clean.classes, noisy.classes, strict=True)):
        assert (plain.label, rough.label, plain.points.shape) == (label, label, (880, 4))
        np.testing.assert_allclose(
            plain.points @ clean.bases[label].T, PolarGrid().points, atol=1e-14
        )
        # 3520 normal deviates: standard deviation within 5 standard errors
        deviation = (rough.points - plain.points).std()
        assert abs(deviation - 0.05) < 5 * 0.05 / np.sqrt(2 * 3520)
    again = Subspaces(0.9, noise=0.05, seed=3)
    np.testing.assert_array_equal(again.classes[1].points, noisy.classes[1].points)


class Disguised:
    """A class of a user's own: what `inner` is, without being it, and without its points."""

    def __init__(self, inner: ClassData) -> None:
        self.label, self.dimension, self.points = inner.label, inner.dimension, None
        self.evaluate = inner.evaluate


class Half:
    """An object that lacks `points` and `evaluate`."""

    label, dimension = 0, 2


class Ring:
    """Finite data of a user's own: points on a circle."""

    label, dimension = 1, 2

    @property
    def points(self) -> np.ndarray:
        angle = np.arange(7.0)
        return np.stack([np.cos(angle), np.sin(angle)], axis=1)

    def evaluate(self, outputs: np.ndarray, bias: np.ndarray, weights: np.ndarray) -> Mean:
        return Mean(outputs, bias, weights, self.points, self.label)


@pytest.mark.parametrize("inner", [PolarGrid(), Annulus(), Points([[1, 2], [3, -1]], label=1)])
def test_a_class_of_ones_own_does_what_ours_does(inner: ClassData):
    network, start = binary_network(3), random_start(6, 2, runs=4, seed=1)
    own = Disguised(inner)
    np.testing.assert_array_equal(network.loss(start, own), network.loss(start, inner))
    np.testing.assert_array_equal(network.gradient(start, own), network.gradient(start, inner))
    both = network.loss(start, [own, PolarGrid(1)])
    np.testing.assert_array_equal(both, network.loss(start, [inner, PolarGrid(1)]))
    options = {"max_steps": 40, "tolerance": 1e-9}
    ours = descend_many(network, inner, start, track=("gc", "loss"), **options)
    theirs = descend_many(network, own, start, track=("gc", "loss"), **options)
    np.testing.assert_allclose(theirs.weights, ours.weights, atol=1e-13)
    assert theirs.steps.tolist() == ours.steps.tolist()
    run = descend(network, own, start[0], **options)
    np.testing.assert_allclose(run.weights, ours.weights[0], atol=1e-13)
    with pytest.raises(ValueError, match=r"pointwise' needs finite data; got <.*Disguised"):
        descend_many(network, own, start, track="pointwise")


def test_finite_data_of_ones_own_are_points():
    network, start = binary_network(2), random_start(4, 2, runs=3, seed=1)
    own, ours = Ring(), Points(Ring().points, label=1)
    np.testing.assert_array_equal(network.loss(start, own), network.loss(start, ours))
    first, second = (
        descend_many(network, one, start, max_steps=20, track="pointwise") for one in (own, ours)
    )
    np.testing.assert_array_equal(first.weights, second.weights)
    np.testing.assert_array_equal(network.forward(start, own), network.forward(start, ours.points))


def test_the_grid_is_known_by_its_points():
    # the engine of the polar grid is chosen for any data set with the same points
    network, start = binary_network(3), random_start(6, 2, runs=5, seed=1)
    grid, same = PolarGrid(1), Points(PolarGrid().points, label=1)
    first, second = (descend_many(network, one, start, max_steps=50) for one in (grid, same))
    np.testing.assert_array_equal(first.weights, second.weights)


def test_bare_arrays_are_points_of_class_0():
    network, start = binary_network(2), random_start(4, 2, seed=1)
    rows = [[1.0, 0.0], [0.5, -2.0]]
    expected = network.loss(start, Points(rows))
    for bare in (rows, np.array(rows), pd.DataFrame(rows), tuple(map(tuple, rows))):
        assert network.loss(start, bare) == expected
        assert [one.label for one in data_sets(bare)] == [0]
    assert descend(network, rows, start, max_steps=3).losses[0] == expected


def test_where_points_are_wanted_a_data_set_gives_its_own():
    network, start = binary_network(2), random_start(4, 2, seed=1)
    for data in (PolarGrid(), Points([[1, 2]])):
        assert points_of(data) is data.points
        np.testing.assert_array_equal(
            network.forward(start, data), network.forward(start, data.points)
        )
    with pytest.raises(TypeError, match=r"a finite data set; got Annulus\(.*\.sample"):
        network.forward(start, Annulus())


def test_subspaces_stand_for_their_two_classes():
    network, start = binary_network(2), random_start(4, 4, seed=1)
    planes = Subspaces(0.7)
    assert [one.label for one in planes] == [0, 1]
    assert network.loss(start, planes) == network.loss(start, planes.classes)


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        ([], ValueError, "at least one data set; got an empty sequence"),
        (7, TypeError, r"data must be the data of one class \(Points, .*; got 7"),
        (Half(), TypeError, r"your own with label, dimension, points, evaluate\).*; got <.*Half"),
        ("grid", TypeError, r"data must be the data of one class \(Points, .*; got 'grid'"),
        ([PolarGrid(), [[1, 2]]], TypeError, r"Points\(array, label=1\); got a bare list"),
        ([1.0, 2.0], ValueError, r"points must be .*; got shape \(2,\)"),
        (scipy.sparse.eye_array(2), TypeError, "points must be .* got a sparse dia_array"),
    ],
)
def test_what_is_no_data_set(data: object, error: type[Exception], message: str):
    with pytest.raises(error, match=message):
        data_sets(data)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: Points([[1.0, np.inf]]), ValueError, r"points must be finite; got inf at index"),
        (lambda: Points([1.0, 2.0]), ValueError, r"one point per row; got shape \(2,\)"),
        (lambda: Points(np.ones((0, 2))), ValueError, r"N, d >= 1; got \(0, 2\)"),
        (lambda: Points([[1, 2], [3]]), ValueError, "points must be .* got a ragged sequence"),
        (lambda: Points([["a"]]), TypeError, "points must be .* got dtype"),
        (lambda: Points([[1.0]], label=-1), ValueError, "label must be an integer >= 0; got -1"),
        (lambda: PolarGrid(1.0), TypeError, r"label must be an integer >= 0; got 1\.0"),
        (lambda: Annulus(0.0, 1.0), ValueError, r"inner must be a real number > 0; got 0\.0"),
        (lambda: Annulus(2.0, 1.0), ValueError, r"outer must be a real number > 2\.0; got 1\.0"),
        (lambda: Annulus().sample(0), ValueError, "size must be an integer >= 1; got 0"),
        (lambda: Subspaces(0.0), ValueError, "angle must be a real number > 0 and <= 1.57"),
        (lambda: Subspaces(1.0, noise=-1), ValueError, "noise must be a real number >= 0; got -1"),
    ],
)
def test_bad_input(call: Callable[[], object], error: type[Exception], message: str):
    with pytest.raises(error, match=message):
        call()

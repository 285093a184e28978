"""The data sets of Section 2 and Section 6.1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.linalg import subspace_angles

from gcbook import Annulus, Points, PolarGrid, Subspaces


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

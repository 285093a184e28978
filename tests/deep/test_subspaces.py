from __future__ import annotations

import numpy as np
import pytest

from gcbook.deep import class_subspace, class_subspaces, energy, independence, smallest_angles


def test_points_on_a_subspace_give_it_back():
    rng = np.random.default_rng(0)
    basis = np.linalg.qr(rng.standard_normal((8, 3)))[0].T
    points = rng.standard_normal((50, 3)) @ basis
    found = class_subspace(points, 3)
    np.testing.assert_allclose(found.T @ found, basis.T @ basis, atol=1e-12)
    assert energy(points, found) == pytest.approx(1.0)


def test_the_mean_is_not_subtracted():
    np.testing.assert_allclose(np.abs(class_subspace([[5.0, 1.0], [5.0, -1.0]], 1)), [[1, 0]])


def test_angles_of_lines():
    lines = tuple(np.array([[np.cos(t), np.sin(t)]]) for t in np.radians([0, 30, 90]))
    np.testing.assert_allclose(smallest_angles(lines), [30, 90, 60])


def test_of_two_planes_the_smallest_angle():
    turned = [[np.cos(t), np.sin(t)] for t in np.radians([20, 70])]
    plane = np.array([[turned[0][0], 0, turned[0][1], 0], [0, turned[1][0], 0, turned[1][1]]])
    for bases in ((np.eye(4)[:2], plane), (plane[::-1], np.eye(4)[:2])):
        np.testing.assert_allclose(smallest_angles(bases), [20])


def test_ten_lines_in_a_plane_are_never_independent():
    angles = np.pi * np.arange(10) / 10
    lines = tuple(np.array([[np.cos(t), np.sin(t)]]) for t in angles)
    assert independence(lines) == 0.0
    assert np.linalg.matrix_rank(np.concatenate(lines)) == 2


def test_orthogonal_subspaces_are_independent():
    assert independence((np.eye(4)[:2], np.eye(4)[2:])) == pytest.approx(1.0)


def test_one_basis_per_class():
    labels = np.array([0, 0, 1, 1])
    bases = class_subspaces(np.eye(4), labels, 2)
    assert [basis.shape for basis in bases] == [(2, 4), (2, 4)]


def test_too_many_dimensions_are_named():
    with pytest.raises(ValueError, match="dimension must be an integer >= 1 and <= 2; got 3"):
        class_subspace(np.ones((2, 5)), 3)

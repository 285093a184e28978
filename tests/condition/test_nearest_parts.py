"""The chain of facets, step by step: boundaries cancel, normals prove what they say."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from gcbook.condition import _nearest
from gcbook.condition._nearest import Chain


def chain(corners: list[list[int]], coefficients: list[int], points: np.ndarray) -> Chain:
    index = np.array(corners)
    return Chain(index, np.array(coefficients), *_nearest._normals(points[index], 0.0))


def wound(given: Chain, points: np.ndarray, seed: int = 0) -> set[int]:
    """How often rays from 0 are met: the sum of orientation times coefficient, ray by ray."""
    found = set()
    for ray in np.random.default_rng(seed).standard_normal((60, points.shape[1])):
        count = 0
        for corners, times in zip(given.corners, given.coefficients, strict=True):
            simplex = points[corners]
            if (np.linalg.solve(simplex.T, ray) > 0).all():
                count += int(times) * int(np.sign(np.linalg.det(simplex)))
        found.add(count)
    return found


@pytest.mark.parametrize("d", [2, 3, 5])
def test_the_first_simplex_is_regular_and_closed(d: int):
    corners = _nearest._simplex(d)
    assert corners @ corners.T == pytest.approx((1 + 1 / d) * np.eye(d + 1) - 1 / d, abs=1e-12)
    assert corners.sum(axis=0) == pytest.approx(0, abs=1e-12)
    points = np.vstack([np.ones((4, d)), corners])
    found = _nearest._boundary(points, 4, 0.0)
    assert sorted(map(tuple, found.corners)) == list(combinations(range(4, 5 + d), d))
    assert found.least == pytest.approx(np.full(d + 1, 1 / d))
    assert [len(part) for part in _nearest._rim(found.corners, found.coefficients)] == [0, 0, 0]
    assert wound(found, points) in ({1}, {-1})
    assert _nearest._boundary(points, 4, 0.01).least == pytest.approx(1 / d - 0.01)


def test_chains_are_cut_and_joined():
    given = chain([[0, 1], [1, 2], [0, 2]], [1, 1, -1], np.array([[2.0, 0], [0, 1], [-1, -1]]))
    part = given.keep(np.array([True, False, True]))
    assert part.corners.tolist() == [[0, 1], [0, 2]]
    assert part.coefficients.tolist() == [1, -1]
    assert part.normals.tolist() == given.normals[[0, 2]].tolist()
    assert part.least.tolist() == given.least[[0, 2]].tolist()
    both = part.plus(given.keep(np.array([False, True, False])))
    assert both.corners.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert both.coefficients.tolist() == [1, -1, 1]
    assert both.normals.tolist() == given.normals[[0, 2, 1]].tolist()
    assert both.least.tolist() == given.least[[0, 2, 1]].tolist()


def test_normals_prove_distances_less_their_rounding():
    simplices = np.array([[[2.0, 0], [0, 2]], [[1.0, 1], [1, -3]], [[0, -4.0], [3, 0]]])
    normals, least = _nearest._normals(simplices, 0.125)
    assert normals == pytest.approx(np.array([[0.5, 0.5], [1, 0], [1 / 3, -0.25]]))
    assert least == pytest.approx([2**0.5 - 0.125, 1 - 0.125, 2.4 - 0.125])
    turned = np.array([[1.0, 0], [1, 1], [-1, 0]])  # other vectors prove less, or nothing
    proved = _nearest._proved(simplices, turned, 0.125)
    assert proved == pytest.approx([0.0, 0.0, 0.0])
    assert _nearest._proved(simplices[:1], np.array([[1.0, 2]]), 0.0) == pytest.approx([2 / 5**0.5])
    assert _nearest._proved(simplices[:2], np.array([[0.0, 0], [np.inf, 1]]), 0.0).tolist() == [
        0,
        0,
    ]
    flat = np.array([[[1.0, 0], [1, 0]], [[2.0, 0], [0, 2]]])
    normals, least = _nearest._normals(flat, 0.0)
    assert normals == pytest.approx(np.array([[1, 0], [0.5, 0.5]]))
    assert least == pytest.approx([1, 2**0.5])


def test_boundaries_are_signed_sums_of_ridges():
    corners, times = np.array([[0, 1, 2], [0, 1, 3], [0, 2, 3]]), np.array([1, -1, 2])
    ridges, total, parent = _nearest._rim(corners, times)
    found = dict(zip(map(tuple, ridges.tolist()), total.tolist(), strict=True))
    # the boundary of [a, b, c] is [b, c] - [a, c] + [a, b]
    assert found == {(1, 2): 1, (0, 2): 1, (1, 3): -1, (2, 3): 2, (0, 3): -1}
    assert all(set(r) < set(corners[p]) for r, p in zip(ridges.tolist(), parent, strict=True))
    twice = _nearest._rim(ridges, total)  # the boundary of a boundary is nothing
    assert len(twice[0]) == 0
    assert (0, 1) not in found  # cancelled


@pytest.mark.parametrize("largest", [1, 2, 255, 256, 2**20, 2**31, 2**40])
def test_words_tell_ridges_apart(largest: int):
    rng = np.random.default_rng(0)
    ridges = rng.integers(0, largest + 1, (200, 7))
    ridges[0], ridges[1] = largest, 0
    ridges[2], ridges[3] = [0] * 6 + [1], [1] + [0] * 6
    words = np.stack(_nearest._words(ridges), axis=1)
    assert (words >= 0).all()
    assert len(np.unique(words, axis=0)) == len(np.unique(ridges, axis=0))
    assert len(_nearest._words(np.zeros((0, 3), dtype=np.int64))[0]) == 0


def test_the_nearest_come_first():
    least = np.random.default_rng(1).random(500)
    found = _nearest._few(least)
    assert found.tolist() == np.argsort(least)[:32].tolist()
    assert _nearest._few(least[:20]).tolist() == np.argsort(least[:20]).tolist()
    assert _nearest._few(least[:32]).tolist() == np.argsort(least[:32]).tolist()
    many = np.ones(2**20)
    many[77] = 0
    assert len(_nearest._few(many)) == 2
    assert _nearest._few(many)[0] == 77


def test_points_that_see_the_same_corners_wait():
    points = np.array([[1.0, 0], [0, 1], [-1, 0], [0, -1], [2, 2], [-2, -2], [3, 3], [0.1, 0.2]])
    square = chain([[0, 1], [1, 2], [2, 3], [0, 3]], [1, 1, 1, -1], points)
    for news, owners in (
        ([4, 5], [4, -1, 5, -1]),
        ([6, 4], [6, -1, -1, -1]),
        ([7], [-1] * 4),
        ([5], [-1, -1, 5, -1]),
    ):
        assert _nearest._owners(square, points, np.array(news), 0.0).tolist() == owners
    assert _nearest._owners(square, points, np.array([4]), 10.0).tolist() == [-1] * 4
    exact = np.vstack([points, [[0.5, 0.5]]])  # on a facet is not beyond it
    assert _nearest._owners(square, exact, np.array([8]), 0.0).tolist() == [-1] * 4


@pytest.mark.parametrize("part", [1, 2**21])
def test_cones_keep_the_chain_closed(part: int, monkeypatch: pytest.MonkeyPatch):
    """One point beyond some facets of an octahedron: what replaces them winds once, too."""
    monkeypatch.setattr(_nearest, "_ENTRIES", part)
    points = np.vstack([np.eye(3), -np.eye(3), [[0.9, 0.8, 0.1]], [[-2.0, -2, -2]]])  # which waits
    corners = [[a, b, c] for a in (0, 3) for b in (1, 4) for c in (2, 5)]
    signs = [(-1) ** sum(x > 2 for x in one) for one in corners]
    octahedron = chain(corners, signs, points)
    assert len(_nearest._rim(octahedron.corners, octahedron.coefficients)[0]) == 0
    owner = _nearest._owners(octahedron, points, np.array([6, 7]), 0.0)
    assert (owner == 6).sum() == 2
    assert (owner < 0).sum() == 6
    seen = owner >= 0
    cones = _nearest._cones(points, owner[seen], octahedron.keep(seen), 0.0)
    assert (np.diff(cones.corners, axis=1) > 0).all()
    whole = octahedron.keep(~seen).plus(cones)
    assert len(_nearest._rim(whole.corners, whole.coefficients)[0]) == 0
    assert wound(octahedron, points) == wound(whole, points) == {1}
    products = np.einsum("nid,nd->ni", points[cones.corners], cones.normals)
    lengths = np.linalg.norm(cones.normals, axis=1)
    assert cones.least == pytest.approx(products.min(axis=1) / lengths)
    assert cones.least == pytest.approx(1 / lengths)
    noisy = _nearest._cones(points, owner[seen], octahedron.keep(seen), 0.01)
    assert noisy.least == pytest.approx(cones.least - 0.01)


def test_budgets_and_the_last_simplex():
    rows = np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]])
    for budget, done in ((0, False), (3, False), (100, True)):
        low, high, found = _nearest.ball(rows, budget)
        assert found is done
        assert low <= 0.5**0.5 <= high
    assert (low, high) == pytest.approx((0.5**0.5, 0.5**0.5), abs=1e-13)
    assert high - low < 1e-13
    thin = np.array([[1.0, 0], [-1, 1e-6], [-1, -1e-6]])  # the first simplex is not in its hull
    low, high, found = _nearest.ball(thin, 1000)
    assert found
    assert low <= 5e-7 / (1 + 2.5e-13) ** 0.5 <= high
    assert low == pytest.approx(5e-7, rel=1e-6)

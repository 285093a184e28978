r"""The facet of a hull that is nearest to the origin, from a hull of few of its points.

The least distance of a facet is the radius of the largest ball about 0 in the hull.  Points are
added one by one (*beneath and beyond*), always the one that is farthest beyond the nearest facet
of the hull so far.  That hull lies in the whole one, so its nearest facet bounds the radius from
below; the support function in the direction of that facet bounds it from above; and where no point
lies beyond the facet the two agree.  Far from the nearest facet the hull stays coarse: of 200
random points in R^8 less than half are ever looked at.

Nothing is believed of the geometry.  The facets are a chain of simplices with integer
coefficients: first the boundary of a simplex about 0; then, with w the new point and F any chain
of facets that w is beyond, F is replaced by w \* ∂F, where common ridges cancel.  The difference is
the boundary of the simplices conv(w, f), f in F, each in a half space {x : <x, n> > 0}, so 0 is in
none of them and the chain goes on to wind once around 0.  Hence every ray from 0 meets one of its
simplices, at a distance of at least min_i <p_i, n> / \|n\| over the corners p_i, for *any* n.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gcbook._checks import BoolArray, FloatArray, IntArray

_BEYOND = 1e-9
# Of the first simplex about 0, in which all rows count: made smaller where it is not in the hull.
_CORE, _SMALLER, _SMALLEST = 1e-3, 1e-2, 1e-16
_ROUNDING = 2.0**-51  # of an inner product, for each of its terms, generously
_TOGETHER, _ENTRIES = 32, 2**21
_WORD = 62


@dataclass(frozen=True)
class Chain:
    """Simplices, as increasing corners, with coefficients, normals n and distances.

    All corners have positive products with n; `least` bounds the distance of the simplex from 0.
    """

    corners: IntArray
    coefficients: IntArray
    normals: FloatArray
    least: FloatArray

    def keep(self, chosen: BoolArray) -> Chain:
        """Return a part of the chain."""
        return Chain(
            self.corners[chosen],
            self.coefficients[chosen],
            self.normals[chosen],
            self.least[chosen],
        )

    def plus(self, other: Chain) -> Chain:
        """Return the sum of two chains without a simplex in common."""
        return Chain(
            np.concatenate([self.corners, other.corners]),
            np.concatenate([self.coefficients, other.coefficients]),
            np.concatenate([self.normals, other.normals]),
            np.concatenate([self.least, other.least]),
        )


def ball(rows: FloatArray, budget: int) -> tuple[float, float, bool]:
    """Bound the radius of the largest ball about 0 in the hull of rows that surround 0.

    Parameters
    ----------
    rows : array of shape (k, d)
        0 is inside their hull, and d >= 2.
    budget : int
        How many facets may be made.

    Returns
    -------
    low, high, done
        Bounds that rounding does not touch, and whether they agree but for it (and to 1e-9).

    Examples
    --------
    >>> low, high, done = ball(np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]]), 100)
    >>> round(low, 12), round(high, 12), done
    (0.707106781187, 0.707106781187, True)
    """
    k, d = rows.shape
    noise = _ROUNDING * d * float(np.linalg.norm(rows, axis=1).max())
    core, high = _CORE, np.inf
    while core > _SMALLEST:
        points = np.vstack([rows, core * _simplex(d)])
        chain, best, done = _grown(points, k, noise, budget)
        high = min(high, best)
        if chain.corners.max() < k:  # nothing is left of the first simplex
            return float(chain.least.min()), high, done
        if not done:
            break
        core *= _SMALLER
    return 0.0, high, False


def _grown(points: FloatArray, k: int, noise: float, budget: int) -> tuple[Chain, float, bool]:
    """Grow the boundary of the simplex that comes after k rows into one of them.

    Also returns an upper bound, and whether the chain is what it was to become.
    """
    chain = _boundary(points, k, noise)
    high, made = np.inf, 0
    used = np.zeros(len(points), dtype=bool)
    while made <= budget:
        nearest = _few(chain.least)
        products = chain.normals[nearest] @ points[:k].T
        size = np.linalg.norm(chain.normals[nearest], axis=1)
        largest = products.max(axis=1)
        high = min(high, float((largest / size).min()) + noise)
        ahead = largest > 1 + _BEYOND + noise * size
        if not ahead[0]:
            return chain, high, True
        news = products.argmax(axis=1)[ahead]
        owner = _owners(chain, points, news[~used[news]], noise)
        if used[news[0]] or not (owner >= 0).any():  # a corner again: rounding decides by now
            break
        used[owner[owner >= 0]] = True
        new = _cones(points, owner[owner >= 0], chain.keep(owner >= 0), noise)
        made += len(new.corners)
        chain = chain.keep(owner < 0).plus(new)
        if not new.least.all():
            break
    return chain, high, False


def _few(least: FloatArray) -> IntArray:
    """Return some of the nearest, the nearest first."""
    count = max(1, min(_TOGETHER, _ENTRIES // len(least)))
    if len(least) <= count:
        return np.argsort(least)
    some = np.argpartition(least, count)[:count]
    return np.asarray(some[np.argsort(least[some])])


def _owners(chain: Chain, points: FloatArray, news: IntArray, noise: float) -> IntArray:
    """Return the new point that replaces each simplex, or -1.

    Points are added together if what they see has no corner in common: then neither sees what the
    other one makes, because the normals of that lie between those of the old simplices.
    """
    bound = 1 + _BEYOND + noise * np.linalg.norm(chain.normals, axis=1)
    owner = np.full(len(chain.least), -1)
    taken = np.zeros(len(points), dtype=bool)
    for new, products in zip(news, points[news] @ chain.normals.T, strict=True):
        index = np.flatnonzero(products > bound)
        corners = chain.corners[index]
        if not taken[corners].any():
            taken[corners] = True
            owner[index] = new
    return owner


def _simplex(d: int) -> FloatArray:
    """Return the corners of a regular simplex about 0, of length 1."""
    basis = np.linalg.qr(np.vstack([np.ones(d + 1), np.eye(d + 1)[1:]]).T)[0][:, 1:]
    return np.asarray(basis / np.linalg.norm(basis, axis=1, keepdims=True))


def _boundary(points: FloatArray, k: int, noise: float) -> Chain:
    """Return the boundary of the simplex with the last d + 1 points as corners."""
    d = points.shape[1]
    corners = np.array([np.delete(np.arange(k, k + d + 1), i) for i in range(d + 1)])
    normals, least = _normals(points[corners], noise)
    return Chain(corners, (-1) ** np.arange(d + 1), normals, least)


def _normals(simplices: FloatArray, noise: float) -> tuple[FloatArray, FloatArray]:
    """Return n with <p, n> = 1 for the corners, and the distance that it proves."""
    n, d, _ = simplices.shape
    try:
        normals = np.asarray(np.linalg.solve(simplices, np.ones((n, d, 1)))[..., 0], dtype=float)
    except np.linalg.LinAlgError:  # one of them is flat
        solved = [np.linalg.lstsq(p, np.ones(d), rcond=None)[0] for p in simplices]
        normals = np.array(solved).reshape(n, d)
    return normals, _proved(simplices, normals, noise)


def _proved(simplices: FloatArray, normals: FloatArray, noise: float) -> FloatArray:
    """Return the distance from 0 that the normals prove, less its rounding; 0 for none."""
    with np.errstate(all="ignore"):
        least = np.einsum("nid,nd->ni", simplices, normals).min(axis=1)
        least = least / np.linalg.norm(normals, axis=1) - noise
    return np.where(np.isfinite(least), np.maximum(least, 0.0), 0.0)


def _cones(points: FloatArray, owner: IntArray, seen: Chain, noise: float) -> Chain:
    """Return the cones of new points over the boundaries of the chains that they are beyond."""
    ridges, coefficients, parent = _rim(seen.corners, seen.coefficients)
    apex = owner[parent][:, None]
    corners = np.sort(np.hstack([apex, ridges]), axis=1)
    signs = coefficients * (-1) ** (ridges < apex).sum(axis=1)
    # A simplex lies beyond the one its ridge is of, whose normal proves something, too.
    normals, least = seen.normals[parent], np.zeros(len(corners))
    size = max(1, _ENTRIES // corners.shape[1] ** 2)  # all simplices at once may not fit in memory
    for part in (slice(i, i + size) for i in range(0, len(corners), size)):
        simplices = points[corners[part]]
        given = _proved(simplices, normals[part], noise)
        own, found = _normals(simplices, noise)
        normals[part] = np.where(found[:, None] > 0, own, normals[part])
        least[part] = np.maximum(found, given)
    return Chain(corners, signs, normals, least)


def _rim(corners: IntArray, coefficients: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Return the boundary of a chain, and for each ridge a simplex it comes from."""
    n, d = corners.shape
    ridges = np.stack([np.delete(corners, a, axis=1) for a in range(d)], axis=1)
    ridges = ridges.reshape(n * d, d - 1)
    share = (coefficients[:, None] * (-1) ** np.arange(d)).ravel()
    words = _words(ridges)
    order = np.lexsort(words)
    first = np.ones(n * d, dtype=bool)
    first[1:] = np.any([np.diff(word[order]) != 0 for word in words], axis=0)
    total = np.bincount(np.cumsum(first) - 1, weights=share[order]).astype(np.int64)
    left = order[first][total != 0]
    return ridges[left], total[total != 0], left // d


def _words(ridges: IntArray) -> list[IntArray]:
    """Return numbers that tell ridges apart."""
    bits = max(int(ridges.max(initial=1)).bit_length(), 1)
    each = _WORD // bits
    words = []
    for low in range(0, ridges.shape[1], each):
        part = ridges[:, low : low + each]
        words.append(part @ (1 << bits * np.arange(part.shape[1])))
    return words

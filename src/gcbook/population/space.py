r"""The population of a bias-free network on a radial law of space (d = 3), by Stokes' theorem.

The neurons' great circles cut the sphere into cells on which the margin is linear, s = <a, u>.
The integrals over a cell become integrals over its edges, which are arcs of great circles.  Let n
be the unit normal of an edge that points into the cell, z = <a, u>/|a| and psi the longitude about
a.  Then

    int_cell F(z) dS        =  int_edges  Phi(z) <a~, n> / (1 - z^2) d theta,   Phi(z) = int_z^1 F
    int_cell G(s) <c, u> dS =  int_edges  H(s) <c, n> d theta   for c orthogonal to a,
                               (s^2 H)' = s G.

The first is d(-Phi d psi) = F dz d psi; the second is the divergence theorem for H(s) c on the
sphere.  Edges are cut where the margin reaches 1 at a rim and carry Gauss-Legendre rules, so the
tail of a run is computed at its own scale, as in `gcbook.population.plane`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gcbook._checks import FloatArray, IntArray
from gcbook.population._ring import legendre, rims
from gcbook.population.radial import Radial

_PARALLEL = 1e-10


_NODES, _MASSES = legendre(14)  # along an edge
_INNER = legendre(2), legendre(10)  # towards the pole: linear up to 1/M, then powers of 1/s


@dataclass(frozen=True, eq=False)
class _Edges:
    """Both sides of every arc: its plane, its ends, and which neurons are active on that side."""

    inward: FloatArray  # (E, 3), the unit normal that points into the cell
    first: FloatArray  # (E, 3), u(theta) = first cos(theta) + second sin(theta)
    second: FloatArray
    begin: FloatArray  # (E,)
    end: FloatArray
    active: FloatArray  # (E, k)


def integrate(
    pull: FloatArray, weights: FloatArray, law: Radial
) -> tuple[float, FloatArray, float]:
    """Return loss, gradient and P(Omega) for one pair of classes in space.

    Parameters
    ----------
    pull, weights, law
        As in `gcbook.population.plane.integrate`, with three in place of two dimensions.

    Notes
    -----
    Relative errors are about 1e-10 for weights of moderate size while M <= 3 m; two planes closer
    than 1e-10 are taken for one.

    Examples
    --------
    >>> import numpy as np
    >>> loss, gradient, missed = integrate(np.ones(1), 1e-9 * np.eye(1, 3), Radial(3))
    >>> round(loss, 6), round(missed, 6)
    (1.0, 1.0)
    """
    if not weights.any():
        return 1.0, np.zeros_like(weights), 1.0
    edges = _edges(weights)
    a = (edges.active * pull) @ weights
    size = np.linalg.norm(a, axis=1)
    axis = np.where(size[:, None] > 0, a, np.eye(1, 3)) / np.where(size > 0, size, 1.0)[:, None]
    other = _other_pole(edges, axis, weights)
    where, theta, measure, positive = _rule(edges, a, law, other)
    p, q = ((axis * frame).sum(axis=1)[where] for frame in (edges.first, edges.second))
    z = p[:, None] * np.cos(theta) + q[:, None] * np.sin(theta)
    lean = (axis * edges.inward).sum(axis=1)
    turning = lean[where, None] / np.maximum(1.0 - z * z, 1e-30) * measure
    parts = _below_pole(law, size[where, None], z, other[where, None])
    loss, mass, along = ((part * turning).sum(axis=1) for part in parts)
    sideways = (_stream(law, size[where, None] * z, positive) * measure).sum(axis=1)
    across = (edges.inward - lean[:, None] * axis)[where]
    push = along[:, None] * axis[where] + sideways[:, None] * across
    return float(loss.sum()), -pull[:, None] * (edges.active[where].T @ push), float(mass.sum())


def _edges(weights: FloatArray) -> _Edges:
    """List both sides of the arcs into which the neurons' great circles cut each other."""
    norms = np.linalg.norm(weights, axis=1)
    units = weights[norms > 0] / norms[norms > 0, None]
    crosses = np.cross(units[:, None], units[None])
    angle = np.linalg.norm(crosses, axis=-1)
    fresh = ~(np.tril(angle < _PARALLEL, -1).any(axis=1))
    circles = units[fresh]
    count = len(circles)
    if count == 1:  # no vertex: cut the circle in four
        frame = np.linalg.svd(circles)[2][1:]
        first, begin = frame[:1], np.arange(4)[None] * np.pi / 2
        end = begin + np.pi / 2
    else:
        others = np.array([[b for b in range(count) if b != c] for c in range(count)])
        meet = np.take_along_axis(crosses[fresh][:, fresh], others[..., None], axis=1)
        meet /= np.linalg.norm(meet, axis=-1, keepdims=True)
        first = meet[:, 0]
        second = np.cross(circles, first)
        theta = np.arctan2((meet * second[:, None]).sum(-1), (meet * first[:, None]).sum(-1))
        theta = np.sort(np.mod(theta, np.pi), axis=1)
        begin = np.concatenate([theta, theta + np.pi], axis=1)
        end = np.concatenate([begin[:, 1:], begin[:, :1] + 2 * np.pi], axis=1)
    return _both_sides(weights, norms, circles, first, begin, end)


def _both_sides(
    weights: FloatArray,
    norms: FloatArray,
    circles: FloatArray,
    first: FloatArray,
    begin: FloatArray,
    end: FloatArray,
) -> _Edges:
    arcs = begin.shape[1]
    normal, first = (np.repeat(rows, arcs, axis=0) for rows in (circles, first))
    second = np.cross(normal, first)
    begin, end = begin.ravel(), end.ravel()
    middle = ((begin + end) / 2)[:, None]
    u = first * np.cos(middle) + second * np.sin(middle)
    reach, tilt = u @ weights.T, normal @ weights.T
    # a neuron whose circle this is, switches here: the side decides
    own = np.linalg.norm(np.cross(normal[:, None], weights[None]), axis=-1) <= _PARALLEL * norms
    sides = [np.where(own, sign * tilt, reach) > 0 for sign in (1.0, -1.0)]
    first, second, begin, end = (np.concatenate([x, x]) for x in (first, second, begin, end))
    active = np.concatenate(sides).astype(np.float64)
    return _Edges(np.concatenate([normal, -normal]), first, second, begin, end, active)


def _rule(
    edges: _Edges, a: FloatArray, law: Radial, other: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray, bool]:
    """Return edge, angles and lengths of every piece that counts, and whether s > 0 everywhere.

    Edges are cut where phi = 1 at a rim.  If the margin is positive everywhere, a piece that no
    point of the shell misses carries nothing and is left out.
    """
    p, q = (a * edges.first).sum(axis=1), (a * edges.second).sum(axis=1)
    size, top = np.hypot(p, q), np.arctan2(q, p)
    middle = (edges.begin + edges.end) / 2
    top = top + 2 * np.pi * np.rint((middle - top) / (2 * np.pi))
    near, far = rims(law, size)
    cuts = np.stack(
        [edges.begin, top - far, top - near, middle, top + near, top + far, edges.end], axis=1
    )
    cuts = np.sort(np.clip(cuts, edges.begin[:, None], edges.end[:, None]), axis=1)
    length = np.diff(cuts, axis=1)
    least = float((size * np.cos(edges.begin - top)).min())
    positive = least > 0.25 / law.outer
    keep = length > 0
    if positive:
        centre = size[:, None] * np.cos(cuts[:, :-1] + length / 2 - top[:, None])
        keep &= (centre < 1.0 / law.inner) | other[:, None]
    where, piece = np.nonzero(keep)
    width = length[where, piece][:, None]
    theta = cuts[where, piece][:, None] + width * _NODES
    return where, theta, width * _MASSES, positive


def _other_pole(edges: _Edges, axis: FloatArray, weights: FloatArray) -> FloatArray:
    """Say for each cell whether -a, and not a, is the pole that may lie in it."""
    sign = np.where(edges.active > 0, 1.0, -1.0)
    reach = sign * (axis @ weights.T)
    out, back = np.maximum(-reach, 0.0).sum(axis=1), np.maximum(reach, 0.0).sum(axis=1)
    return np.asarray(back < out)


def _below_pole(
    law: Radial, size: FloatArray, z: FloatArray, other: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the integrals of L, A and z G from z to the pole a (minus those from -a, if so)."""
    safe = np.maximum(size, 1e-300)
    far = np.minimum(1.0 / (law.outer * safe), 1.0)
    near = np.minimum(1.0 / (law.inner * safe), 1.0)
    low, high = np.where(other, -1.0, z), np.where(other, z, near)
    loss, mass, along = (np.zeros_like(z) for _ in range(3))
    pieces = (low, np.minimum(high, far)), (np.maximum(low, far), np.minimum(high, near))
    for (begin, end), (nodes, masses) in zip(pieces, _INNER, strict=True):
        width = np.maximum(end - begin, 0.0)
        at = begin + width * nodes[:, None, None]
        shares = law.shares(size * at)
        loss += width * np.tensordot(masses, shares[0], 1)
        mass += width * np.tensordot(masses, shares[1], 1)
        along += width * np.tensordot(masses, at * shares[2], 1)
    sign = np.where(other, -1.0, 1.0)
    return sign * loss, sign * mass, sign * along


def _stream(law: Radial, s: FloatArray, positive: bool) -> FloatArray:
    """Return H(s) with (s^2 H)' = s G, chosen to vanish beyond 1/m if the margin is positive."""
    near, far = 1.0 / law.inner, 1.0 / law.outer
    base = near if positive else 0.0
    pieces = (np.clip(base, None, far), np.minimum(s, far)), (max(base, far), np.clip(s, far, near))
    total = np.zeros_like(s)
    for (begin, end), (nodes, masses) in zip(pieces, _INNER, strict=True):
        width = end - begin
        at = begin + width * nodes[:, None, None]
        total += width * np.tensordot(masses, at * law.moment(at), 1)
    flat = np.abs(s) < 1e-12
    return np.where(flat, law.moment(0.0) / 2, total / np.where(flat, 1.0, s) ** 2)

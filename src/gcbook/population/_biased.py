"""The population of a biased network on an annulus: exact in the radius, quadrature in the angle.

At x = rho u neuron j is active for rho > rho_j = b_j / <w_j, u>, so along a ray the active set, and
with it

    f_i - f_r = rho s - B,      s = sum of (v_ij - v_rj) <w_j, u>,   B = sum of (v_ij - v_rj) b_j,

is fixed between consecutive rho_j.  In each such layer the missed radii form an interval and the
radial integrals are polynomials.  As functions of the angle they are analytic except where

    rho_j reaches the inner or outer rim,   rho_j = rho_l,   or   f_i - f_r = 1 on a layer edge;

all of these are zeros of <a, u> = c for known a and c, so the circle is cut there and each arc gets
one Gauss-Legendre rule.
"""

from __future__ import annotations

import numpy as np

from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.population._ring import Ring

Parts = tuple[FloatArray, FloatArray, FloatArray, FloatArray]
LONGEST_ARC = np.pi / 4
SLACK = 1 + 1e-9


def integrate(pull: FloatArray, bias: FloatArray, weights: FloatArray, data: Ring) -> Parts:
    """Return loss, gradient, P(Omega_ir) and P(Omega_ir, Omega_j) over the leading axes."""
    batch = weights.shape[:-2]
    flat = weights.reshape(-1, *weights.shape[-2:])
    each = [_integrate_one(pull, bias, rows, data) for rows in flat]
    if not each:
        pairs, k = pull.shape
        empty = [(), (k, 2), (pairs,), (pairs, k)]
        loss, gradient, missed, active = (np.zeros(batch + shape) for shape in empty)
        return loss, gradient, missed, active
    loss, gradient, missed, active = (
        np.stack(column).reshape(batch + column[0].shape) for column in zip(*each, strict=True)
    )
    return loss, gradient, missed, active


def _integrate_one(pull: FloatArray, bias: FloatArray, rows: FloatArray, data: Ring) -> Parts:
    cuts = _close(_structural_cuts(bias, rows, data))
    cuts = np.union1d(cuts, np.mod(_crossing_cuts(pull, bias, rows, data, cuts), 2 * np.pi))
    angle, mass = _rule(cuts, _nodes(data))
    u = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    order, edges, slope, offset = _layers(pull, bias, rows, data, u)
    low, high = _missed_interval(edges[..., :-1], edges[..., 1:], slope, offset)
    area = (high**2 - low**2) / 2
    moment = (high**3 - low**3) / 3
    mass = mass * data.density
    loss = mass @ ((1 + offset) * area - slope * moment).sum(axis=(0, 2))
    missed = area.sum(axis=-1) @ mass
    # a neuron is active in every layer above its own radius: sums over the outer layers
    outer = [np.cumsum(part[..., ::-1], axis=-1)[..., ::-1][..., 1:] for part in (area, moment)]
    place = np.broadcast_to(np.argsort(order, axis=-1), (len(pull), *order.shape))
    on = rows @ u.T > 0.0
    area_j, moment_j = (np.take_along_axis(part, place, axis=-1) * on.T for part in outer)
    active = np.einsum("q,rqj->rj", mass, area_j)
    gradient = -np.einsum("rj,q,rqj,qc->jc", pull, mass, moment_j, u, optimize=True)
    return np.asarray(np.maximum(loss, 0.0)), gradient, missed, active


def _layers(
    pull: FloatArray, bias: FloatArray, rows: FloatArray, data: Ring, u: FloatArray
) -> tuple[IntArray, FloatArray, FloatArray, FloatArray]:
    """Return the layers of the rays u: order of the neurons, edges, and s and B in each layer.

    Shapes: order (Q, k), edges (1, Q, k + 2), s and B (n - 1, Q, k + 1).
    """
    reach = u @ rows.T
    on = reach > 0.0
    # a neuron that needs a radius beyond M is off on the whole ray
    first = np.full_like(reach, data.outer)
    np.divide(np.broadcast_to(bias, reach.shape), reach, out=first, where=reach * data.outer > bias)
    first = np.clip(first, data.inner, data.outer)
    order = np.argsort(first, axis=-1, kind="stable")
    ends = np.ones((len(u), 1))
    edges = np.concatenate(
        [data.inner * ends, np.take_along_axis(first, order, axis=-1), data.outer * ends], axis=-1
    )
    zero = np.zeros((len(pull), len(u), 1))
    sorted_pull = (pull[:, None, :] * on)[:, np.arange(len(u))[:, None], order]
    slope = np.cumsum(sorted_pull * np.take_along_axis(reach, order, axis=-1), axis=-1)
    offset = np.cumsum(sorted_pull * bias[order], axis=-1)
    return (
        order,
        edges[None],
        np.concatenate([zero, slope], axis=-1),
        np.concatenate([zero, offset], axis=-1),
    )


def _missed_interval(
    low: FloatArray, high: FloatArray, slope: FloatArray, offset: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the radii in [low, high] where rho s - B < 1, an interval, perhaps empty."""
    crossing = np.divide(1 + offset, slope, out=np.zeros_like(slope), where=slope != 0.0)
    middle = np.clip(crossing, low, high)
    flat = np.where(1 + offset > 0, high, low)
    start = np.where(slope < 0, middle, low)
    stop = np.where(slope > 0, middle, np.where(slope < 0, high, flat))
    return start, stop


def _structural_cuts(bias: FloatArray, rows: FloatArray, data: Ring) -> FloatArray:
    """Angles at which a neuron's radius reaches m or M, or two neurons' radii agree."""
    normals, values = (
        np.concatenate([rows, rows]),
        np.concatenate([bias / data.inner, bias / data.outer]),
    )
    rims, exists = _solve(normals, values)
    first, second = np.triu_indices(len(rows), 1)
    equal = bias[second, None] * rows[first] - bias[first, None] * rows[second]
    pairs, meet = _solve(equal, np.zeros(len(equal)))
    # on an arc the layers keep their order, which the search for crossings relies on;
    # the common radius matters only within the annulus, a hair widened
    reach = (rows[first, None] * np.stack([np.cos(pairs), np.sin(pairs)], axis=-1)).sum(axis=-1)
    meet &= (reach * data.outer * SLACK >= bias[first, None]) & (
        reach * data.inner <= SLACK * bias[first, None]
    )
    return np.concatenate([rims[exists], pairs[meet]])


def _crossing_cuts(
    pull: FloatArray, bias: FloatArray, rows: FloatArray, data: Ring, cuts: FloatArray
) -> FloatArray:
    """Angles at which f_i - f_r = 1 on an edge of a layer, each within its own arc."""
    ends = np.append(cuts[1:], cuts[0] + 2 * np.pi)
    angle = (cuts + ends) / 2
    u = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    order, _, _, offset = _layers(pull, bias, rows, data, u)
    live = (pull[:, None, :] * (u @ rows.T > 0.0))[:, np.arange(len(u))[:, None], order]
    a = np.cumsum(live[..., None] * rows[order], axis=-2)
    a = np.concatenate([np.zeros_like(a[..., :1, :]), a], axis=-2)
    level = 1 + offset
    edge = bias[order][..., None] * a[..., :-1, :] - level[..., :-1, None] * rows[order]
    normals = np.concatenate([a, a, edge], axis=-2)
    values = np.concatenate(
        [level / data.inner, level / data.outer, np.zeros(edge.shape[:-1])], axis=-1
    )
    angles, exists = _solve(normals, values)
    inside = np.mod(angles - cuts[:, None, None], 2 * np.pi) < (ends - cuts)[:, None, None]
    return np.asarray(angles[exists & inside])


def _solve(normals: FloatArray, values: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Return the two angles with <normal, u> = value, shape (..., 2), and whether they exist."""
    size = np.hypot(normals[..., 0], normals[..., 1])
    exists = (size > 0.0) & (np.abs(values) <= size)
    ratio = np.divide(values, size, out=np.zeros_like(size), where=exists)
    turn = np.arctan2(normals[..., 1], normals[..., 0])
    spread = np.arccos(np.clip(ratio, -1.0, 1.0))
    return np.stack([turn - spread, turn + spread], axis=-1), np.stack([exists, exists], axis=-1)


def _close(angles: FloatArray) -> FloatArray:
    """Sort angles into [0, 2 pi), and add cuts until no arc is longer than `LONGEST_ARC`."""
    regular = np.arange(0.0, 2 * np.pi, LONGEST_ARC)
    return np.unique(np.concatenate([np.mod(angles, 2 * np.pi), regular]))


def _rule(cuts: FloatArray, nodes: int) -> tuple[FloatArray, FloatArray]:
    """Return the nodes and weights of the Gauss-Legendre rules of all arcs, each flat."""
    node, weight = np.polynomial.legendre.leggauss(nodes)
    ends = np.append(cuts[1:], cuts[0] + 2 * np.pi)
    middle, half = (cuts + ends) / 2, (ends - cuts) / 2
    return (middle[:, None] + half[:, None] * node).ravel(), (half[:, None] * weight).ravel()


def _nodes(data: Ring) -> int:
    """Return how many nodes an arc needs.

    The worst functions are 1/<a, u>**3 on arcs along which <a, u> runs from 1/M to 1/m, with a pole
    at zero.  It lies on the ellipse of convergence of sum r = (sqrt M + sqrt m)/(sqrt M - sqrt m),
    and n nodes leave an error of order r**(-2 n); we ask for 1e-14.
    """
    M, m = np.sqrt(data.outer), np.sqrt(data.inner)
    return int(np.ceil(7 * np.log(10) / np.log((M + m) / (M - m)))) + 4

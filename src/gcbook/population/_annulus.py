"""The population of a network without bias on an annulus, in closed form.

Fix a class i and another class r and write, for a unit vector u,

    s(u) = sum_j (v_ij - v_rj) relu(<w_j, u>),       so that   f_i - f_r = rho s(u)  at  x = rho u.

A ray is missed (f_i - f_r < 1) from the inner radius m up to the radius min(M, 1/s).  Its share of

    the loss           is  L(s) = int (1 - rho s) rho d rho = (R**2 - m**2)/2 - s (R**3 - m**3)/3,
    the probability    is  A(s) = int rho d rho             = (R**2 - m**2)/2,
    the gradient       is  G(s) = int rho**2 d rho          = (R**3 - m**3)/3,

with R = M where s <= 1/M, R = 1/s in between, and nothing at all where s >= 1/m.  The circle falls
into arcs on which the set of active neurons, hence s = <a, u> = |a| cos(t), is fixed; the
antiderivatives int cos**-2 = tan and int sin cos**-3 = cos**-2 / 2 finish the computation.
"""

from __future__ import annotations

import numpy as np

from gcbook._checks import FloatArray
from gcbook.population._ring import Ring, rims

Parts = tuple[FloatArray, FloatArray, FloatArray, FloatArray]


def integrate(pull: FloatArray, weights: FloatArray, data: Ring) -> Parts:
    """Return loss, gradient, P(Omega_ir) and P(Omega_ir, Omega_j), all in closed form.

    `pull` holds the coefficients v_ij - v_rj, shape (n - 1, k).
    """
    middle, half = arcs(weights)
    inside = np.stack([np.cos(middle), np.sin(middle)], axis=-1)
    # an arc lies on one side of every neuron's line, so its middle tells which neurons are active
    active = (inside @ np.swapaxes(weights, -1, -2) > 0.0).astype(np.float64)
    # a: s = <a, u> on the arc, shape (..., n - 1, arcs, 2)
    a = (active[..., None, :, :] * pull[:, None, :]) @ weights[..., None, :, :]
    share, area, moment = _arc_integrals(a, middle[..., None, :], half[..., None, :], data)
    p = data.density
    missed_active = p * (area[..., None, :] @ active[..., None, :, :])[..., 0, :]
    # sum over r of -(v_ij - v_rj) E[x; missed and active], the formula of the paper
    pulled = np.swapaxes(active, -1, -2)[..., None, :, :] @ moment
    gradient = -p * (pull[..., None] * pulled).sum(axis=-3)
    return p * share.sum(axis=(-1, -2)), gradient, p * area.sum(axis=-1), missed_active


def arcs(weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return middles and half-lengths of the arcs between the neurons' lines, shape (..., 2 k).

    Every arc spans at most half the circle: a neuron's two zeros are opposite to each other.  Equal
    lines give arcs of length zero, which carry nothing; a zero row gives a harmless extra cut.
    """
    angle = np.arctan2(weights[..., 1], weights[..., 0])
    cuts = np.sort(np.mod(angle + np.pi / 2, np.pi), axis=-1)
    cuts = np.concatenate([cuts, cuts + np.pi], axis=-1)
    ends = np.concatenate([cuts[..., 1:], cuts[..., :1] + 2 * np.pi], axis=-1)
    return (cuts + ends) / 2, (ends - cuts) / 2


def _arc_integrals(
    a: FloatArray, middle: FloatArray, half: FloatArray, data: Ring
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the integrals of L(s), A(s) and G(s) u over arcs on which s = <a, u>.

    In the angle t from the direction of a, the ray is missed in part for ``near <= |t| <= far``
    and wholly for ``|t| >= far``, where ``cos(near) = 1 / (m |a|)`` and ``cos(far) = 1 / (M |a|)``.
    """
    m, M = data.inner, data.outer
    size = np.hypot(a[..., 0], a[..., 1])
    turn = np.arctan2(a[..., 1], a[..., 0])
    # measure from the nearest copy of a's direction: then the arc lies within 3 pi / 2 of it
    start = middle - turn
    start = start - 2 * np.pi * np.rint(start / (2 * np.pi))
    low, high = start - half, start + half
    near, far = rims(data, size)
    whole = [_clip(low, high, -np.inf, -far), _clip(low, high, far, np.inf)]
    part = [_clip(low, high, -far, -near), _clip(low, high, near, far)]

    length = sum(end - begin for begin, end in whole)
    sines = sum(np.sin(end) - np.sin(begin) for begin, end in whole)
    cosines = sum(np.cos(end) - np.cos(begin) for begin, end in whole)
    square, cube = (M * M - m * m) / 2, (M**3 - m**3) / 3
    share = square * length - cube * size * sines
    area = square * length
    along, across = cube * sines, -cube * cosines

    # on the partly missed rays |a| > 1/M; elsewhere the intervals are empty and 1 is as good
    scale = np.maximum(size, 1.0 / M)
    for begin, end in part:
        sine, cosine = np.sin(end) - np.sin(begin), np.cos(end) - np.cos(begin)
        tangent = np.tan(end) - np.tan(begin)
        secant = (1 / np.cos(end) ** 2 - 1 / np.cos(begin) ** 2) / 2
        width = end - begin
        share = share + tangent / (6 * scale**2) - m * m / 2 * width + m**3 / 3 * size * sine
        area = area + tangent / (2 * scale**2) - m * m / 2 * width
        along = along + (tangent / scale**3 - m**3 * sine) / 3
        across = across + (secant / scale**3 + m**3 * cosine) / 3
    cos, sin = np.cos(turn), np.sin(turn)
    moment = np.stack([along * cos - across * sin, along * sin + across * cos], axis=-1)
    return np.maximum(share, 0.0), np.maximum(area, 0.0), moment


def _clip(
    low: FloatArray, high: FloatArray, begin: FloatArray | float, end: FloatArray | float
) -> tuple[FloatArray, FloatArray]:
    """Return the part of [low, high] within [begin, end], an empty interval at `begin` if none."""
    left = np.maximum(low, begin)
    right = np.minimum(high, end)
    empty = right <= left
    return np.where(empty, 0.0, left), np.where(empty, 0.0, right)

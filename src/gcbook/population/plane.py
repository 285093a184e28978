"""The population of a bias-free network on a radial law of the plane, good to the last digits.

The closed form of `gcbook.population` is right to about 1e-15 of the mass of the data.  Late in
training the whole loss is smaller than that.  Here every piece of the integral is computed at its
own scale: the circle is cut where a neuron switches and where the margin reaches 1 at the inner or
the outer rim, and each piece gets a Gauss-Legendre rule of its own (24 nodes: the integrand is
analytic there, and the rule exact to rounding while M <= 5 m; at M = 12 m it is good to 1e-9).
"""

from __future__ import annotations

import numpy as np

from gcbook._checks import FloatArray
from gcbook.population._annulus import arcs
from gcbook.population._ring import legendre, rims
from gcbook.population.radial import Radial

NODES, MASSES = legendre(24)


def integrate(
    pull: FloatArray, weights: FloatArray, law: Radial
) -> tuple[float, FloatArray, float]:
    """Return loss, gradient and P(Omega) for one pair of classes.

    Parameters
    ----------
    pull : ndarray, shape (k,)
        The coefficients ``v_ij - v_rj`` of the margin ``f_i - f_r``.
    weights : ndarray, shape (k, 2)
    law : Radial
        With ``dimension == 2``.

    Returns
    -------
    loss : float
    gradient : ndarray, shape (k, 2)
    missed : float

    Examples
    --------
    >>> import numpy as np
    >>> loss, _, missed = integrate(np.ones(1), np.zeros((1, 2)), Radial(2))
    >>> round(loss, 12), round(missed, 12)
    (1.0, 1.0)
    """
    middle, half = _cut(weights)
    active = (weights @ np.stack([np.cos(middle), np.sin(middle)]) > 0.0).astype(np.float64)
    a = (active * pull[:, None]).T @ weights  # margin <a, u> on the arc, shape (arcs, 2)
    size, turn = np.hypot(a[:, 0], a[:, 1]), np.arctan2(a[:, 1], a[:, 0])
    start = middle - turn
    start = start - 2 * np.pi * np.rint(start / (2 * np.pi))
    near, far = rims(law, size)
    cuts = np.stack([start - half, -far, -near, near, far, start + half], axis=-1)
    cuts = np.sort(np.clip(cuts, cuts[:, :1], cuts[:, -1:]), axis=-1)
    length = np.diff(cuts, axis=-1)
    angle = cuts[:, :-1, None] + length[..., None] * NODES
    loss, mass, moment = law.shares(size[:, None, None] * np.cos(angle))
    measure = length[..., None] * MASSES
    angle += turn[:, None, None]
    pushed = moment * measure
    push = np.stack([(pushed * f(angle)).sum(axis=(1, 2)) for f in (np.cos, np.sin)], axis=-1)
    return (
        float((loss * measure).sum()),
        -pull[:, None] * (active @ push),
        float((mass * measure).sum()),
    )


def _cut(weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return middles and half-lengths of the arcs between the neurons' lines."""
    rows = weights[(weights != 0).any(axis=1)]
    if not len(rows):
        return np.array([0.0, np.pi]), np.full(2, np.pi / 2)
    return arcs(rows)

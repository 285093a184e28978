r"""The inequalities of Theorem 4 (wide networks) along any recorded run, at every step.

Its proof needs a radius rho that no neuron leaves.  Here rho is the farthest that any has moved *so
far*: with it the inequalities hold at every step of every run, whether or not a certificate says
that they go on for ever.
"""

from __future__ import annotations

import numpy as np

from gcbook._checks import FloatArray
from gcbook.bounds import normals, wide_constants
from gcbook.experiments.rate.inequalities import Inequality
from gcbook.experiments.width.follow import Record

_SPREAD = 360


def wide_inequalities(record: Record) -> list[Inequality]:
    r"""Return the inequalities of Theorem 4 and of its proof, with D = W - W^0, S = eta sum l.

    On finite data the directions are those of the data.  On a population they are 360 random ones
    and the vertices; to leave out others can only make the inequalities stronger.

    Examples
    --------
    >>> from gcbook import PolarGrid, binary_network, random_start
    >>> from gcbook.experiments.width import follow
    >>> seen = follow(binary_network(6), random_start(12, 2, runs=3), PolarGrid(), steps=40)
    >>> [one.violations for one in wide_inequalities(seen)]
    [0, 0, 0, 0, 0, 0]
    """
    v, (m, M), eta = record.network.magnitude, record.rim, record.step
    start, sign = record.weights[0], np.where(record.positive, 1.0, -1.0)
    moved = record.weights - start
    far = np.linalg.norm(moved, axis=-1).max(axis=-1)
    gamma, deficit = _constants(record, np.maximum.accumulate(far[:-1], axis=0))
    push = (record.weights[1:] - record.weights[:-1]) / eta
    outward = (sign[:, None] * start * push).sum(axis=(-1, -2))
    inward = (moved[:-1] * push).sum(axis=(-1, -2)) + record.loss
    size, mass = np.sqrt((start**2).sum(axis=(-1, -2))), record.error_mass
    total = eta * np.cumsum(record.loss, axis=0)
    steps = 2 * eta * (v * M) ** 2 * len(record.positive) * (record.network.classes - 1)
    b, rate = deficit + steps, np.maximum(2 * v * m * gamma / size, 0.0) ** 2
    square = (moved[1:] ** 2).sum(axis=(-1, -2))
    known, forced = rate > 0, 2 * v * m * gamma * record.missed
    table = (
        ("<U, -grad l> >= 2vm Gamma P", forced / size, outward / size),
        ("<D, -grad l> <= -l + B P", inward, deficit * record.missed),
        ("|D|^2 <= 2BQ - 2S", square + 2 * total, 2 * b * mass),
        ("|w_j - w_j^0| <= 2vMQ", far[1:], 2 * v * M * mass),
        ("Q <= 2B/A", mass[known], 2 * b[known] / rate[known]),
        ("S <= B^2/(2A)", total[known], b[known] ** 2 / (2 * rate[known])),
    )
    rounding = 1e-14 * (1 + float(size.max())) / eta  # of W^{t+1} - W^t
    return [Inequality(name, np.ravel(a), np.ravel(c), rounding) for name, a, c in table]


def _constants(record: Record, radius: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return Gamma and B with these radii, both of shape (T, E)."""
    reach = _reach(record)
    found = [wide_constants(reach, record.pull, rho, record.rim) for rho in radius]
    gamma, deficit = zip(*found, strict=True)
    return np.array(gamma), np.array(deficit)


def _reach(record: Record) -> FloatArray:
    """Return <w_j^0, u> at the directions of finite data; on a population, also at the vertices."""
    start, points = record.weights[0], getattr(record.data, "points", None)
    if points is not None:
        units = points / np.linalg.norm(points, axis=1, keepdims=True)
        return np.asarray(np.unique(units.round(12), axis=0) @ np.swapaxes(start, -1, -2))
    spread = np.random.default_rng(0).standard_normal((_SPREAD, start.shape[-1]))
    spread /= np.linalg.norm(spread, axis=1, keepdims=True)
    vertices = [np.concatenate([spread, normals(rows)]) for rows in start]
    longest = max(map(len, vertices))
    u = np.array([np.resize(one, (longest, one.shape[1])) for one in vertices])
    return np.asarray(u @ np.swapaxes(start, -1, -2))

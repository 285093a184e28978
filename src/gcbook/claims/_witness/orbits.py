"""Runs for Theorem 5 (Section 7.3): orbits of symmetric data, and small starts near its limits."""

from functools import lru_cache
from itertools import permutations

import numpy as np

from gcbook._checks import FloatArray
from gcbook.data import Annulus, Points, PolarGrid
from gcbook.experiments.width import Record, follow
from gcbook.initialisation import certain_start, polygon
from gcbook.network import Network
from gcbook.population.radial import Radial


def alone(k: int, classes: int = 2) -> Network:
    """Return a network of k neurons of class 0 and one of each other class, v = 1/2.

    Examples
    --------
    >>> alone(2, 3).owner.tolist()
    [0, 0, 1, 2]
    """
    owner = np.r_[np.zeros(k, dtype=int), np.arange(1, classes)]
    return Network(np.where(owner == np.arange(classes)[:, None], 0.5, -0.5))


def beside(rows: FloatArray, classes: int = 2) -> FloatArray:
    """Return a batch of neurons of class 0 with one that is zero, and stays so, per other class."""
    rest = np.zeros((len(rows), classes - 1, rows.shape[-1]))
    return np.concatenate([rows, rest], axis=1)


def symmetries(omega: FloatArray) -> FloatArray:
    """Return the orthogonal maps that permute these directions, the first d of which are a basis.

    Examples
    --------
    >>> [len(symmetries(polygon(k).weights)) for k in (3, 5)]
    [6, 10]
    """
    d, found = omega.shape[1], []
    for image in permutations(range(len(omega)), d):
        turn = np.linalg.solve(omega[:d], omega[list(image)])
        goal = omega @ turn
        hits = np.abs(goal[:, None] - omega).sum(axis=-1).min(axis=1)
        if np.allclose(turn.T @ turn, np.eye(d)) and hits.max() < 1e-9:
            found.append(turn)
    return np.array(found)


def directions() -> tuple[FloatArray, ...]:
    """Return polygons of 3, 4, 5 and 8 corners, a tetrahedron and an octahedron."""
    plane = [polygon(k).weights for k in (3, 4, 5, 8)]
    turn = certain_start(4, 3, kind="simplex", seed=1)
    axes = np.linalg.qr(turn.weights[:3])[0]
    return (*plane, turn.weights, np.concatenate([axes, -axes]))


@lru_cache(maxsize=1)
def orbits() -> tuple[Record, ...]:
    """Return 1,246 runs on orbits: symmetric samples and populations, two classes and three.

    Examples
    --------
    >>> sum(record.loss.shape[1] for record in orbits())
    1246
    """
    rng, found = np.random.default_rng(77), []

    def sizes(runs: int) -> FloatArray:
        return np.asarray(rng.uniform(0.001, 0.3, (runs, 1, 1)))

    for omega in directions():
        k, d = omega.shape
        x = rng.standard_normal((5, d))
        x *= (rng.uniform(1.0, 2.0, 5) / np.linalg.norm(x, axis=1))[:, None]
        data = Points((x @ symmetries(omega)).reshape(-1, d))
        for n in (2, 3):
            starts = beside(sizes(100) * omega, n)
            found.append(follow(alone(k, n), starts, data, step=0.05, steps=400))
    for n in (2, 3):
        five, four = directions()[2], directions()[4]
        plane, space = beside(sizes(20) * five, n), beside(sizes(3) * four, n)
        found.append(follow(alone(5, n), plane, Annulus(), step=0.1, steps=60))
        found.append(follow(alone(4, n), space, Radial(3), step=0.2, steps=20))
    return tuple(found)


@lru_cache(maxsize=1)
def limits() -> tuple[Record, ...]:
    """Return 122 runs of small random starts on the annulus and on the shell of space.

    Examples
    --------
    >>> sum(record.loss.shape[1] for record in limits())
    122
    """
    rng, found = np.random.default_rng(78), []
    for k in (8, 32):
        start = beside(1e-4 * _units(rng, 60, k, 2))
        found.append(follow(alone(k), start, Annulus(), step=0.1 / k, steps=120))
    start = beside(1e-4 * _units(rng, 2, 8, 3))
    return (*found, follow(alone(8), start, Radial(3), step=0.4 / 8, steps=15))


@lru_cache(maxsize=1)
def on_the_grid() -> Record:
    """Return six runs of eighty tiny random neurons on the 880 points."""
    start = beside(1e-6 * _units(np.random.default_rng(79), 6, 80, 2))
    return follow(alone(80), start, PolarGrid(), step=0.1 / 80, steps=100)


def _units(rng: np.random.Generator, *shape: int) -> FloatArray:
    rows = rng.standard_normal(shape)
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True))

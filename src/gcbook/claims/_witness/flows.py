"""Runs that the checks of Sections 7.2 and 7.3 share; each is made once per process."""

from functools import lru_cache

import numpy as np

from gcbook.data import Annulus, Points, PolarGrid
from gcbook.experiments.rate import Audit, Flow, RateConfig, gradient_flow, rate_law
from gcbook.experiments.width import Record, audit, follow
from gcbook.initialisation import certain_start, polygon
from gcbook.network import Network, binary_network
from gcbook.population.radial import Radial


@lru_cache(maxsize=4)
def plane(negative: int = 0) -> tuple[Flow, ...]:
    """Return three runs of gradient flow in the plane, to t = 1e6 and losses near 1e-17.

    Examples
    --------
    >>> len(plane())
    3
    """
    return rate_law(RateConfig(runs=3, negative=negative)).flows


@lru_cache(maxsize=1)
def space() -> tuple[Flow, ...]:
    """Return a run from a tetrahedron and one from five random neurons, d = 3, to t = 1e8.

    Examples
    --------
    >>> [flow.weights.shape[1:] for flow in space()]
    [(4, 3), (5, 3)]
    """
    corner = 0.5 * certain_start(4, 3, kind="simplex", seed=1).weights
    regular = gradient_flow(corner, np.ones(4), horizon=1e8)
    random = rate_law(RateConfig(dimension=3, positive=5, runs=1, horizon=1e8))
    return (regular, *random.flows)


@lru_cache(maxsize=1)
def records() -> tuple[Record, ...]:
    """Return recorded runs of gradient descent, 152 in all: d = 2 and 3, n = 2 and 3.

    The 880 points, random points of space, the annulus, and the shell of space.

    Examples
    --------
    >>> sum(record.loss.shape[1] for record in records())
    152
    """
    rng = np.random.default_rng(73)
    three = _three(5)
    doubled = Network(2 * binary_network(6).outputs)
    cloud = rng.standard_normal((60, 3))
    cloud *= (rng.uniform(1.0, 2.0, 60) / np.linalg.norm(cloud, axis=1))[:, None]
    corner = 1.2 * certain_start(4, 3, kind="simplex", seed=2).weights
    near = np.concatenate([corner, np.zeros((4, 3))]) + 0.02 * rng.standard_normal((2, 8, 3))

    def normal(runs: int, network: Network, d: int, scale: float = 1.0) -> np.ndarray:
        return scale * rng.standard_normal((runs, network.neurons, d))

    six = binary_network(6)
    return (
        follow(six, normal(30, six, 2), PolarGrid(), steps=150),
        follow(doubled, normal(20, doubled, 2, 0.2), PolarGrid(), step=0.05, steps=100),
        follow(three, normal(30, three, 2), PolarGrid(), steps=120),
        follow(three, normal(30, three, 3), Points(cloud), steps=150),
        follow(six, normal(20, six, 3), Points(cloud), steps=150),
        follow(six, normal(10, six, 2), Annulus(), steps=150),
        follow(three, normal(8, three, 2), Annulus(), steps=100),
        follow(binary_network(4), near, Radial(3), steps=40),
        follow(_three(4), _nearly_done(rng), Radial(3), steps=16),
    )


@lru_cache(maxsize=1)
def many() -> tuple[Record, ...]:
    """Return 2,200 shorter runs, from the first step on: random points and the annulus.

    Examples
    --------
    >>> sum(record.loss.shape[1] for record in many())
    2200
    """
    rng, found = np.random.default_rng(75), []
    for d in (2, 3):
        cloud = rng.standard_normal((40, d))
        cloud *= (rng.uniform(1.0, 2.0, 40) / np.linalg.norm(cloud, axis=1))[:, None]
        for network in (binary_network(6), _three(4)):
            starts = rng.uniform(0.2, 1.5, (500, 1, 1)) * rng.standard_normal((500, 12, d))
            found.append(follow(network, starts, Points(cloud), step=0.15, steps=25))
    for network in (binary_network(6), _three(4)):
        starts = rng.standard_normal((100, 12, 2))
        found.append(follow(network, starts, Annulus(), step=0.2, steps=12))
    return tuple(found)


@lru_cache(maxsize=1)
def lazy() -> tuple[Record, ...]:
    """Return 404 runs of doubled starts of all sizes: the other classes copy the positive neurons.

    Examples
    --------
    >>> sum(record.loss.shape[1] for record in lazy())
    404
    """
    rng, found = np.random.default_rng(76), []
    for d in (2, 3):
        cloud = rng.standard_normal((40, d))
        cloud *= (rng.uniform(1.0, 2.0, 40) / np.linalg.norm(cloud, axis=1))[:, None]
        for n, network in ((2, binary_network(12)), (3, _three(12))):
            half = 10 ** rng.uniform(0, 5, (100, 1, 1)) * rng.standard_normal((100, 12, d))
            starts = np.concatenate([half] * n, axis=1)
            found.append(follow(network, starts, Points(cloud), step=0.02, steps=100))
    ring = 1e4 * np.stack([polygon(41, turn=turn).weights for turn in (0.0, 0.3)])
    plane = np.concatenate([ring, ring], axis=1)
    found.append(follow(binary_network(41), plane, Annulus(), step=0.2 / 41, steps=100))
    half = 10 * rng.standard_normal((2, 6, 3))
    space = np.concatenate([half, half], axis=1)
    found.append(follow(binary_network(6), space, Radial(3), step=0.05, steps=8))
    return tuple(found)


@lru_cache(maxsize=1)
def audits() -> tuple[Audit, ...]:
    """Return the inequalities along all runs of `records`."""
    return tuple(map(audit, records()))


def _three(each: int) -> Network:
    """Return a network of three classes with `each` neurons for each, v = 1/2."""
    return Network(np.asarray(np.kron(np.eye(3), np.ones(each)) - 0.5, dtype=np.float64))


def _nearly_done(rng: np.random.Generator) -> np.ndarray:
    """Return two starts of three classes in space whose first class nearly is at zero loss."""
    corner = 1.15 * certain_start(4, 3, kind="simplex", seed=2).weights
    rows = np.concatenate([corner, 0.05 * rng.standard_normal((8, 3))])
    return np.asarray(rows + 0.02 * rng.standard_normal((2, 12, 3)))

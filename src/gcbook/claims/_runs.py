"""Runs of gradient descent on the exact population of an annulus, shared by the checks.

Each family is recomputed once per process; the arrays are read-only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gcbook import population
from gcbook._checks import BoolArray, FloatArray
from gcbook.bounds import Shell, slice_bound
from gcbook.condition import holds
from gcbook.data import Annulus
from gcbook.network import Network, binary_network

DATA = Annulus()
SHELL = Shell(dimension=2, inner=DATA.inner, outer=DATA.outer)
DENSITY_BOUND = slice_bound(SHELL)
"""The paper's C_p for the uniform annulus 1 <= |x| <= 2."""


@dataclass(frozen=True, eq=False)
class Family:
    """E runs of the same network, every step recorded.

    Attributes
    ----------
    weights : ndarray, shape (T + 1, E, k, 2)
    gradient : ndarray, shape (T, E, k, 2)
    loss : ndarray, shape (T, E)
    missed : ndarray, shape (T, E, n - 1)
        ``P(Omega_ir)`` for the classes r != i in ascending order.
    missed_active : ndarray, shape (T, E, n - 1, k)
        ``P(Omega_ir and Omega_j)``.
    condition : ndarray of bool, shape (T, E)
        Whether the positive neurons satisfy the geometric condition.
    """

    network: Network
    step: float
    weights: FloatArray
    gradient: FloatArray
    loss: FloatArray
    missed: FloatArray
    missed_active: FloatArray
    condition: BoolArray

    @property
    def v(self) -> float:
        """The size of the output weights."""
        return self.network.magnitude

    @property
    def positive(self) -> BoolArray:
        """Which neurons are positive for class 0, shape (k,)."""
        return np.asarray(self.network.owner == 0)

    @property
    def norms(self) -> FloatArray:
        """The norms of the neurons, shape (T + 1, E, k)."""
        return np.asarray(np.linalg.norm(self.weights, axis=-1))

    @property
    def positive_norm(self) -> FloatArray:
        """The sum of the norms of the positive neurons, shape (T + 1, E)."""
        return np.asarray(self.norms[..., self.positive].sum(axis=-1))

    @property
    def negative_norm(self) -> FloatArray:
        """The largest sum of norms of the neurons of one other class, shape (T + 1, E)."""
        owner = self.network.owner
        sums = [self.norms[..., owner == r].sum(axis=-1) for r in range(1, self.network.classes)]
        return np.asarray(np.max(sums, axis=0))

    @property
    def outward(self) -> FloatArray:
        """The gradient's component along each neuron, shape (T, E, k); 0 for a zero neuron."""
        size = self.norms[:-1]
        inner = (self.gradient * self.weights[:-1]).sum(axis=-1)
        along = np.divide(inner, size, out=np.zeros_like(size), where=size > 0)
        return np.asarray(along)


def follow(network: Network, starts: FloatArray, *, step: float, steps: int) -> Family:
    """Run gradient descent from every start (shape (E, k, 2)) and keep every step."""
    weights = [np.array(starts)]
    seen = []
    bias = np.zeros(network.neurons)
    for _ in range(steps):
        now = population.evaluate(network.outputs, bias, weights[-1], DATA)
        seen.append(now)
        weights.append(weights[-1] - step * now.gradient)
    path = np.stack(weights)
    family = Family(
        network,
        step,
        path,
        np.stack([now.gradient for now in seen]),
        np.stack([now.loss for now in seen]),
        np.stack([now.missed for now in seen]),
        np.stack([now.missed_active for now in seen]),
        np.asarray(holds(path[:-1][..., network.owner == 0, :])),
    )
    for value in vars(family).values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return family


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """Return the runs that the checks of Section 5 share; all seeds are fixed.

    Two classes from half-space starts (3 + 3 neurons), two classes with v = 1 from random starts
    (4 + 4), two classes from small starts (4 + 4, norms near 0.02), and three classes (3 + 3 + 3).
    """
    rng = np.random.default_rng(20)
    half_space = rng.standard_normal((6, 6, 2))
    half_space[..., 0] = np.abs(half_space[..., 0])
    doubled = Network(2 * binary_network(4).outputs)
    three = Network(np.asarray(np.kron(np.eye(3), np.ones(3)) - 0.5, dtype=np.float64))
    return (
        follow(binary_network(3), half_space, step=0.1, steps=500),
        follow(doubled, rng.standard_normal((4, 8, 2)), step=0.1, steps=200),
        follow(binary_network(4), 0.02 * rng.standard_normal((4, 8, 2)), step=0.1, steps=400),
        follow(three, rng.standard_normal((4, 9, 2)), step=0.1, steps=200),
    )

"""Runs of gradient descent on the exact population of an annulus, shared by the checks."""

from functools import lru_cache

import numpy as np

from gcbook.bounds import Shell, slice_bound
from gcbook.data import Annulus
from gcbook.experiments import Phases, follow_phases
from gcbook.network import Network, binary_network

SHELL = Shell(dimension=2, inner=Annulus().inner, outer=Annulus().outer)
DENSITY_BOUND = slice_bound(SHELL)
"""The paper's C_p for the uniform annulus 1 <= |x| <= 2."""


@lru_cache(maxsize=1)
def families() -> tuple[Phases, ...]:
    """Return the runs that the checks of Section 5 share; all seeds are fixed.

    Two classes from half-space starts (3 + 3 neurons), two classes with v = 1 from random starts
    (4 + 4), two classes from small starts (4 + 4, norms near 0.02), and three classes (3 + 3 + 3):
    eighteen runs.  Computed once per process; the arrays are read-only.

    Examples
    --------
    >>> sum(family.loss.shape[1] for family in families())
    18
    """
    rng = np.random.default_rng(20)
    half_space = rng.standard_normal((6, 6, 2))
    half_space[..., 0] = np.abs(half_space[..., 0])
    doubled = Network(2 * binary_network(4).outputs)
    three = Network(np.asarray(np.kron(np.eye(3), np.ones(3)) - 0.5, dtype=np.float64))
    return (
        follow_phases(binary_network(3), half_space, steps=500),
        follow_phases(doubled, rng.standard_normal((4, 8, 2)), steps=200),
        follow_phases(binary_network(4), 0.02 * rng.standard_normal((4, 8, 2)), steps=400),
        follow_phases(three, rng.standard_normal((4, 9, 2)), steps=200),
    )

"""Difference quotients of the gradient, for the Lipschitz claims."""

import numpy as np
import numpy.typing as npt

from gcbook._checks import FloatArray
from gcbook.data import Annulus
from gcbook.network import Network


def signed_outputs(owner: tuple[int, ...], v: float = 0.5) -> FloatArray:
    return np.array([[v if one == i else -v for one in owner] for i in range(2)])


def steepness(network: Network, first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Return |change of gradient| / |change of weights| in the column-sum norm."""
    data = Annulus()
    change = network.gradient(first, data) - network.gradient(second, data)
    moved = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    size = np.linalg.norm(change, axis=1).sum() / np.linalg.norm(moved, axis=1).sum()
    return float(size)

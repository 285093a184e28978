"""Difference quotients of the gradient, for the Lipschitz claims."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from gcbook._checks import FloatArray
from gcbook.audit import Outcome
from gcbook.data import Annulus
from gcbook.network import Network


def signed_outputs(owner: tuple[int, ...], v: float = 0.5) -> FloatArray:
    """Return the outputs V of two classes, neuron j owned by class ``owner[j]``, shape (2, k)."""
    return np.array([[v if one == i else -v for one in owner] for i in range(2)])


def steepness(network: Network, first: npt.ArrayLike, second: npt.ArrayLike) -> float:
    """Return |change of gradient| / |change of weights| in the column-sum norm."""
    data = Annulus()
    change = network.gradient(first, data) - network.gradient(second, data)
    moved = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    size = np.linalg.norm(change, axis=1).sum() / np.linalg.norm(moved, axis=1).sum()
    return float(size)


def steeper_as_it_shrinks(
    network: Network, before: list[list[float]], after: list[list[float]], times: float = 10.0
) -> Outcome:
    """Say whether the slope grows `times` when one column, turned by 90 degrees, shrinks tenfold.

    Its norms are 1/10, 1/100 and 1/1000; the columns `before` and `after` it stand still.
    """
    slopes = [
        steepness(network, [*before, [size, 0.0], *after], [*before, [0.0, size], *after])
        for size in (1e-1, 1e-2, 1e-3)
    ]
    ratios = [b / a if a else 0.0 for a, b in pairwise(slopes)]
    grows = all(abs(one / times - 1) < 0.01 for one in ratios)
    return Outcome(grows, [round(one, 2) for one in slopes], "ten times more each time")


def below_the_constant(slopes: list[float], bound: float, stated: float) -> Outcome:
    """Say whether the slopes stay below the library's constant, and whether that is the stated."""
    largest, same = max(slopes), abs(bound / stated - 1) < 1e-12
    found = f"{largest:.2f} below {bound:.1f}"
    return Outcome(largest <= bound and same, found, f"below {stated:.1f}", f"{len(slopes)} pairs")

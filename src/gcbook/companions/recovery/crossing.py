"""Two neurons, one target: which branch a start chooses, and the separatrix at the crossing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.recovery.limits import choices, limit_points
from gcbook.companions.recovery.model import Recovery
from gcbook.companions.recovery.rates import bend


def separatrix_ratios(
    problem: Recovery,
    shares: Sequence[float],
    *,
    halvings: int = 14,
    tolerance: float = 1e-6,
) -> FloatArray:
    """Return v / s on the separatrix between the branches at the crossing Q_12, for each s.

    The start is (a - s, w, s, w + v), with s in `shares`; to leading order v^2 - 4 s^2 is
    conserved, so the ratio tends to 2 as s tends to 0.

    Examples
    --------
    >>> from gcbook.companions.recovery import Neurons
    >>> problem = Recovery.of(Neurons.of([1.0], [0.6]), np.linspace(-2, 2, 7))
    >>> bool(abs(separatrix_ratios(problem, [0.08], halvings=8)[0] - 2) < 0.1)
    True
    """
    a, w = float(problem.target.a[0]), float(problem.target.w[0, 0])
    s = _checks.array(shares, "shares", "a vector", ndim=1)
    low, high = np.full(s.shape, 1.0), np.full(s.shape, 3.0)
    horizon = 40 / (float(s.min()) ** 4 * bend(problem))
    for _ in range(_checks.integer(halvings, "halvings", low=1)):
        ratio = (low + high) / 2
        starts = np.column_stack([a - s, np.full_like(s, w), s, w + ratio * s])
        end = limit_points(problem, starts, horizon=horizon, tolerance=tolerance, most_steps=20_000)
        fast = np.abs(end[:, 2]) < np.abs(end[:, 3] - end[:, 1]) / 2
        low, high = np.where(fast, low, ratio), np.where(fast, ratio, high)
    middle: FloatArray = (low + high) / 2
    return middle


@dataclass(frozen=True, eq=False)
class Basins:
    """Which branch each start of a plane chooses.

    Attributes
    ----------
    first, second : ndarray, shape (size,)
        The starting w_1 and w_2.
    branch : ndarray of str, shape (size, size)
        Rows belong to w_2.
    target : float
    """

    first: FloatArray
    second: FloatArray
    branch: npt.NDArray[np.str_]
    target: float


def basins(
    problem: Recovery,
    outer: tuple[float, float] = (0.5, 0.5),
    *,
    reach: float = 2.0,
    size: int = 41,
    horizon: float = 3e3,
) -> Basins:
    """Return the branches chosen from all starts (a_1, w_1, a_2, w_2) with `outer` = (a_1, a_2).

    Examples
    --------
    >>> from gcbook.companions.recovery import Neurons
    >>> problem = Recovery.of(Neurons.of([1.0], [0.6]), np.linspace(-2, 2, 7))
    >>> basins(problem, size=3).branch.shape
    (3, 3)
    """
    axis = np.linspace(-reach, reach, _checks.integer(size, "size", low=2))
    w1, w2 = (grid.ravel() for grid in np.meshgrid(axis, axis))
    starts = np.column_stack([np.full_like(w1, outer[0]), w1, np.full_like(w1, outer[1]), w2])
    found = choices(problem, limit_points(problem, starts, horizon=horizon))
    return Basins(axis, axis, found.reshape(len(axis), -1), float(problem.target.w[0, 0]))

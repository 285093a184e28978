r"""The smallest linear network with a line of saddles: L = 1/2 ((s - w a)^2 + (w b)^2).

It is the network with d_x = 2 inputs a and b, one hidden neuron and one output, W_1 = (a, b) and
W_2 = (w), Y = (s, 0), so all of it can be seen in space.  The points (0, n, 0) in the coordinates
(a, b, w) are saddles: one eigenvalue of the Hessian is zero, along the line, and
(n^2 +- sqrt(n^4 + 4 s^2)) / 2 are the other two.  The minima are the curve w a = s, b = 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_ivp

from gcbook import _checks
from gcbook._checks import FloatArray


@dataclass(frozen=True)
class SaddleLine:
    """The model in space; points are (a, b, w).

    Examples
    --------
    >>> model = SaddleLine(1.5)
    >>> [round(value, 6) for value in model.eigenvalues(1.0)]
    [-1.081139, 0.0, 2.081139]
    """

    strength: float = 1.5

    def loss(self, points: npt.ArrayLike) -> FloatArray:
        """Return the loss at points of shape (..., 3)."""
        a, b, w = np.moveaxis(np.asarray(points, dtype=float), -1, 0)
        result: FloatArray = 0.5 * ((self.strength - w * a) ** 2 + (w * b) ** 2)
        return result

    def velocity(self, points: npt.ArrayLike) -> FloatArray:
        """Return minus the gradient at points of shape (..., 3)."""
        a, b, w = np.moveaxis(np.asarray(points, dtype=float), -1, 0)
        miss = self.strength - w * a
        return np.stack([miss * w, -(w**2) * b, miss * a - w * b**2], axis=-1)

    def eigenvalues(self, place: float) -> tuple[float, float, float]:
        """Return the eigenvalues of the Hessian at the saddle (0, place, 0), increasing."""
        square = place**2
        root = float(np.sqrt(square**2 + 4 * self.strength**2))
        return (square - root) / 2, 0.0, (square + root) / 2

    def flow(
        self, start: npt.ArrayLike, times: npt.ArrayLike, *, rtol: float = 1e-10
    ) -> FloatArray:
        """Return the flow from one start, or a batch (..., 3), at the times: shape (T, ..., 3)."""
        first = np.asarray(start, dtype=float)
        t = np.asarray(times, dtype=float)

        def velocity(_: float, point: FloatArray) -> FloatArray:
            return self.velocity(point.reshape(first.shape)).ravel()

        found = solve_ivp(
            velocity, (t[0], t[-1]), first.ravel(), "DOP853", t_eval=t, rtol=rtol, atol=1e-13
        )
        path: FloatArray = found.y.T.reshape(len(t), *first.shape)
        return path

    def separatrix(
        self, a: npt.ArrayLike, b: npt.ArrayLike, *, horizon: float = 20.0, halvings: int = 27
    ) -> FloatArray:
        """Return, for each a and b, the w at which the start (a, b, w) flows into the saddle line.

        Starts on the two sides end on the two branches w > 0 and w < 0 of the minima.

        Examples
        --------
        >>> bool(abs(SaddleLine(1.5).separatrix(1.0, [0.0])[0] + 1) < 1e-6)
        True
        """
        outer, places = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
        low, high = np.full(places.shape, -3.0), np.full(places.shape, 3.0)
        for _ in range(_checks.integer(halvings, "halvings", low=1)):
            w = (low + high) / 2
            starts = np.stack([outer, places, w], axis=-1)
            above = self.flow(starts, [0.0, horizon], rtol=1e-9)[-1, ..., 2] > 0
            low, high = np.where(above, low, w), np.where(above, w, high)
        middle: FloatArray = (low + high) / 2
        return middle

    def escape_times(self, distances: npt.ArrayLike, *, place: float = 1.0) -> FloatArray:
        """Return when the loss has left the saddle's level by a fixed part.

        The starts lie at the `distances` from (0, place, 0) along the unstable direction; the time
        is that at which the loss falls below 99 % of its value at the saddle.
        """
        low = self.eigenvalues(place)[0]
        direction = np.array([self.strength, 0.0, -low])
        direction /= np.linalg.norm(direction)
        level = 0.99 * 0.5 * self.strength**2
        found = []
        for delta in np.asarray(distances, dtype=float):
            event = _below(self, level)
            start = np.array([0.0, place, 0.0]) + delta * direction
            run = solve_ivp(
                lambda _, p: self.velocity(p), (0, 200), start, "DOP853",
                rtol=1e-11, atol=1e-16, events=event,
            )  # fmt: skip
            found.append(float(run.t_events[0][0]))
        return np.array(found)


class _below:  # noqa: N801 - an event of solve_ivp, which wants attributes on a callable
    terminal = True

    def __init__(self, model: SaddleLine, level: float) -> None:
        self.model, self.level = model, level

    def __call__(self, _: float, point: FloatArray) -> float:
        return float(self.model.loss(point)) - self.level

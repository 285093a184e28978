r"""Gradient flow of a bias-free network on the exact population of a shell, d = 2 or 3.

    dW/dt = -grad l(W)                  integrated in log(1 + t), over as many decades as wanted

Late in training the right-hand side is far below the rounding of the loss at the start, so the
population is the one of `gcbook.population.plane` and `.space`, exact at every scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_ivp

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.bounds import Shell, Tail, least_slope, tail
from gcbook.population import plane, space
from gcbook.population.radial import Radial

_SILENT = 1e-7


@dataclass(frozen=True, eq=False)
class Flow:
    """One run of gradient flow, two classes.

    Attributes
    ----------
    law : Radial
        The data.
    signs : ndarray, shape (k,)
        +1 for the positive neurons, -1 for those of the other class.
    v : float
    times : ndarray, shape (T,)
    weights : ndarray, shape (T, k, d)
    loss, missed, speed : ndarray, shape (T,)
        l, P and the norm of the gradient.
    """

    law: Radial
    signs: FloatArray
    v: float
    times: FloatArray
    weights: FloatArray
    loss: FloatArray
    missed: FloatArray
    speed: FloatArray

    @property
    def shell(self) -> Shell:
        """The constants of the data (uniform densities only)."""
        return Shell(self.law.dimension, self.law.inner, self.law.outer)

    @cached_property
    def depth(self) -> FloatArray:
        """delta_t = 1 - m min s, shape (T,)."""
        return np.asarray(1 - self.law.inner * least_slope(2 * self.v * self.signs, self.weights))

    @cached_property
    def local_slope(self) -> FloatArray:
        """The slope of log l against log t between neighbouring times, shape (T - 1,)."""
        return np.asarray(np.diff(np.log(self.loss)) / np.diff(np.log(self.times)))

    @cached_property
    def clock_free(self) -> FloatArray:
        """The exponent of l read off from |grad l|^2 against l, without the clock; shape (T - 1,).

        l' = -|grad l|^2 ~ -l^q is the same as l ~ t^{-1/(q-1)}.
        """
        q = 2 * np.diff(np.log(self.speed)) / np.diff(np.log(self.loss))
        return np.asarray(-1 / (q - 1))

    @cached_property
    def limit(self) -> FloatArray:
        """W*, from three late times: W - W* is a series in t^{-1/(D-1)}, D = d + power."""
        last = len(self.times) - 1
        at = np.array([last - 2 * self.half_decade, last - self.half_decade, last])
        unit = self.times[at] ** (-1.0 / (self.law.dimension + self.law.power - 1))
        basis = np.stack([np.ones(3), unit, unit**2], axis=1)
        return np.asarray(np.tensordot(np.linalg.inv(basis)[0], self.weights[at], 1))

    @property
    def half_decade(self) -> int:
        """The number of recorded times in half a decade, at least one."""
        return max(1, int(0.5 / np.log10(self.times[-1] / self.times[-2]) + 0.5))

    @cached_property
    def free_ratio(self) -> FloatArray:
        """The ratio of t l to |W - W*|^2: it tends to 1/(d^2 - 1), whatever the run."""
        gap = ((self.weights - self.limit) ** 2).sum(axis=(1, 2))
        return np.asarray(self.times * self.loss / gap)

    def tail(self, index: int = -1) -> Tail:
        """Return the missed rays and their constants at one of the times."""
        return tail(self.weights[index], self.signs, self.shell, v=self.v)

    def constant_ratio(self, index: int = -1) -> float:
        """Return t^{(d+1)/(d-1)} l over the C that the missed rays predict; tends to 1."""
        d = self.law.dimension
        observed = self.times[index] ** ((d + 1) / (d - 1)) * self.loss[index]
        return float(observed / self.tail(index).constant)


def population_of(
    weights: FloatArray, signs: FloatArray, law: Radial, *, v: float = 0.5
) -> tuple[float, FloatArray, float]:
    """Return loss, gradient and P of the first of two classes on a shell of R^2 or R^3."""
    if law.dimension == 2:
        return plane.integrate(2 * v * signs, weights, law)
    return space.integrate(2 * v * signs, weights, law)


def gradient_flow(
    start: npt.ArrayLike,
    signs: npt.ArrayLike,
    law: Radial | None = None,
    *,
    horizon: float = 1e6,
    per_decade: int = 8,
    v: float = 0.5,
    accuracy: float = 1e-8,
) -> Flow:
    """Follow gradient flow up to time `horizon`.

    Parameters
    ----------
    start : array_like, shape (k, d)
        d = 2 or 3.
    signs : array_like, shape (k,)
    law : Radial, optional
        The uniform shell 1 <= |x| <= 2 by default.
    horizon : float
    per_decade : int
        Recorded times per decade, from t = 0.1 on.
    accuracy : float
        Relative tolerance of the integrator (LSODA in log(1 + t)).

    Returns
    -------
    Flow

    Notes
    -----
    A negative neuron that reaches the origin stays there (the only solution in Filippov's sense);
    it is set to zero once it is shorter than 1e-7.

    Examples
    --------
    >>> import numpy as np
    >>> corners = 2 * np.pi / 3 * np.arange(3)
    >>> triangle = np.column_stack([np.cos(corners), np.sin(corners)])
    >>> run = gradient_flow(triangle, np.ones(3), horizon=1e3)
    >>> bool(run.loss[-1] < 1e-6), bool((np.diff(run.loss) < 0).all())
    (True, True)
    """
    rows = _checks.points(start, "start")
    sign = _checks.signs(signs, "signs", len(rows))
    data = Radial(rows.shape[1]) if law is None else law
    end = _checks.real(horizon, "horizon", low=1.0)
    times = np.geomspace(0.1, end, 1 + int(np.ceil(per_decade * np.log10(10 * end))))

    def drift(y: float, flat: FloatArray) -> FloatArray:
        gradient = population_of(flat.reshape(rows.shape), sign, data, v=v)[1]
        return np.asarray(-np.exp(y) * gradient.ravel())

    path = _integrate(drift, rows, sign, np.log1p(times), accuracy)
    found = [population_of(w, sign, data, v=v) for w in path]
    speed = np.array([np.linalg.norm(gradient) for _, gradient, _ in found])
    loss, missed = (np.array([one[i] for one in found]) for i in (0, 2))
    return Flow(data, sign, v, times, path, loss, missed, speed)


def _integrate(
    drift: object, start: FloatArray, sign: FloatArray, clock: FloatArray, accuracy: float
) -> FloatArray:
    """Return the weights at the times of the clock; negative neurons stop at the origin."""
    rows, begin = start.copy(), 0.0
    parts: list[FloatArray] = []
    while True:
        alive = np.flatnonzero((sign < 0) & (rows != 0).any(axis=1))

        def shortest(_: float, flat: FloatArray, alive: npt.NDArray[np.int64] = alive) -> float:
            norms = np.linalg.norm(flat.reshape(start.shape)[alive], axis=1)
            return float(norms.min(initial=1.0) - _SILENT)

        shortest.terminal = True  # type: ignore[attr-defined]
        left = clock[clock > begin] if parts else clock
        run = solve_ivp(
            drift,
            (begin, clock[-1]),
            rows.ravel(),
            method="LSODA",
            t_eval=left,
            events=shortest,
            rtol=accuracy,
            atol=accuracy * 1e-5,
        )
        parts.append(run.y.T.reshape(-1, *start.shape))
        if run.status != 1:
            return np.concatenate(parts)
        rows = run.y_events[0][0].reshape(start.shape)
        begin = float(run.t_events[0][0])
        rows[alive[np.linalg.norm(rows[alive], axis=1) < 2 * _SILENT]] = 0.0

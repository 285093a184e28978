"""Gradient flow of linear networks to a chosen accuracy, and gradient descent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_ivp

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.linear.model import Layers, LinearProblem, flatten, unflatten


@dataclass(frozen=True, eq=False)
class LinearRun:
    """A trajectory of a linear network, or of a batch of them.

    Attributes
    ----------
    problem : LinearProblem
    times : ndarray, shape (T,)
        Times of the flow; steps times the step size for descent.
    layers : tuple of ndarray, each of shape (T, ..., d_j, d_{j-1})
    """

    problem: LinearProblem
    times: FloatArray
    layers: Layers

    @property
    def losses(self) -> FloatArray:
        """The loss at each recorded time, shape (T, ...)."""
        return self.problem.loss(self.layers)

    @property
    def final(self) -> Layers:
        """The layers at the end."""
        return tuple(W[-1] for W in self.layers)

    @property
    def gradient_norms(self) -> FloatArray:
        """|grad L| at each recorded time, shape (T, ...)."""
        squares = [(G**2).sum(axis=(-2, -1)) for G in self.problem.gradient(self.layers)]
        result: FloatArray = np.sqrt(sum(squares))
        return result

    @property
    def ratios(self) -> FloatArray:
        """The ratio |grad L|^2 / (2 L): half of the present exponential rate of the loss."""
        return self.gradient_norms**2 / (2 * self.losses)

    @property
    def path_length(self) -> FloatArray:
        """The length of the polygon through the recorded points."""
        squares = [(np.diff(W, axis=0) ** 2).sum(axis=(-2, -1)) for W in self.layers]
        result: FloatArray = np.sqrt(sum(squares)).sum(axis=0)
        return result


def gradient_flow(
    problem: LinearProblem,
    layers: Sequence[FloatArray],
    times: npt.ArrayLike,
    *,
    rtol: float = 1e-10,
    atol: float = 1e-12,
    method: str = "DOP853",
    metric: npt.ArrayLike | None = None,
) -> LinearRun:
    """Integrate dW/dt = -grad L (equation GDD of the companion paper).

    Parameters
    ----------
    problem : LinearProblem
    layers : sequence of ndarray
        The start; leading axes are a batch, integrated together.
    times : array_like, shape (T,)
        Where to record; the first is the start.
    rtol, atol : float
        Tolerances of the integrator; the default is close to what doubles can do.
    method : str
        A method of `scipy.integrate.solve_ivp`.
    metric : array_like, shape (d_x, d_x), optional
        A preconditioner: dW_1/dt is multiplied by it from the right.

    Raises
    ------
    RuntimeError
        If the integrator gives up.

    Examples
    --------
    >>> from gcbook.companions.linear import scaled_identities
    >>> problem = LinearProblem.diagonal([2, 1])
    >>> run = gradient_flow(problem, scaled_identities((2, 2, 2), (0.1, 0.1)), [0, 20])
    >>> bool(run.losses[-1] < 1e-12)
    True
    """
    t: FloatArray = _checks.array(
        times, "times", "an increasing vector of at least two times", ndim=1
    )
    if len(t) < 2 or not (np.diff(t) > 0).all():
        raise ValueError(f"times must increase and have at least two entries; got {t}")
    shapes = [W.shape for W in layers]
    right = None if metric is None else _checks.array(metric, "metric", "a matrix", ndim=2)

    def velocity(_: float, point: FloatArray) -> FloatArray:
        gradient = problem.gradient(unflatten(point, shapes))
        if right is not None:
            gradient = (gradient[0] @ right, *gradient[1:])
        return -flatten(gradient)

    found = solve_ivp(
        velocity, (t[0], t[-1]), flatten(layers), method=method, t_eval=t, rtol=rtol, atol=atol
    )
    if not found.success:
        raise RuntimeError(f"the integrator stopped at t = {found.t[-1]}: {found.message}")
    points = found.y.T
    sizes = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
    parts = np.split(points, sizes, axis=1)
    return LinearRun(
        problem,
        t,
        tuple(part.reshape(len(t), *shape) for part, shape in zip(parts, shapes, strict=True)),
    )


def gradient_descent(
    problem: LinearProblem, layers: Sequence[FloatArray], *, step: float, steps: int
) -> LinearRun:
    """Take explicit steps W - step * grad L, recording every one.

    Examples
    --------
    >>> problem = LinearProblem.diagonal([1])
    >>> run = gradient_descent(problem, (np.array([[0.5]]), np.array([[1.0]])), step=0.1, steps=1)
    >>> float(run.final[0][0, 0]), float(run.final[1][0, 0])
    (0.55, 1.025)
    """
    eta = _checks.real(step, "step", low=0, open_low=True)
    count = _checks.integer(steps, "steps", low=1)
    path = [tuple(np.asarray(W, dtype=float) for W in layers)]
    for _ in range(count):
        gradient = problem.gradient(path[-1])
        path.append(tuple(W - eta * G for W, G in zip(path[-1], gradient, strict=True)))
    recorded = tuple(np.stack(each) for each in zip(*path, strict=True))
    return LinearRun(problem, eta * np.arange(count + 1, dtype=np.float64), recorded)

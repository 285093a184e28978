"""Where many starts of the two-neuron model end: one batch, each start with its own time step."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.recovery.model import Recovery


def limit_points(
    problem: Recovery,
    starts: npt.ArrayLike,
    *,
    horizon: float = 3e4,
    tolerance: float = 1e-4,
    most_steps: int = 5000,
) -> FloatArray:
    """Return the points at time `horizon` of the flows of R from a batch of starts (d = 1).

    The method is the linearly implicit Euler method, extrapolated once: stable in stiff valleys,
    accurate to about `tolerance` per step.  Only the basin matters here; `recovery_flow` is
    accurate.

    Parameters
    ----------
    problem : Recovery
        With inputs of dimension one.
    starts : array_like, shape (runs, 2 m)
        Rows (a_1, w_1, a_2, w_2, ...).
    horizon, tolerance : float
    most_steps : int

    Raises
    ------
    ValueError
        If the inputs have more than one dimension.

    Examples
    --------
    >>> from gcbook.companions.recovery import Neurons
    >>> problem = Recovery.of(Neurons.of([1.0], [0.5]), [-2.0, -1.0, 0.0, 1.0, 2.0])
    >>> end = limit_points(problem, [[1.0, 0.5, 0.01, 1.5]])
    >>> bool(abs(end[0, 2]) < 1e-3)
    True
    """
    if problem.inputs.shape[1] != 1:
        raise ValueError(f"problem must have inputs of dimension 1; got {problem.inputs.shape[1]}")
    points: FloatArray = _checks.array(
        starts, "starts", "a matrix of shape (runs, 2 m)", ndim=2
    ).copy()
    times: FloatArray = np.zeros(len(points))
    steps: FloatArray = np.full(len(points), 1e-3)
    for _ in range(most_steps):
        run = np.flatnonzero(times < horizon)
        if not len(run):
            break
        h = np.minimum(steps[run], horizon - times[run])
        better, error = _extrapolated(problem, points[run], h)
        error = error / (tolerance * (1 + np.abs(points[run]).max(axis=1)))
        good = error <= 1
        points[run[good]] = better[good]
        times[run[good]] += h[good]
        steps[run] = h * np.clip(0.9 / np.sqrt(np.maximum(error, 1e-8)), 0.2, 4.0)
    return points


def choices(problem: Recovery, ends: FloatArray) -> npt.NDArray[np.str_]:
    """Return which branch each end of the two-neuron model lies on: "Q1", "Q2", "Q3" or "open".

    "Q1": both neurons at the target's w (slow).  "Q2", "Q3": the first, the second neuron alone
    (fast).  "open": the loss is still large, or the point is near a crossing.

    Examples
    --------
    >>> from gcbook.companions.recovery import Neurons
    >>> problem = Recovery.of(Neurons.of([1.0], [0.5]), [-2.0, -1.0, 0.0, 1.0, 2.0])
    >>> choices(problem, np.array([[1, 0.5, 0, 2], [0.5, 0.5, 0.5, 0.5]])).tolist()
    ['Q2', 'Q1']
    """
    a, miss = np.abs(ends[:, ::2]), np.abs(ends[:, 1::2] - problem.target.w[0, 0])
    losses = np.array([problem.loss(end, 2) for end in ends])
    fitted = losses <= 1e-4 * float((problem.output(problem.target) ** 2).sum())
    slow = fitted & (miss.max(axis=1) < 0.5 * a.min(axis=1))
    fast = fitted & (a.min(axis=1) < 0.5 * miss.max(axis=1))
    names = np.where(a[:, 1] < a[:, 0], "Q2", "Q3")
    return np.where(slow, "Q1", np.where(fast, names, "open"))


def _extrapolated(
    problem: Recovery, points: FloatArray, h: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """One step of size h and two of h/2, combined; and how far the two are apart."""
    size = h[:, None]
    force, hessian = _derivatives(problem, points)
    whole = points + size * _solve(hessian, force, h)
    middle = points + size / 2 * _solve(hessian, force, h / 2)
    force, hessian = _derivatives(problem, middle)
    halves = middle + size / 2 * _solve(hessian, force, h / 2)
    return 2 * halves - whole, np.abs(halves - whole).max(axis=1)


def _solve(hessian: FloatArray, force: FloatArray, h: FloatArray) -> FloatArray:
    system: FloatArray = np.eye(force.shape[1]) + h[:, None, None] * hessian
    found: FloatArray = np.linalg.solve(system, force[..., None])[..., 0].astype(np.float64)
    return found


def _derivatives(problem: Recovery, points: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Minus the gradient of R, and its Hessian, for every row of `points`."""
    a, w, x = points[:, ::2], points[:, 1::2], problem.inputs[:, 0]
    z = x[None, :, None] * w[:, None, :]
    sigma = problem.activation
    value, first = sigma.value(z), sigma.first(z) * x[None, :, None]
    residual = (value * a[:, None, :]).sum(axis=-1) - problem.output(problem.target)
    jacobian = np.stack([value, first * a[:, None, :]], axis=-1).reshape(*z.shape[:2], -1)
    force = -2 * np.einsum("bni,bn->bi", jacobian, residual)
    hessian = 2 * np.matmul(jacobian.transpose(0, 2, 1), jacobian)
    bend = sigma.second(z) * x[None, :, None] ** 2 * a[:, None, :]
    mixed = 2 * np.einsum("bnk,bn->bk", first, residual)
    curved = 2 * np.einsum("bnk,bn->bk", bend, residual)
    for k in range(a.shape[1]):
        hessian[:, 2 * k, 2 * k + 1] += mixed[:, k]
        hessian[:, 2 * k + 1, 2 * k] += mixed[:, k]
        hessian[:, 2 * k + 1, 2 * k + 1] += curved[:, k]
    return force, hessian

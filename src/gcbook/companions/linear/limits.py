"""Where many trajectories end: the same orbits, each network at its own speed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.integrate import solve_ivp

from gcbook._checks import FloatArray
from gcbook.companions.linear.model import Layers, LinearProblem, flatten, unflatten


def limit_losses(
    problem: LinearProblem,
    layers: Sequence[FloatArray],
    *,
    tolerance: float = 1e-8,
    horizon: float = 2.0e4,
    rtol: float = 1e-5,
) -> FloatArray:
    """Return the loss of each network of a batch when it is below `tolerance`, or at the horizon.

    The orbits are those of gradient flow, but each network runs at the speed
    1 / (1 + sum over j of the product of |W_i|^2, i != j), so that none is stiff.  Networks that
    are done drop out; the intervals in between grow fourfold.

    Parameters
    ----------
    problem : LinearProblem
    layers : sequence of ndarray, shapes (runs, d_j, d_{j-1})
    tolerance : float
    horizon : float
        In the rescaled time.
    rtol : float
        Of the integrator; only the basin matters.

    Examples
    --------
    >>> from gcbook.companions.linear import random_layers
    >>> problem = LinearProblem.diagonal([2, 1])
    >>> losses = limit_losses(problem, random_layers((2, 2, 2), runs=3))
    >>> losses.shape, bool((losses < 1e-8).all())
    ((3,), True)
    """
    state: Layers = tuple(np.array(W, dtype=float) for W in layers)
    now, length = 0.0, min(4.0, horizon)
    while now < horizon:
        unfinished = np.flatnonzero(problem.loss(state) > tolerance)
        if not len(unfinished):
            break
        moved = _advance(problem, tuple(W[unfinished] for W in state), length, rtol)
        for W, new in zip(state, moved, strict=True):
            W[unfinished] = new
        now += length
        length = min(3 * now, horizon - now)
    losses: FloatArray = problem.loss(state)
    return losses


def _advance(problem: LinearProblem, layers: Layers, length: float, rtol: float) -> Layers:
    shapes = [W.shape for W in layers]

    def velocity(_: float, point: FloatArray) -> FloatArray:
        here = unflatten(point, shapes)
        speed = 1 / (1 + _stiffness(here))[:, None, None]
        return flatten([-speed * G for G in problem.gradient(here)])

    found = solve_ivp(velocity, (0, length), flatten(layers), "DOP853", rtol=rtol, atol=rtol * 1e-4)
    if not found.success:
        raise RuntimeError(f"the integrator stopped: {found.message}")
    return unflatten(found.y[:, -1], shapes)


def _stiffness(layers: Layers) -> FloatArray:
    """Sum over j of the product of |W_i|_F^2 over i != j: a bound on the tangent kernel."""
    squares = np.stack([(W**2).sum(axis=(-2, -1)) for W in layers], axis=-1)
    others = [np.delete(squares, j, axis=-1).prod(axis=-1) for j in range(len(layers))]
    result: FloatArray = np.sum(others, axis=0)
    return result

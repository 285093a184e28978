"""The scalar chain L = 1/2 (y - w_1 ... w_{H+1})^2: a deep linear network of width one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.integrate import solve_ivp

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray


def chain_velocity(weights: npt.ArrayLike, target: float) -> FloatArray:
    """Return minus the gradient: (y - p) times the product of the other weights.

    Examples
    --------
    >>> chain_velocity([2.0, 3.0], 7.0)
    array([3., 2.])
    """
    w = np.asarray(weights, dtype=float)
    ones = np.ones_like(w[..., :1])
    left = np.concatenate([ones, np.cumprod(w[..., :-1], axis=-1)], axis=-1)
    right = np.concatenate([ones, np.cumprod(w[..., :0:-1], axis=-1)], axis=-1)[..., ::-1]
    result: FloatArray = (target - w.prod(axis=-1))[..., None] * left * right
    return result


def chain_flow(
    start: npt.ArrayLike, target: float, times: npt.ArrayLike, *, rtol: float = 1e-10
) -> FloatArray:
    """Integrate the chain from one start (k,) or a batch (runs, k): shape (T, ..., k)."""
    first, t = np.asarray(start, dtype=float), np.asarray(times, dtype=float)

    def velocity(_: float, point: FloatArray) -> FloatArray:
        return chain_velocity(point.reshape(first.shape), target).ravel()

    found = solve_ivp(
        velocity, (t[0], t[-1]), first.ravel(), "DOP853", t_eval=t, rtol=rtol, atol=1e-14
    )
    path: FloatArray = found.y.T.reshape(len(t), *first.shape)
    return path


def can_reach_saddle(weights: npt.ArrayLike) -> BoolArray:
    """Return whether a start can flow into a saddle: a tie of the smallest |w_i|, or two zeros.

    All w_i^2 change at the same speed, so a limit with two zeros needs two equal smallest ones.

    Examples
    --------
    >>> can_reach_saddle([[-1.0, 1.0, 2.0], [-1.0, 0.9, 2.0]])
    array([ True, False])
    """
    sizes = np.sort(np.abs(np.asarray(weights, dtype=float)), axis=-1)
    result: BoolArray = sizes[..., 0] == sizes[..., 1]
    return result


def random_chains(length: int, runs: int, *, seed: Any = 0) -> FloatArray:
    """Return Gaussian starts, shape (runs, length)."""
    rng = _checks.generator(seed)
    return rng.normal(size=(runs, _checks.integer(length, "length", low=2)))

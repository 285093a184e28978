"""What the flow conserves, and how far descent drifts from it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.integrate import cumulative_trapezoid

from gcbook._checks import FloatArray
from gcbook.companions.linear.flow import LinearRun
from gcbook.companions.linear.model import product, transpose


def invariants(layers: Sequence[npt.NDArray[Any]]) -> tuple[npt.NDArray[Any], ...]:
    """Return C_j = W_{j+1}^T W_{j+1} - W_j W_j^T for j = 1, ..., H.

    Examples
    --------
    >>> invariants((np.array([[1.0, 2.0]]), np.array([[3.0]])))[0]
    array([[4.]])
    """
    return tuple(
        transpose(above) @ above - below @ transpose(below)
        for below, above in itertools.pairwise(layers)
    )


def drift(run: LinearRun) -> float:
    """Return the largest |C_j(t) - C_j(0)|_F over all recorded times and all j."""
    return max(
        float(np.linalg.norm(C - C[:1], axis=(-2, -1)).max()) for C in invariants(run.layers)
    )


def predicted_drift(run: LinearRun) -> float:
    r"""Return the predicted drift of gradient descent per unit of the step size.

    One step changes C_j by exactly eta^2 (G_{j+1}^T G_{j+1} - G_j G_j^T), where G = grad L.
    Summed along the flow this is eta times the integral of the bracket, up to O(eta^2); `run` is
    the flow, densely recorded.
    """
    found = []
    for bracket in invariants(run.problem.gradient(run.layers)):
        integral = cumulative_trapezoid(bracket, run.times, axis=0)
        found.append(float(np.linalg.norm(integral, axis=(-2, -1)).max()))
    return max(found)


def norm_gaps(layers: Sequence[FloatArray]) -> FloatArray:
    """Return |W_j|^2 - |W_{H+1}|^2 for j = 1, ..., H (last axis), which the flow conserves.

    Examples
    --------
    >>> norm_gaps((np.array([[1.0, 2.0]]), np.array([[3.0]])))
    array([-4.])
    """
    squares = np.stack([(W**2).sum(axis=(-2, -1)) for W in layers], axis=-1)
    gaps: FloatArray = squares[..., :-1] - squares[..., -1:]
    return gaps


def growth_inequality(run: LinearRun) -> tuple[FloatArray, FloatArray]:
    r"""Return both sides of the proof of boundedness, for one hidden layer and X = I.

    The norm g = |W_2|^2 obeys g'/2 = <Y, W_2 W_1> - |W_2 W_1|^2, and with P = W_1 W_1^T

        |W_2 W_1|^2 = tr P^2 + tr(C_1 P) >= (tr P)^2 / d_1 - |C_1| tr P.

    Returns
    -------
    exact, bound : ndarray, shape (T,)
        |W_2 W_1|^2, and the right side.

    Raises
    ------
    ValueError
        If the network has more than one hidden layer.
    """
    if len(run.layers) != 2:
        raise ValueError(f"run must have one hidden layer; got {len(run.layers) - 1}")
    W1 = run.layers[0]
    trace = (W1**2).sum(axis=(-2, -1))
    C = invariants(run.layers)[0]
    exact = (product(run.layers) ** 2).sum(axis=(-2, -1))
    bound = trace**2 / W1.shape[-2] - np.linalg.norm(C, 2, axis=(-2, -1)) * trace
    return exact, bound

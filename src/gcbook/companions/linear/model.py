"""Linear networks of any depth: the square loss, its gradient, its Hessian.

The layers of a network are a tuple ``(W_1, ..., W_{H+1})``; ``W_j`` has shape
``(..., d_j, d_{j-1})``, with ``d_0 = d_x`` and ``d_{H+1} = d_y``.  Leading axes are a batch.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray

Layers = tuple[FloatArray, ...]


@dataclass(frozen=True, eq=False)
class LinearProblem:
    r"""The loss L(W) = 1/2 |Y - W_{H+1} ... W_1 X|_F^2.  Make one with `of` or `diagonal`.

    The slides leave the 1/2 out; their critical values and their dynamics need it.

    Attributes
    ----------
    target : ndarray, shape (d_y, m)
        Y.
    data : ndarray, shape (d_x, m)
        X.

    Examples
    --------
    >>> problem = LinearProblem.diagonal([2, 1])
    >>> layers = (np.eye(2), np.eye(2))
    >>> float(problem.loss(layers))  # ((2 - 1)**2 + (1 - 1)**2) / 2
    0.5
    >>> problem.gradient(layers)[0]
    array([[-1.,  0.],
           [ 0.,  0.]])
    """

    target: FloatArray
    data: FloatArray

    @classmethod
    def of(cls, target: npt.ArrayLike, data: npt.ArrayLike | None = None) -> LinearProblem:
        """Return the problem of fitting `target` from `data` (the identity if left out).

        Raises
        ------
        ValueError
            If the two do not have the same number of columns.
        """
        Y = _checks.array(target, "target", "a matrix of shape (d_y, m)", ndim=2)
        if data is None:
            return cls(Y, np.eye(Y.shape[1]))
        X = _checks.array(data, "data", "a matrix of shape (d_x, m)", ndim=2)
        if X.shape[1] != Y.shape[1]:
            raise ValueError(
                f"data must have as many columns as target, {Y.shape[1]}; got shape {X.shape}"
            )
        return cls(Y, X)

    @classmethod
    def diagonal(cls, singular_values: npt.ArrayLike, inputs: int | None = None) -> LinearProblem:
        """Return the reduced problem X = I, Y = (diag(s) 0) with d_x = `inputs` columns."""
        s = _checks.array(singular_values, "singular_values", "a vector", ndim=1)
        columns = len(s) if inputs is None else _checks.integer(inputs, "inputs", low=len(s))
        return cls(np.eye(len(s), columns) * s[:, None], np.eye(columns))

    def residual(self, layers: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
        """Return M = Y - W_{H+1} ... W_1 X."""
        result: npt.NDArray[Any] = self.target - product(layers) @ self.data
        return result

    def loss(self, layers: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
        """Return L(W), one number for each network of the batch."""
        result: npt.NDArray[Any] = 0.5 * (self.residual(layers) ** 2).sum(axis=(-2, -1))
        return result

    def gradient(self, layers: Sequence[npt.NDArray[Any]]) -> tuple[npt.NDArray[Any], ...]:
        r"""Return the gradient, one matrix per layer.

        dL/dW_j = -(W_{H+1} ... W_{j+1})^T M (W_{j-1} ... W_1 X)^T.
        """
        before = [self.data]
        for W in layers[:-1]:
            before.append(W @ before[-1])
        after = self.target - layers[-1] @ before[-1]
        gradient = []
        for W, below in zip(reversed(layers), reversed(before), strict=True):
            gradient.append(-after @ transpose(below))
            after = transpose(W) @ after
        return tuple(reversed(gradient))

    def hessian(self, layers: Sequence[npt.NDArray[Any]]) -> FloatArray:
        """Return the Hessian of one network in the coordinates of `flatten`.

        A complex step in each coordinate differentiates the gradient, a polynomial, to rounding.
        """
        shapes, point, step = _shapes(layers), flatten(layers), 1e-30
        columns = []
        for direction in np.eye(len(point)):
            moved = self.gradient(unflatten(point + 1j * step * direction, shapes))
            columns.append(flatten(moved).imag / step)
        H = np.array(columns)
        return (H + H.T) / 2


def product(layers: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Return W_{H+1} ... W_1.

    Examples
    --------
    >>> float(product([np.array([[2.0]]), np.array([[3.0]])])[0, 0])
    6.0
    """
    return reduce(lambda below, W: W @ below, layers[1:], layers[0])


def partial_products(layers: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return R = W_{H+1} ... W_2 and Z = W_H ... W_2 (Z = I for one hidden layer)."""
    Z: FloatArray = product(layers[1:-1]) if len(layers) > 2 else np.eye(layers[0].shape[-2])
    return layers[-1] @ Z, Z


def flatten(layers: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Return all entries of the layers of one network, or one batch, as a vector."""
    return np.concatenate([W.ravel() for W in layers])


def unflatten(
    values: npt.NDArray[Any], shapes: Sequence[tuple[int, ...]]
) -> tuple[npt.NDArray[Any], ...]:
    """Undo `flatten`.

    Examples
    --------
    >>> [W.tolist() for W in unflatten(np.arange(4.0), [(2, 1), (1, 2)])]
    [[[0.0], [1.0]], [[2.0, 3.0]]]
    """
    sizes = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
    parts = np.split(values, sizes)
    return tuple(part.reshape(shape) for part, shape in zip(parts, shapes, strict=True))


def random_layers(
    widths: Sequence[int], *, scale: float = 1.0, runs: int | None = None, seed: Any = 0
) -> Layers:
    """Return Gaussian layers for the widths (d_0, ..., d_{H+1}); a batch of `runs` if given.

    Examples
    --------
    >>> [W.shape for W in random_layers((3, 4, 2), runs=5)]
    [(5, 4, 3), (5, 2, 4)]
    """
    rng = _checks.generator(seed)
    batch = () if runs is None else (_checks.integer(runs, "runs", low=1),)
    return tuple(
        scale * rng.normal(size=(*batch, rows, columns))
        for columns, rows in itertools.pairwise(widths)
    )


def scaled_identities(widths: Sequence[int], scales: Sequence[float]) -> Layers:
    """Return layers that are multiples of (rectangular) identities, c_j I.

    Examples
    --------
    >>> scaled_identities((2, 2, 1), (0.3, 1.2))[1]
    array([[1.2, 0. ]])
    """
    return tuple(
        scale * np.eye(rows, columns)
        for columns, rows, scale in zip(widths[:-1], widths[1:], scales, strict=True)
    )


def transpose(matrix: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Swap the last two axes."""
    return np.swapaxes(matrix, -1, -2)


def _shapes(layers: Sequence[npt.NDArray[Any]]) -> list[tuple[int, ...]]:
    return [W.shape for W in layers]

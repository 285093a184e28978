"""The hinge loss of one class as a mean over finitely many points (Section 2).

    phi_r(x) = f_i(x) - f_r(x),      l_i(W) = mean over x of sum_{r != i} max(0, 1 - phi_r(x))

The gradient is the formula of the paper, also where the loss has a kink: relu'(0) = 0, and a pair
with f_i - f_r = 1 exactly contributes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gcbook._checks import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Mean:
    """Loss and gradient of some weights on equally weighted points, each worked out when asked for.

    Attributes
    ----------
    outputs : ndarray, shape (n, k)
        The output matrix V.
    bias : ndarray, shape (k,)
    weights : ndarray, shape (..., k, d)
    points : ndarray, shape (N, d)
    label : int
        The class i of the points.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.hinge import Mean
    >>> v = np.array([[0.5, -0.5], [-0.5, 0.5]])
    >>> seen = Mean(v, np.zeros(2), np.eye(2), np.array([[0.5, 0.0]]), label=0)
    >>> seen.loss.item(), seen.gradient.tolist()
    (0.5, [[-0.5, 0.0], [0.0, 0.0]])
    """

    outputs: FloatArray
    bias: FloatArray
    weights: FloatArray
    points: FloatArray
    label: int

    @cached_property
    def loss(self) -> FloatArray:
        """The paper's l_i, shape (...)."""
        margins, _ = self._margins
        return np.asarray(np.maximum(1.0 - margins, 0.0).sum(axis=-2).mean(axis=-1))

    @cached_property
    def gradient(self) -> FloatArray:
        """Its gradient, shape (..., k, d)."""
        margins, active = self._margins
        # coefficient of 1[h_j > 0] x:  -sum_r (v_ij - v_rj) 1[f_i - f_r < 1]
        pull = -(self._differences.T @ (margins < 1.0)) * active
        return np.asarray(pull @ self.points / len(self.points))

    @cached_property
    def _margins(self) -> tuple[FloatArray, BoolArray]:
        """f_i - f_r for r != i, shape (..., n - 1, N), and which neurons are active."""
        inputs = self.weights @ self.points.T - self.bias[:, None]
        return self._differences @ np.maximum(inputs, 0.0), inputs > 0.0

    @property
    def _differences(self) -> FloatArray:
        return np.asarray(self.outputs[self.label] - np.delete(self.outputs, self.label, axis=0))

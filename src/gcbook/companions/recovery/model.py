"""Two-layer networks f(x) = sum_k a_k sigma(w_k . x), and the loss R = sum_i r_i^2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.recovery.activation import TANH_SHIFTED, Activation


@dataclass(frozen=True, eq=False)
class Neurons:
    """Output weights a and input weights w.  Make them with `of`.

    A parameter vector lists neuron after neuron: (a_1, w_1, a_2, w_2, ...).

    Attributes
    ----------
    a : ndarray, shape (m,)
    w : ndarray, shape (m, d)

    Examples
    --------
    >>> Neurons.of([1, 2], [[3], [4]]).vector
    array([1., 3., 2., 4.])
    """

    a: FloatArray
    w: FloatArray

    @classmethod
    def of(cls, a: npt.ArrayLike, w: npt.ArrayLike) -> Neurons:
        """Return neurons from array_likes; a vector `w` means inputs of dimension one.

        Raises
        ------
        ValueError
            If there are not as many rows in `w` as entries in `a`.
        """
        outer = _checks.array(a, "a", "a vector", ndim=1)
        inner = _checks.array(w, "w", "a matrix of shape (m, d)")
        inner = inner[:, None] if inner.ndim == 1 else inner
        if inner.ndim != 2 or len(inner) != len(outer):
            raise ValueError(f"w must have shape ({len(outer)}, d) as a does; got {inner.shape}")
        return cls(outer, inner)

    @classmethod
    def from_vector(cls, vector: npt.ArrayLike, m: int) -> Neurons:
        """Undo `vector`."""
        rows = np.asarray(vector, dtype=float).reshape(m, -1)
        return cls(rows[:, 0].copy(), rows[:, 1:].copy())

    @property
    def vector(self) -> FloatArray:
        """The parameter vector (a_1, w_1, a_2, w_2, ...)."""
        return np.hstack([self.a[:, None], self.w]).ravel()


@dataclass(frozen=True, eq=False)
class Recovery:
    """The problem of recovering target neurons from their outputs at n inputs.

    Attributes
    ----------
    target : Neurons
        The m_0 target neurons, non-zero and different.
    inputs : ndarray, shape (n, d)
    activation : Activation

    Examples
    --------
    >>> problem = Recovery.of(Neurons.of([1], [[0.5]]), [[-1], [0], [2]])
    >>> float(problem.loss(problem.target.vector, 1))
    0.0
    """

    target: Neurons
    inputs: FloatArray
    activation: Activation = TANH_SHIFTED

    @classmethod
    def of(
        cls, target: Neurons, inputs: npt.ArrayLike, activation: Activation = TANH_SHIFTED
    ) -> Recovery:
        """Return the problem; a vector of inputs means dimension one.

        Raises
        ------
        ValueError
            If the inputs do not have the dimension of the target.
        """
        x = _checks.array(inputs, "inputs", "a matrix of shape (n, d)")
        x = x[:, None] if x.ndim == 1 else x
        if x.ndim != 2 or x.shape[1] != target.w.shape[1]:
            raise ValueError(
                f"inputs must have shape (n, {target.w.shape[1]}) like w; got {x.shape}"
            )
        return cls(target, x, activation)

    def output(self, neurons: Neurons, inputs: FloatArray | None = None) -> FloatArray:
        """Return f at the inputs (those of the problem if left out), shape (n,)."""
        x = self.inputs if inputs is None else inputs
        result: FloatArray = self.activation.value(x @ neurons.w.T) @ neurons.a
        return result

    def residual(self, vector: FloatArray, m: int) -> FloatArray:
        """Return r_i = f(x_i) - f*(x_i)."""
        return self.output(Neurons.from_vector(vector, m)) - self.output(self.target)

    def loss(self, vector: FloatArray, m: int) -> float:
        """Return R = sum of r_i^2."""
        return float((self.residual(vector, m) ** 2).sum())

    def jacobian(self, vector: FloatArray, m: int) -> FloatArray:
        """Return dr_i / dtheta, shape (n, m (1 + d))."""
        theta = Neurons.from_vector(vector, m)
        z = self.inputs @ theta.w.T
        outer = self.activation.value(z)[..., None]
        inner = (theta.a * self.activation.first(z))[..., None] * self.inputs[:, None, :]
        return np.concatenate([outer, inner], axis=-1).reshape(len(self.inputs), -1)

    def velocity(self, vector: FloatArray, m: int) -> FloatArray:
        """Return -grad R = -2 J^T r."""
        result: FloatArray = -2 * self.jacobian(vector, m).T @ self.residual(vector, m)
        return result

    def hessian(self, vector: FloatArray, m: int) -> FloatArray:
        """Return the Hessian of R."""
        theta, J, r = Neurons.from_vector(vector, m), self.jacobian(vector, m), None
        r = self.residual(vector, m)
        z, x, size = self.inputs @ theta.w.T, self.inputs, 1 + self.inputs.shape[1]
        H = 2 * J.T @ J
        for k in range(m):
            block = np.zeros((size, size))
            block[0, 1:] = block[1:, 0] = (r * self.activation.first(z[:, k])) @ x
            bend = r * theta.a[k] * self.activation.second(z[:, k])
            block[1:, 1:] = (x.T * bend) @ x
            H[k * size : (k + 1) * size, k * size : (k + 1) * size] += 2 * block
        return H

    def smallest_positive(self, vector: FloatArray, m: int, *, tolerance: float = 1e-9) -> float:
        """Return the smallest positive eigenvalue of the Hessian at a perfect fit."""
        values = np.linalg.svd(self.jacobian(vector, m), compute_uv=False) ** 2 * 2
        return float(values[values > tolerance * values[0]].min())


def generic_inputs(n: int, d: int = 1, *, seed: Any = 0) -> FloatArray:
    """Return n Gaussian inputs of dimension d."""
    return _checks.generator(seed).normal(size=(_checks.integer(n, "n", low=1), d))

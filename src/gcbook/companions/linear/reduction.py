"""The reduction to X = I, Y = (D_Y 0): it keeps the landscape, not the flow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gcbook._checks import FloatArray
from gcbook.companions.linear.model import Layers, LinearProblem


@dataclass(frozen=True, eq=False)
class Reduction:
    """What `reduce_problem` returns.

    Attributes
    ----------
    problem : LinearProblem
        X = I and Y = (D_Y 0), with D_Y diagonal.
    offset : float
        L = reduced L + offset at corresponding points.
    scales : ndarray, shape (d_x,)
        The singular values of X in the order of the reduced inputs' singular basis.
    """

    problem: LinearProblem
    offset: float
    scales: FloatArray
    left: FloatArray
    stretch: FloatArray

    def forward(self, layers: Layers) -> Layers:
        """Return the reduced network that corresponds to `layers`."""
        return (layers[0] @ self.stretch, *layers[1:-1], self.left.T @ layers[-1])

    @property
    def metric(self) -> FloatArray:
        """The preconditioner Q^T Sigma^2 Q that the true flow puts on the columns of W_1."""
        return self.stretch.T @ self.stretch


def reduce_problem(problem: LinearProblem) -> Reduction:
    r"""Reduce a problem with X of full row rank to X = I, Y = (D_Y 0).

    With X = U S V^T the product W_1 X becomes (W_1 U S) V^T; with Y V = P (D_Y 0) Q^T the last
    layer absorbs P and the first absorbs Q.  The first layer of the reduced network is
    W_1 U S Q: the loss is the same up to a constant, but S is not orthogonal, so that gradient
    flow becomes flow preconditioned by Q^T S^2 Q.

    Raises
    ------
    ValueError
        If X does not have full row rank.

    Examples
    --------
    >>> found = reduce_problem(LinearProblem.of([[3.0, 0.0, 1.0]], [[1, 0, 0], [0, 2, 0]]))
    >>> found.offset, found.problem.target
    (0.5, array([[3., 0.]]))
    """
    U, S, Vt = np.linalg.svd(problem.data, full_matrices=False)
    if len(S) < problem.data.shape[0] or S[-1] <= 1e-12 * S[0]:
        raise ValueError(f"problem must have data of full row rank; got singular values {S}")
    target = problem.target @ Vt.T
    offset = 0.5 * float(((problem.target - target @ Vt) ** 2).sum())
    P, D, Qt = np.linalg.svd(target)
    reduced = LinearProblem.diagonal(D, target.shape[1])
    return Reduction(reduced, offset, S, P, (U * S) @ Qt.T)

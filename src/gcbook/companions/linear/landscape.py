"""The critical points of linear networks: values, dimensions, nullity, index.

One hidden layer, X = I, Y = (diag(s) 0) with distinct s_i > 0: the critical points with
R(W) = W_2 of rank r fall into one component for each set J of r singular values that are learnt,

    W_2 has range R^J,   W_1 = W_2^+ Y + N,   N in ker W_2 with the columns outside J (of the
    first d_y) zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy.optimize import root

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.linear.model import (
    Layers,
    LinearProblem,
    flatten,
    partial_products,
    random_layers,
    unflatten,
)


@dataclass(frozen=True)
class Component:
    """A component of the critical points for one hidden layer, and what is predicted for it.

    Attributes
    ----------
    singular_values : tuple of float
        s_1, ..., s_{d_y}, distinct.
    learnt : tuple of int
        J: which of them the product W_2 W_1 reproduces.
    hidden, inputs : int
        d_1 and d_x.

    Examples
    --------
    >>> part = Component((2.0, 1.0), (1,), hidden=3, inputs=2)
    >>> part.value, part.dimension, part.index
    (2.0, 5, 3)
    """

    singular_values: tuple[float, ...]
    learnt: tuple[int, ...]
    hidden: int
    inputs: int

    @property
    def value(self) -> float:
        """The critical value: half the sum of the squares that are not learnt."""
        return 0.5 * sum(self.singular_values[i] ** 2 for i in self.missing)

    @property
    def missing(self) -> tuple[int, ...]:
        """The indices outside J."""
        return tuple(i for i in range(len(self.singular_values)) if i not in self.learnt)

    @property
    def dimension(self) -> int:
        """The dimension r d_1 + (d_1 - r)(d_x - d_y + r), and the nullity of the Hessian."""
        r, outputs = len(self.learnt), len(self.singular_values)
        return r * self.hidden + (self.hidden - r) * (self.inputs - outputs + r)

    @property
    def index(self) -> int:
        """The number of negative eigenvalues of the Hessian."""
        s, r = self.singular_values, len(self.learnt)
        swaps = sum(s[k] > s[i] for i in self.learnt for k in self.missing)
        return (self.hidden - r) * len(self.missing) + swaps

    def point(self, *, spread: float = 1.0, seed: Any = 0) -> Layers:
        """Return a random point (W_1, W_2) of the component; `spread` scales N."""
        rng = _checks.generator(seed)
        outputs, learnt = len(self.singular_values), list(self.learnt)
        W2 = np.zeros((outputs, self.hidden))
        W2[learnt] = rng.normal(size=(len(learnt), self.hidden))
        inverse = np.linalg.pinv(W2)
        N = rng.normal(size=(self.hidden, self.inputs)) * spread
        N[:, list(self.missing)] = 0
        N -= inverse @ (W2 @ N)
        return inverse @ self.problem.target + N, W2

    @property
    def problem(self) -> LinearProblem:
        """The problem that the component belongs to."""
        return LinearProblem.diagonal(self.singular_values, self.inputs)


def components(singular_values: Sequence[float], hidden: int, inputs: int) -> Iterator[Component]:
    """Yield the components of the critical points, one for each set J with at most d_1 elements.

    Examples
    --------
    >>> [part.learnt for part in components((2.0, 1.0), hidden=2, inputs=2)]
    [(), (0,), (1,), (0, 1)]
    """
    s = tuple(float(value) for value in singular_values)
    if len(set(s)) < len(s) or min(s) <= 0:
        raise ValueError(f"singular_values must be positive and distinct; got {s}")
    for r in range(min(len(s), hidden) + 1):
        for learnt in combinations(range(len(s)), r):
            yield Component(s, learnt, hidden, inputs)


def critical_values(singular_values: Sequence[float]) -> tuple[float, ...]:
    """Return the critical values 1/2 sum over I of s_i^2, increasing.

    Examples
    --------
    >>> critical_values((2, 1))
    (0.0, 0.5, 2.0, 2.5)
    """
    squares = [float(s) ** 2 for s in singular_values]
    sets = (c for r in range(len(squares) + 1) for c in combinations(squares, r))
    return tuple(sorted({0.5 * sum(chosen) for chosen in sets}))


@dataclass(frozen=True)
class Inertia:
    """How many eigenvalues of the Hessian are zero, and how many are negative."""

    nullity: int
    index: int
    smallest: float


def inertia(problem: LinearProblem, layers: Layers, *, tolerance: float = 1e-9) -> Inertia:
    """Return nullity and index of the Hessian at one point.

    Parameters
    ----------
    tolerance : float
        An eigenvalue counts as zero below `tolerance` times the largest.

    Examples
    --------
    >>> part = Component((2.0, 1.0), (1,), hidden=3, inputs=2)
    >>> found = inertia(part.problem, part.point())
    >>> found.nullity, found.index
    (5, 3)
    """
    values = np.linalg.eigvalsh(problem.hessian(layers))
    small = tolerance * max(1.0, float(np.abs(values).max()))
    return Inertia(
        int((np.abs(values) <= small).sum()), int((values < -small).sum()), float(values[0])
    )


def descent_direction(
    problem: LinearProblem, layers: Layers, *, strength: float = 1e3
) -> tuple[Layers, float]:
    """Return a direction of negative curvature where r_Z > r_R, and its curvature.

    With Z = W_H ... W_2 and R = W_{H+1} Z: choose y with Z y != 0 and R y = 0, a left vector e and
    a right vector f with e^T M f > 0 and e orthogonal to the range of R; move W_1 by t y f^T and
    W_{H+1} by e (Zy)^T / |Zy|^2.  The curvature is |e (Zy)^T Z W_1|^2/|Zy|^4 - 2 t e^T M f.

    Raises
    ------
    ValueError
        If r_Z = r_R, where this does not apply.
    """
    R, Z = partial_products(layers)
    kernel = np.linalg.svd(R)[2][np.linalg.matrix_rank(R, tol=1e-9) :]
    seen = [y for y in kernel if np.linalg.norm(Z @ y) > 1e-6]
    if not seen:
        raise ValueError("layers must have rank Z > rank R for this direction; got equal ranks")
    y, M = seen[0], problem.residual(layers)
    left, _, right = np.linalg.svd(M)
    first = strength * np.outer(y, right[0])
    last = np.outer(left[:, 0], Z @ y) / float(np.sum((Z @ y) ** 2))
    middle = [np.zeros_like(W) for W in layers[1:-1]]
    direction = (first, *middle, last)
    v = flatten(direction)
    return direction, float(v @ problem.hessian(layers) @ v)


def find_critical_points(
    problem: LinearProblem, widths: Sequence[int], *, trials: int, seed: Any = 0
) -> FloatArray:
    """Return the losses at critical points found by solving grad L = 0 from random starts.

    Starts from which the solver does not reach |grad L| < 1e-9 are left out.
    """
    rng, found = _checks.generator(seed), []
    shapes = [W.shape for W in random_layers(widths)]
    for _ in range(_checks.integer(trials, "trials", low=1)):
        start = flatten(random_layers(widths, seed=rng))
        end = root(
            lambda v: flatten(problem.gradient(unflatten(v, shapes))),
            start,
            jac=lambda v: problem.hessian(unflatten(v, shapes)),
            method="lm",
            tol=1e-15,
        )
        if np.linalg.norm(end.fun) < 1e-9:
            found.append(float(problem.loss(unflatten(end.x, shapes))))
    return np.array(found)


def two_layer_saddles() -> tuple[tuple[str, Layers], ...]:
    """Return six critical points of two hidden layers, s = (2, 1), widths (3, 3, 3, 2).

    Two of them are not strict: their Hessian has no negative eigenvalue, and yet they are saddles.
    """
    e1, e2 = np.eye(3)[[0]], np.eye(3)[[1]]
    root, I3, zero = np.cbrt(2.0), np.eye(3), np.zeros((3, 3))
    one, two = e1.T @ e1, e2.T @ e2
    short = np.eye(2, 3)
    wider = root * one + np.diag([0.0, 0.0, 1.0])
    return (
        ("the origin", (zero, zero, 0 * short)),
        ("only $W_2=I$", (zero, I3, 0 * short)),
        ("$s_1$ learnt, balanced", (root * one, root * one, root * short @ one)),
        ("$s_1$ learnt, $W_2$ of rank 2", (root * one, wider, root * short @ one)),
        ("$s_2$ learnt, balanced", (two, two, short @ two)),
        ("all learnt", (short.T @ np.diag([root, 1.0]) @ short, I3, _last(root))),
    )


def _last(root: float) -> FloatArray:
    """Return the last layer that completes the product to diag(2, 1)."""
    return np.diag([2 / root, 1.0]) @ np.eye(2, 3)

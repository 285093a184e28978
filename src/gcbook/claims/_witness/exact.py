"""The network of Section 2 in exact rational arithmetic, on finitely many points of one class.

Every argument is nested tuples of numbers that `fractions.Fraction` (or sympy) computes with
exactly: `outputs` n rows of k, `weights` k rows of d, `points` N rows of d, `bias` k numbers.
Labels count from 0.  The gradient is the paper's formula, also at a kink: relu'(0) = 0.
"""

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

Row = Sequence[Any]
Rows = Sequence[Row]
CROSS = ((1, 0), (-1, 0), (0, 1), (0, -1))
"""The points e_1, -e_1, e_2, -e_2 of the plane."""


def dot(left: Row, right: Row) -> Any:
    """Return the inner product of two rows.

    Examples
    --------
    >>> dot((1, 2), (3, 4))
    11
    """
    return sum(a * b for a, b in zip(left, right, strict=True))


def hidden(weights: Rows, point: Row, bias: Row | None = None) -> tuple[Any, ...]:
    """Return relu(<w_j, x> - b_j) for every neuron.

    Examples
    --------
    >>> hidden([(1, 0), (-1, 0)], (2, 5))
    (2, 0)
    """
    shift = bias if bias is not None else (0,) * len(weights)
    return tuple(max(dot(w, point) - b, 0) for w, b in zip(weights, shift, strict=True))


def forward(outputs: Rows, weights: Rows, point: Row, bias: Row | None = None) -> tuple[Any, ...]:
    """Return the outputs f_1, ..., f_n at one point.

    Examples
    --------
    >>> forward([(1, -1), (-1, 1)], [(1, 0), (0, 1)], (2, 5))
    (-3, 3)
    """
    activations = hidden(weights, point, bias)
    return tuple(dot(row, activations) for row in outputs)


def margins(
    outputs: Rows, weights: Rows, point: Row, bias: Row | None = None, label: int = 0
) -> tuple[Any, ...]:
    """Return f_i - f_r for every r != i = label."""
    f = forward(outputs, weights, point, bias)
    return tuple(f[label] - value for r, value in enumerate(f) if r != label)


def losses(
    outputs: Rows, weights: Rows, points: Rows, bias: Row | None = None, label: int = 0
) -> tuple[Any, ...]:
    """Return the hinge loss at every point.

    Examples
    --------
    >>> losses([(1, -1), (-1, 1)], [(1, 0), (0, 1)], [(2, 5), (1, 0)])
    (7, 0)
    """
    return tuple(
        sum(max(1 - margin, 0) for margin in margins(outputs, weights, x, bias, label))
        for x in points
    )


def loss(
    outputs: Rows, weights: Rows, points: Rows, bias: Row | None = None, label: int = 0
) -> Any:
    """Return the mean hinge loss, the paper's l_i on these points."""
    return sum(losses(outputs, weights, points, bias, label)) * Fraction(1, len(points))


def gradient(
    outputs: Rows, weights: Rows, points: Rows, bias: Row | None = None, label: int = 0
) -> tuple[tuple[Any, ...], ...]:
    """Return the gradient of the mean hinge loss, one row per neuron.

    Examples
    --------
    >>> gradient([(1, -1), (-1, 1)], [(1, 0), (0, 1)], [(0, 1)])
    ((0, 0), (0, Fraction(2, 1)))
    """
    total = [[0] * len(weights[0]) for _ in weights]
    for x in points:
        f = forward(outputs, weights, x, bias)
        below = [r for r, value in enumerate(f) if r != label and f[label] - value < 1]
        active = hidden(weights, x, bias)
        for j, h in enumerate(active):
            if h > 0:
                pull = sum(outputs[r][j] - outputs[label][j] for r in below)
                total[j] = [t + pull * a for t, a in zip(total[j], x, strict=True)]
    return tuple(tuple(t * Fraction(1, len(points)) if t else 0 for t in row) for row in total)


def step(weights: Rows, slope: Rows, size: Any) -> tuple[tuple[Any, ...], ...]:
    """Return one step of gradient descent.

    Examples
    --------
    >>> step([(1, 1)], [(2, 0)], Fraction(1, 4))
    ((Fraction(1, 2), Fraction(1, 1)),)
    """
    return tuple(
        tuple(w - size * g for w, g in zip(row, pull, strict=True))
        for row, pull in zip(weights, slope, strict=True)
    )


def signs(
    owner: Sequence[int], classes: int, v: Fraction = Fraction(1, 2)
) -> tuple[tuple[Fraction, ...], ...]:
    """Return the outputs V in which neuron j is owned by class ``owner[j]``, -1 for nobody.

    Examples
    --------
    >>> [[str(x) for x in row] for row in signs([0, 1, -1], 2)]
    [['1/2', '-1/2', '-1/2'], ['-1/2', '1/2', '-1/2']]
    """
    return tuple(tuple(v if one == i else -v for one in owner) for i in range(classes))


def random_rows(rng: Random, count: int, width: int, size: int = 9) -> tuple[Row, ...]:
    """Return `count` rows of `width` fractions with small numerators and denominators."""
    return tuple(
        tuple(Fraction(rng.randint(-size, size), rng.randint(1, size)) for _ in range(width))
        for _ in range(count)
    )


def random_case(rng: Random, neurons: int) -> tuple[tuple[Row, ...], tuple[Row, ...], Row]:
    """Return weights, three points and biases 0, 1/4 or 1/2 for neurons in the plane."""
    weights, points = random_rows(rng, neurons, 2, 3), random_rows(rng, 3, 2, 3)
    return weights, points, [Fraction(rng.randint(0, 2), 4) for _ in weights]


def show(rows: Rows) -> str:
    """Return rows of exact numbers as a reader would write them.

    Examples
    --------
    >>> show([(Fraction(1, 2), 0), (1, 1)])
    '(1/2, 0), (1, 1)'
    """
    return ", ".join("(" + ", ".join(str(a) for a in row) + ")" for row in rows)

"""Small symbolic linear networks: layers of symbols, the loss, and the printed dynamics."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from typing import Any

import sympy as sp


def layers(widths: tuple[int, ...]) -> list[Any]:
    """Return matrices of symbols for the widths (d_0, ..., d_{H+1})."""
    return [
        sp.Matrix(rows, columns, lambda i, k, j=j: sp.Symbol(f"w{j}_{i}{k}"))
        for j, (columns, rows) in enumerate(pairwise(widths), start=1)
    ]


def product(matrices: list[Any], columns: int) -> Any:
    """Return W_k ... W_1 for a list (W_1, ..., W_k); the identity for an empty one."""
    return reduce(lambda below, W: W * below, matrices, sp.eye(columns))


def velocity(W: list[Any], M: Any, X: Any, j: int, *, transposed: bool = True) -> Any:
    """Return dW_j/dt (j counts from 0): (W_{H+1} ... W_{j+1})^T M (W_{j-1} ... W_1 X)^T."""
    above = product(W[j + 1 :], W[j].rows)
    below = product(W[:j], X.rows) * X
    return above.T * M * below.T if transposed else above * M * below


def derivative(expression: Any, W: list[Any], velocities: list[Any]) -> Any:
    """Return the derivative of a matrix expression along the flow, entry by entry."""
    moves = [
        (w, dw) for A, B in zip(W, velocities, strict=True) for w, dw in zip(A, B, strict=True)
    ]
    return expression.applyfunc(lambda entry: sum(sp.diff(entry, w) * dw for w, dw in moves))

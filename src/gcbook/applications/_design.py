r"""From a regression to the rows whose recession cone decides whether its estimate exists.

With coefficients n, the likelihood of an observation x never falls along n if

    binomial   <n, x> >= 0 for a success,  <= 0 for a failure,   = 0 where both were seen;
    Poisson    <n, x> <= 0 for a count 0,   = 0 for a positive count.

So every observation gives the row x, the row -x, or both; the cone is {n : <n, row> >= 0}.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import attrs
import numpy as np

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray, IntArray

CONSTANT = "(constant)"


@attrs.frozen(eq=False)
class Design:
    """The columns of a regression, named, and the signs that its response gives to each row.

    Attributes
    ----------
    columns : tuple of str
        Names, in order; a constant column that was asked for stands first.
    matrix : array of shape (n, p)
        One observation per row.
    up, down : bool array of shape (n,)
        Whether the likelihood rules out that <n, x> falls, and that it rises.
    """

    columns: tuple[str, ...]
    matrix: FloatArray
    up: BoolArray
    down: BoolArray

    @property
    def observations(self) -> IntArray:
        """The observation that each row of `rows` comes from."""
        return np.concatenate([np.flatnonzero(self.up), np.flatnonzero(self.down)])

    @property
    def rows(self) -> FloatArray:
        """Every observation that pulls up, then every one that pulls down with its sign changed."""
        return np.concatenate([self.matrix[self.up], -self.matrix[self.down]])

    @property
    def has_constant(self) -> bool:
        """Whether some column is constant and not zero."""
        first = self.matrix[:1]
        return bool(((self.matrix == first).all(axis=0) & (first[0] != 0)).any())


def design(X: Any, y: Any, family: str, intercept: bool) -> Design:
    """Read the columns and the response of a regression.

    Raises
    ------
    TypeError, ValueError
        If a column or the response cannot be read; the message names it and says what is wanted.
    """
    columns, matrix = _columns(X)
    if intercept:
        columns = (CONSTANT, *columns)
        matrix = np.concatenate([np.ones((len(matrix), 1)), matrix], axis=1)
    read = _binomial if family == "binomial" else _poisson
    up, down = read(y)
    if len(up) != len(matrix):
        raise ValueError(
            f"y must have one entry per row of X, {len(matrix)}; got {len(up)} entries"
        )
    return Design(columns, matrix, up, down)


def _columns(X: Any) -> tuple[tuple[str, ...], FloatArray]:
    """Return the names and the values of the columns; categories become dummies."""
    if hasattr(X, "toarray") and hasattr(X, "nnz"):
        X = X.toarray()
    if not (hasattr(X, "columns") and hasattr(X, "dtypes")):
        matrix = _checks.points(X, "X")
        return tuple(f"x{j}" for j in range(matrix.shape[1])), matrix
    names: list[str] = []
    parts: list[FloatArray] = []
    for name, column in X.items():
        for label, values in _column(name, column):
            names.append(label)
            parts.append(values)
    if not parts or not len(parts[0]):
        raise ValueError(f"X must have at least one row and one column; got shape {X.shape}")
    return tuple(names), np.column_stack(parts)


def _column(name: Hashable, column: Any) -> list[tuple[str, FloatArray]]:
    if column.isna().any():
        missing = int(column.isna().sum())
        raise ValueError(f"X must have no missing values; column {name!r} has {missing}")
    if column.dtype.kind in "biuf":
        values = _checks.array(column.to_numpy(), f"X[{name!r}]", "a column of numbers", ndim=1)
        return [(str(name), values)]
    # Treatment coding, as R and statsmodels do it: a dummy for every level but the first.
    if str(column.dtype) == "category":
        levels = list(column.cat.remove_unused_categories().cat.categories)
    else:
        levels = sorted(set(column), key=str)
        if len(levels) > max(2, len(column) // 2):
            raise ValueError(
                f"X[{name!r}] must be numbers or categories; got {len(levels)} different values "
                f"of type {type(column.iloc[0]).__name__}; make it a category column if it is one"
            )
    values = column.to_numpy()
    return [(f"{name}[{level}]", (values == level).astype(np.float64)) for level in levels[1:]]


def _binomial(y: Any) -> tuple[BoolArray, BoolArray]:
    """Return who succeeded and who failed: two values, or two columns of counts."""
    values = np.asarray(y)
    if values.ndim == 2 and values.shape[1] == 2:
        counts = _checks.array(values, "y", "two columns, successes and failures", ndim=2)
        if (counts < 0).any():
            raise ValueError(f"y must hold counts >= 0; got {counts.min():g}")
        return counts[:, 0] > 0, counts[:, 1] > 0
    if values.ndim != 1:
        raise ValueError(
            "y must be one-dimensional, or two columns of successes and failures; got shape "
            f"{values.shape}"
        )
    if values.dtype.kind == "f" and np.isnan(values).any():
        raise ValueError(f"y must have no missing values; got {int(np.isnan(values).sum())}")
    found = np.unique(values)
    if len(found) > 2 or (values.dtype.kind in "iuf" and not set(found.tolist()) <= {0, 1, -1}):
        shown = ", ".join(map(str, found[:5].tolist())) + (", ..." if len(found) > 5 else "")
        raise ValueError(
            "y must have two values (0 and 1, -1 and 1, booleans, or two labels), or two columns "
            f"of successes and failures, for family='binomial'; got {shown}.  A multinomial or "
            "ordinal response is several binary questions: ask about each pair of levels."
        )
    success = values == (found[-1] if len(found) == 2 or values.dtype.kind not in "biuf" else 1)
    return success, ~success


def _poisson(y: Any) -> tuple[BoolArray, BoolArray]:
    """Positive counts pull both ways, zeros one way."""
    counts = _checks.array(y, "y", "one count per row", ndim=1)
    if (counts < 0).any():
        raise ValueError(f"y must be >= 0 for family='poisson'; got {counts.min():g}")
    return counts > 0, np.ones(len(counts), dtype=bool)

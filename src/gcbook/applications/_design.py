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
from gcbook.applications import _response

CONSTANT = "(constant)"


@attrs.frozen(eq=False)
class Design:
    """The columns of a regression, named, and the signs that its response gives to each row.

    Attributes
    ----------
    columns : tuple of str
        Names, in order; a constant column that was asked for stands first.
    matrix : array or sparse matrix of shape (n, p)
        One observation per row.
    up, down : bool array of shape (n,)
        Whether the likelihood rules out that <n, x> falls, and that it rises.
    """

    columns: tuple[str, ...]
    matrix: Any
    up: BoolArray
    down: BoolArray

    @property
    def observations(self) -> IntArray:
        """The observation that each row of `rows` comes from."""
        return np.concatenate([np.flatnonzero(self.up), np.flatnonzero(self.down)])

    def rows(self) -> Any:
        """Every observation that pulls up, then every one that pulls down with its sign changed."""
        index = self.observations
        if _is_sparse(self.matrix):
            sign = np.ones(len(index))
            sign[int(self.up.sum()) :] = -1.0
            return self.matrix[index].multiply(sign[:, None]).tocsr()
        result = self.matrix[index]
        lower = result[int(self.up.sum()) :]
        np.negative(lower, out=lower)
        return result

    @property
    def has_constant(self) -> bool:
        """Whether some column is constant and not zero."""
        if _is_sparse(self.matrix):
            spread = self.matrix.max(axis=0).toarray() == self.matrix.min(axis=0).toarray()
            return bool((spread & (self.matrix[[0]].toarray() != 0)).any())
        first = self.matrix[:1]
        return bool(((self.matrix == first).all(axis=0) & (first[0] != 0)).any())


def design(X: Any, y: Any, family: str, intercept: bool) -> Design:
    """Read the columns and the response of a regression.

    Raises
    ------
    TypeError, ValueError
        If a column or the response cannot be read; the message names it and says what is wanted.
    """
    _aligned(X, y)
    up, down = (_response.binomial if family == "binomial" else _response.poisson)(y)
    columns, matrix = _columns(X, len(up) if intercept else None)
    if intercept:
        columns, matrix = (CONSTANT, *columns), _with_constant(matrix)
    if len(up) != matrix.shape[0]:
        raise ValueError(
            f"y must have one entry per row of X, {matrix.shape[0]}; got {len(up)} entries"
        )
    return Design(columns, matrix, up, down)


def _aligned(X: Any, y: Any) -> None:
    """Refuse a table and a series whose labels of the rows differ: they would be paired wrongly."""
    mine: Any = getattr(X, "index", None)
    other: Any = getattr(y, "index", None)
    if not hasattr(mine, "equals") or not hasattr(other, "equals"):
        return
    assert other is not None
    if len(mine) == len(other) and not mine.equals(other):
        raise ValueError(
            "y must have the index of X; got another one: align them (y.loc[X.index]), or pass "
            "y.to_numpy() if the rows are in order"
        )


def _with_constant(matrix: Any) -> Any:
    if _is_sparse(matrix):
        from scipy import sparse

        return sparse.hstack([np.ones((matrix.shape[0], 1)), matrix], format="csr")
    return np.concatenate([np.ones((len(matrix), 1)), matrix], axis=1)


def _is_sparse(value: Any) -> bool:
    return hasattr(value, "tocsr")


def _columns(X: Any, bare: int | None) -> tuple[tuple[str, ...], Any]:
    """Return the names and the values of the columns; categories become dummies.

    Without any column there is nothing to ask, unless a constant of length `bare` is to follow.
    """
    if _is_sparse(X):
        return _numbered(_sparse(X))
    if not (hasattr(X, "columns") and hasattr(X, "dtypes") and hasattr(X, "items")):
        values = _checks.array(X, "X", "an array of shape (n, p), one observation per row", ndim=2)
        if values.shape[0] < 1 or (values.shape[1] < 1 and bare is None):
            raise ValueError(f"X must have at least one row and one column; got {values.shape}")
        return _numbered(values)
    names: list[str] = []
    parts: list[FloatArray] = []
    for name, column in X.items():
        for label, values in _column(name, column):
            names.append(label)
            parts.append(values)
    if not len(X) or (not parts and bare is None):
        raise ValueError(
            "X must have at least one row and one column that is not a single category; got "
            f"shape {X.shape}"
        )
    return tuple(names), np.column_stack(parts) if parts else np.zeros((len(X), 0))


def _numbered(matrix: Any) -> tuple[tuple[str, ...], Any]:
    return tuple(f"x{j}" for j in range(matrix.shape[1])), matrix


def _sparse(X: Any) -> Any:
    rows = X.tocsr()
    if 0 in rows.shape:
        raise ValueError(f"X must have at least one row and one column; got shape {rows.shape}")
    _checks.array(rows.data, "X", "a sparse matrix of numbers", ndim=1)
    return rows.astype(np.float64)


def _column(name: Hashable, column: Any) -> list[tuple[str, FloatArray]]:
    if column.isna().any():
        missing = int(column.isna().sum())
        raise ValueError(f"X must have no missing values; column {name!r} has {missing}")
    category = str(column.dtype) == "category"  # of numbers, perhaps: the levels are names
    if column.dtype.kind in "biuf" or (not category and all(map(_is_number, column))):
        values = _checks.array(column.to_numpy(), f"X[{name!r}]", "a column of numbers", ndim=1)
        return [(str(name), values)]
    # Treatment coding, as R and statsmodels do it: a dummy for every level but the first.
    values = column.to_numpy()
    levels = _levels(name, column, category)
    return [(f"{name}[{one}]", (values == one).astype(float)) for one in levels[1:]]


def _levels(name: Hashable, column: Any, category: bool) -> list[Any]:
    if category:
        return list(column.cat.remove_unused_categories().cat.categories)
    levels = sorted(set(column), key=str)
    if not all(isinstance(one, str) for one in levels) or len(levels) > max(2, len(column) // 2):
        raise ValueError(
            f"X[{name!r}] must be numbers or categories; got {len(levels)} different values "
            f"of type {type(levels[0]).__name__}; make it a category column if it is one"
        )
    return levels


def _is_number(entry: Any) -> bool:
    return isinstance(entry, (bool, int, float, np.number)) and not isinstance(
        entry, np.complexfloating
    )

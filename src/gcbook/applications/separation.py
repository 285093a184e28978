r"""Separation in regression: whether the estimate exists (Albert & Anderson 1984).

A likelihood of a logistic or a Poisson regression has a maximum if and only if no direction of the
coefficients raises it for ever, that is, if every n in the recession cone

.. math:: K = \{n : \langle n, r\rangle\ge0 \text{ for every row } r\}

leaves all fitted values alone.  The rows r are those of `gcbook.applications._design`.  With
independent columns that is the geometric condition for the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any, Literal, get_args

import attrs
import numpy as np

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray
from gcbook.applications._design import Design, design
from gcbook.applications._recession import Vector, echelon, free, leaning, reduce
from gcbook.condition import Position, classify
from gcbook.condition._classify import face as face_of

if TYPE_CHECKING:
    import pandas as pd

Case = Literal["overlap", "quasi", "complete", "collinear"]
Family = Literal["binomial", "poisson"]

_WORDS: dict[Case, str] = {
    "overlap": "no separation: the estimate exists and is unique",
    "collinear": "no separation, but dependent columns: the estimate exists and is not unique",
    "quasi": "quasi-complete separation",
    "complete": "complete separation",
}
_BLOCK = 4096
_RUNS = {-1: "runs to -inf", 0: "finite", 1: "runs to +inf"}


@attrs.frozen(eq=False)
class Separation:
    """Whether a maximum-likelihood estimate exists, and what runs away where it does not.

    Attributes
    ----------
    case : str
        "overlap": the estimate exists and is unique.  "collinear": it exists, but some columns are
        combinations of others.  "quasi", "complete": some, or all, observations are separated.
    rows : int array
        The separated observations: those whose fitted probability goes to 0 or 1 (binomial), or
        whose fitted mean goes to 0 (Poisson), in every sequence that maximises the likelihood.
    coefficients : int array of shape (p,)
        Per column -1, 0 or +1: its coefficient runs to -inf, stays finite, or runs to +inf along
        `direction`.  It is 0 only if no separating direction moves it.  Dependent columns are left
        out of the model, as R does, and have 0.
    direction : tuple of Fraction
        A direction of the coefficients that separates all `rows`, exactly; empty without any.
    columns : tuple of str
        Their names.
    collinear : int array
        Columns that are combinations of earlier ones.
    dimension : int
        Of the separating directions (modulo collinearity).  With more than one, the signs in
        `coefficients` are those of `direction`; see `forced`.
    family : str
    observations : int
    has_constant : bool
        Whether one of the columns is constant.  None is added unless it is asked for.
    intercept : bool
        Whether it was asked for.

    Examples
    --------
    >>> import gcbook
    >>> found = gcbook.separation([[1, 1], [1, 2], [1, 3], [1, 3]], [0, 0, 1, 0])
    >>> found.case, found.rows.tolist(), found.coefficients.tolist(), found.verify()
    ('quasi', [0, 1], [-1, 1], True)
    """

    case: Case
    rows: IntArray
    coefficients: IntArray
    direction: Vector
    columns: tuple[str, ...]
    collinear: IntArray
    dimension: int
    family: Family
    observations: int
    has_constant: bool
    intercept: bool
    position: Position = attrs.field(repr=False)
    face: Position = attrs.field(repr=False)
    origin: IntArray = attrs.field(repr=False)

    @property
    def separated(self) -> bool:
        """Whether anything is separated: the estimate does not exist."""
        return len(self.rows) > 0

    def verify(self, X: Any = None, y: Any = None) -> bool:
        """Re-check the case, the rows and the coefficients in exact arithmetic, with no engine.

        Parameters
        ----------
        X, y : optional
            The data: with them, that the rows of the proof are the rows of these data is
            checked, too, and the names of the columns.

        Returns
        -------
        bool
            True if the two positions that it rests on are proved, and all it says follows.
        """
        if y is not None and not self._is_about(design(X, y, self.family, self.intercept)):
            return False
        if not (self.position.verify() and self.face.verify() and self._origin_fits()):
            return False
        if not _same(_balanced(self.position), self.face.weights):
            return False
        told = _read(self.position, self.face, self.origin, len(self.columns))
        return (
            told.case == self.case
            and np.array_equal(told.rows, self.rows)
            and np.array_equal(told.coefficients, self.coefficients)
            and told.direction == tuple(self.direction)
            and np.array_equal(told.collinear, self.collinear)
            and told.dimension == self.dimension
        )

    def _origin_fits(self) -> bool:
        """Whether every row comes from an observation, and there are names for the columns."""
        k, d = self.position.weights.shape
        low, high = int(self.origin.min()), int(self.origin.max())
        names = d == len(self.columns) and self.family in get_args(Family)
        return len(self.origin) == k and low >= 0 and high < self.observations and names

    def _is_about(self, plan: Design) -> bool:
        return (
            plan.columns == self.columns
            and plan.matrix.shape[0] == self.observations
            and plan.has_constant == self.has_constant
            and np.array_equal(plan.observations, self.origin)
            and _same(plan.rows(), self.position.weights)
        )

    def forced(self) -> IntArray:
        """Return the coefficients whose sign no separating direction can change, as -1 or +1.

        A column has 0 here if it stays finite, or if it can run away either way; whether it can is
        asked of the condition itself, one question per column that moves.
        """
        from scipy import sparse

        if self.dimension <= 1:
            return self.coefficients.copy()
        result = np.zeros(len(self.columns), dtype=np.int64)
        kept = np.setdiff1d(np.arange(len(self.columns)), self.collinear)
        weights = _compressed(self.position.weights)[:, kept]
        for place, column in enumerate(kept):
            sign = self.coefficients[column]
            if not sign:
                continue
            against = np.zeros((1, len(kept)))
            against[0, place] = -sign
            moved = classify(sparse.vstack([weights, sparse.csr_array(against)], format="csr"))
            if weights.shape[0] not in moved.separated:
                result[column] = sign
        return result

    def to_frame(self) -> pd.DataFrame:
        """Return one line per column: what its coefficient does, and along which direction."""
        import pandas as pd

        status = [_RUNS[int(sign)] for sign in self.coefficients]
        for column in self.collinear:
            status[column] = "left out: a combination of earlier columns"
        direction = [float(x) for x in self.direction] or [0.0] * len(self.columns)
        return pd.DataFrame(
            {"coefficient": status, "direction": direction},
            index=pd.Index(self.columns, name="column"),
        )

    def summary(self) -> str:
        """Say the answer in one sentence, as a statistician would."""
        text = _WORDS[self.case]
        if self.separated:
            text += f": {len(self.rows)} of {self.observations} rows"
            moving = [
                f"{self.columns[j]} {_RUNS[int(self.coefficients[j])]}"
                for j in np.flatnonzero(self.coefficients)
            ]
            text += "; " + ", ".join(moving[:4])
            if len(moving) > 4:
                text += f" and {len(moving) - 4} more"
        if len(self.collinear):
            left = [self.columns[j] for j in self.collinear]
            text += f"; dependent columns left out: {', '.join(left[:3])}"
            if len(left) > 3:
                text += f" and {len(left) - 3} more"
        if not self.has_constant:
            text += " (no constant column)"
        return text

    def __repr__(self) -> str:
        text = self.summary()
        return f"<Separation: {text if len(text) < 270 else text[:267] + '...'}>"

    def _repr_html_(self) -> str:
        return f"<p><b>{escape(self.summary())}</b></p>{self.to_frame().to_html()}"


def separation(
    X: Any, y: Any, *, family: Family = "binomial", intercept: bool = False
) -> Separation:
    """Decide whether a logistic or Poisson regression has a maximum-likelihood estimate.

    Parameters
    ----------
    X : array of shape (n, p), DataFrame, or sparse matrix
        The columns.  Those of a DataFrame keep their names; a categorical column becomes a dummy
        for each level but the first.  A constant column is the caller's choice.
    y : array of shape (n,), or (n, 2) for binomial counts
        Two values (the larger, or the later label, is a success), or successes and failures; for
        ``family="poisson"``, counts >= 0 (they need not be integers).
    family : {"binomial", "poisson"}
        Any link with the same tails will do: logit, probit, cloglog; log.
    intercept : bool
        Put a constant column before the others.

    Returns
    -------
    Separation

    Raises
    ------
    TypeError, ValueError
        If a column or the response cannot be read; a multinomial or ordinal response is refused.

    Notes
    -----
    Source: Albert & Anderson (1984) for the binomial family, Santos Silva & Tenreyro (2010) and
    Correia, Guimaraes & Zylkin (2019) for counts.

    Examples
    --------
    >>> import gcbook
    >>> gcbook.separation([[0], [1], [2], [3]], [0, 0, 1, 1], intercept=True).case
    'complete'
    >>> gcbook.separation([[1, 0], [1, 0], [1, 1]], [2, 3, 0], family="poisson")
    <Separation: quasi-complete separation: 1 of 3 rows; x1 runs to -inf>
    """
    _checks.choice(family, "family", get_args(Family))
    plan = design(X, y, family, intercept)
    rows = plan.rows()
    position = classify(rows)
    face = _face(position)
    if len(face.null_space) > len(position.null_space) + 1:
        position = leaning(position, face)
    told = _read(position, face, plan.observations, len(plan.columns))
    return _of(plan, told, position, face, family, intercept)


@attrs.frozen(eq=False)
class _Told:
    """What two proved positions say about a regression."""

    case: Case
    rows: IntArray
    coefficients: IntArray
    direction: Vector
    collinear: IntArray
    dimension: int


def _of(
    plan: Design, told: _Told, position: Position, face: Position, family: Family, intercept: bool
) -> Separation:
    return Separation(
        told.case,
        told.rows,
        told.coefficients,
        told.direction,
        plan.columns,
        told.collinear,
        told.dimension,
        family,
        plan.matrix.shape[0],
        plan.has_constant,
        intercept,
        position,
        face,
        plan.observations,
    )


def _face(position: Position) -> Position:
    """Return the position of the balanced rows among themselves; it tells their null space."""
    if not len(position.separated):
        return position
    if not len(position.balanced):
        return classify(np.zeros((1, position.weights.shape[1])))
    return face_of(position)


def _balanced(position: Position) -> Any:
    """Return the rows that `_face` asks about; those of a layer that is read in blocks stay so."""
    weights, index = position.weights, position.balanced
    if not len(position.separated):
        return weights
    if not len(index):
        return np.zeros((1, weights.shape[1]))
    return weights[index] if isinstance(weights, np.ndarray) else weights.select(index)


def _blocks(weights: Any) -> Iterator[FloatArray]:
    if isinstance(weights, np.ndarray):
        yield weights
    elif hasattr(weights, "tocsr"):
        for start in range(0, weights.shape[0], _BLOCK):
            yield weights[start : start + _BLOCK].toarray()
    else:
        yield from weights.read()


def _compressed(weights: Any) -> Any:
    from scipy import sparse

    return sparse.vstack([sparse.csr_array(block) for block in _blocks(weights)], format="csr")


def _same(one: Any, other: Any) -> bool:
    """Whether two layers, in memory or in blocks, have the same rows."""
    if one is other:
        return True
    if tuple(one.shape) != tuple(other.shape):
        return False
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return bool((_compressed(one) != _compressed(other)).nnz == 0)


def _read(position: Position, face: Position, origin: IntArray, columns: int) -> _Told:
    """Read case, rows, signs and direction off the exact positions."""
    null = echelon(position.null_space)
    collinear = np.array(sorted(column for column, _ in null), dtype=np.int64)
    if not len(position.separated):
        case: Case = "collinear" if null else "overlap"
        zero = np.zeros(columns, dtype=np.int64)
        return _Told(case, zero[:0], zero, (), collinear, 0)
    rows = np.unique(origin[position.separated])
    vectors = free(position, face)
    direction = reduce(position.normal, null)
    # The span of the cone moves a column, or every separating direction leaves it alone.
    moves = np.array([any(vector[j] for vector in vectors) for j in range(columns)])
    signs = np.array([(x > 0) - (x < 0) for x in direction], dtype=np.int64)
    return _Told(
        "complete" if len(rows) == len(np.unique(origin)) else "quasi",
        rows,
        np.where(moves, signs, 0),
        direction,
        collinear,
        len(face.null_space) - len(null),
    )

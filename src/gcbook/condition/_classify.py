"""The exact position of the origin: the maximal normal and what balances the rows it leaves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook._checks import IntArray
from gcbook.condition import _inputs
from gcbook.condition._exact.integers import echelon, integer_rows, primitive
from gcbook.condition._rows import Rows
from gcbook.condition._undecided import refusal
from gcbook.condition.engines import batch, exact, spanning
from gcbook.condition.engines._answer import Split
from gcbook.condition.evidence.position import Case, Combination, Position

_NOTHING = np.zeros(0, dtype=np.int64)


def classify(weights: Any) -> Position:
    """Say where the origin lies in the hull of the rows of one layer, exactly and with proof.

    One normal n with <n, w> >= 0 for every row is maximal: no other is positive on more rows.
    Those it is positive on are *separated*; all others that are not zero are *balanced*: a
    combination of them, each with a positive coefficient, vanishes (Stiemke 1915).  Each side
    proves that the other is no larger.

    Parameters
    ----------
    weights : array of shape (k, d)
        One row per neuron (or observation), in any of the forms that `gcbook.holds` accepts.

    Returns
    -------
    Position
        `.case` is "holds", "flat" (rank < d, and 0 in the relative interior), "boundary" or
        "outside"; with `.rank`, `.separated`, `.balanced`, `.normal`, `.coefficients`,
        `.null_space` and `.verify()`.

    Raises
    ------
    TypeError, ValueError
        If the weights are not finite real numbers of shape (k, d) with k, d >= 1.
    UndecidedError
        If the exact answer would take hours.

    Examples
    --------
    >>> position = classify([[20.0, -10.0], [-20.0, 10.0], [0.0, 0.0]])
    >>> position.case, position.rank, position.null_space
    ('flat', 1, ((Fraction(1, 1), Fraction(2, 1)),))
    """
    rows = _inputs.weights(weights)
    if not isinstance(rows, Rows) and rows.ndim > 2:
        raise ValueError(
            f"weights must be one layer of shape (k, d); got a batch of shape {rows.shape}: "
            "classify its layers one by one"
        )
    seen, split = split_of(rows, combine=True)
    if not split.proved:
        raise refusal(rows.shape)
    independent, null = _rank(rows, seen)
    d = rows.shape[1]
    rank = d - len(null)
    separated, balanced = seen[split.separated], seen[split.balanced]
    case: Case = "holds" if rank == d else "flat"
    if separated.size:
        case = "boundary" if balanced.size else "outside"
    return Position(
        case,
        rows if isinstance(rows, Rows) else _kept(rows),
        rank,
        separated,
        balanced,
        tuple(map(Fraction, split.normal)) if separated.size else (),
        _coefficients(rows, balanced, split),
        tuple(tuple(map(Fraction, vector)) for vector in null),
        independent,
    )


def face(position: Position) -> Position:
    """Return the position among themselves of the rows that no normal separates.

    It tells which normals vanish on them; their combination is known.

    Parameters
    ----------
    position : Position
        Of a layer of which some rows are separated and others are not.

    Examples
    --------
    >>> found = face(classify([[2.0, -1.0], [-2.0, 1.0], [1.0, 0.0]]))
    >>> found.case, found.null_space, found.verify()
    ('flat', ((Fraction(1, 1), Fraction(2, 1)),), True)
    """
    given, index = position.weights, position.balanced
    rows = given.select(index) if isinstance(given, Rows) else _kept(given[index])
    every = np.arange(len(index))
    independent, null = _rank(rows, every)
    rank = rows.shape[1] - len(null)
    return Position(
        "holds" if rank == rows.shape[1] else "flat",
        rows,
        rank,
        _NOTHING,
        every,
        (),
        position.coefficients,
        tuple(tuple(map(Fraction, vector)) for vector in null),
        independent,
    )


def split_of(rows: npt.NDArray[Any] | Rows, *, combine: bool) -> tuple[IntArray, Split]:
    """Return the rows that are not zero, and their split (numbered among them)."""
    if isinstance(rows, Rows):
        seen = rows.nonzero()
        source = rows.select(seen)
    elif rows.dtype == object:
        seen = np.flatnonzero([any(row) for row in rows.tolist()])
        listed = rows[seen].tolist()
        return seen, exact.split(listed) if listed else _empty(rows.shape[1])
    else:
        seen = np.flatnonzero(rows.any(axis=1))
        source = Rows.of(rows if len(seen) == len(rows) else rows[seen])
    if not seen.size:
        return seen, _empty(rows.shape[1])
    split = batch.split(source, combine=combine)
    if split is None:
        raise refusal(rows.shape)
    return seen, split


def _empty(d: int) -> Split:
    return Split(_NOTHING, _NOTHING, [0] * d, np.zeros(0), {})


def _kept(rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
    if isinstance(rows.base, np.memmap) or isinstance(rows, np.memmap):
        return rows
    copy = rows.copy()
    copy.setflags(write=False)
    return copy


def _rank(rows: npt.NDArray[Any] | Rows, seen: IntArray) -> tuple[IntArray, list[list[int]]]:
    if not isinstance(rows, Rows) and rows.dtype == object:
        whole, _ = integer_rows(rows.tolist())
        chosen, _, fractions = echelon(whole)
        return np.array(chosen, dtype=np.int64), [primitive(vector) for vector in fractions]
    source = rows if isinstance(rows, Rows) else Rows.of(rows)
    independent, null = spanning.null_space(source.select(seen) if seen.size else source)
    return (seen[independent] if seen.size else independent), null


def _coefficients(
    rows: npt.NDArray[Any] | Rows, balanced: IntArray, split: Split
) -> tuple[Fraction, ...] | Combination:
    """Return the coefficients of the balanced rows as given."""
    if not isinstance(rows, Rows) and rows.dtype == object:
        sizes = [max(abs(Fraction(x)) for x in rows[j].tolist()) for j in balanced]
        return tuple(
            split.corrected[i] / Fraction(2) ** exact.exponent(size) for i, size in enumerate(sizes)
        )
    source = rows if isinstance(rows, Rows) else Rows.of(rows)
    exponents = source.exponents(balanced)
    corrected = {i: x / Fraction(2) ** int(exponents[i]) for i, x in split.corrected.items()}
    return Combination(split.shares, -exponents, corrected)

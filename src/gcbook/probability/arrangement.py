"""The count behind Remark 3: regions of a central hyperplane arrangement, patterns of signs.

A sign pattern J turns the weights w_j into J_j w_j.  It fails the condition *strictly* when all
J_j w_j lie in one open half-space, that is, when the hyperplanes {x : <w_j, x> = 0} have a region
on which every <w_j, x> has sign J_j.  So regions are strict failures.  In general position every
failure is strict, which is the step that the printed proof leaves out.

The regions are counted by deletion and restriction,

    r(A) = r(A without H) + r(A restricted to H),

on the arrangement at hand, in integer arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from gcbook import _checks

Row = tuple[int, ...]

_CHUNK = 1 << 14


def sign_pattern_count(weights: npt.ArrayLike) -> int:
    """Return how many of the 2^k sign patterns of the weights satisfy the geometric condition.

    For every set of weights in general position the count is ``2^k gc_probability(k, d)``: the
    same number, whatever the weights.  A Monte Carlo that averages over signs first has therefore
    no variance at all.  Degenerate weights give fewer patterns.

    Parameters
    ----------
    weights : array_like, shape (k, d)
        One neuron per row, ``k <= 24``.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If `weights` is not two-dimensional or has more than 24 rows (2^k patterns are visited).

    Notes
    -----
    The proof of Remark 3.  A pattern and its negative agree, so half of them are visited.

    Examples
    --------
    >>> from gcbook.probability import sign_pattern_count
    >>> sign_pattern_count([[1, 0], [0, 1], [1, 1], [1, -2]])
    8
    >>> sign_pattern_count([[1, 0], [1, 0], [0, 1], [1, 1]])
    6
    """
    from gcbook.condition import holds

    rows = _one_layer(weights)
    k = len(rows)
    if k > 24:
        raise ValueError(f"weights must have at most 24 rows: 2^k patterns are visited; got {k}")
    half = 1 << (k - 1)
    total = 0
    for start in range(0, half, _CHUNK):
        codes = np.arange(start, min(start + _CHUNK, half))
        bits = codes[:, None] >> np.arange(k) & 1
        total += int(np.sum(holds((1.0 - 2.0 * bits)[:, :, None] * rows)))
    return 2 * total


def region_count(weights: npt.ArrayLike | Iterable[Iterable[Fraction | int]]) -> int:
    """Return the number of regions that the hyperplanes ``<w_j, x> = 0`` cut R^d into.

    The count is exact for the weights at hand, degenerate or not: floats are the binary fractions
    they are, equal hyperplanes count once and zero rows not at all.

    Parameters
    ----------
    weights : array_like, shape (k, d)
        One normal per row; integers, floats or fractions.

    Returns
    -------
    int
        In general position ``2 sum_{j<d} C(k-1, j)`` (Schlaefli; Cover 1965).

    Notes
    -----
    Deletion and restriction (Zaslavsky 1975), the recursion behind the count that the paper quotes.

    Examples
    --------
    >>> from gcbook.probability import region_count
    >>> region_count([[1, 0], [0, 1], [1, 1], [1, -2]])
    8
    >>> region_count([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    8
    """
    rows = _integer_rows(weights)
    return _regions(_distinct(rows), len(rows[0]))


def restriction(
    weights: npt.ArrayLike | Iterable[Iterable[Fraction | int]],
) -> list[Row]:
    """Return the arrangement that the other hyperplanes cut out of the last one.

    Parameters
    ----------
    weights : array_like, shape (k, d)
        One normal per row, ``d >= 2``; the last row must not be zero.

    Returns
    -------
    list of tuple of int
        One primitive integer normal per hyperplane of the (d-1)-dimensional arrangement, in
        coordinates of the last hyperplane.

    Examples
    --------
    >>> from gcbook.probability import region_count, restriction
    >>> weights = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 2, 3]]
    >>> region_count(weights), region_count(weights[:-1]), region_count(restriction(weights))
    (14, 8, 6)
    """
    rows = _integer_rows(weights)
    if len(rows[0]) < 2 or not any(rows[-1]):
        raise ValueError(
            "weights must have dimension d >= 2 and a non-zero last row, the hyperplane to "
            f"restrict to; got {rows[-1]}"
        )
    return _restrict(rows[:-1], rows[-1])


def _regions(normals: list[Row], d: int) -> int:
    if not normals:
        return 1
    if d == 1:
        return 2
    if d == 2:
        return 2 * len(normals)
    return _regions(normals[:-1], d) + _regions(_restrict(normals[:-1], normals[-1]), d - 1)


def _restrict(normals: list[Row], last: Row) -> list[Row]:
    """Eliminate one coordinate with <last, x> = 0; equal hyperplanes merge, trivial ones go."""
    pivot = next(i for i, entry in enumerate(last) if entry)
    return _distinct(
        [
            tuple(
                b * last[pivot] - normal[pivot] * a
                for i, (a, b) in enumerate(zip(last, normal, strict=True))
                if i != pivot
            )
            for normal in normals
        ]
    )


def _distinct(normals: Iterable[Row]) -> list[Row]:
    """Return each hyperplane once, as its primitive normal with a positive leading entry."""
    return list(dict.fromkeys(_primitive(normal) for normal in normals if any(normal)))


def _primitive(normal: Row) -> Row:
    divisor = math.gcd(*normal)
    lead = next(entry for entry in normal if entry)
    return tuple(entry // (divisor if lead > 0 else -divisor) for entry in normal)


def _integer_rows(weights: npt.ArrayLike | Iterable[Iterable[Fraction | int]]) -> list[Row]:
    """Return the rows scaled by positive numbers to integers, without rounding."""
    values = np.asarray(weights)
    if values.dtype == object:
        if values.ndim != 2 or not values.size:
            raise ValueError(f"weights must have shape (k, d), k, d >= 1; got {values.shape}")
        entries = [[Fraction(entry) for entry in row] for row in values.tolist()]
    else:
        entries = [[Fraction(entry) for entry in row] for row in _one_layer(values).tolist()]
    return [_cleared(row) for row in entries]


def _cleared(row: list[Fraction]) -> Row:
    common = math.lcm(*(entry.denominator for entry in row))
    return tuple(entry.numerator * (common // entry.denominator) for entry in row)


def _one_layer(weights: npt.ArrayLike) -> _checks.FloatArray:
    rows = _checks.weights(weights)
    if rows.ndim != 2:
        raise ValueError(f"weights must be one layer of shape (k, d); got shape {rows.shape}")
    return rows

r"""One tiny layer in two to four dimensions: every candidate normal, in one product.

If the rows span, the cone of the n with W n >= 0 contains a line only if it is everything; so if it
is not {0} it has an extreme ray, orthogonal to d - 1 independent rows.  Hence the condition holds
if every vector orthogonal to d - 1 rows has rows strictly on both sides, and fails if one of them
has all other rows strictly on one.  With entries below M the computed products err by less than
64 u M^d for d <= 3 (two products and a difference for a vector, three more with each row, and what
was rounded before) and 512 u M^4 for d = 4 (24 products of four entries, each through at most ten
roundings), so that signs beyond that are right; what underflows is below 2**-900.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook._checks import FloatArray

MOST = 12  # rows
_ORDINARY = 2.0**100
_ERROR = {2: 64 * 2.0**-53, 3: 64 * 2.0**-53, 4: 512 * 2.0**-53}
_NEXT, _LAST = np.array([1, 2, 0]), np.array([2, 0, 1])
# In four dimensions: the six minors of two rows, and the three that each coordinate is made of.
_ROW, _COLUMN = np.array([0, 0, 0, 1, 1, 2]), np.array([1, 2, 3, 2, 3, 3])
_TERMS = [
    (np.array([3, 1, 0, 0]), np.array([3, 3, 3, 2])),
    (np.array([4, 2, 2, 1]), np.array([2, 2, 1, 1])),
    (np.array([5, 5, 4, 3]), np.array([1, 0, 0, 0])),
]
_SIGNS = np.array([1.0, -1.0, 1.0, -1.0])


@cache
def _pairs(k: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    first, second = np.triu_indices(k, 1)
    return first, second


@cache
def _triples(k: int) -> tuple[npt.NDArray[Any], ...]:
    return tuple(np.array(list(combinations(range(k), 3))).T.copy())


def _normals(rows: FloatArray) -> FloatArray:
    """Return the vectors orthogonal to d - 1 rows, for each choice of them."""
    k, d = rows.shape
    if d == 2:
        return np.asarray(rows[:, ::-1] * (-1.0, 1.0))
    a, b, *rest = (rows.take(i, axis=0) for i in (_pairs(k) if d == 3 else _triples(k)))
    if d == 3:
        normals = a.take(_NEXT, axis=1) * b.take(_LAST, axis=1)
        normals -= a.take(_LAST, axis=1) * b.take(_NEXT, axis=1)
        return np.asarray(normals)
    minors = a.take(_ROW, axis=1) * b.take(_COLUMN, axis=1)
    minors -= a.take(_COLUMN, axis=1) * b.take(_ROW, axis=1)
    one, two, three = (minors.take(i, axis=1) * rest[0].take(j, axis=1) for i, j in _TERMS)
    return np.asarray((one - two + three) * _SIGNS)


def decide(rows: FloatArray) -> bool | None:
    """Decide rows of shape (k, d), 2 <= d <= 4, d < k <= 12; None where rounding could matter.

    Examples
    --------
    >>> decide(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]))
    True
    >>> decide(np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])) is None
    True
    """
    k, d = rows.shape
    size = float(np.abs(rows).max())
    if not 1 / _ORDINARY < size < _ORDINARY:
        return None
    products = _normals(rows) @ rows.T
    bound = _ERROR[d] * size**d
    above = (products > bound).sum(axis=1)
    below = (products < -bound).sum(axis=1)
    if above.all() and below.all():
        return True
    if max(above.max(), below.max()) == k - d + 1:
        return False
    return None

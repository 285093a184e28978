r"""One tiny layer in the plane or in space: every candidate normal, in one product.

If the rows span, the cone of the n with W n >= 0 contains a line only if it is everything; so if it
is not {0} it has an extreme ray, orthogonal to d - 1 independent rows.  Hence the condition holds
if every vector orthogonal to d - 1 rows has rows strictly on both sides, and fails if one of them
has all other rows strictly on one.  With entries below M the computed products err by less than
64 u M^d (two products and a difference for a vector, three more with each row, and what was
rounded before), so that signs beyond that are right; what underflows is below 2**-900.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook._checks import FloatArray

MOST = 12  # rows
_ORDINARY = 2.0**100
_ERROR = 64 * 2.0**-53
_NEXT, _LAST = np.array([1, 2, 0]), np.array([2, 0, 1])


@cache
def _pairs(k: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    first, second = np.triu_indices(k, 1)
    return first, second


def decide(rows: FloatArray) -> bool | None:
    """Decide rows of shape (k, 2) or (k, 3), d < k <= 12; None where rounding could matter.

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
    if d == 2:
        normals = rows[:, ::-1] * (-1.0, 1.0)
    else:
        first, second = _pairs(k)
        a, b = rows.take(first, axis=0), rows.take(second, axis=0)
        normals = a.take(_NEXT, axis=1) * b.take(_LAST, axis=1)
        normals -= a.take(_LAST, axis=1) * b.take(_NEXT, axis=1)
    products = normals @ rows.T
    bound = _ERROR * size**d
    above = (products > bound).sum(axis=1)
    below = (products < -bound).sum(axis=1)
    if above.all() and below.all():
        return True
    if max(above.max(), below.max()) == k - d + 1:
        return False
    return None

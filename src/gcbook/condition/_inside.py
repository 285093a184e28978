"""Points in the interior of a hull, exactly: the condition one dimension up."""

from __future__ import annotations

from typing import Any

import numpy as np

from gcbook import _checks
from gcbook._checks import BoolArray
from gcbook.condition._door import holds

_ENTRIES = 2**22


def inside(points: Any, vertices: Any) -> BoolArray:
    """Say which points lie in the interior of the convex hull of the vertices, exactly.

    A point p does iff the rows (v_j, 1) and (-p, -1) satisfy the geometric condition in R^(d+1): a
    positive combination of them vanishes iff p is one of the v_j with shares that sum to 1.  The
    rows hold the numbers given, so nothing is rounded, not even a difference.

    Parameters
    ----------
    points : array of shape (n, d), or of shape (d,) for one point
    vertices : array of shape (k, d)

    Returns
    -------
    bool array of shape (n,)
        Points on the boundary are not inside.

    Raises
    ------
    TypeError, ValueError
        If these are not finite real numbers of those shapes.
    UndecidedError
        If an exact answer would take hours.

    Examples
    --------
    >>> inside([[0.25, 0.25], [0.5, 0.5], [1.0, 1.0]], [[0, 0], [1, 0], [0, 1]])
    array([ True, False, False])
    """
    corners = _checks.points(vertices, "vertices")
    given = _checks.points(np.atleast_2d(np.asarray(points)), "points")
    k, d = corners.shape
    if given.shape[1] != d:
        raise ValueError(
            f"points must have {d} coordinates as the vertices have; got shape {given.shape}"
        )
    lifted = np.hstack([corners, np.ones((k, 1))])
    result = np.zeros(len(given), dtype=bool)
    step = max(1, _ENTRIES // ((k + 1) * (d + 1)))
    for low in range(0, len(given), step):
        some = given[low : low + step]
        rows = np.empty((len(some), k + 1, d + 1))
        rows[:, 1:] = lifted
        rows[:, 0, :d] = -some
        rows[:, 0, d] = -1
        result[low : low + step] = holds(rows)
    return result

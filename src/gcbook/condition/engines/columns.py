"""The quickest normals there are: columns with entries of one sign, and columns that depend.

In tables with dummies both are the rule: a level that occurs with one outcome only, and one level
too many.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg.lapack import dgeqp3, dtrtrs

from gcbook._checks import FloatArray
from gcbook.condition._exact import limbs
from gcbook.condition.engines._answer import Answer

_FIRST = 64
_VANISHES = 1e-10
_WHOLE = 1e-6
_MOST = 2.0**20


def one_sided(layer: FloatArray) -> Answer | None:
    """Return a unit vector that is a normal and separates a row, if there is one.

    A few rows are looked at first: a column that has both signs in them is done with.

    Examples
    --------
    >>> one_sided(np.array([[1.0, 0.0], [-1.0, -2.0]])).normal
    (0.0, -1.0)
    """
    some = layer[:_FIRST]
    lowest, highest = some.min(axis=0), some.max(axis=0)
    for sign, candidates in ((1.0, lowest >= 0), (-1.0, highest <= 0)):
        for c in np.flatnonzero(candidates):
            column = layer[:, c] if sign > 0 else -layer[:, c]
            if column.min() >= 0 and column.any():
                normal = np.zeros(layer.shape[1])
                normal[c] = sign
                return Answer(False, normal=tuple(normal.tolist()))
    return None


def dependent(layer: FloatArray) -> Answer | None:
    """Return integers that are orthogonal to every row, exactly, if a few rows suggest some.

    Only columns of whole numbers are asked.  It proves that the condition fails, and nothing about
    separation.

    Examples
    --------
    >>> dependent(np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [-1.0, 2.0, 1.0]])).normal
    (-1.0, -1.0, 1.0)
    """
    k, d = layer.shape
    some = layer[:: max(1, k // (d + _FIRST))]
    columns = np.flatnonzero(
        (some == np.rint(some)).all(axis=0) & (np.abs(some) < _MOST).all(axis=0)
    )
    if not columns.size or len(some) < columns.size:
        return None
    triangle, order = dgeqp3(some[:, columns])[:2]
    diagonal = np.abs(triangle.diagonal())
    rank = int((diagonal > _VANISHES * diagonal[0]).sum())
    if rank == columns.size:
        return None
    order = columns[order - 1]
    normal = np.zeros(d)
    normal[order[rank]] = 1
    if rank:
        normal[order[:rank]] = -dtrtrs(triangle[:rank, :rank], triangle[:rank, rank])[0]
    sizes = np.abs(normal)
    normal /= sizes[sizes > _WHOLE].min()
    whole = np.rint(normal)
    if not np.abs(whole - normal).max() < _WHOLE or not np.abs(whole).max() < _MOST:
        return None
    if limbs.signs(layer, [int(x) for x in whole]).any():
        return None
    return Answer(False, normal=tuple((whole + 0.0).tolist()))

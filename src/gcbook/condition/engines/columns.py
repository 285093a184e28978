"""The quickest normal there is: a column whose entries all have one sign.

In tables with dummies it is the rule: a level that occurs with one outcome only.
"""

from __future__ import annotations

import numpy as np

from gcbook._checks import FloatArray
from gcbook.condition.engines._answer import Answer

_FIRST = 64


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

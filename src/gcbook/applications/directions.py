r"""Positive spanning sets: the directions that a derivative-free optimiser polls.

A set of directions spans R^d positively if every vector is a combination of them with coefficients
>= 0; so it does if and only if it satisfies the geometric condition (Davis 1954).  Then some
direction descends wherever the gradient is not zero, and how well is told by the cosine measure

.. math:: \kappa = \min_{\|v\|=1} \max_j \frac{\langle v, d_j\rangle}{\|d_j\|},

which is the margin of `gcbook.margin`, word for word.
"""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
from scipy.spatial import ConvexHull, QhullError

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.condition import Margin, Position, classify, margin


@attrs.frozen(eq=False)
class PollingSet:
    """What a set of directions can do.

    Attributes
    ----------
    spans : bool
        Whether it spans positively.
    measure : Margin
        Bounds on the cosine measure; <= 0 where it does not span positively.
    worst : array of shape (d,) or None
        A unit vector v from which all directions keep the angle arccos(measure) or more; None where
        the facets are too many to list.
    position : Position
        The proof: coefficients, or a v with no direction in its open half-space.
    """

    spans: bool
    measure: Margin
    worst: FloatArray | None
    position: Position = attrs.field(repr=False)

    def verify(self) -> bool:
        """Re-check in exact arithmetic whether it spans positively."""
        return self.position.verify() and self.spans == self.position.holds


def polling_set(directions: Any) -> PollingSet:
    """Say whether directions span positively, and how well.

    Parameters
    ----------
    directions : array of shape (k, d)
        One direction per row; lengths do not matter.

    Raises
    ------
    TypeError, ValueError
        If these are not finite numbers of that shape.

    Notes
    -----
    Source: Davis, Theory of positive linear dependence (1954); Conn, Scheinberg & Vicente,
    Introduction to derivative-free optimization (2009), chapter 2.

    Examples
    --------
    >>> found = polling_set([[1, 0], [0, 1], [-1, -1]])
    >>> found.spans, round(found.measure.low, 4), found.worst.round(4).tolist()
    (True, 0.3827, [0.3827, -0.9239])
    """
    rows = _checks.points(directions, "directions")
    position = classify(rows)
    return PollingSet(position.holds, margin(rows), weakest(unit(rows), position), position)


def unit(rows: FloatArray) -> FloatArray:
    """Return the rows that are not zero at length 1; no square overflows on the way."""
    size = np.abs(rows).max(axis=1)
    kept = np.ldexp(rows[size > 0], -np.frexp(size[size > 0])[1][:, None])
    return np.asarray(kept / np.linalg.norm(kept, axis=1, keepdims=True))


def weakest(rows: FloatArray, position: Position, most: int = 8) -> FloatArray | None:
    """Return the unit vector v with the least max_j <v, row>, from the facets of the hull.

    Where the condition fails it is one that no row has a positive product with.  None above the
    dimension `most`, and where Qhull takes the hull for flat.
    """
    if not position.holds:
        found = position.normal or position.null_space[0]
        size = max(map(abs, found))
        return np.asarray(unit(-np.array([[float(x / size) for x in found]]))[0])
    if rows.shape[1] == 1:
        return np.array([1.0 if rows.max() <= -rows.min() else -1.0])
    if rows.shape[1] > most:
        return None
    try:
        facets = ConvexHull(rows).equations
    except QhullError:
        return None
    return np.asarray(facets[np.argmax(facets[:, -1]), :-1], dtype=np.float64)

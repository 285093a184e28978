"""The subspace of a class: the paper's V_i for data that are not exactly on a subspace.

    V_i(d) = span of the d leading right singular vectors of the class's points, not centred

The paper's subspaces pass through the origin, so the mean is not subtracted.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.linalg import subspace_angles

from gcbook import _checks
from gcbook._checks import FloatArray, IntArray


def class_subspace(points: npt.ArrayLike, dimension: int) -> FloatArray:
    """Return an orthonormal basis of the best `dimension`-dimensional subspace, as rows.

    Parameters
    ----------
    points : array_like, shape (N, D)
    dimension : int
        At most min(N, D).

    Returns
    -------
    ndarray, shape (dimension, D)

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.deep import class_subspace
    >>> abs(class_subspace([[3.0, 0.0, 0.0], [5.0, 0.1, 0.0]], 1)).round(3)
    array([[1.   , 0.015, 0.   ]])
    """
    x = _checks.points(points)
    size = _checks.integer(dimension, "dimension", low=1, high=min(x.shape))
    return np.asarray(np.linalg.svd(x, full_matrices=False)[2][:size])


def class_subspaces(
    points: npt.ArrayLike, labels: IntArray, dimension: int
) -> tuple[FloatArray, ...]:
    """Return the basis of `class_subspace` for every class 0, 1, ..., max(labels)."""
    x = _checks.points(points)
    return tuple(class_subspace(x[labels == i], dimension) for i in range(int(labels.max()) + 1))


def energy(points: npt.ArrayLike, basis: FloatArray) -> float:
    """Return the share of the points' squared length that lies in the span of the basis rows.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.deep import energy
    >>> energy([[3.0, 4.0]], np.array([[1.0, 0.0]]))
    0.36
    """
    x = _checks.points(points)
    return float(((x @ basis.T) ** 2).sum() / (x**2).sum())


def smallest_angles(bases: tuple[FloatArray, ...]) -> FloatArray:
    """Return the smallest principal angle of every pair of subspaces, in degrees.

    Parameters
    ----------
    bases : tuple of ndarray, each of shape (d_i, D)

    Returns
    -------
    ndarray, shape (n (n - 1) / 2,)
        In the order (0, 1), (0, 2), ..., (1, 2), ...
    """
    return np.array(
        [
            np.degrees(subspace_angles(first.T, second.T)[-1])
            for i, first in enumerate(bases)
            for second in bases[i + 1 :]
        ]
    )


def independence(bases: tuple[FloatArray, ...]) -> float:
    """Return the smallest singular value of all bases stacked.

    It is 1 when the subspaces are orthogonal and 0 when their sum is not direct, in particular
    whenever the dimensions add up to more than the dimension of the space.

    Examples
    --------
    >>> import numpy as np
    >>> from gcbook.deep import independence
    >>> lines = tuple(np.array([[np.cos(t), np.sin(t)]]) for t in (0.0, 1.0, 2.0))
    >>> independence(lines[:2]) > 0.4, independence(lines)
    (True, 0.0)
    """
    stacked = np.concatenate(bases)
    if stacked.shape[0] > stacked.shape[1]:
        return 0.0
    return float(np.linalg.svd(stacked, compute_uv=False)[-1])

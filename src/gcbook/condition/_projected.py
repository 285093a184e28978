"""Weights seen inside a class subspace, which is where the theory asks for the condition."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import FloatArray


def projected(weights: npt.ArrayLike, basis: npt.ArrayLike) -> FloatArray:
    """Return the coordinates of the weights projected onto the span of the basis.

    Theorem 3.2 speaks of the rows P_i w_j, projected onto the subspace V_i that carries the data
    of class i.  `holds`, `certify` and `margin` apply to the coordinates returned here.

    Parameters
    ----------
    weights : array of shape (..., k, d)
        One neuron per row; leading axes are a batch.
    basis : array of shape (m, d)
        Linearly independent rows that span the subspace.  If they are orthonormal (to 1e-12), the
        coordinates are inner products with them; otherwise with the orthonormal rows that
        Gram-Schmidt makes of them, so that lengths and angles within the subspace are kept.

    Returns
    -------
    array of shape (..., k, m)
        The coordinates, rounded to double precision: verdicts about them are exact for the rounded
        numbers.  A row whose projection is no larger than the rounding error of computing it,
        4 d 2**-52 times its length, becomes exactly zero, and zero rows are ignored by the
        condition: that neuron does not see this class.

    Raises
    ------
    TypeError, ValueError
        If the arrays are not finite and real, their last axes differ, or the basis is dependent.

    Examples
    --------
    >>> projected([[1.0, 2.0, 3.0], [0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    array([[1., 2.],
           [0., 0.]])
    """
    rows = _checks.weights(weights)
    frame = _orthonormal(_checks.points(basis, "basis"), rows.shape[-1])
    largest = np.abs(rows).max(axis=-1, keepdims=True)
    exponent = np.frexp(largest)[1]  # so that nothing overflows on the way
    scaled = np.ldexp(rows, -exponent)
    coordinates = scaled @ frame.T
    noise = 4 * rows.shape[-1] * 2.0**-52 * np.linalg.norm(scaled, axis=-1)
    coordinates[np.linalg.norm(coordinates, axis=-1) <= noise] = 0.0
    return np.asarray(np.ldexp(coordinates, exponent), dtype=np.float64)


def _orthonormal(basis: FloatArray, d: int) -> FloatArray:
    m = len(basis)
    if basis.shape[1] != d:
        raise ValueError(
            f"basis must have shape (m, d) with d = {d} as in the weights; got {basis.shape}"
        )
    unit = np.abs(basis).max(axis=1, keepdims=True)
    if m > d or not unit.all() or np.linalg.matrix_rank(basis / unit) < m:
        raise ValueError(
            f"basis must have linearly independent rows; got {m} rows of lower rank in dimension "
            f"{d}"
        )
    if np.abs(basis @ basis.T - np.eye(m)).max() <= 1e-12:
        return basis
    q, r = np.linalg.qr((basis / unit).T)
    return np.asarray((q * np.sign(np.diag(r))).T, dtype=np.float64)

"""The front door: which engine decides a layer, and what is done when it cannot."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import BoolArray, FloatArray
from gcbook.condition import batch
from gcbook.condition.certificate import Certificate, Certificates
from gcbook.condition.simplex import HOLDS


def holds(weights: npt.ArrayLike) -> bool | BoolArray:
    """Decide the geometric condition (Section 5.2) for one layer or a batch of layers.

    The condition: no closed half space {x : <n, x> >= 0} contains every row; equivalently 0 lies in
    the interior of the convex hull of the normalised rows (Lemma 5.2).  Every answer is proved, by
    a rounding bound or in exact rational arithmetic, however close to degenerate the rows are.

    Parameters
    ----------
    weights : array of shape (..., k, d)
        One neuron per row; leading axes are a batch.  Zero rows are ignored.

    Returns
    -------
    bool or bool array
        One truth value per layer, over the leading axes.  Always False for k <= d.

    Raises
    ------
    TypeError, ValueError
        If the weights are not finite real numbers of shape (..., k, d) with k, d >= 1.

    Examples
    --------
    >>> holds([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])
    True
    >>> holds([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    False
    """
    rows = _checked(weights)
    k, d = rows.shape[-2:]
    shape = rows.shape[:-2]
    if k <= d:
        result = np.zeros(shape, dtype=bool)
    elif d == 1:
        result = np.asarray((rows > 0).any(axis=(-2, -1)) & (rows < 0).any(axis=(-2, -1)))
    else:
        result = (batch.decide(rows.reshape(-1, k, d)).verdict == HOLDS).reshape(shape)
    return bool(result) if result.ndim == 0 else result


def certify(weights: npt.ArrayLike) -> Certificate | Certificates:
    """Decide the geometric condition and prove the answer.

    Parameters
    ----------
    weights : array of shape (..., k, d)
        One neuron per row; leading axes are a batch.  Zero rows are ignored.

    Returns
    -------
    Certificate or Certificates
        A `Certificate` for one layer; for a batch a sequence of them with the verdicts in `.holds`.

    Raises
    ------
    TypeError, ValueError
        If the weights are not finite real numbers of shape (..., k, d) with k, d >= 1.

    Examples
    --------
    >>> certificate = certify([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    >>> certificate.holds, certificate.normal, certificate.verify()
    (False, (Fraction(0, 1), Fraction(1, 1)), True)
    """
    rows = _checked(weights)
    k, d = rows.shape[-2:]
    if rows.ndim == 2:
        return prove(rows)
    found = batch.decide(rows.reshape(-1, k, d), proofs=True)
    # A copy, because the certificates of a batch are made when they are asked for.
    found.weights = found.weights.copy()
    truth = np.asarray(found.verdict == HOLDS).reshape(rows.shape[:-2])
    return Certificates(truth, lambda i: _certificate(found, i))


def _checked(weights: npt.ArrayLike) -> FloatArray:
    """Check the weights; without a copy, and at the cost of one sum, where they are plain floats.

    A sum with an infinity or a NaN in it is never finite.
    """
    if isinstance(weights, np.ndarray) and weights.dtype == np.float64 and weights.ndim >= 2:
        with np.errstate(over="ignore", invalid="ignore"):
            finite = np.isfinite(weights.sum())
        if finite and weights.shape[-1] and weights.shape[-2]:
            return np.asarray(weights)
    return _checks.weights(weights)


def prove(layer: FloatArray) -> Certificate:
    """Return the certificate of one layer of checked weights, shape (k, d)."""
    return _certificate(batch.decide(layer[None], proofs=True), 0)


def _certificate(found: batch.Evidence, i: int) -> Certificate:
    answer = batch.proof(found, i)
    return Certificate(
        answer.holds, found.weights[i], answer.support, answer.coefficients, answer.normal
    )

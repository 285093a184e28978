"""The front door: which engine decides a layer, and what is done when none can."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt

from gcbook._checks import BoolArray
from gcbook.condition import _inputs
from gcbook.condition._classify import split_of
from gcbook.condition._rows import Rows
from gcbook.condition._undecided import refusal
from gcbook.condition.engines import active, batch, exact
from gcbook.condition.engines._answer import Answer
from gcbook.condition.engines.simplex import HOLDS, UNDECIDED
from gcbook.condition.evidence.certificate import Certificate
from gcbook.condition.evidence.certificates import Certificates, decided


def holds(weights: Any, *, relative: bool = False) -> bool | BoolArray:
    """Decide the geometric condition (Section 5.2) for one layer or a batch of layers.

    The condition: no closed half space {x : <n, x> >= 0} contains every row; equivalently 0 lies in
    the interior of the convex hull of the normalised rows (Lemma 5.2).  Every answer is proved, by
    a rounding bound or in exact rational arithmetic, however close to degenerate the rows are.

    Parameters
    ----------
    weights : array of shape (..., k, d)
        One neuron per row; leading axes are a batch.  Zero rows are ignored.  Integers of any size,
        `Fraction` and `Decimal` are taken exactly as given.  One layer may also be a pandas frame,
        a SciPy sparse matrix, a memory map, a dask array, or an iterator over blocks of rows: these
        are decided in bounded memory.
    relative : bool
        Ask inside the span of the rows instead: whether 0 lies in the *relative* interior.

    Returns
    -------
    bool or bool array
        One truth value per layer, over the leading axes.  Always False for k <= d, unless relative.

    Raises
    ------
    TypeError, ValueError
        If the weights are not finite real numbers of shape (..., k, d) with k, d >= 1.
    UndecidedError
        If the exact answer of a layer would take hours.  Its `indices` name the layers of a batch
        that it is about, and its `answers` are the verdicts with the others right.

    Examples
    --------
    >>> holds([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]])
    True
    >>> holds([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    False
    >>> holds([[20.0, -10.0], [-20.0, 10.0]], relative=True)
    True
    """
    rows = _inputs.weights(weights)
    if relative:
        return _relative(rows)
    if isinstance(rows, Rows) or rows.dtype == object:
        return _over(rows, lambda layer: prove(layer).holds)
    k, d = rows.shape[-2:]
    if rows.ndim == 2 and 1 < d <= active.MOST_COLUMNS and d < k <= active.AT_ONCE:
        verdict = active.verdict(rows)
        if verdict is not None:
            return verdict
    shape = rows.shape[:-2]
    if k <= d:
        result = np.zeros(shape, dtype=bool)
    elif d == 1:
        result = np.asarray((rows > 0).any(axis=(-2, -1)) & (rows < 0).any(axis=(-2, -1)))
    else:
        found = batch.decide(rows.reshape(-1, k, d)).verdict.reshape(shape)
        if not shape and found == UNDECIDED:
            raise refusal((k, d))
        result = decided(np.asarray(found == HOLDS), np.asarray(found == UNDECIDED))
    return bool(result) if result.ndim == 0 else result


def certify(weights: Any) -> Certificate | Certificates:
    """Decide the geometric condition and prove the answer.

    Parameters
    ----------
    weights : array of shape (..., k, d)
        As for `holds`.

    Returns
    -------
    Certificate or Certificates
        A `Certificate` for one layer; for a batch a sequence of them with the verdicts in `.holds`.
        The normal of a layer that fails separates rows from the origin (<n, w> > 0) whenever any
        normal does; otherwise it is orthogonal to all of them.

    Raises
    ------
    TypeError, ValueError
        If the weights are not finite real numbers of shape (..., k, d) with k, d >= 1.
    UndecidedError
        If the exact answer would take hours; in a batch, when that layer is asked for.

    Examples
    --------
    >>> certificate = certify([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]])
    >>> certificate.holds, certificate.normal, certificate.verify()
    (False, (0.0, 1.0), True)
    """
    rows = _inputs.weights(weights)
    if isinstance(rows, Rows) or rows.ndim == 2:
        return prove(rows)
    shape = rows.shape[:-2]
    k, d = rows.shape[-2:]
    if rows.dtype == object:
        return Certificates.of([prove(layer) for layer in rows.reshape(-1, k, d)], shape)
    found = batch.decide(rows.reshape(-1, k, d), proofs=True)
    # A copy, because the certificates of a batch are made when they are asked for.
    found.weights = found.weights.copy()
    truth = np.asarray(found.verdict == HOLDS).reshape(shape)
    open_ = np.asarray(found.verdict == UNDECIDED).reshape(shape)
    return Certificates(truth, open_, lambda i: _certificate(found, i))


def prove(layer: npt.NDArray[Any] | Rows) -> Certificate:
    """Return the certificate of one layer of checked weights, shape (k, d)."""
    if isinstance(layer, Rows):
        return _in_blocks(layer)
    if layer.dtype == object:
        answer = exact.decide(layer.tolist())
        return _as_certificate(answer, layer.copy())
    return _certificate(batch.decide(layer[None], proofs=True), 0)


def _over(rows: npt.NDArray[Any] | Rows, ask: Any) -> bool | BoolArray:
    """Ask one question of every layer."""
    if isinstance(rows, Rows) or rows.ndim == 2:
        return bool(ask(rows))
    shape, (k, d) = rows.shape[:-2], rows.shape[-2:]
    return np.array([ask(layer) for layer in rows.reshape(-1, k, d)], dtype=bool).reshape(shape)


def _relative(rows: npt.NDArray[Any] | Rows) -> bool | BoolArray:

    return _over(rows, lambda layer: not split_of(layer, combine=False)[1].separated.size)


def _certificate(found: batch.Answers, i: int) -> Certificate:
    answer = batch.proof(found, i)
    if answer is None:
        raise refusal(found.weights.shape[1:])
    weights = found.weights[i]
    if weights.base is not None and not isinstance(weights.base, np.memmap):
        weights = weights.copy()
    weights.setflags(write=False)
    return _as_certificate(answer, weights)


def _as_certificate(answer: Answer, weights: npt.NDArray[Any] | Rows) -> Certificate:
    held = cast(npt.NDArray[Any], weights)
    return Certificate(answer.holds, held, answer.support, answer.coefficients, answer.normal)


def _in_blocks(rows: Rows) -> Certificate:
    """Decide rows that are read in blocks: what holds for a sample holds for all."""
    seen = rows.nonzero()
    some = seen[rows.select(seen).sample()] if seen.size else seen
    if some.size:
        sample = prove(rows.take(some))
        if sample.holds:
            support = tuple(int(some[j]) for j in sample.support)
            return Certificate(True, cast(npt.NDArray[Any], rows), support, sample.coefficients)
    answer = batch.from_rows(rows, seen)
    if answer is None:
        raise refusal(rows.shape)
    return _as_certificate(answer, rows)

r"""Which rows separate: read off the iterates of Newton's method on the barrier.

Where 0 is not inside the hull, the barrier of `gcbook.condition.engines.barrier` has no minimiser
or a flat one, and Newton's iterates run off in a direction n with <n, w_j> >= 0.  Along them the
products with the rows that *some* normal separates grow threefold at every step, and those with
all other rows stay bounded, because the iterates head for the centre of the cone of normals.  So
the maximal face shows within six to nine steps.

Nothing here is a proof; `gcbook.condition.engines.face` makes one of it or finds fault with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotrs

from gcbook._checks import BoolArray, FloatArray
from gcbook.condition.engines import barrier

_STEPS = 60
_LARGE = 30.0  # a product that has run off
_GROWTH = 8.0  # over three steps, of the 27 it should be
_GAP = 30.0
_RIDGE = 1e-15
_REFINEMENTS = 5
_SMALL = 1e-3  # what a combination may leave, of its least coefficient


@dataclass(frozen=True)
class Guess:
    """A proposal: the rows that separate, a normal, and coefficients of the others."""

    separated: BoolArray
    point: FloatArray
    shares: FloatArray


def guess(rows: FloatArray) -> Guess | None:
    """Propose which rows separate; None where the iterates do not tell.

    Parameters
    ----------
    rows : array of shape (k, d)
        Rows of length about 1.

    Examples
    --------
    >>> guess(np.array([[0.6, -0.3], [-0.6, 0.3], [0.7, 0.0]])).separated.tolist()
    [False, False, True]
    """
    k, d = rows.shape
    point, values = np.zeros(d), np.zeros(k)
    history = [values]
    before: BoolArray | None = None
    best: Guess | None = None
    for count in range(_STEPS):
        weight = barrier.root(values)
        slope = barrier.slopes(values)
        gradient = slope @ rows
        step = _step(rows, weight, gradient)
        if step is None:
            break
        change = rows @ step
        shares = slope - weight * weight * change
        if change.min() > 1e-9 * np.abs(change).max():
            return Guess(np.ones(k, dtype=bool), step, shares)
        if shares.min() > 0:
            shares, residual = _refined(rows, weight, shares)
            if residual < _SMALL * shares.min():
                return Guess(np.zeros(k, dtype=bool), np.zeros(d), shares)
        length = barrier.line_length(values, change, float(gradient @ step))
        if not length:
            break
        point, values = point + length * step, values + length * change
        history.append(values)
        if values.min() > 1e-9 * values.max():
            return Guess(np.ones(k, dtype=bool), point, barrier.slopes(values))
        past = history[max(0, count - 2)]
        plus = (values > _LARGE) & (values > _GROWTH * past)
        if plus.any():
            clear = values[plus].min() > _GAP * np.abs(values[~plus]).max(initial=0.0)
            if clear and before is not None and (before == plus).all():
                return Guess(plus, point, barrier.slopes(values))
            if clear:
                best = Guess(plus, point, barrier.slopes(values))
        before = plus
    return best if best is not None else _by_gap(values, point)


def _refined(rows: FloatArray, weight: FloatArray, shares: FloatArray) -> tuple[FloatArray, float]:
    """Refine coefficients until their combination stops shrinking; return its size, too."""
    residual = np.inf
    for _ in range(_REFINEMENTS):
        combination = shares @ rows
        size = float(np.abs(combination).max())
        if size > residual / 4:
            break
        residual = size
        step = _step(rows, weight, combination)
        if step is None:
            break
        better = shares - weight * weight * (rows @ step)
        if not better.min() > 0:
            break
        shares = better
    return shares, float(np.abs(shares @ rows).max())


def _by_gap(values: FloatArray, point: FloatArray) -> Guess | None:
    """Propose the widest gap between the products, if it is wide."""
    size = np.sort(np.maximum(values, 1e-3 * max(values.max(), 1e-300) * 1e-9))
    if len(size) < 2 or size[-1] <= 0:
        return None
    ratio = size[1:] / size[:-1]
    i = int(ratio.argmax())
    if ratio[i] < 1e2:
        return None
    return Guess(values >= size[i + 1], point, barrier.slopes(values))


def _step(rows: FloatArray, weight: FloatArray, right: FloatArray) -> FloatArray | None:
    weighted = rows * weight[:, None]
    gram = weighted.T @ weighted
    trace = float(np.trace(gram))
    for ridge in (_RIDGE, 1e-13, 1e-11):
        moved = gram + ridge * trace * np.eye(len(gram))
        factor, info = dpotrf(moved, lower=1, clean=0)
        if not info:
            return np.asarray(dpotrs(factor, right, lower=1)[0])
    return None

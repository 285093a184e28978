r"""Many small layers at once: the phase-1 simplex method in lockstep.

For a target t = -Σ_S c_j w_j with c > 0 the condition holds as soon as t lies inside the cone of d
linearly independent rows; it fails if some y has <y, w_j> <= 0 for all j and <y, t> > 0.  Phase 1
of the simplex method decides which: starting from the basis of the signed unit vectors, it
minimises the sum z of their coefficients, keeping per layer the table

.. math:: \begin{pmatrix} B^{-1} & x \\ y^T & z \end{pmatrix}, \qquad x = B^{-1} t,\ z = y^T t.

Every layer of a chunk takes its pivot in the same NumPy call.  The batch axis is last in memory, so
that a call runs along it; layers that are decided leave when they are a third of the chunk.  About
d to 1.2 d pivots are needed.

The method only *proposes*: single precision is enough for most layers, no step of it is trusted,
and `gcbook.condition.rounding` decides what has been proved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook.condition import rounding
from gcbook.condition.rounding import Floats

Array = npt.NDArray[Any]

HOLDS, FAILS, UNDECIDED = 1, 0, -1
_RUNNING, _CHECKING, _FOUND = 2, 3, 4
_DONE_SHARE = 0.3
# The share of |y| by which a candidate normal is pushed off the rows it touches.
_PUSH = {np.dtype(np.float32): 2.0**-15, np.dtype(np.float64): 2.0**-30}


@dataclass(frozen=True)
class Proposal:
    """What one run over a chunk of L layers found.

    Attributes
    ----------
    verdict : int8 array of shape (L,)
        HOLDS, FAILS (both proved) or UNDECIDED.
    basis : int array of shape (d, L)
        Where the condition holds: rows whose cone contains the target.
    inverse : array of shape (d, d, L)
        Where it holds: an approximate inverse of the matrix with those rows as columns.
    normal : array of shape (d, L)
        Where it fails: a vector with a positive inner product with every row.
    """

    verdict: npt.NDArray[np.int8]
    basis: npt.NDArray[np.intp]
    inverse: Floats
    normal: Floats


class _Chunk:
    """The layers of a chunk that are not decided yet."""

    def __init__(self, rows: Floats, target: Floats, size: Floats, terms: int) -> None:
        self.d, self.k, lanes = rows.shape
        self.rows, self.target, self.size, self.terms = rows, target, size, terms
        self.magnitude = float(max(rows.max(), -rows.min()))
        self.lane = np.arange(lanes)
        self.state = np.full(lanes, _RUNNING, dtype=np.int8)
        self.basis = np.full((self.d, lanes), -1, dtype=np.intp)
        self.artificial = np.full(lanes, self.d)
        self.table = _first_table(target)
        self.out = Proposal(
            np.full(lanes, UNDECIDED, dtype=np.int8),
            np.zeros((self.d, lanes), dtype=np.intp),
            np.zeros((self.d, self.d, lanes), dtype=rows.dtype),
            np.zeros((self.d, lanes), dtype=rows.dtype),
        )
        self.inside = np.arange(lanes)

    def price(self) -> tuple[Floats, Array]:
        """Return the largest <y, w_j> and its j (the low bits of the number carry j)."""
        y = self.table[self.d]
        price = self.rows[0] * y[0]
        for c in range(1, self.d):
            price += self.rows[c] * y[c]
        return _largest(price)

    def judge(self, best: Floats, last: bool) -> None:
        """Move each layer to its next state, given its largest price."""
        y = self.table[self.d, : self.d]
        bound = rounding.dot_bound(self.d, self.magnitude, y)
        checking = self.state == _CHECKING
        if checking.any():
            proved = checking & (best < -bound)
            if not self.terms:  # -t is a row that is not among the candidates
                proved &= (y * self.target).sum(axis=0) > bound
            self.state[checking] = UNDECIDED
            self.state[proved] = FAILS
        running = self.state == _RUNNING
        self.state[running & (self.artificial == 0)] = _FOUND
        stuck = np.flatnonzero((self.state == _RUNNING) & (best <= 4 * bound))
        if stuck.size:
            self.push(stuck)
        if last:
            self.state[self.state == _RUNNING] = UNDECIDED

    def push(self, lanes: Array) -> None:
        """Push y off the basic rows: y - ε v with <v, w_b> = 1 for every basic row."""
        table = self.table[: self.d, : self.d, lanes]
        v = np.where(self.basis[:, None, lanes] >= 0, table, 0).sum(axis=0)
        y = self.table[self.d, : self.d, lanes].T
        step = (_PUSH[y.dtype] * self.magnitude) * np.abs(y).sum(axis=0)
        self.table[self.d, : self.d, lanes] = (y - step * v).T
        self.state[lanes] = _CHECKING

    def pivot(self, enter: Array) -> None:
        """Bring the row `enter` into the basis of every running layer."""
        d, lanes = self.d, self.inside
        running = self.state == _RUNNING
        entering = self.rows[:, enter, lanes]
        column = self.table[:, 0] * entering[0]
        for c in range(1, d):
            column += self.table[:, c] * entering[c]
        positive = column[:d] > 0
        ratio = np.divide(self.table[:d, d], column[:d], where=positive, out=_full(column[:d]))
        _, leave = _largest(-np.maximum(ratio, 0))
        running &= positive.any(axis=0)
        self.state[(self.state == _RUNNING) & ~running] = UNDECIDED
        column *= running
        pivot = np.where(running, column[leave, lanes], 1)
        lead = self.table[leave, :, lanes].T / pivot
        column[leave, lanes] -= running
        self.table -= column[:, None] * lead
        self.artificial -= running & (self.basis[leave, lanes] < 0)
        self.basis[leave, lanes] = np.where(running, enter, self.basis[leave, lanes])

    def release(self, enter: Array) -> Array:
        """Record the layers that are done if they are many; return `enter` for the others."""
        done = (self.state != _RUNNING) & (self.state != _CHECKING)
        count = int(done.sum())
        if count < _DONE_SHARE * done.size and count < done.size:
            return enter
        self.record(done)
        keep = np.flatnonzero(~done)
        for name in ("rows", "target", "size", "lane", "state", "basis", "artificial", "table"):
            setattr(self, name, getattr(self, name)[..., keep])
        self.inside = np.arange(keep.size)
        return np.asarray(enter[keep])

    def record(self, done: npt.NDArray[np.bool_]) -> None:
        """Write down what is known of these layers."""
        found = np.flatnonzero(self.state == _FOUND)
        if found.size:
            self.state[found] = np.where(self.enclosed(found), HOLDS, UNDECIDED)
        lanes = self.lane[done]
        self.out.verdict[lanes] = self.state[done]
        self.out.basis[:, lanes] = self.basis[:, done]
        self.out.inverse[:, :, lanes] = self.table[: self.d, : self.d, done]
        self.out.normal[:, lanes] = -self.table[self.d, : self.d, done].T

    def enclosed(self, lanes: Array) -> npt.NDArray[np.bool_]:
        """Whether the target is proved to lie inside the cone of the basis."""
        table = self.table[:, :, lanes]
        x = table[: self.d, self.d]
        bound = rounding.correction_bound(
            table[: self.d, : self.d],
            self.rows[:, self.basis[:, lanes], lanes].transpose(1, 0, 2),
            self.target[:, lanes],
            x,
            magnitude=self.magnitude,
            target_size=self.size[lanes],
            terms=self.terms,
        )
        return np.asarray((x > bound).all(axis=0))


def propose(rows: Floats, target: Floats, size: Floats, terms: int) -> Proposal:
    """Run the simplex method on one chunk, and say what it proved.

    Parameters
    ----------
    rows : array of shape (d, k, L)
        The candidates for the basis, float32 or float64, of ordinary size.
    target : array of shape (d, L)
        t = -Σ_S c_j w_j.
    size : array of shape (L,)
        A bound for the entries of Σ_S c_j |w_j|.
    terms : int
        0 if -t is one row, not among the candidates; otherwise the number of rows the target was
        computed from, all of them candidates.
    """
    chunk = _Chunk(rows, target, size, terms)
    pivots = 4 * chunk.d + 20
    for count in range(pivots + 2):
        best, enter = chunk.price()
        chunk.judge(best, last=count >= pivots)
        enter = chunk.release(enter)
        if not enter.size:
            break
        if count < pivots:
            chunk.pivot(enter)
    return chunk.out


def _first_table(target: Floats) -> Floats:
    d, lanes = target.shape
    table = np.zeros((d + 1, d + 1, lanes), dtype=target.dtype)
    sign = np.where(target < 0, -1, 1).astype(target.dtype)
    table[np.arange(d), np.arange(d)] = sign
    table[:d, d] = np.abs(target)
    table[d, :d] = sign
    table[d, d] = table[:d, d].sum(axis=0)
    return table


def _integer(dtype: npt.DTypeLike) -> Any:
    return np.int32 if np.dtype(dtype).itemsize == 4 else np.int64


def _full(like: Floats) -> Floats:
    return np.full(like.shape, np.finfo(like.dtype).max / 4, dtype=like.dtype)


def _largest(values: Floats) -> tuple[Floats, Array]:
    """Return the maximum over axis 0 and where it is, overwriting the low bits of the values.

    One maximum, which NumPy vectorises along the batch, in place of a maximum and an argmax, which
    it does not.
    """
    integer = _integer(values.dtype)
    mask = integer((1 << (len(values) - 1).bit_length()) - 1)
    bits = values.view(integer)
    bits &= ~mask
    bits |= np.arange(len(values), dtype=integer).reshape(-1, *[1] * (values.ndim - 1))
    best = values.max(axis=0)
    return best, best.view(integer) & mask

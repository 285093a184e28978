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
_ZERO = 1e-30
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

    def __init__(self, rows: Floats, target: Floats, size: Floats, terms: int, keep: bool) -> None:
        self.d, self.k, lanes = rows.shape
        self.rows, self.target, self.size, self.terms, self.keep = rows, target, size, terms, keep
        self.magnitude = float(max(rows.max(), -rows.min()))
        self.lane = np.arange(lanes)
        self.state = np.full(lanes, _RUNNING, dtype=np.int8)
        self.basis = np.full((self.d, lanes), -1, dtype=np.intp)
        self.artificial = np.full(lanes, self.d)
        self.table = _first_table(target)
        self.out = Proposal(
            np.full(lanes, UNDECIDED, dtype=np.int8),
            np.zeros((self.d, lanes * keep), dtype=np.intp),
            np.zeros((self.d, self.d, lanes * keep), dtype=rows.dtype),
            np.zeros((self.d, lanes * keep), dtype=rows.dtype),
        )
        self.inside = np.arange(lanes)

    def price(self) -> tuple[Floats, Array]:
        """Return the largest <y, w_j> and its j (the low bits of the number carry j)."""
        return _largest(np.einsum("ckl,cl->kl", self.rows, self.table[self.d, : self.d]))

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
        table = self.table.take(lanes, axis=2)
        real = (self.basis.take(lanes, axis=1) >= 0).astype(table.dtype)
        v = np.einsum("il,icl->cl", real, table[: self.d, : self.d])
        y = table[self.d, : self.d]
        step = (_PUSH[y.dtype] * self.magnitude) * np.abs(y).sum(axis=0)
        self.table[self.d, : self.d, lanes] = (y - step * v).T
        self.state[lanes] = _CHECKING

    def pivot(self, enter: Array) -> None:
        """Bring the row `enter` into the basis of every running layer."""
        d, size = self.d, enter.size
        entering = self.rows.reshape(d, -1).take(enter * size + self.inside, axis=1)
        column = np.einsum("icl,cl->il", self.table[:, :d], entering)
        # The smallest ratio x_i / u_i over u_i > 0 is the largest u_i / x_i.
        steepest, leave = _largest(column[:d] / np.maximum(self.table[:d, d], _ZERO))
        running = (self.state == _RUNNING) & (steepest > 0)
        self.state[(self.state == _RUNNING) & ~running] = UNDECIDED
        column *= running
        place = leave * size + self.inside
        basis, column_flat = self.basis.reshape(-1), column.reshape(-1)
        pivot = column_flat.take(place) + ~running
        lead = self._row(leave)
        lead /= pivot
        column_flat[place] -= running
        self.table -= column[:, None] * lead
        before = basis.take(place)
        self.artificial -= running & (before < 0)
        basis[place] = np.where(running, enter, before)

    def _row(self, leave: Array) -> Floats:
        """Return the given row of each table."""
        d, size = self.d, leave.size
        flat = self.table.reshape(-1)
        start = leave * ((d + 1) * size) + self.inside
        lead = np.empty((d + 1, size), dtype=flat.dtype)
        for c in range(d + 1):
            flat[c * size :].take(start, out=lead[c], mode="clip")
        return lead

    def release(self, enter: Array) -> Array:
        """Record the layers that are done if they are many; return `enter` for the others."""
        done = (self.state != _RUNNING) & (self.state != _CHECKING)
        count = int(done.sum())
        if count < _DONE_SHARE * done.size and count < done.size:
            return enter
        self.record(done)
        keep = np.flatnonzero(~done)
        for name in ("rows", "target", "size", "lane", "state", "basis", "artificial", "table"):
            setattr(self, name, getattr(self, name).take(keep, axis=-1))
        self.inside = np.arange(keep.size)
        return np.asarray(enter[keep])

    def record(self, done: npt.NDArray[np.bool_]) -> None:
        """Write down what is known of these layers."""
        found = np.flatnonzero(self.state == _FOUND)
        if found.size:
            self.state[found] = np.where(self.enclosed(found), HOLDS, UNDECIDED)
        lanes, done = self.lane[done], np.flatnonzero(done)
        self.out.verdict[lanes] = self.state[done]
        if self.keep:
            table = self.table.take(done, axis=2)
            self.out.basis[:, lanes] = self.basis.take(done, axis=1)
            self.out.inverse[:, :, lanes] = table[: self.d, : self.d]
            self.out.normal[:, lanes] = -table[self.d, : self.d]

    def enclosed(self, lanes: Array) -> npt.NDArray[np.bool_]:
        """Whether the target is proved to lie inside the cone of the basis."""
        table = self.table.take(lanes, axis=2)
        x = table[: self.d, self.d]
        at = self.basis.take(lanes, axis=1) * self.lane.size + lanes
        bound = rounding.correction_bound(
            table[: self.d, : self.d],
            self.rows.reshape(self.d, -1).take(at, axis=1).transpose(1, 0, 2),
            self.target.take(lanes, axis=1),
            x,
            magnitude=self.magnitude,
            target_size=self.size[lanes],
            terms=self.terms,
        )
        return np.asarray((x > bound).all(axis=0))


def propose(
    rows: Floats, target: Floats, size: Floats, terms: int, *, keep: bool = True
) -> Proposal:
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
    keep : bool
        Whether to return the basis, inverse and normal of each layer, or verdicts only.
    """
    chunk = _Chunk(rows, target, size, terms, keep)
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

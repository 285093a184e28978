r"""Many small layers at once: the phase-1 simplex method in lockstep.

For a target t = -Σ_S c_j w_j with c > 0 the condition holds as soon as t lies inside the cone of d
linearly independent rows; it fails if some y has <y, w_j> <= 0 for all j and <y, t> > 0.  Phase 1
of the simplex method decides which: starting from the basis of the signed unit vectors, it
minimises the sum z of their coefficients, keeping per layer the table

.. math:: \begin{pmatrix} B^{-1} & x \\ y^T & z \end{pmatrix}, \qquad x = B^{-1} t,\ z = y^T t.

Every layer of a chunk takes its pivot in the same NumPy call.  The batch axis is last in memory, so
that a call runs along it; layers that are decided leave when they are near half of the chunk.
About d to 1.2 d pivots are needed.

The method only *proposes*: single precision is enough for most layers, no step of it is trusted,
and `gcbook.condition.rounding` decides what has been proved.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from gcbook._checks import BoolArray
from gcbook.condition.engines import rounding
from gcbook.condition.engines.rounding import Floats

Array = npt.NDArray[Any]

HOLDS, FAILS, UNDECIDED = 1, 0, -1
_RUNNING, _CHECKING, _FOUND = 2, 3, 4
_DONE_SHARE = 0.45
_ZERO = 1e-30
# The share of |y| by which a candidate normal is pushed off the rows it touches.
_PUSH = {np.dtype(np.float32): 2.0**-15, np.dtype(np.float64): 2.0**-30}


class Sink(Protocol):
    """Where a run reports what it finds, if proofs are wanted."""

    def combination(self, lanes: Array, basis: Array) -> bool:
        """Take bases (d, m) whose cones are proved to contain the target; say if they will do."""

    def normal(self, lanes: Array, normal: Floats) -> None:
        """Take vectors (d, m), each proved to have a positive product with every row."""


class _Chunk:
    """The layers of a chunk that are not decided yet."""

    def __init__(
        self, rows: Floats, target: Floats, size: Floats, terms: int, sink: Sink | None
    ) -> None:
        self.d, self.k, lanes = rows.shape
        self.rows, self.target, self.size, self.terms, self.sink = rows, target, size, terms, sink
        self.magnitude = float(max(rows.max(), -rows.min()))
        if not terms:  # -t is a row that is not among the candidates
            self.magnitude = max(self.magnitude, float(size.max()))
        self.lane = np.arange(lanes)
        self.state = np.full(lanes, _RUNNING, dtype=np.int8)
        self.basis = np.full((self.d, lanes), -1, dtype=np.intp)
        self.artificial = np.full(lanes, self.d)
        self.table = _first_table(target)
        self.verdict = np.full(lanes, UNDECIDED, dtype=np.int8)
        self.inside = np.arange(lanes)

    def price(self) -> tuple[Floats, Array]:
        """Return the largest <y, w_j> and its j (the low bits of the number carry j)."""
        return largest(np.einsum("ckl,cl->kl", self.rows, self.table[self.d, : self.d]))

    def judge(self, best: Floats, last: bool) -> None:
        """Move each layer to its next state, given its largest price."""
        y = self.table[self.d, : self.d]
        bound = rounding.dot_bound(self.d, self.magnitude, y)
        checking = self.state == _CHECKING
        if checking.any():
            proved = checking & (best < -bound)
            if not self.terms:
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
        steepest, leave = largest(column[:d] / np.maximum(self.table[:d, d], _ZERO))
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

    def record(self, done: BoolArray) -> None:
        """Write down what is known of these layers."""
        found = np.flatnonzero(self.state == _FOUND)
        if found.size:
            self.state[found] = np.where(self.enclosed(found), HOLDS, UNDECIDED)
        failed = np.flatnonzero(self.state == FAILS)
        if failed.size and self.sink is not None:
            normal = -self.table[self.d, : self.d].take(failed, axis=1)
            self.sink.normal(self.lane[failed], normal)
        self.verdict[self.lane[done]] = self.state[done]

    def enclosed(self, lanes: Array) -> BoolArray:
        """Whether the target is proved to lie inside the cone of the basis."""
        d = self.d
        table = self.table.take(lanes, axis=2)
        basis = self.basis.take(lanes, axis=1)
        rows = self.rows.reshape(d, -1).take(basis * self.lane.size + lanes, axis=1)
        bound = rounding.correction_bound(
            table[:d, :d],
            rows.transpose(1, 0, 2),
            self.target.take(lanes, axis=1),
            table[:d, d],
            magnitude=self.magnitude,
            target_size=self.size[lanes],
            terms=self.terms,
        )
        proved = np.asarray((table[:d, d] > bound).all(axis=0))
        if self.sink is not None:
            some = np.flatnonzero(proved)
            proved &= self.sink.combination(self.lane[lanes[some]], basis.take(some, axis=1))
        return proved


def propose(
    rows: Floats, target: Floats, size: Floats, terms: int, sink: Sink | None = None
) -> npt.NDArray[np.int8]:
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
    sink : Sink, optional
        Takes the proofs.

    Returns
    -------
    int8 array of shape (L,)
        HOLDS, FAILS (both proved) or UNDECIDED.

    Examples
    --------
    >>> triangle = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -2.0]]).T[:, :, None]
    >>> propose(triangle[:, 1:], -triangle[:, 0], np.ones(1), 0)
    array([1], dtype=int8)
    """
    chunk = _Chunk(rows, target, size, terms, sink)
    pivots = 4 * chunk.d + 20
    with np.errstate(all="ignore"):  # a layer that overflows stays undecided
        for count in range(pivots + 2):
            best, enter = chunk.price()
            chunk.judge(best, last=count >= pivots)
            enter = chunk.release(enter)
            if not enter.size:
                break
            if count < pivots:
                chunk.pivot(enter)
    return chunk.verdict


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


def largest(values: Floats) -> tuple[Floats, Array]:
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

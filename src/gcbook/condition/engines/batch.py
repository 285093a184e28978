"""Batches of layers: single precision first, then double, then exact rationals.

Each stage passes on only what it could not prove.  Small layers:

1. Rows as they are, in single precision, target -w_0 (in the plane: the cotangents).
2. Rows scaled by powers of two, zero rows replaced by copies of another row, double precision.
3. The same with the target -Σ c_j w_j for some c_j in [1, 2): a target inside a cone even where
   -w_0 lies on its boundary, as it does for antipodal pairs and many lattices.
4. Exact rational arithmetic.

Large layers (d > 24), and few small ones, are taken one by one: columns that tell, an active set of
rows (d <= 24), Newton on the barrier, then stage 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from gcbook._checks import FloatArray, IntArray
from gcbook.condition._rows import Rows
from gcbook.condition.engines import (
    active,
    barrier,
    columns,
    exact,
    face,
    planar,
    rounding,
    simplex,
    spanning,
)
from gcbook.condition.engines._answer import Answer, Split
from gcbook.condition.engines.simplex import FAILS, HOLDS, UNDECIDED

_CHUNK = 2**19  # entries; long enough to hide the cost of a call, short enough for the cache
_PLANE = 2**17  # the same in the plane, where calls are few
_ORDINARY = 2.0**20
_AGREEMENT = 2.0**-21
_LOW_BITS = 4096  # so many rows may be numbered in the low bits of a price in single precision
_SLOW = 8  # from this dimension on, exact pivoting is worth avoiding
_QUICK = 400  # entries with which it is quick
_HOPELESS, _LONG = 40, 20_000  # beyond this dimension, or so many entries, it takes too long
_TALL = 48_000  # rows from which on a sample is asked first
_SMALL = active.MOST_COLUMNS  # above this dimension Newton is faster than the simplex method
_SINGLE = 8  # so many small layers are decided sooner one by one

Verdicts = npt.NDArray[np.int8]


@dataclass
class Answers:
    """The verdicts on a batch of n layers and, on request, what proves them.

    `support` and `normals` speak of the layers that a floating-point stage decided; `special` of
    the others.  The d + 1 rows of a support are proved to have a positive combination that
    vanishes; its coefficients are computed when `proof` is called.
    """

    weights: FloatArray
    proofs: bool
    verdict: npt.NDArray[np.int8] = field(init=False)
    support: IntArray = field(init=False)
    normals: FloatArray = field(init=False)
    special: dict[int, Answer] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        count, _, d = self.weights.shape
        self.verdict = np.full(count, UNDECIDED, dtype=np.int8)
        size = count if self.proofs else 0
        self.support = np.zeros((size, d + 1), dtype=np.int64)
        self.normals = np.zeros((size, d))


def decide(weights: FloatArray, *, proofs: bool = False) -> Answers:
    """Decide the geometric condition for weights of shape (n, k, d).

    Parameters
    ----------
    weights : array of shape (n, k, d)
        Finite rows; zero rows are ignored.
    proofs : bool
        Whether to keep a certificate for every verdict.
    """
    found = Answers(weights, proofs)
    count, k, d = weights.shape
    step = max(32, (_PLANE if d == 2 else _CHUNK) // (k * d))
    alone = d > _SMALL or k <= d or k > _TALL or count <= _SINGLE
    if alone:
        for i in range(count):
            _large(found, i)
    elif k <= _LOW_BITS and rounding.usable(k, d, np.float32):
        buffer = np.empty(k * d * min(step, count), dtype=np.float32)
        for low in range(0, count, step):
            _single(found, slice(low, low + step), buffer)
    quick = not alone or (k * d <= _QUICK and d < k)  # else the maximal face is found sooner
    if quick and k <= _TALL and d <= _SMALL and rounding.usable(k, d, np.float64):
        for mixed in (False,) if proofs and d <= 8 else (False, True):
            open_cases = np.flatnonzero(found.verdict == UNDECIDED)
            for low in range(0, len(open_cases), step):
                _double(found, open_cases[low : low + step], mixed)
    for i in np.flatnonzero(found.verdict == UNDECIDED).tolist():
        answer = exactly(weights[i])
        if answer is None:
            continue
        found.verdict[i] = HOLDS if answer.holds else FAILS
        if proofs:
            found.special[i] = answer
    if proofs and d > _SMALL:  # at once, where exact arithmetic may have to give up
        for i in np.flatnonzero(found.verdict == HOLDS).tolist():
            answer = proof(found, i)
            if answer is None:
                found.verdict[i] = UNDECIDED
            else:
                found.special[i] = answer
    return found


def proof(found: Answers, i: int) -> Answer | None:
    """Return the proof of layer i, given that proofs were kept; None if it is not decided."""
    if found.verdict[i] == UNDECIDED:
        return None
    if i in found.special:
        return found.special[i]
    if found.verdict[i] != HOLDS:
        return Answer(False, normal=tuple(found.normals[i].tolist()))
    support = np.sort(found.support[i])
    coefficients = _coefficients(found.weights[i][support])
    if coefficients is None:
        return exactly(found.weights[i])
    return Answer(True, tuple(support.tolist()), coefficients)


def exactly(layer: FloatArray) -> Answer | None:
    """Stage 4: by the maximal face, or by pivoting in integers where that is quick."""
    k, d = layer.shape
    seen = np.flatnonzero(layer.any(axis=1))
    if not seen.size or (d < _SLOW and k * d <= _QUICK):
        return exact.decide(layer)
    rows = layer if len(seen) == k else layer[seen]
    return from_split(Rows.of(rows), seen, split(Rows.of(rows), combine=False))


def split(rows: Rows, *, combine: bool) -> Split | None:
    """Split rows, none of them zero, into those a normal separates and those that balance."""
    k, d = rows.shape
    if d < _SLOW and k * d <= _QUICK:
        return exact.split(rows.take(np.arange(k)))
    found = face.split(rows, combine=combine)
    if found is not None and (found.proved or (any(found.normal) and not combine)):
        return found
    if d > _HOPELESS or k * d > _LONG:
        return found
    return exact.split(rows.take(np.arange(k)))


def from_rows(rows: Rows, seen: IntArray) -> Answer | None:
    """Decide rows that are read in blocks; `seen` are those that are not zero."""
    if not seen.size:
        return exact.decide(np.zeros((1, rows.shape[1])))
    some = rows.select(seen)
    return from_split(some, seen, split(some, combine=False))


def from_split(rows: Rows, seen: IntArray, found: Split | None) -> Answer | None:
    """Return the verdict that a split of the non-zero rows proves, if it proves one."""
    if found is None:
        return None
    if found.separated.size:
        return Answer(False, normal=tuple(map(Fraction, found.normal)), split=found)
    if not found.proved:
        return None
    _, null = spanning.null_space(rows)
    if null:
        return Answer(False, normal=tuple(map(Fraction, null[-1])), split=found)
    numbers = coefficients(found, rows.exponents(found.balanced))
    return Answer(True, tuple(seen.tolist()), numbers, split=found)


def coefficients(found: Split, exponents: IntArray) -> tuple[Fraction, ...]:
    """Return the coefficients of the balanced rows as given, of these exponents."""
    shares = [found.corrected.get(i) or Fraction(x) for i, x in enumerate(found.shares.tolist())]
    return tuple(x / Fraction(2) ** int(e) for x, e in zip(shares, exponents, strict=True))


def _single(found: Answers, part: slice, buffer: npt.NDArray[np.float32]) -> None:
    """Stage 1, with the rows of the chunk in `buffer`."""
    layers = found.weights[part]
    rows = buffer[: layers.size].reshape(layers.shape[::-1])
    with np.errstate(over="ignore", under="ignore"):
        rows[...] = layers.transpose(2, 1, 0)
    largest = float(max(rows.max(), -rows.min()))
    if not 1 / _ORDINARY < largest < _ORDINARY:
        return
    if len(rows) == 2:
        found.verdict[part] = _planar(found, part, rows)
        return
    target = -rows[:, 0]
    sink = _Proofs(found, np.arange(len(found.weights))[part]) if found.proofs else None
    found.verdict[part] = simplex.propose(rows[:, 1:], target, np.abs(target).max(axis=0), 0, sink)


def _planar(found: Answers, lanes: slice, rows: rounding.Floats) -> Verdicts:
    """Stage 1 in the plane."""
    if not found.proofs:
        return planar.decide(rows)
    verdict, found.support[lanes], found.normals[lanes] = planar.prove(rows)
    return verdict


def _large(found: Answers, i: int) -> None:
    """Take one layer on its own."""
    layer = found.weights[i]
    seen = np.arange(len(layer))
    if not layer[:, 0].all():  # only then may a row be zero
        seen = np.flatnonzero(layer.any(axis=1))
        if not seen.size:
            return
        if seen.size < len(layer):
            layer = layer[seen]
    proof = _alone(layer, seen, found.proofs)
    if proof is None:
        return
    found.verdict[i] = HOLDS if proof.holds else FAILS
    if found.proofs:
        found.special[i] = proof


def _alone(layer: FloatArray, seen: IntArray, proofs: bool) -> Answer | None:
    """Decide rows, none of them zero and numbered `seen`: what is quick first."""
    k, d = layer.shape
    proof = columns.one_sided(layer)
    if proof is None and not proofs and k > d:
        proof = columns.dependent(layer)
    if proof is None and d < k and d <= _SMALL:
        proof = active.decide(layer, few=proofs)
        if proof is not None and proof.holds:
            support = seen[np.array(proof.support)]
            return Answer(True, tuple(support.tolist()), proof.coefficients)
    if proof is not None:
        return proof
    if k > _TALL:
        return tall(layer, seen)
    return _newton(layer, seen, proofs) if k <= d or k * d > _QUICK else None


def tall(layer: FloatArray, seen: IntArray) -> Answer | None:
    """Decide rows, none of them zero: what holds for a sample holds for all."""
    some = Rows.of(layer).sample()
    sample = layer[some]
    proof = _newton(sample, seen[some], True) if len(some) > layer.shape[1] else None
    if proof is not None and proof.holds:
        return proof
    return from_split(Rows.of(layer), seen, split(Rows.of(layer), combine=False))


def _newton(layer: FloatArray, seen: IntArray, proofs: bool) -> Answer | None:
    """Decide rows, none of them zero and numbered `seen`, by Newton's method on the barrier."""
    rows, scale, exponents = barrier.scales(layer)
    answer = barrier.decide(rows, scale)
    if answer is None or not answer.holds:
        return answer
    shift = exponents.min() - exponents
    if shift.min() < -900 and proofs:
        return None
    shares = np.ldexp(np.array(answer.coefficients), shift)
    return Answer(True, tuple(seen.tolist()), tuple(shares.tolist()))


def _double(found: Answers, lanes: IntArray, mixed: bool) -> None:
    """Stages 2 and 3."""
    layers, source = ordinary(found.weights[lanes])
    rows = np.ascontiguousarray(layers.transpose(2, 1, 0))
    sink = _Proofs(found, lanes, mixed, source) if found.proofs else None
    if mixed:
        share = np.asarray(np.random.default_rng(5).uniform(1.0, 2.0, rows.shape[1]))
        target = -np.einsum("k,ckl->cl", share, rows)
        size = np.full(len(lanes), share.sum())
        verdict = simplex.propose(rows, target, size, rows.shape[1], sink)
    else:
        verdict = simplex.propose(rows[:, 1:], -rows[:, 0], np.ones(len(lanes)), 0, sink)
    found.verdict[lanes] = verdict


def ordinary(layers: FloatArray) -> tuple[FloatArray, IntArray]:
    """Scale rows by powers of two to a largest entry in [1/2, 1]; replace zero rows by copies.

    Returns the rows, and for each the index of the row it is a multiple of: its own, except where
    there was a zero.  A layer of zeros stays as it is.
    """
    size = np.abs(layers).max(axis=2)
    source = np.broadcast_to(np.arange(size.shape[1]), size.shape)
    if not size.all():
        source = np.where(size > 0, source, (size > 0).argmax(axis=1)[:, None])
        layers = np.take_along_axis(layers, source[:, :, None], axis=1)
        size = np.take_along_axis(size, source, axis=1)
    exponents = np.frexp(size)[1]
    return np.ldexp(layers, -exponents[:, :, None]), source


@dataclass
class _Proofs:
    """Stores what the simplex method reports."""

    found: Answers
    lanes: IntArray
    mixed: bool = False
    source: IntArray | None = None

    def normal(self, lanes: IntArray, normal: rounding.Floats) -> None:
        """Store normals."""
        self.found.normals[self.lanes[lanes]] = normal.T

    def combination(self, lanes: IntArray, basis: IntArray) -> bool:
        """Store row 0 and the rows `basis`, numbered from row 1."""
        if self.mixed:  # a combination of all rows: left to exact arithmetic, which needs 2d
            return False
        support = np.zeros((len(lanes), len(basis) + 1), dtype=np.int64)
        np.add(basis.T, 1, out=support[:, 1:])
        if self.source is not None:
            support = np.take_along_axis(self.source[lanes], support, axis=1)
        self.found.support[self.lanes[lanes]] = support
        return True


def _coefficients(rows: FloatArray) -> tuple[float, ...] | None:
    """Return the coefficients of d + 1 rows to within 2**-21, or None if they are not that sure."""
    exponents = np.frexp(np.abs(rows).max(axis=1))[1].astype(np.int64)
    rows = np.ldexp(rows, -exponents[:, None])
    shift = exponents.min() - exponents
    matrix, target = rows[1:], -rows[0]
    try:
        inverse = np.linalg.inv(matrix.T)
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(inverse).all():
        return None
    solution = inverse @ target
    solution += inverse @ (target - solution @ matrix)
    bound = rounding.correction_bound(
        inverse[:, :, None],
        matrix[:, :, None],
        target[:, None],
        solution[:, None],
        magnitude=1.0,
        target_size=np.ones(1),
        terms=0,
    )[:, 0]
    if not (solution * _AGREEMENT > bound).all() or shift.min() <= -900:
        return None
    return tuple(np.ldexp(np.concatenate([[1.0], solution]), shift).tolist())

"""Batches of layers: single precision first, then double, then exact rationals.

Each stage passes on only what it could not prove.  Small layers:

1. Rows as they are, in single precision, target -w_0 (in the plane: the cotangents).
2. Rows scaled by powers of two, zero rows replaced by copies of another row, double precision.
3. The same with the target -Σ c_j w_j for some c_j in [1, 2): a target inside a cone even where
   -w_0 lies on its boundary, as it does for antipodal pairs and many lattices.
4. Exact rational arithmetic.

Large layers (d > 24) are taken one by one: Newton on the barrier, then stages 2 to 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from gcbook._checks import BoolArray, FloatArray, IntArray
from gcbook.condition import barrier, boundary, exact, planar, rounding, simplex
from gcbook.condition.simplex import FAILS, HOLDS, UNDECIDED

_CHUNK = 2**19  # entries; long enough to hide the cost of a call, short enough for the cache
_ORDINARY = 2.0**20
_AGREEMENT = 2.0**-21
_LOW_BITS = 4096  # so many rows may be numbered in the low bits of a price in single precision
_SLOW = 8  # from this dimension on, exact pivoting is worth avoiding
_HOPELESS = 128  # beyond this dimension it would take hours
_SMALL = 24  # above this dimension Newton is faster than the simplex method

Verdicts = npt.NDArray[np.int8]


class UndecidedError(ValueError):
    """A large layer that rounding cannot decide and exact arithmetic could not in hours."""


@dataclass
class Evidence:
    """The verdicts on a batch of n layers and, on request, what proves them.

    `basis`, `coefficients` and `normals` speak of the layers that a floating-point stage decided;
    `special` of the others.  Row 0 with coefficient `coefficients[:, 0]` goes with the basis.
    """

    weights: FloatArray
    proofs: bool
    verdict: npt.NDArray[np.int8] = field(init=False)
    support: IntArray = field(init=False)
    coefficients: FloatArray = field(init=False)
    normals: FloatArray = field(init=False)
    special: dict[int, exact.Answer] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        count, _, d = self.weights.shape
        self.verdict = np.full(count, UNDECIDED, dtype=np.int8)
        size = count if self.proofs else 0
        self.support = np.zeros((size, d + 1), dtype=np.int64)
        self.coefficients = np.zeros((size, d + 1))
        self.normals = np.zeros((size, d))


def decide(weights: FloatArray, *, proofs: bool = False) -> Evidence:
    """Decide the geometric condition for weights of shape (n, k, d).

    Parameters
    ----------
    weights : array of shape (n, k, d)
        Finite rows; zero rows are ignored.
    proofs : bool
        Whether to keep a certificate for every verdict.
    """
    found = Evidence(weights, proofs)
    count, k, d = weights.shape
    step = max(32, _CHUNK // (k * d))
    if d > _SMALL or k <= d or (count <= d // 2 and not proofs):
        for i in range(count):
            _large(found, i)
    elif k <= _LOW_BITS and rounding.usable(k, d, np.float32):
        for low in range(0, count, step):
            _single(found, slice(low, low + step))
    if k > d and rounding.usable(k, d, np.float64):
        for mixed in (False,) if proofs and d <= 8 else (False, True):
            open_cases = np.flatnonzero(found.verdict == UNDECIDED)
            for low in range(0, len(open_cases), step):
                _double(found, open_cases[low : low + step], mixed)
    for i in np.flatnonzero(found.verdict == UNDECIDED).tolist():
        answer = _exactly(weights[i])
        found.verdict[i] = HOLDS if answer.holds else FAILS
        if proofs:
            found.special[i] = answer
    return found


def _exactly(layer: FloatArray) -> exact.Answer:
    """Stage 4, with a short cut where the full method would be slow."""
    d = layer.shape[1]
    seen = np.flatnonzero(layer.any(axis=1))
    if d >= _SLOW and seen.size:
        rows, exponents = barrier.scaled(layer[seen])
        answer = boundary.settle(rows)
        if answer is not None:
            powers = [Fraction(2) ** int(e) for e in exponents]
            shares: list[float | Fraction] = list(answer.coefficients)
            coefficients = tuple(Fraction(c) / p for c, p in zip(shares, powers, strict=False))
            support = tuple(seen[list(answer.support)].tolist())
            return exact.Answer(answer.holds, support, coefficients, answer.normal)
    if d > _HOPELESS:
        raise UndecidedError(
            f"weights hold a layer of shape {layer.shape} so close to degenerate that rounding "
            f"could matter; exact arithmetic is offered up to d = {_HOPELESS}"
        )
    return exact.decide(layer)


def _single(found: Evidence, part: slice) -> None:
    """Stage 1."""
    layers = found.weights[part]
    with np.errstate(over="ignore", under="ignore"):
        rows = np.array(layers.transpose(2, 1, 0), dtype=np.float32, order="C")
    largest = float(max(rows.max(), -rows.min()))
    if not 1 / _ORDINARY < largest < _ORDINARY:
        return
    lanes = np.arange(len(found.weights))[part]
    if len(rows) == 2:
        found.verdict[part] = _planar(found, lanes, layers, rows)
        return
    target = -rows[:, 0]
    sink = _Proofs(found, lanes, layers) if found.proofs else None
    found.verdict[part] = simplex.propose(rows[:, 1:], target, np.abs(target).max(axis=0), 0, sink)


def _planar(
    found: Evidence, lanes: IntArray, layers: FloatArray, rows: rounding.Floats
) -> Verdicts:
    """Stage 1 in the plane."""
    if not found.proofs:
        return planar.decide(rows)
    proof = planar.prove(rows, layers)
    found.support[lanes] = proof.support
    found.coefficients[lanes] = proof.coefficients
    found.normals[lanes] = proof.normal
    return proof.verdict


def _large(found: Evidence, i: int) -> None:
    """Newton on the barrier for one layer."""
    layer = found.weights[i]
    seen = np.arange(len(layer))
    if not layer[:, 0].all():  # only then may a row be zero
        seen = np.flatnonzero(layer.any(axis=1))
        if not seen.size:
            return
        if seen.size < len(layer):
            layer = layer[seen]
    rows, scale, exponents = barrier.scales(layer)
    answer = barrier.decide(rows, scale)
    if answer.holds is None:
        return
    if answer.coefficients is not None:
        shift = exponents.min() - exponents
        coefficients = np.ldexp(answer.coefficients, shift)
        if shift.min() < -900 and found.proofs:
            return
        proof = exact.Answer(True, tuple(seen.tolist()), tuple(coefficients.tolist()))
    else:
        assert answer.normal is not None
        proof = exact.Answer(False, normal=tuple(answer.normal.tolist()))
    found.verdict[i] = HOLDS if proof.holds else FAILS
    if found.proofs:
        found.special[i] = proof


def _double(found: Evidence, lanes: IntArray, mixed: bool) -> None:
    """Stages 2 and 3."""
    layers, exponents, source = ordinary(found.weights[lanes])
    rows = np.ascontiguousarray(layers.transpose(2, 1, 0))
    sink = _Proofs(found, lanes, layers, mixed, exponents, source) if found.proofs else None
    if mixed:
        share = np.asarray(np.random.default_rng(5).uniform(1.0, 2.0, rows.shape[1]))
        target = -np.einsum("k,ckl->cl", share, rows)
        size = np.full(len(lanes), share.sum())
        verdict = simplex.propose(rows, target, size, rows.shape[1], sink)
    else:
        verdict = simplex.propose(rows[:, 1:], -rows[:, 0], np.ones(len(lanes)), 0, sink)
    found.verdict[lanes] = verdict


def ordinary(layers: FloatArray) -> tuple[FloatArray, IntArray, IntArray]:
    """Scale rows by powers of two to a largest entry in [1/2, 1]; replace zero rows by copies.

    Returns the rows, the exponents e (row = 2**-e times the given one), both of the copied row
    where there was a zero, and the index of the row copied.  A layer of zeros stays as it is.
    """
    size = np.abs(layers).max(axis=2)
    source = np.broadcast_to(np.arange(size.shape[1]), size.shape)
    if not size.all():
        source = np.where(size > 0, source, (size > 0).argmax(axis=1)[:, None])
        layers = np.take_along_axis(layers, source[:, :, None], axis=1)
        size = np.take_along_axis(size, source, axis=1)
    exponents = np.frexp(size)[1]
    return np.ldexp(layers, -exponents[:, :, None]), exponents.astype(np.int64), source


@dataclass
class _Proofs:
    """Turns what the simplex method reports into coefficients and normals of the given rows."""

    found: Evidence
    lanes: IntArray
    layers: FloatArray
    mixed: bool = False
    exponents: IntArray | None = None
    source: IntArray | None = None

    def normal(self, lanes: IntArray, normal: rounding.Floats) -> None:
        """Store normals."""
        self.found.normals[self.lanes[lanes]] = normal.T

    def combination(self, lanes: IntArray, basis: IntArray, inverse: rounding.Floats) -> BoolArray:
        """Store the coefficients of rows 0 and `basis`; say which are proved to 2**-21."""
        if self.mixed:  # a combination of all rows: left to exact arithmetic, which needs 2d
            return np.zeros(len(lanes), dtype=bool)
        d, size = basis.shape
        support = np.zeros((size, d + 1), dtype=np.int64)
        support[:, 1:] = basis.T + 1
        coefficients = np.ones((size, d + 1))
        solution, sharp = _coefficients(self.layers, lanes, support[:, 1:], inverse)
        coefficients[:, 1:] = solution.T
        if self.exponents is not None and self.source is not None:
            shift = -np.take_along_axis(self.exponents[lanes], support, axis=1)
            shift -= shift.max(axis=1, keepdims=True)
            coefficients = np.ldexp(coefficients, shift)
            sharp &= shift.min(axis=1) > -900
            support = np.take_along_axis(self.source[lanes], support, axis=1)
        self.found.support[self.lanes[lanes]] = support
        self.found.coefficients[self.lanes[lanes]] = coefficients
        return sharp


def _coefficients(
    layers: FloatArray, lanes: IntArray, basis: IntArray, inverse: rounding.Floats
) -> tuple[FloatArray, BoolArray]:
    """Refine the coefficients in double precision; say where they are within 2**-21."""
    matrix = np.ascontiguousarray(layers[lanes[:, None], basis].transpose(1, 2, 0))
    target = -layers[lanes, 0].T
    inverse = inverse.astype(np.float64)
    solution = np.einsum("icl,cl->il", inverse, target)
    residual = target - np.einsum("il,icl->cl", solution, matrix)
    solution += np.einsum("icl,cl->il", inverse, residual)
    size = np.abs(target).max(axis=0)
    magnitude = float(np.abs(matrix).max())
    bound = rounding.correction_bound(
        inverse, matrix, target, solution, magnitude=magnitude, target_size=size, terms=0
    )
    return solution, np.asarray((solution * _AGREEMENT > bound).all(axis=0))

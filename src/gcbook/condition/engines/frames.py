r"""Coordinates in which dependence at the level of rounding is plain to floats (after Rump).

A frame is a regular integer matrix T, up to powers of two in its columns.  The rows W T are formed
exactly, in limbs, and rounded once; a normal n' of them is the normal T n' of the rows.  With T an
approximate inverse of the triangular factor of rows that nearly lie in a hyperplane, what sticks
out of it, at 1e-16 of their length, comes out at their length.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr, solve_triangular

from gcbook._checks import FloatArray, IntArray
from gcbook.condition._exact import limbs

_SAMPLE = 2000
_TOLERANCE = 1e-11
_EVEN = 3


@dataclass(frozen=True)
class Frame:
    """Columns 2**shift_c Σ_i W_i T_ic: exact matrices to multiply with in turn, and the shifts."""

    factors: tuple[limbs.Parts, ...]
    shift: IntArray

    @classmethod
    def even(cls, rows: FloatArray) -> Frame:
        """Return the coordinates, made of even size if they are of very different sizes."""
        rows = rows[:: max(1, len(rows) // _SAMPLE)]
        exponents = np.frexp(rows)[1] - np.frexp(np.abs(rows).max(axis=1))[1][:, None]
        used = (rows != 0).sum(axis=0)
        mean = np.where(rows != 0, exponents, 0).sum(axis=0) / np.maximum(used, 1)
        if np.ptp(mean[used > 0]) <= _EVEN:
            mean = np.zeros(rows.shape[1])
        return cls((), -np.rint(np.where(used > 0, mean, 0)).astype(np.int64))

    def cut(self, rows: FloatArray) -> limbs.Parts:
        """Return limbs of positive multiples of the rows of W T, before the shift."""
        return self._cut(rows)[0]

    def _cut(self, rows: FloatArray) -> tuple[limbs.Parts, int]:
        """Return limbs P_l and e: rows of largest entry in [1/2, 1), times T, are 2**e P."""
        parts, _ = limbs.cut(rows)
        exponent = 0
        for factor in self.factors:
            digits = limbs.carried(limbs.product(parts, factor))
            used = np.flatnonzero(digits.any(axis=(1, 2)))
            exponent += limbs.BITS * (len(factor) + 1 - int(used[0]))
            parts = [digits[t].astype(np.float64) for t in range(used[0], used[-1] + 1)]
        return parts, exponent

    def scaled(self, rows: FloatArray) -> tuple[FloatArray, IntArray]:
        """Return the rows in this frame at length about 1, and exponents q.

        They are 2**q times the rows of largest entry in [1/2, 1), times T.
        """
        exponent = 0
        if not self.factors:
            own = np.frexp(np.abs(rows).max(axis=1))[1].astype(np.int64)
            values = limbs.shifted(rows, -own)
        else:
            parts, exponent = self._cut(rows)
            values = np.zeros_like(parts[0])
            for part in reversed(parts):
                values = (values + part) * 2.0**-limbs.BITS
        if self.shift.any():
            values = np.ldexp(values, self.shift)
        size = np.frexp(np.sqrt(np.einsum("kd,kd->k", values, values)))[1].astype(np.int64)
        return limbs.shifted(values, -size), -size - exponent

    def summands(self, rows: FloatArray) -> tuple[FloatArray, IntArray]:
        """Return what `scaled` does, where the lengths need not be even."""
        if self.factors or self.shift.any():
            return self.scaled(rows)
        own = np.frexp(np.abs(rows).max(axis=1))[1].astype(np.int64)
        return limbs.shifted(rows, -own), np.zeros(len(rows), dtype=np.int64)

    def floats(self, rows: FloatArray) -> FloatArray:
        """Return the rows in this frame, at length about 1."""
        return self.scaled(rows)[0]

    def unscale(self, vector: FloatArray, columns: IntArray) -> list[int]:
        """Return a positive multiple of the entries of a normal, before the shift, in integers."""
        shift = self.shift[columns]
        low = int(shift.min(initial=0))
        return [int(x) << int(s - low) for x, s in zip(vector, shift, strict=True)]

    def back(self, normal: list[int]) -> list[int]:
        """Return the normal of the rows as given, from one in this frame, shifted."""
        whole = self.unscale(np.array(normal, dtype=object), np.arange(len(normal)))
        return self.back_exact(whole)

    def back_exact(self, normal: list[int]) -> list[int]:
        """Return the normal of the rows as given, from one in this frame, before the shift."""
        for factor in reversed(self.factors):
            normal = limbs.times(factor, normal)
        divisor = math.gcd(*normal)
        return [int(x) // divisor for x in normal] if divisor else normal

    def refined(self, flat: FloatArray) -> Frame | None:
        """Return a frame in which these rows are well conditioned."""
        values = self.floats(flat)
        triangle, order = qr(values, mode="r", pivoting=True, check_finite=False)
        d = values.shape[1]
        square = np.zeros((d, d))
        square[: min(len(triangle), d)] = triangle[:d]
        diagonal = np.abs(np.diag(square))
        rank = int((diagonal > _TOLERANCE * diagonal[0]).sum())
        square[rank:] = 0
        square[np.arange(rank, d), np.arange(rank, d)] = 1
        factor = np.zeros((d, d))
        factor[order] = solve_triangular(square, np.eye(d))
        factor = np.ldexp(factor, self.shift[:, None] - self.shift.max())
        parts, _ = limbs.cut(factor.T.copy())
        factors = (*self.factors, [part.T.copy() for part in parts])
        frame = Frame(factors, np.zeros(d, dtype=np.int64))
        plain = frame.floats(flat)
        size = np.abs(plain).max(axis=0)
        shift = np.where(size > 0, -np.frexp(np.where(size > 0, size, 1.0))[1], 0)
        return Frame(factors, shift.astype(np.int64))

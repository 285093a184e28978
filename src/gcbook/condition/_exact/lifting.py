r"""Exact solutions of integer systems, digit by digit (Dixon 1982).

With C = M^{-1} modulo p the solution of M x = b is found in base p: x_i = C r_i mod p and
r_{i+1} = (r_i - M x_i) / p, an exact division; so M X + P r = b with X = Σ x_i p^i, P = p^count.
Rational numbers num / den with den X = num modulo P give M num - den b divisible by P; as soon as
its size is below P it vanishes: what is returned is a proof, however the fractions were guessed.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook._checks import FloatArray
from gcbook.condition._exact import modular
from gcbook.condition._exact.limbs import BITS, Parts

Objects = npt.NDArray[Any]
_MOST = 2**17  # bits of P


def solve(parts: Parts, right: Objects) -> tuple[Objects, int] | None:
    """Return integers num and den > 0 with M num = den b; None if M is singular modulo all primes.

    Parameters
    ----------
    parts : list of arrays of shape (r, r)
        Limbs of the integer matrix M, from the top.
    right : object array of shape (r, m)
        The integers b.

    Examples
    --------
    >>> num, den = solve([np.array([[2.0, 1.0], [0.0, 3.0]])], np.array([[1], [1]], dtype=object))
    >>> num.ravel().tolist(), den
    ([1, 1], 3)
    """
    if not len(right) or not right.any():
        return np.zeros(right.shape, dtype=object), 1
    for p in modular.PRIMES:
        inverse = modular.inverse(modular.residues(parts, p), p)
        if inverse is not None:
            return _lift(parts, inverse, right, p)
    return None


def _lift(parts: Parts, inverse: FloatArray, right: Objects, p: int) -> tuple[Objects, int] | None:
    r = len(inverse)
    stacked = np.vstack(parts)
    size = r << (BITS * len(parts))
    bound = max(abs(int(x)) for x in right.ravel())
    rest, value, power = right, np.zeros(right.shape, dtype=object), 1
    digits: list[FloatArray] = []
    attempt = 3
    while power.bit_length() < _MOST:
        digit = modular.multiplied(inverse, (rest % p).astype(np.float64), p)
        pieces = (stacked @ digit).astype(np.int64).astype(object).reshape(len(parts), r, -1)
        image = pieces[0]
        for piece in pieces[1:]:
            image = (image << BITS) + piece
        rest = (rest - image) // p
        digits.append(digit)
        if len(digits) < attempt:
            continue
        value = value + power * _number(digits, p)
        power *= p ** len(digits)
        digits = []
        attempt = max(2, round(0.6 * math.log(power, p)))
        found = _fractions(value, power)
        if found is not None:
            num, den = found
            largest = max(abs(int(x)) for x in num.ravel())
            if size * largest + den * bound < power:
                return num, den
    return None


def _number(digits: list[FloatArray], p: int) -> Objects:
    """Return Σ_i digits[i] p**i, by halves."""
    if len(digits) == 1:
        return np.array(digits[0].astype(np.int64), dtype=object)
    half = len(digits) // 2
    high: Objects = _number(digits[half:], p) * p**half
    return _number(digits[:half], p) + high


def _fractions(value: Objects, power: int) -> tuple[Objects, int] | None:
    """Return integers num, den with den value = num modulo the power, all of them short."""
    den = 1
    num: list[int] = []
    limit = math.isqrt(power // 2)
    for x in value.ravel().tolist():
        y = _centred(den * x, power)
        if abs(y) > limit >> 8:
            more = _denominator(y, power, limit)
            if more is None:
                return None
            den *= more
            if den > limit:
                return None
            num = [more * before for before in num]
            y = _centred(more * y, power)
        num.append(y)
    return np.array(num, dtype=object).reshape(value.shape), den


def _centred(x: int, power: int) -> int:
    y = x % power
    return y - power if 2 * y > power else y


def _denominator(y: int, power: int, limit: int) -> int | None:
    """Return the denominator of the fraction of short terms congruent to y, or None."""
    a, b, s, t = power, y % power, 0, 1
    while b > limit:
        q = a // b
        a, b, s, t = b, a - q * b, t, s - q * t
    return abs(t) if 0 < abs(t) <= limit else None

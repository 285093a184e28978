r"""Exact products of floats and integers by BLAS, and their exact signs.

A row of floats is 2**e Σ_l W_l 2**(-20 (l+1)) with integers |W_l| < 2**20, its *limbs*, peeled from
the top: each step is exact.  An integer vector is cut likewise.  A product of two limbs over at
most 2**12 terms is a sum of integers below 2**52, which float64 holds whatever the order of
summation (Ozaki, Ogita, Oishi and Rump 2012); the products of equal weight are added as 64-bit
integers, and one pass of carries gives balanced digits.  The first that is not zero has the sign of
the whole: what follows it is less than a unit of its place.

Before that, most signs are clear in floating point: with n̂ the vector rounded and scaled to
max\|n̂\| <= 1, \|fl<n̂, w> - <n, w>\| <= 2 γ_{m+6} max\|w\| (\|n̂\|_1 + m 2^{-50}) for m terms (the
vector's own rounding included; what underflows is below 2**-1000).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook._checks import FloatArray, IntArray
from gcbook.condition._exact import integers

BITS = 20
_BLOCK = 2**12
_NORMAL = 1020
_ENTRIES = 2**18  # of a chunk: what fits the cache

Parts = list[FloatArray]
Signs = npt.NDArray[np.int8]


def cut(rows: FloatArray) -> tuple[Parts, IntArray]:
    """Return the limbs of the rows, from the top, and the exponents of the rows.

    Examples
    --------
    >>> parts, exponents = cut(np.array([[0.5, -(2.0**-30)]]))
    >>> [part.tolist() for part in parts], exponents.tolist()
    ([[[524288.0, -0.0]], [[0.0, -1024.0]]], [0])
    """
    exponents = np.frexp(np.abs(rows).max(axis=1, initial=0.0))[1].astype(np.int64)
    parts: Parts = []
    rest, shift = rows.copy(), BITS - exponents
    while not parts or rest.any():
        part = np.trunc(shifted(rest, shift))
        parts.append(part)
        rest -= shifted(part, -shift)  # exact: the top bits of a float, taken off
        shift = shift + BITS
    return parts, exponents


def shifted(rows: FloatArray, shift: IntArray) -> FloatArray:
    """Return the rows times 2**shift, one exponent a row; much faster than `ldexp` as a rule."""
    with np.errstate(under="ignore"):
        if np.abs(shift).max(initial=0) < _NORMAL:
            return np.asarray(rows * np.ldexp(1.0, shift)[:, None])
        return np.asarray(np.ldexp(rows, shift[:, None]))


def cut_integers(numbers: npt.NDArray[Any]) -> Parts:
    """Return the limbs W_l of integers Σ_l W_l 2**(20 (L-1-l)) of any size, from the top."""
    flat = [int(x) for x in numbers.ravel()]
    words = max(1, -(-max((abs(x).bit_length() for x in flat), default=1) // 40))
    raw = b"".join(abs(x).to_bytes(5 * words, "little") for x in flat)
    bytes_ = np.frombuffer(raw, dtype=np.uint8).reshape(-1, words, 5).astype(np.int64)
    value = bytes_ @ (1 << np.arange(0, 40, 8))
    sign = np.array([-1.0 if x < 0 else 1.0 for x in flat])
    parts = []
    for word in range(words - 1, -1, -1):
        for digit in (value[:, word] >> BITS, value[:, word] & ((1 << BITS) - 1)):
            parts.append((sign * digit).reshape(numbers.shape))
    first = next((i for i, part in enumerate(parts) if part.any()), len(parts) - 1)
    return parts[first:]


def product(a: Parts, b: Parts) -> npt.NDArray[np.int64]:
    """Return the sums of the products of limbs of equal weight, from the top.

    `a` are limbs of shape (k, d), `b` of shape (d, m); the result has shape (T + 2, k, m), two
    leading places being left for carries.
    """
    k, d = a[0].shape
    m = b[0].shape[1]
    total = np.zeros((len(a) + len(b) + 1, k, m), dtype=np.int64)
    for low in range(0, d, _BLOCK):
        stacked = np.concatenate([part[low : low + _BLOCK] for part in b], axis=1)
        for i, part in enumerate(a):
            some = (part[:, low : low + _BLOCK] @ stacked).reshape(k, len(b), m)
            total[i + 2 : i + 2 + len(b)] += some.transpose(1, 0, 2).astype(np.int64)
    return total


def carried(total: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return balanced digits, of modulus at most 2**19, of the same number, in place."""
    for t in range(len(total) - 1, 0, -1):
        carry = (total[t] + (1 << (BITS - 1))) >> BITS
        total[t] -= carry << BITS
        total[t - 1] += carry
    return total


def leading_signs(digits: npt.NDArray[np.int64]) -> Signs:
    """Return the sign of the number that the balanced digits make."""
    first = (digits != 0).argmax(axis=0)
    lead = np.take_along_axis(digits, first[None], axis=0)[0]
    return np.asarray(np.sign(lead), dtype=np.int8)


def chunks(k: int, d: int) -> Iterator[slice]:
    """Yield slices of rows that fit the cache."""
    step = max(64, _ENTRIES // max(d, 1))
    for low in range(0, k, step):
        yield slice(low, low + step)


def signs(rows: FloatArray, vector: Sequence[int]) -> Signs:
    """Return the exact signs of the inner products of the rows with an integer vector.

    Examples
    --------
    >>> signs(np.array([[1.0, 1.0], [0.1, -0.1], [0.1, -0.3]]), [10**40, 10**40]).tolist()
    [1, 0, -1]
    """
    used = [c for c, x in enumerate(vector) if x]
    result = np.zeros(len(rows), dtype=np.int8)
    if not used:
        return result
    whole = [vector[c] for c in used]
    rounded = _rounded(whole)
    size, m = float(np.abs(rounded).sum()), len(used)
    total = sum(map(abs, whole))
    every = len(used) == rows.shape[1]
    total = min(total, 2**60)
    slack = 2 * (m + 6) * 2.0**-53 * (size + m * 2.0**-50)
    for part in chunks(*rows.shape):
        some = rows[part] if every else rows[part][:, used]
        largest = np.abs(some).max(axis=1)
        if float(largest.max()) * total < 2.0**53 and (some == np.rint(some)).all():
            result[part] = np.sign(some @ np.array(whole, dtype=np.float64))  # no sum rounds
            continue
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            value = some @ rounded
            clear = (np.abs(value) > 2 * slack * largest + 2.0**-990) & (largest < 2.0**990)
        sign = np.where(clear, np.sign(value), 0).astype(np.int8)
        open_ = np.flatnonzero(~clear & (largest > 0))
        if open_.size:
            sign[open_] = _exact_signs(some[open_], whole)
        result[part] = sign
    return result


def _rounded(vector: Sequence[int]) -> FloatArray:
    bits = max(abs(x).bit_length() for x in vector)
    low = max(0, bits - 64)
    return np.array([np.ldexp(float(x >> low), low - bits) for x in vector])


def _exact_signs(rows: FloatArray, vector: list[int]) -> Signs:
    if rows.size <= 64:
        whole, _ = integers.integer_rows(rows)
        values = [integers.dot(row, vector) for row in whole]
        return np.array([(v > 0) - (v < 0) for v in values], dtype=np.int8)
    column = np.array(vector, dtype=object)[:, None]
    parts, _ = cut(rows)
    return leading_signs(carried(product(parts, cut_integers(column))))[:, 0]


def combined(rows: FloatArray, shares: FloatArray) -> tuple[list[int], int]:
    """Return exactly the combination of the rows, scaled by powers of two to entries in [1/2, 1).

    The result is integers, to be divided by 2**shift.

    Examples
    --------
    >>> numerators, shift = combined(np.array([[1.0, 2.0], [1.5, -1.0]]), np.array([3.0, 1.0]))
    >>> [x / 2**shift for x in numerators]
    [1.5, 1.0]
    """
    total = [0] * rows.shape[1], 0
    for low in range(0, len(rows), _BLOCK):
        parts, _ = cut(rows[low : low + _BLOCK])
        weight, exponent = cut(shares[None, low : low + _BLOCK])
        digits = product(weight, parts)[:, 0]
        last = BITS * (len(weight) + len(parts)) - int(exponent[0])
        total = added(total, ([number(column) for column in digits.T.tolist()], last))
    return total


def added(a: tuple[list[int], int], b: tuple[list[int], int]) -> tuple[list[int], int]:
    """Add two vectors of integers, each divided by a power of two.

    Examples
    --------
    >>> added(([1, 2], 0), ([3, 0], 2))
    ([7, 8], 2)
    """
    if a[1] > b[1]:
        a, b = b, a
    shift = b[1] - a[1]
    return [(x << shift) + y for x, y in zip(a[0], b[0], strict=True)], b[1]


def number(digits: Sequence[int]) -> int:
    """Return the integer with these digits, from the top."""
    value = 0
    for digit in digits:
        value = (value << BITS) + digit
    return value


def times(parts: Parts, vector: Sequence[int]) -> list[int]:
    """Return the integer matrix of the limbs times a vector of integers."""
    column = np.array(vector, dtype=object)[:, None]
    digits = product(parts, cut_integers(column))[:, :, 0]
    return [number(row) for row in digits.T.tolist()]

"""The sign patterns of a layer, and the count that Remark 3 gives."""

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np

from gcbook._checks import IntArray


def on_moment_curve(k: int, d: int) -> IntArray:
    """Return k integer vectors (1, t, ..., t^(d-1)) in general position, shape (k, d)."""
    t = np.arange(k) - k // 2
    return np.stack([t**power for power in range(d)], axis=1)


def patterns(weights: IntArray) -> IntArray:
    """Return all sign patterns of the weights, shape (2^k, k, d)."""
    signs = np.array(list(product((1, -1), repeat=len(weights))))
    return np.asarray(signs[:, :, None] * weights)


def formula(k: int, d: int, lowest: int = 0) -> Fraction:
    """Return the printed 2^(1-k) sum_{j=d}^{k-1} C(k-1, j); `lowest` shifts the first index."""
    return Fraction(sum(comb(k - 1, j) for j in range(d + lowest, k)), 2 ** (k - 1))

"""Remark 3 in exact rational arithmetic, and what follows from it.

    P(k, d) = 2^(1-k) sum_{j=d}^{k-1} C(k-1, j) = Prob[at least d heads in k-1 fair tosses]

Wendel (1962) proved the formula; Cover (1965) counted the same hyperplane regions.  It holds for
independent directions whose law is symmetric under ``w -> -w`` and puts no mass on hyperplanes
through the origin: the uniform law of the remark, Gaussian weights, and many others.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from gcbook import _checks


def gc_probability(k: int, d: int) -> Fraction:
    """Return the probability that k random neurons satisfy the geometric condition in R^d.

    Parameters
    ----------
    k : int
        Number of neurons, the paper's ``k_i``: the neurons of one class.
    d : int
        Dimension, the paper's ``d_i``: the dimension of that class's subspace.

    Returns
    -------
    fractions.Fraction
        ``2^(1-k) sum_{j=d}^{k-1} C(k-1, j)``, exactly.  It is 0 for ``k <= d``.

    Raises
    ------
    TypeError, ValueError
        If `k` or `d` is not an integer >= 1.

    See Also
    --------
    neurons_for : the inverse question.
    estimate_gc_probability : any law of the weights, by simulation.

    Notes
    -----
    Remark 3 of the paper; Wendel, Math. Scand. 11 (1962).

    Examples
    --------
    >>> from gcbook import gc_probability
    >>> gc_probability(3, 2), gc_probability(10, 3)
    (Fraction(1, 4), Fraction(233, 256))
    >>> gc_probability(200, 100)
    Fraction(1, 2)
    """
    k = _checks.integer(k, "k", low=1)
    d = _checks.integer(d, "d", low=1)
    return Fraction(_heads(k - 1, d), 1 << (k - 1))


def neurons_for(probability: Fraction | float | str | Decimal, d: int) -> int:
    """Return the smallest k with ``gc_probability(k, d) >= probability``.

    Parameters
    ----------
    probability : Fraction, int, float, Decimal or str
        A number in ``[0, 1)``.  The comparison is exact: a float counts as the binary fraction it
        is, a string such as ``"0.99"`` or ``"99/100"`` as the decimal or fraction it spells.
    d : int
        Dimension of the class's subspace.

    Returns
    -------
    int
        A number of neurons, at least 1.

    Raises
    ------
    TypeError, ValueError
        If `probability` is no number in ``[0, 1)`` (no finite k reaches 1), or `d` no integer >= 1.

    Examples
    --------
    >>> from gcbook import neurons_for
    >>> [neurons_for("0.99", d) for d in (2, 3, 5, 10, 20, 100)]
    [12, 15, 20, 34, 58, 236]
    >>> neurons_for("1/2", 7)
    14
    """
    target = _probability(probability)
    d = _checks.integer(d, "d", low=1)
    if target == 0:
        return 1
    from scipy.special import betainc

    # P(k, d) increases strictly in k >= d.  Floats only choose where the exact search begins.
    low = _first(d, lambda k: bool(betainc(k - d, d, 0.5) <= float(1 - target))) - 1
    step = 1
    while low > d and _reaches(low, d, target):
        low, step = max(d, low - step), 2 * step
    return _first(low, lambda k: _reaches(k, d, target))


def joint_gc_probability(neurons: Sequence[int], dimensions: int | Sequence[int]) -> Fraction:
    """Return the probability that every class satisfies the geometric condition at once.

    The classes use disjoint sets of neurons, and a Gaussian weight projects independently on
    orthogonal subspaces, so the probability is the product of `gc_probability` over the classes.

    Parameters
    ----------
    neurons : sequence of int
        The paper's ``k_1, ..., k_n``.
    dimensions : int or sequence of int
        The paper's ``d_1, ..., d_n``, or their common value.

    Returns
    -------
    fractions.Fraction

    Examples
    --------
    >>> from gcbook.probability import joint_gc_probability
    >>> joint_gc_probability([3, 3], 2), joint_gc_probability([6, 6], 2)
    (Fraction(1, 16), Fraction(169, 256))
    """
    sizes = list(neurons)
    spaces = list(dimensions) if isinstance(dimensions, Sequence) else [dimensions] * len(sizes)
    if not sizes or len(sizes) != len(spaces):
        raise ValueError(
            "neurons and dimensions must have one entry per class, at least one class; "
            f"got {len(sizes)} and {len(spaces)}"
        )
    product = Fraction(1)
    for k, d in zip(sizes, spaces, strict=True):
        product *= gc_probability(k, d)
    return product


def waiting_time_probability(k: int, d: int) -> Fraction:
    """Return the probability that the k-th neuron is the one that brings the condition about.

    Draw neurons one after the other.  The condition never gets lost when a neuron is added, so
    there is a first k for which it holds, and its law is

        P(k, d) - P(k-1, d) = 2^(1-k) C(k-2, d-1):

    one more than the number of fair tosses up to the d-th head.  The mean is ``2 d + 1``.

    Parameters
    ----------
    k : int
        Number of neurons drawn so far.
    d : int
        Dimension.

    Returns
    -------
    fractions.Fraction

    Examples
    --------
    >>> from gcbook.probability import waiting_time_probability
    >>> [str(waiting_time_probability(k, 2)) for k in (2, 3, 4, 5)]
    ['0', '1/4', '1/4', '3/16']
    """
    k = _checks.integer(k, "k", low=1)
    d = _checks.integer(d, "d", low=1)
    return Fraction(math.comb(k - 2, d - 1), 1 << (k - 1)) if k > d else Fraction(0)


def _heads(tosses: int, least: int) -> int:
    """Return the sum of C(tosses, j) over j >= least: sequences with at least that many heads."""
    if least > tosses:
        return 0
    if 2 * least > tosses:
        # C(n, j) = C(n, n - j): the upper tail is a lower tail of tails
        return _lower_sum(tosses, tosses - least)
    return (1 << tosses) - _lower_sum(tosses, least - 1)


def _lower_sum(n: int, last: int) -> int:
    """Return C(n, 0) + ... + C(n, last), each term from the one before it."""
    total = term = 1
    for j in range(1, last + 1):
        term = term * (n - j + 1) // j
        total += term
    return total


def _first(low: int, reached: Callable[[int], bool]) -> int:
    """Return the first k > low that is `reached`, which is monotone and false at low.

    The search gallops away from `low` and then halves the interval, so that a good start is cheap.
    """
    step = 1
    while not reached(low + step):
        low, step = low + step, 2 * step
    high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def _reaches(k: int, d: int, target: Fraction) -> bool:
    return _heads(k - 1, d) * target.denominator >= target.numerator << (k - 1)


def _probability(value: Any) -> Fraction:
    required = "probability must be a number in [0, 1) (no finite number of neurons reaches 1)"
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (numbers.Real, Decimal, str)):
        raise TypeError(f"{required}; got {value!r}")
    try:
        number = Fraction(value if isinstance(value, (str, Decimal, Fraction)) else _plain(value))
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise ValueError(f"{required}; got {value!r}") from error
    if not 0 <= number < 1:
        raise ValueError(f"{required}; got {value!r}")
    return number


def _plain(value: Any) -> int | float | Fraction:
    """Return a NumPy scalar as the Python number it equals."""
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    return float(value)

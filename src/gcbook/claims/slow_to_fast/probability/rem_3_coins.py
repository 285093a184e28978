"""Remark 3, consequences. Tossing coins."""

from fractions import Fraction
from math import comb

import sympy as sp

from gcbook.audit import Outcome, check
from gcbook.claims._witness.sign_patterns import formula
from gcbook.claims._words import result


@check(
    twin={"lowest": -1},
    twin_says="P(k, d) = Pr[Bin(k-1, 1/2) >= d - 1]",
    method="symbolic",
    role="supports",
    omits="k > 40 for the counts; Pascal's rule is proved for all k and j",
)
def pascal_and_coins(lowest: int = 0) -> Outcome:
    """P(k, d) = Pr[Bin(k-1, 1/2) >= d] and P(k+1, d) - P(k, d) = 2^-k C(k-1, d-1).

    Pascal's rule by sympy for all k, j; the rest exactly for k <= 40, d <= 12, the coin by
    convolving fair tosses.
    """
    k, j = sp.symbols("k j", positive=True, integer=True)
    rule = sp.combsimp(sp.binomial(k, j) + sp.binomial(k, j - 1) - sp.binomial(k + 1, j))
    coin = [Fraction(1)]
    agree = True
    for size in range(1, 41):
        for d in range(1, 13):
            tail = sum(coin[d + lowest :], Fraction(0))
            gained = formula(size + 1, d) - formula(size, d)
            step = Fraction(comb(size - 1, d - 1), 2**size)
            agree = agree and tail == formula(size, d) and gained == step
        coin = [
            (a + b) / 2 for a, b in zip([*coin, Fraction(0)], [Fraction(0), *coin], strict=True)
        ]
    return Outcome(rule == 0 and agree, f"Pascal {rule}, counts agree: {agree}", "0 and True")


@check(
    twin={"offset": 0},
    twin_says="the mean waiting time is 2 d",
    method="symbolic",
    role="supports",
    omits="d > 8",
)
def waiting_time_mean(offset: int = 1) -> Outcome:
    """Adding neurons one at a time, GC arrives with neuron 2 d + 1 on average (d = 1, ..., 8).

    The arrival is one more than the toss that brings the d-th head.
    """
    means = []
    x = sp.symbols("x", positive=True)
    for d in range(1, 9):
        # sum_m (m + 1) C(m-1, d-1) 2^-m, by derivatives of the geometric series
        generating = (x / (2 - x)) ** d
        means.append(sp.diff(generating, x).subs(x, 1) + generating.subs(x, 1))
    expected = [2 * d + offset for d in range(1, 9)]
    return Outcome(means == expected, means, expected)


@check(
    twin={"shift": 1},
    twin_says="P(k, d) + P(k, k - d + 1) = 1",
    method="exact",
    role="supports",
    omits="k > 60",
)
def duality(shift: int = 0) -> Outcome:
    """P(k, d) + P(k, k - d) = 1 for 0 < d < k <= 60; so P(2d, d) = 1/2."""
    sums = {formula(k, d) + formula(k, k - d + shift) for k in range(2, 61) for d in range(1, k)}
    return Outcome(sums == {1}, sorted(map(str, sums))[:3], {1})


CLAIM, ERRATA = result(__file__, pascal_and_coins, waiting_time_mean, duality)

"""Remark 3. The probability of the condition."""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, check
from gcbook.claims._witness import lattice
from gcbook.claims._witness.sign_patterns import formula, on_moment_curve, patterns
from gcbook.claims._words import result
from gcbook.probability import estimate_gc_probability, gc_probability, region_count

SIZES = tuple((k, d) for d in (2, 3, 4) for k in range(d, 9 - (d == 4)))


@check(
    twin={"lowest": -1},
    twin_says="the sum starts at j = d - 1",
    method="exact",
    role="supports",
    omits="that the signs are independent of the lines and fair, which the law must provide",
)
def sign_patterns_counted(lowest: int = 0) -> Outcome:
    """Of the 2^k sign patterns of k vectors in general position exactly 2^k P_gc satisfy GC.

    Counted for d = 2, 3, 4 and k up to 8 (7 for d = 4) with integer vectors; averaging over signs
    is then Remark 3, with 2^k and not the printed 2^n.
    """
    counted = {
        (k, d): int(lattice.both_signs(patterns(on_moment_curve(k, d))).sum()) for k, d in SIZES
    }
    expected = {size: int(2 ** size[0] * formula(*size, lowest)) for size in SIZES}
    return Outcome(counted == expected, list(counted.values()), list(expected.values()))


@check(
    twin={"degenerate": True},
    twin_says="the same for vectors that are not in general position",
    method="exact",
    role="supports",
    omits="other vectors: in general, strict inequalities survive a small change of n",
)
def open_and_closed_hemispheres(degenerate: bool = False) -> Outcome:
    """In general position, failing GC (a closed hemisphere) is as frequent as lying in an open one.

    The printed proof counts regions, which are open hemispheres, and needs closed ones.  Regions
    are counted by deletion and restriction, closed hemispheres by form (1) of Lemma 5.2.
    """
    sets = (
        [np.array([[1, 0], [1, 0], [0, 1], [1, 1]])]
        if degenerate
        else [on_moment_curve(k, d) for k, d in SIZES]
    )
    regions = [region_count(w) for w in sets]
    closed = [int((~lattice.both_signs(patterns(w))).sum()) for w in sets]
    return Outcome(regions == closed, regions, closed)


@check(
    twin={"growing": True},
    twin_says="the limit is 1 also when d grows as k / 2",
    method="symbolic",
    role="supports",
    omits="d > 6, where 1 - P is again a polynomial in k times 2^(1-k)",
)
def limit_is_one(growing: bool = False) -> Outcome:
    """At fixed d, P_gc tends to 1 as k grows: the limit by sympy for d = 1, ..., 6.

    The twin lets d = k/2, where P_gc is 1/2 for every k.
    """
    k = sp.symbols("k", positive=True)
    if growing:
        limits = [sp.Rational(gc_probability(2 * d, d)) for d in range(1, 40)]
    else:
        limits = [
            1
            - sp.limit(
                2 ** (1 - k)
                * sum(sp.expand_func(sp.ff(k - 1, j)) / sp.factorial(j) for j in range(d)),
                k,
                sp.oo,
            )
            for d in range(1, 7)
        ]
    return Outcome(all(limit == 1 for limit in limits), limits[-1], 1)


@check(
    twin={"lowest": -1},
    twin_says="the sum starts at j = d - 1",
    method="statistical",
    role="supports",
    omits="that the generator is random; sizes other than the six",
    false_alarm=6e-5,
    seconds=0.5,
    full={"trials": 400_000},
)
def sampled_at_random(lowest: int = 0, trials: int = 20_000, seed: int = 3) -> Outcome:
    """Agree with simulated layers: six sizes (k, d), intervals of level 1 - 1e-5 each."""
    sizes = [(3, 2), (6, 2), (4, 3), (6, 3), (8, 4), (10, 3)]
    rng = np.random.default_rng(seed)
    found = [
        estimate_gc_probability(k, d, trials=trials, seed=rng, confidence=1 - 1e-5)
        for k, d in sizes
    ]
    expected = [formula(k, d, lowest) for k, d in sizes]
    inside = [one.low <= float(p) <= one.high for one, p in zip(found, expected, strict=True)]
    return Outcome(
        all(inside),
        [round(one.value, 4) for one in found],
        [round(float(p), 4) for p in expected],
        f"(k, d) = {sizes}, {trials} layers each",
    )


CLAIM, ERRATA = result(
    __file__, sign_patterns_counted, open_and_closed_hemispheres, limit_is_one, sampled_at_random
)

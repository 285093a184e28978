"""Remark 3. The probability of the condition."""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, statistical, symbolic
from gcbook.claims._witness import lattice
from gcbook.claims._witness.sign_patterns import formula, on_moment_curve, patterns
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.probability.counting import D, K, heads, vanishes
from gcbook.probability import estimate_gc_probability, gc_probability, region_count

SIZES = tuple((k, d) for d in (2, 3, 4) for k in range(d, 9 - (d == 4)))


@symbolic.supports(
    twin={"factor": 1},
    twin_says="k hyperplanes have half as many regions: k lines cut the plane into k sectors",
    omits="that the numbers of regions obey the recursion, which is argued",
)
def pascal_solves_the_recursion(factor: int = 2, lowest: int = 0) -> Outcome:
    """r(k, d) = 2 sum_{j<d} C(k-1, j) solves r(k+1, d) = r(k, d) + r(k, d-1), for all k and d.

    By induction over d from r(k, 1) = 2, the two sides gain the same from d - 1 to d: Pascal's
    rule.  And r(1, d) = 2, because C(0, j) = 0 for j > 0.
    """

    def gain(k: sp.Expr, d: sp.Expr) -> sp.Expr:
        return factor * sp.binomial(k - 1, d - 1 + lowest)

    step = vanishes(gain(K + 1, D) - gain(K, D) - gain(K, D - 1))
    line = sp.simplify(gain(K, sp.S.One))
    one = sum(gain(sp.S.One, sp.Integer(j)) for j in range(1, 8))
    return Outcome(
        step and line == one == 2, f"recursion {step}, r(k, 1) = {line}, r(1, 7) = {one}", "2 and 2"
    )


@symbolic.supports(
    twin={"push": 1},
    twin_says="the same for a push of length 1, not a small one",
    omits="that such an m exists, which linear independence gives",
)
def small_push_opens(push: int = 0) -> Outcome:
    """If <w, n> = h > 0 and <w, m> >= -q, then n + e m with e = h/(1 + q) still has <w, .> > 0.

    And where <w, n> = 0 and <w, m> = 1, it has <w, .> = e.
    """
    h, q = sp.symbols("h q", positive=True)
    e = sp.S.One if push else h / (1 + q)
    off, on = sp.factor(h - e * q), sp.factor(e)
    return Outcome(bool(off.is_positive and on.is_positive), f"{off} and {on}", "both positive")


@exact.supports(
    twin={"lowest": -1},
    twin_says="the sum starts at j = d - 1",
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
    library = {(k, d): int(2**k * gc_probability(k, d)) for k, d in SIZES}
    good = counted == expected == library
    return Outcome(good, list(counted.values()), list(expected.values()))


@exact.supports(
    twin={"degenerate": True},
    twin_says="the same for vectors that are not in general position",
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


@symbolic.supports(
    twin={"growing": True},
    twin_says="it is below 1 also when d grows as k / 2",
    omits="nothing: 1 - P_gc is the sum of d such terms, for every d",
)
def limit_is_one(growing: bool = False) -> Outcome:
    """At fixed d, P_gc tends to 1: each of the d terms that it lacks falls by the half in the end.

    The ratio of 2^(1-k) C(k-1, d-1) at k + 2 and at k tends to 1/4.  The twin lets d grow by one
    with every two neurons, from k = 2 d.
    """
    ratio = sp.combsimp(heads(K + 2, D + int(growing)) / heads(K, D))
    limit = sp.limit(ratio.subs(D, K / 2) if growing else ratio, K, sp.oo)
    return Outcome(bool(limit < 1), limit, sp.Rational(1, 4))


@statistical.supports(
    twin={"lowest": -1},
    twin_says="the sum starts at j = d - 1",
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
    __file__,
    pascal_solves_the_recursion,
    small_push_opens,
    sign_patterns_counted,
    open_and_closed_hemispheres,
    limit_is_one,
    sampled_at_random,
)

"""Section 5, Remark 3, beyond the paper: coins, several classes, other laws."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import comb

import numpy as np
import sympy as sp

from gcbook._checks import FloatArray
from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Step
from gcbook.claims import _lattice
from gcbook.claims.probability import formula, on_moment_curve, patterns, sign_patterns_counted
from gcbook.probability import estimate_gc_probability, joint_gc_probability


@check(
    twin={"lift": 1},
    twin_says="the same for the vectors moved into general position",
    method="exact",
    role="supports",
    omits="other degenerate vectors",
)
def degenerate_vectors_have_fewer(lift: int = 0) -> Outcome:
    """A repeated direction, or three vectors in a plane of R^3, leave fewer patterns with GC.

    {e1, e1, e2, e1 + e2}: 6 in place of 8.  Five vectors of R^3 with three in a plane: 6 in place
    of 10.
    """
    sets = [
        np.array([[1, 0], [1, 3 * lift], [0, 1], [1, 1]]),
        np.array([[1, 0, 0], [0, 1, 0], [1, 1, lift], [0, 0, 1], [1, 2, 3]]),
    ]
    counted = [int(_lattice.both_signs(patterns(w)).sum()) for w in sets]
    general = [int(2 ** len(w) * formula(*w.shape)) for w in sets]
    fewer = all(c < g for c, g in zip(counted, general, strict=True))
    return Outcome(fewer, counted, f"fewer than {general}")


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


@check(
    twin={"shared": True},
    twin_says="the same when both classes read the same neurons",
    method="exact",
    role="supports",
    omits="that a Gaussian layer projects independently on orthogonal subspaces",
)
def classes_are_independent(shared: bool = False) -> Outcome:
    """Two classes with their own neurons satisfy GC together with the product of probabilities.

    Counted over the sign patterns of 3 + 4 vectors in the plane; joint_gc_probability agrees.
    """
    first = _lattice.both_signs(patterns(on_moment_curve(3, 2)))
    second = _lattice.both_signs(patterns(on_moment_curve(4, 2)))
    if shared:
        second = first
    both = (
        np.diag(np.ones(len(first), bool)) if shared else np.ones((len(first), len(second)), bool)
    )
    chosen = (first[:, None] & second[None, :])[both]
    joint = Fraction(int(chosen.sum()), chosen.size)
    separate = Fraction(int(first.sum()), first.size) * Fraction(int(second.sum()), second.size)
    library = joint_gc_probability([3, 3] if shared else [3, 4], 2)
    return Outcome(joint == separate == library, joint, separate)


@check(
    twin={"sine": 1},
    twin_says="G has mean 1/2 + a/pi",
    method="symbolic",
    role="supports",
    omits="other laws; the general formula is the library's quadrature",
)
def cosine_law(sine: int = 0) -> Outcome:
    """For directions of density (1 + a cos t)/(2 pi): P(3) = 1/4 - 3 a^2/(2 pi^2) = P(4)/2.

    P = 1 - k E[G^(k-1)], with G = 1/2 - (a/pi) sin t the mass of the half circle from t; the
    cosine's share is an exact derivative and integrates to zero.
    """
    t, a = sp.symbols("t a", real=True)
    density = (1 + a * sp.cos(t)) / (2 * sp.pi)
    half = sp.Rational(1, 2) - a / sp.pi * sp.sin(t) + sine * a / sp.pi
    found = [
        sp.simplify(1 - k * sp.integrate(sp.expand(density * half ** (k - 1)), (t, 0, 2 * sp.pi)))
        for k in (3, 4)
    ]
    third = sp.Rational(1, 4) - 3 * a**2 / (2 * sp.pi**2)
    expected = [third, 2 * third]
    same = all(sp.simplify(f - e) == 0 for f, e in zip(found, expected, strict=True))
    return Outcome(same, found, expected)


@check(
    twin={"uniform": False},
    twin_says="a cosine law with a = 1 has the uniform law's probability",
    method="statistical",
    role="supports",
    omits="other laws and sizes",
    false_alarm=2e-5,
    seed=11,
    full={"trials": 400_000},
)
def cosine_law_sampled(uniform: bool = True, trials: int = 20_000, seed: int = 11) -> Outcome:
    """Agree with simulated planar layers of density (1 + cos t)/(2 pi), k = 3, 4.

    The twin expects the values 1/4 and 1/2 of the uniform law.
    """
    rng = np.random.default_rng(seed)
    third = 0.25 - 1.5 / np.pi**2 if uniform else 0.25
    found = [
        estimate_gc_probability(
            k, 2, trials=trials, sampler=partial(_cosine, k), seed=rng, confidence=1 - 1e-5
        )
        for k in (3, 4)
    ]
    expected = [third, 2 * third]
    inside = [one.low <= p <= one.high for one, p in zip(found, expected, strict=True)]
    return Outcome(
        all(inside), [round(one.value, 4) for one in found], [round(p, 4) for p in expected]
    )


@check(
    twin={"exponent": 1},
    twin_says="G^(k-1) + (1-G)^(k-1) >= 2^(1-k), twice as small, is attained",
    method="symbolic",
    role="supports",
    omits="k > 14",
)
def uniform_law_is_best(exponent: int = 2) -> Outcome:
    """In the plane no law beats the uniform one: G^(k-1) + (1-G)^(k-1) >= 2^(2-k), k <= 14.

    With G = 1/2 + x the difference is a polynomial in x^2 with non-negative coefficients, zero at
    x = 0 only; this gives P <= 1 - k/2^(k-1).
    """
    x = sp.symbols("x", real=True)
    half = sp.Rational(1, 2)
    good = []
    for k in range(3, 15):
        gap = sp.Poly(
            (half + x) ** (k - 1) + (half - x) ** (k - 1) - sp.Integer(2) ** (exponent - k), x
        )
        terms = [(power, c) for (power,), c in gap.terms() if c != 0]
        good.append(all(power % 2 == 0 and power > 0 and c > 0 for power, c in terms))
    return Outcome(all(good), good, "even powers, positive coefficients, no constant")


@check(
    twin={"triples": 1},
    twin_says="each has exactly one GC triple",
    method="exact",
    role="supports",
    omits="laws with atoms or parallel directions",
)
def quadruples_hold_two_triples(triples: int = 2) -> Outcome:
    """In the plane each GC quadruple in general position has exactly two GC triples: P_4 = 2 P_3.

    Every quadruple of sixteen integer vectors no two of which are parallel.
    """
    family = np.array(
        [(s * x, s * y) for s, (x, y) in zip((1, -1) * 8, _directions(16), strict=True)]
    )
    sets = _lattice.subsets(family, 4)
    holding = sets[_lattice.both_signs(sets)]
    inner = np.sum(
        [_lattice.both_signs(np.delete(holding, j, axis=1)).astype(int) for j in range(4)], axis=0
    )
    return Outcome(
        bool((inner == triples).all()) and len(holding) > 0,
        f"{sorted(set(np.asarray(inner).tolist()))} triples in {len(holding)} quadruples",
        [triples],
    )


def _directions(count: int) -> list[tuple[int, int]]:
    """Return `count` primitive directions in the upper half plane."""
    found = [
        (x, y) for y in range(5) for x in range(-4, 5) if np.gcd(x, y) == 1 and (y > 0 or x > 0)
    ]
    return found[:count]


def _cosine(k: int, rng: np.random.Generator, size: int) -> FloatArray:
    """Draw layers whose directions have density (1 + cos t)/(2 pi), by rejection."""
    angles = np.empty(0)
    while angles.size < k * size:
        t = rng.uniform(0, 2 * np.pi, 3 * k * size)
        angles = np.concatenate([angles, t[rng.uniform(0, 2, t.size) < 1 + np.cos(t)]])
    t = angles[: k * size].reshape(size, k)
    return np.stack([np.cos(t), np.sin(t)], axis=-1)


CLAIMS = (
    Claim(
        id="rem-3-signs",
        number="Remark 3, stronger",
        title="Only the signs need to be random",
        section="added",
        statement=(
            r"For every $W$ in general position exactly $2^kP(k,d)$ of its $2^k$ sign patterns "
            r"satisfy GC. So Remark 3 holds for every law that is invariant under sign changes and "
            r"almost surely in general position; degenerate $W$ have fewer."
        ),
        kind="addition",
        depends=("rem-3",),
        checks=(sign_patterns_counted, degenerate_vectors_have_fewer),
        proof=(
            Step(
                "The count of regions does not depend on $W$ in general position.",
                check="sign-patterns-counted",
            ),
        ),
    ),
    Claim(
        id="rem-3-coins",
        number="Remark 3, consequences",
        title="Tossing coins",
        section="added",
        statement=(
            r"$P(k,d)=\Pr[\mathrm{Bin}(k-1,\frac12)\ge d]$; "
            r"$P(k+1,d)-P(k,d)=2^{-k}\binom{k-1}{d-1}$; neurons drawn one by one satisfy GC from "
            r"neuron $2d+1$ on average; $P(k,d)+P(k,k-d)=1$, so $P(2d,d)=\frac12$."
        ),
        kind="addition",
        depends=("rem-3", "gc-monotone"),
        checks=(pascal_and_coins, waiting_time_mean, duality),
        proof=(
            Step("The sum is the upper tail of a binomial; Pascal.", check="pascal-and-coins"),
            Step(
                "GC is monotone, so the arrival has a law: one more than a negative binomial.",
                check="waiting-time-mean",
            ),
            Step("Exchange heads and tails.", check="duality"),
        ),
    ),
    Claim(
        id="rem-3-joint",
        number="Remark 3, for all classes",
        title="All classes at once",
        section="added",
        statement=(
            r"With Gaussian weights the classes satisfy GC independently: all do with probability "
            r"$\prod_iP(k_i,d_i)$."
        ),
        kind="addition",
        depends=("rem-3",),
        checks=(classes_are_independent,),
        proof=(
            Step("Disjoint sets of neurons, and independent projections on orthogonal subspaces."),
            Step("The product rule, counted.", check="classes-are-independent"),
        ),
    ),
    Claim(
        id="rem-3-planar",
        number="Remark 3, other laws",
        title="Directions that are not uniform",
        section="added",
        statement=(
            r"In the plane, for independent directions of density $f$, $P=1-k\int fG^{k-1}$ with "
            r"$G(\theta)$ the mass of $(\theta,\theta+\pi)$; $P\le1-k/2^{k-1}$, with equality for "
            r"the uniform law; and $P_4=2P_3$ for every law without atoms."
        ),
        kind="addition",
        depends=("rem-3",),
        checks=(cosine_law, cosine_law_sampled, uniform_law_is_best, quadruples_hold_two_triples),
        proof=(
            Step(
                "GC fails exactly when one vector is the first of all in a half circle: $k$ "
                "disjoint events of probability $\\int fG^{k-1}$ each.",
                check="cosine-law",
            ),
            Step(
                "Since $G'(\\theta)=f(\\theta+\\pi)-f(\\theta)$, symmetrising leaves "
                "$G^{k-1}+(1-G)^{k-1}\\ge2^{2-k}$.",
                check="uniform-law-is-best",
            ),
            Step(
                "Two of the four triples of a GC quadruple satisfy GC.",
                check="quadruples-hold-two-triples",
            ),
        ),
    ),
)

"""Remark 3, other laws. Directions that are not uniform."""

from functools import partial

import numpy as np
import sympy as sp

from gcbook._checks import FloatArray
from gcbook.audit import Outcome, check
from gcbook.claims._witness import lattice
from gcbook.claims._words import result
from gcbook.probability import estimate_gc_probability


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
    sets = lattice.subsets(family, 4)
    holding = sets[lattice.both_signs(sets)]
    inner = np.sum(
        [lattice.both_signs(np.delete(holding, j, axis=1)).astype(int) for j in range(4)], axis=0
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


CLAIM, ERRATA = result(
    __file__, cosine_law, cosine_law_sampled, uniform_law_is_best, quadruples_hold_two_triples
)

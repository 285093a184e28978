"""Remark 3, other laws. Directions that are not uniform."""

from fractions import Fraction

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, exact, statistical, symbolic
from gcbook.claims._witness import lattice
from gcbook.claims._words import result
from gcbook.probability import (
    CosineLaw,
    estimate_gc_probability,
    gc_probability,
    planar_gc_probability,
)


@symbolic.supports(
    twin={"sine": 1},
    twin_says="G has mean 1/2 + a/pi",
    omits="other laws; the general formula is the library's quadrature, compared at a = 1/2 and 1",
    reach="instance",
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
    tilts = (sp.S.Half, sp.S.One)
    quadrature = all(
        abs(planar_gc_probability(k, CosineLaw(float(tilt))) - float(e.subs(a, tilt))) < 1e-9
        for k, e in zip((3, 4), expected, strict=True)
        for tilt in tilts
    )
    return Outcome(same and quadrature, found, expected)


@statistical.supports(
    twin={"uniform": False},
    twin_says="a cosine law with a = 1 has the uniform law's probability",
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
            k, 2, trials=trials, sampler=CosineLaw(1.0).sampler(k), seed=rng, confidence=1 - 1e-5
        )
        for k in (3, 4)
    ]
    expected = [third, 2 * third]
    inside = [one.low <= p <= one.high for one, p in zip(found, expected, strict=True)]
    return Outcome(
        all(inside), [round(one.value, 4) for one in found], [round(p, 4) for p in expected]
    )


def odd_part(sign: int = 1) -> sp.Expr:
    """Return f G^(k-1) - s G^(k-1)/2 + (G^k/(2k))' with G' = sign (g - f), f + g = s.

    Here g is f at the opposite point, t + pi.

    Examples
    --------
    >>> odd_part()
    0
    """
    k, t = sp.symbols("k", positive=True), sp.symbols("t", real=True)
    mass, here, there = (sp.Function(name)(t) for name in ("G", "f", "g"))
    slope = sp.diff(mass**k / (2 * k), t).subs(sp.diff(mass, t), sign * (there - here))
    return sp.simplify(here * mass ** (k - 1) - (here + there) * mass ** (k - 1) / 2 + slope)


@symbolic.supports(
    twin={"sign": -1},
    twin_says="the same with G' = f(t) - f(t + pi), of the other sign",
    omits="nothing: f is any density and k any number",
)
def the_odd_part_integrates_to_zero(sign: int = 1) -> Outcome:
    """Up to the derivative of G^k/(2k), f G^(k-1) is s G^(k-1)/2, as G' = f(t + pi) - f(t).

    Here s = f(t) + f(t + pi).
    """
    rest = odd_part(sign)
    return Outcome(rest == 0, rest, 0)


def bracket(power: sp.Expr, x: sp.Expr) -> sp.Expr:
    """Return G^power + (1 - G)^power at G = 1/2 + x.

    Examples
    --------
    >>> x = sp.symbols("x")
    >>> sp.expand(bracket(2, x))
    2*x**2 + 1/2
    """
    return (sp.S.Half + x) ** power + (sp.S.Half - x) ** power


@symbolic.supports(
    twin={"exponent": 1},
    twin_says="G^(k-1) + (1-G)^(k-1) >= 2^(1-k), twice as small, is attained",
    omits="nothing: the power is a symbol",
)
def uniform_law_is_best(exponent: int = 2) -> Outcome:
    """In the plane no law beats the uniform one: G^(k-1) + (1-G)^(k-1) >= 2^(2-k), for all k >= 3.

    At G = 1/2 the value is 2^(2-k) and the slope 0, and the second derivative is (k-1)(k-2) times
    G^(k-3) + (1-G)^(k-3) >= 0.  This gives P <= 1 - k/2^(k-1), which the library's P(k, 2) is.
    """
    more = sp.symbols("p", nonnegative=True)
    x = sp.symbols("x", real=True)
    power = 2 + more  # k - 1
    value = sp.simplify(bracket(power, x).subs(x, 0) / 2 ** (exponent - 1 - power))
    slope = sp.simplify(sp.diff(bracket(power, x), x).subs(x, 0))
    curve = sp.diff(bracket(power, x), x, 2) / bracket(power - 2, x)
    bend = sp.factor(sp.simplify(curve))
    library = all(gc_probability(k, 2) == 1 - Fraction(k, 2 ** (k - 1)) for k in range(1, 30))
    good = value == 1 and slope == 0 and bend == (more + 1) * (more + 2)
    return Outcome(bool(good and library), (value, slope, bend), (1, 0, (more + 1) * (more + 2)))


def paired(times: int = 2) -> sp.Expr:
    """Return h(G) + h(1 - G) for h of P_4 - times P_3 = 1 - times + int f h(G).

    Examples
    --------
    >>> paired()
    2
    """
    g = sp.symbols("G")
    return sp.expand(sum(times * 3 * y**2 - 4 * y**3 for y in (g, 1 - g)))


@symbolic.supports(
    twin={"times": 3},
    twin_says="P_4 = 3 P_3",
    omits="laws without a density, for which triples are counted",
)
def four_is_twice_three(times: int = 2) -> Outcome:
    """P_4 = 2 P_3 for every density: of P_4 - 2 P_3 = -1 + int f h(G), h(G) + h(1 - G) is 2.

    P_k = 1 - k int f G^(k-1), so h(G) = 6 G^2 - 4 G^3; paired as before, int f h(G) is half of
    int s (h(G) + h(1 - G)) over a half circle, which is 1.
    """
    difference = sp.expand(1 - times + paired(times) / 2)
    law = CosineLaw(0.7)
    three, four = (planar_gc_probability(k, law) for k in (3, 4))
    return Outcome(difference == 0 and abs(four - times * three) < 1e-9, difference, 0)


@exact.supports(
    twin={"opposite": True},
    twin_says="the same if directions may be opposite",
    omits="laws with atoms or parallel directions",
)
def quadruples_hold_two_triples(opposite: bool = False) -> Outcome:
    """In the plane each GC quadruple in general position has exactly two GC triples: P_4 = 2 P_3.

    Every quadruple of sixteen integer vectors no two of which are parallel.
    """
    family = np.array(
        [(s * x, s * y) for s, (x, y) in zip((1, -1) * 8, _directions(16), strict=True)]
    )
    sets = lattice.subsets(lattice.DODECAGON if opposite else family, 4)
    holding = sets[lattice.both_signs(sets)]
    inner = np.sum(
        [lattice.both_signs(np.delete(holding, j, axis=1)).astype(int) for j in range(4)], axis=0
    )
    return Outcome(
        bool((inner == 2).all()) and len(holding) > 0,
        f"{sorted(set(np.asarray(inner).tolist()))} triples in {len(holding)} quadruples",
        [2],
    )


def _directions(count: int) -> list[tuple[int, int]]:
    """Return `count` primitive directions in the upper half plane."""
    found = [
        (x, y) for y in range(5) for x in range(-4, 5) if np.gcd(x, y) == 1 and (y > 0 or x > 0)
    ]
    return found[:count]


CLAIM, ERRATA = result(
    __file__,
    cosine_law,
    cosine_law_sampled,
    the_odd_part_integrates_to_zero,
    uniform_law_is_best,
    four_is_twice_three,
    quadruples_hold_two_triples,
)

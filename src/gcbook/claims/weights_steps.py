"""Section 5.1, the steps of the proof of Lemma 5.1: symbolic proofs and exact counterexamples.

Neuron j is *positive* for class i when ``v_ij > 0``, *negative* otherwise.  Write ``g`` for the
gradient of l_i in w_j, ``u = w_j/|w_j|`` and ``P = P(Omega_ir and Omega_j)``, r the class that owns
the neuron.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from gcbook.audit.check import Outcome, check
from gcbook.claims._algebra import ball, nonnegative, same

HALF = sp.Rational(1, 2)


@check(
    twin={"constant": sp.Integer(1)},
    twin_says="the bathtub inequality with constant 1 in place of 1/2",
    method="symbolic",
    role="supports",
    omits="that P(A, s > t) >= P(A) - C t, which is the definition of a density bounded by C",
)
def bathtub(constant: sp.Rational = HALF) -> Outcome:
    """If s has a density at most C and s > 0 on A, then E[1_A s] >= P(A)^2 / (2 C), sharply.

    E[1_A s] is the integral over t > 0 of P(A, s > t) >= P(A) - C t.  Equality holds when s has
    density exactly C on (0, P/C).
    """
    p, c, t = sp.symbols("P C t", positive=True)
    lower = sp.integrate(p - c * t, (t, 0, p / c))
    attained = sp.integrate(c * t, (t, 0, p / c))
    claimed = constant * p**2 / c
    return Outcome(
        same(lower, claimed) and same(attained, claimed),
        sp.simplify(lower),
        claimed,
        f"the integral of the tail, and the value {sp.simplify(attained)} of the extremal law",
    )


@check(
    twin={"sign": -1},
    twin_says="the same for a neuron that is pushed inwards (v_ij < 0)",
    method="symbolic",
    role="supports",
    omits="that a positive neuron is pushed outwards: each <u, x> in its gradient is > 0",
)
def positive_neurons_grow(sign: int = 1) -> Outcome:
    """A step with a push g >= 0 along w and any push sideways never shortens w, for any step.

    |w'|^2 - |w|^2 is a polynomial with non-negative coefficients in |w|, the step and the pushes.
    """
    size, step, along, side = sp.symbols("a eta g n", nonnegative=True)
    change = (size + sign * step * along) ** 2 + (step * side) ** 2 - size**2
    return Outcome(
        nonnegative(change, size, step, along, side), sp.expand(change), "every coefficient >= 0"
    )


@check(
    twin={"factor": 1},
    twin_says="the threshold eta M^2 C_p, without the factor 2 v (the printed one)",
    method="symbolic",
    role="repairs",
    omits="the two bounds on the gradient that go in; they are checked on real runs",
)
def corrected_threshold(factor: int = 2) -> Outcome:
    """A negative neuron with |w| >= 2 v eta M^2 C_p does not grow: proved for all real parameters.

    With <g, u> = v P^2/C + a and |g|^2 = (2 v M P)^2 - e, where a, e >= 0 are the slack of the two
    bounds, and |w| = threshold + s, the decrease |w|^2 - |w'|^2 has non-negative coefficients.
    The twin's threshold has 1 where 2 v stands.
    """
    v, p, c, m, step = sp.symbols("v P C M eta", positive=True)
    a, e, s = sp.symbols("a e s", nonnegative=True)
    scale = 2 * v if factor == 2 else sp.Integer(1)
    size = scale * step * m**2 * c + s
    decrease = 2 * step * size * (v * p**2 / c + a) - step**2 * ((2 * v * m * p) ** 2 - e)
    return Outcome(
        nonnegative(decrease * c, v, p, c, m, step, a, e, s),
        sp.expand(decrease),
        "every coefficient >= 0",
    )


@check(
    twin={"power": 1},
    twin_says="the gradient bound 2 v M P (without the square) fails there too",
    method="exact",
    role="refutes",
    omits="other data; one counterexample is enough",
)
def square_in_gradient_bound(power: int = 2) -> Outcome:
    """The printed bound |g| <= 2 v M P^2 is false: data uniform on [-2, -1] and [1, 2], d = 1.

    With v = 1/2, w_1 = 0 and w_2 = 1 the gradient in w_2 is 2 v E[x; x > 0], and P = 1/2.
    """
    v, outer = Fraction(1, 2), Fraction(2)
    probability = Fraction(1, 2)
    gradient = 2 * v * probability * Fraction(3, 2)  # the mean of [1, 2] is 3/2
    bound = 2 * v * outer * probability**power
    return Outcome(gradient > bound, gradient, bound, f"|g| = {gradient}, bound {bound}")


@check(
    twin={"v": Fraction(1, 2)},
    twin_says="the same data refute the printed step size at v = 1/2, where it is right",
    method="exact",
    role="refutes",
    omits="v <= 1/2, where the printed condition suffices",
)
def printed_step_size(v: Fraction = Fraction(1)) -> Outcome:
    """For v = 1 the printed condition eta < r/(C_p M^2) lets a negative neuron with |w| > r grow.

    The data: mass 1 - 1e-6 uniform on the thin box [0.95, 0.99] x [0, 1/1000] and mass 1e-6
    uniform on the annulus 1/2 <= |x| <= 1, so that the density is positive where it must be.  The
    neuron is w = (0, 1), every positive neuron is 0, so Omega is everything; r = 9/10.
    """
    width, height, rest = Fraction(1, 25), Fraction(1, 1000), Fraction(1, 10**6)
    r, outer = Fraction(9, 10), Fraction(1)
    # the longest chord of the box is below width + height^2/width; slices of the annulus are < 2
    # long and its density is 4/(3 pi) < 1/2
    slices = (width + height**2 / width) / (width * height) + rest
    step = Fraction(99, 100) * r / (slices * outer**2)
    along = 2 * v * ((1 - rest) * height / 2 + rest * outer)  # an upper bound on <g, u>
    sideways = 2 * v * (1 - rest) * Fraction(97, 100)
    longer = (1 - step * along) ** 2 + (step * sideways) ** 2
    return Outcome(
        longer > 1,
        f"|w'|^2 - |w|^2 >= {float(longer - 1):.2e}",
        "|w'|^2 - |w|^2 <= 0",
        f"eta = {float(step):.3e} is below r/(C_p M^2) = {float(r / slices):.3e}; "
        f"corrected: r/(2 v C_p M^2) = {float(r / (2 * v * slices)):.3e}",
    )


@check(
    twin={"at": "centre"},
    twin_says="the largest slice of an annulus in the plane passes through its centre",
    method="symbolic",
    role="repairs",
    omits="densities other than p_max, for which the same slices give an upper bound",
)
def largest_slice_in_the_plane(at: str = "inner") -> Outcome:
    """In the plane the longest slice of m <= |x| <= M is tangent to the inner circle.

    For |a| <= m the length is 2 (sqrt(M^2 - a^2) - sqrt(m^2 - a^2)).  With m^2 = a^2 + p and
    M^2 = a^2 + p + q its derivative in a is 2 a (1/sqrt(p) - 1/sqrt(p + q)) > 0; beyond m the
    length falls.  So C_p <= p_max 2 sqrt(M^2 - m^2).
    """
    a, p, q = sp.symbols("a p q", positive=True)
    m, outer = sp.symbols("m M", positive=True)
    length = 2 * (sp.sqrt(outer**2 - a**2) - sp.sqrt(m**2 - a**2))
    slope = sp.diff(length, a).subs({m: sp.sqrt(a**2 + p), outer: sp.sqrt(a**2 + p + q)})
    rises = same(slope, 2 * a * (1 / sp.sqrt(p) - 1 / sp.sqrt(p + q)))
    # 1/sqrt(p) > 1/sqrt(p + q)  <=>  p + q > p
    rises = rises and nonnegative((p + q) - p, p, q)
    place = m if at == "inner" else sp.Integer(0)
    largest = length.subs(a, place)
    claimed = 2 * sp.sqrt(outer**2 - m**2)
    return Outcome(rises and same(largest, claimed), sp.simplify(largest), claimed)


@check(
    twin={"lowest": 1},
    twin_says="the largest slice passes through the centre for d = 2 as well",
    method="symbolic",
    role="repairs",
    omits="d = 2, treated apart; a real exponent between the half-integers is not needed",
)
def largest_slice_in_space(lowest: int = 2, highest: int = 12) -> Outcome:
    """For d >= 3 the largest slice passes through the centre: d = 3, ..., 13.

    The slice at distance a <= m has area omega (X^s - Y^s), with X = M^2 - a^2 >= Y = m^2 - a^2,
    s = (d - 1)/2; its derivative in a^2 is -s omega (X^(s-1) - Y^(s-1)), which is <= 0 when s >= 1.
    Put X = (y + z)^2, Y = y^2 with y, z >= 0: the bracket has non-negative coefficients.  So
    C_p <= p_max omega_{d-1} (M^(d-1) - m^(d-1)).
    """
    y, z = sp.symbols("y z", nonnegative=True)
    results = []
    for codimension in range(lowest, highest + 1):  # d - 1
        bracket = sp.expand(((y + z) ** (codimension - 2) - y ** (codimension - 2)) * y)
        results.append(nonnegative(sp.cancel(bracket * (y + z)), y, z))
    return Outcome(all(results), results, "falls with a in every dimension")


@check(
    twin={"dimensions": (14,)},
    twin_says="the printed bound fails in dimension 14 as well",
    method="symbolic",
    role="refutes",
    omits="annuli with m close to M, whose slices are small",
)
def printed_slice_bound(dimensions: tuple[int, ...] = tuple(range(2, 14))) -> Outcome:
    """The printed C_p <= p_max M^(d-1) is false for d = 2, ..., 13: uniform density, m = M/10.

    The slice at a = m (d = 2) or a = 0 (d >= 3) has area above M^(d-1), because the unit ball of
    R^(d-1) has volume above 1.
    """
    inner = sp.Rational(1, 10)
    areas = [
        2 * sp.sqrt(1 - inner**2) if d == 2 else ball(d - 1) * (1 - inner ** (d - 1))
        for d in dimensions
    ]
    return Outcome(
        all(bool(area > 1) for area in areas), [round(float(area), 3) for area in areas], "all > 1"
    )


@check(
    twin={"drop_length": True},
    twin_says="a negative neuron below the threshold cannot exceed 2 v eta M",
    method="symbolic",
    role="supports",
    omits="the case |w| >= threshold, which is Lemma 5.1",
)
def one_step_overshoot(drop_length: bool = False) -> Outcome:
    """Below rho = 2 v eta M^2 C_p one step cannot lift |w| above 2 v eta M sqrt(1 + M^2 C_p^2).

    |w'|^2 <= |w|^2 + eta^2 |g|^2 <= rho^2 + (2 v eta M)^2, since g points outwards along w.
    """
    v, c, m, step = sp.symbols("v C M eta", positive=True)
    s, e, along = sp.symbols("s e g", nonnegative=True)
    rho = 2 * v * step * m**2 * c
    bound = (2 * v * step * m) ** 2 * (1 + (0 if drop_length else m**2 * c**2))
    # |w| = rho - s with 0 <= s <= rho enters through |w|^2 = rho^2 - s; |g|^2 = (2 v M)^2 - e
    longest = rho**2 - s - 2 * step * along + step**2 * ((2 * v * m) ** 2 - e)
    slack = sp.expand(bound - longest)
    return Outcome(nonnegative(slack, v, c, m, step, s, e, along), slack, "every coefficient >= 0")

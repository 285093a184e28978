"""The largest slice of a shell, the constant C_p."""

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.claims._witness.algebra import ball, nonnegative, same

TENTH = sp.Rational(1, 10)


@symbolic.repairs(
    twin={"at": "centre"},
    twin_says="the largest slice of an annulus in the plane passes through its centre",
    omits="densities other than p_max, for which the same slices give an upper bound",
)
def largest_slice_in_the_plane(at: str = "inner") -> Outcome:
    """In the plane the longest slice of m <= |x| <= M is tangent to the inner circle.

    For |a| <= m the length is 2 (sqrt(M^2 - a^2) - sqrt(m^2 - a^2)).  With m^2 = a^2 + p and
    M^2 = a^2 + p + q its derivative in a is 2 a (1/sqrt(p) - 1/sqrt(p + q)) > 0; beyond m the
    length is 2 sqrt(M^2 - a^2), which falls.  So C_p <= p_max 2 sqrt(M^2 - m^2).
    """
    a, p, q = sp.symbols("a p q", positive=True)
    m, outer = sp.symbols("m M", positive=True)
    length = 2 * (sp.sqrt(outer**2 - a**2) - sp.sqrt(m**2 - a**2))
    slope = sp.diff(length, a).subs({m: sp.sqrt(a**2 + p), outer: sp.sqrt(a**2 + p + q)})
    rises = same(slope, 2 * a * (1 / sp.sqrt(p) - 1 / sp.sqrt(p + q)))
    # 1/sqrt(p) > 1/sqrt(p + q)  <=>  p + q > p
    rises = rises and nonnegative((p + q) - p, p, q)
    beyond = 2 * sp.sqrt(outer**2 - a**2)
    falls = same(sp.diff(beyond, a), -2 * a / sp.sqrt(outer**2 - a**2))
    place = m if at == "inner" else sp.Integer(0)
    largest = length.subs(a, place)
    claimed = 2 * sp.sqrt(outer**2 - m**2)
    return Outcome(rises and falls and same(largest, claimed), sp.simplify(largest), claimed)


@symbolic.repairs(
    twin={"power": sp.Rational(1, 2)},
    twin_says="the largest slice passes through the centre for d = 2 (s = 1/2) as well",
    omits="that a slice is a ball with a ball taken out; d = 2, treated apart",
)
def largest_slice_in_space(power: sp.Expr | None = None) -> Outcome:
    """For every d >= 3 the largest slice passes through the centre, with d a symbol.

    The slice at distance a is a ball of radius sqrt(X) with one of radius sqrt(Y) taken out, with
    X = M^2 - a^2 >= Y = m^2 - a^2: its area is omega (X^s - Y^s), s = (d - 1)/2 = 1 + e.  In
    q = a^2 the slope is -s (X^e - Y^e), and y -> y^e does not fall when e >= 0.  Beyond m the area
    is X^s, which falls.  At a = 0 it is M^(d-1) - m^(d-1).
    """
    e = sp.symbols("e", nonnegative=True) if power is None else power - 1
    s = 1 + e
    q, y, m, outer = sp.symbols("q y m M", positive=True)
    area = (outer**2 - q) ** s - (m**2 - q) ** s
    slope = -s * ((outer**2 - q) ** e - (m**2 - q) ** e)
    known = sp.simplify(sp.diff(area, q) - slope) == 0
    rises = bool(sp.diff(y**e, y).is_nonnegative)
    beyond = bool(sp.diff(y**s, y).is_nonnegative)
    central = same(area.subs(q, 0), outer ** (2 * s) - m ** (2 * s))
    return Outcome(
        known and rises and beyond and central,
        f"slope known: {known}, y^e does not fall: {rises}, y^s does not fall: {beyond}",
        "all true",
    )


@symbolic.refutes(
    twin={"inner": sp.Rational(9, 10)},
    twin_says="it is false for them whatever the inner radius, m = 9 M/10 for instance",
    omits="other ratios m/M: with m = 9 M/10 the printed bound holds for d = 2, 3, 13 and d >= 14",
)
def printed_slice_bound(inner: sp.Rational = TENTH) -> Outcome:
    """The printed C_p <= p_max M^(d-1) is false for d = 2, ..., 13: uniform density, m = M/10.

    The slice at a = m (d = 2) or a = 0 (d >= 3) has area above M^(d-1), since the unit ball of
    R^(d-1) has volume above 1 and the hole is small.  The nearer m is to M, the fewer d are left.
    """
    areas = [
        2 * sp.sqrt(1 - inner**2) if d == 2 else ball(d - 1) * (1 - inner ** (d - 1))
        for d in range(2, 14)
    ]
    return Outcome(
        all(bool(area > 1) for area in areas), [round(float(area), 3) for area in areas], "all > 1"
    )

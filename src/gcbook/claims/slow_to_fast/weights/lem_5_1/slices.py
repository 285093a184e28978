"""The largest slice of a shell, the constant C_p."""

import sympy as sp

from gcbook.audit import Outcome, check
from gcbook.claims._witness.algebra import ball, nonnegative, same


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

"""How the two bounds depend on the dimension (after Proposition 4).

omega_q is the volume of the unit ball of R^q.  The density is uniform on m <= |x| <= M.
"""

import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.bounds import Shell, slice_bound
from gcbook.claims._witness.algebra import volume
from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.phases.prop_3.cap import sine_integral_bound


@numerical.refutes(
    twin={"other": 2},
    twin_says="C_p differs between d = 2 and d = 2",
    omits="how the norms R themselves depend on d",
)
def second_bound_depends_on_dimension(other: int = 8) -> Outcome:
    """Read to the letter, |T_2|'s bound does rely on d_i, through C_p: the shell 1 <= |x| <= 2."""
    values = [slice_bound(Shell(dimension=d)) for d in (2, other)]
    return Outcome(values[0] != values[1], [round(v, 4) for v in values], "one value")


@symbolic.repairs(
    twin={"inside": sp.Rational(1, 2)},
    twin_says="omega_(d-1)/omega_d <= sqrt((d + 1)/(4 pi)), with a factor 2 lost under the root",
    omits="d = 2 (a constant of m and M) and other densities",
)
def second_bound_is_polynomial(inside: sp.Expr = sp.S.One) -> Outcome:
    """For d >= 3, C_p <= sqrt((d + 1)/(2 pi))/M, with d a symbol: no exponential factor.

    C_p = omega_(d-1)/omega_d (M^(d-1) - m^(d-1))/(M^d - m^d); the second factor is at most 1/M as
    M m^(d-1) >= m^d.  The first is Gamma(x + 1)/(sqrt(pi) Gamma(x + 1/2)) at x = d/2, and Gamma is
    log-convex: Gamma(x + 1)^2 <= Gamma(x + 1/2) Gamma(x + 3/2) = (x + 1/2) Gamma(x + 1/2)^2.
    """
    d = sp.symbols("d", positive=True)
    x = d / 2
    quotient = volume(d - 1) / volume(d)
    low = sp.gamma(x + sp.S.Half)
    high = (x + sp.S.Half) * low  # Gamma(x + 3/2), since Gamma(z + 1) = z Gamma(z)
    recursion = sp.expand_func(sp.gamma(x + sp.Rational(3, 2))) / high
    bound = sp.simplify(low * high / (sp.pi * low**2))
    known = sp.gammasimp(quotient * sp.sqrt(sp.pi) * sp.gamma(x + sp.S.Half) / sp.gamma(x + 1))
    right = sp.simplify(bound - inside * (d + 1) / (2 * sp.pi)) == 0
    true = right and sp.simplify(known) == 1 and sp.simplify(recursion) == 1
    return Outcome(true, f"C_p^2 M^2 <= {bound}", "(d + 1)/(2 pi)")


@symbolic.repairs(
    twin={"base": 1},
    twin_says="the two bounds grow like y^d and y^(2 d) with y half as large",
    omits="densities that are not uniform, whose p_min may be smaller still",
)
def first_bound_is_exponential(base: int = 2) -> Outcome:
    """At fixed R with y = 2 v M R > 1 the bounds on |T_1| grow like y^d and like y^(2 d).

    int_0^beta sin^q lies between sin^(q+1)(beta)/(q + 1) and beta sin^q(beta), sin(beta) = 1/y, so
    its q-th root tends to 1/y; the constants around it are ratios of omega and of M^d - m^d, whose
    d-th roots tend to 1.  The limits of the roots, by sympy, at m = M/2.
    """
    d, y, v, r, outer = sp.symbols("d y v R M", positive=True)
    reach = base * v * outer * r  # 2 v M R
    lower, upper = (1 / y) ** (d - 1) / (d - 1), (1 / y) ** (d - 1)
    logs = [
        sp.limit(sp.expand_log(sp.log(one), force=True) / d, d, sp.oo) for one in (lower, upper)
    ]
    squeezed = all(sp.simplify(one + sp.log(y)) == 0 for one in logs)
    ratio = sp.gammasimp(
        volume(d) / volume(d - 2) * d / (2 * sp.pi)
    )  # omega_d d = 2 pi omega_(d-2)
    roots = sp.limit(sp.log(d * (d + 1)) / d, d, sp.oo)
    shells = sp.limit(sp.log((1 - sp.S.Half ** (d + 1)) / (1 - sp.S.Half**d)) / d, d, sp.oo)
    rest = sp.simplify(ratio) == 1 and roots == 0 and shells == 0
    right = sp.simplify(reach - 2 * v * outer * r) == 0
    return Outcome(squeezed and rest and right, [reach, reach**2], "2 v M R and its square")


CLAIM, ERRATA = result(
    __file__,
    second_bound_depends_on_dimension,
    second_bound_is_polynomial,
    sine_integral_bound.as_role("repairs"),
    first_bound_is_exponential,
)

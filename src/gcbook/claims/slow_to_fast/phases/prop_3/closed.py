"""p_R and g_R in closed form, for every dimension.

D is half a cap about n.  In polar coordinates x = r (n cos(theta) + xi sin(theta)), and with
J_q = int_0^beta sin^q its mass and its moment in the direction of w are

    p_R = p (M^d - m^d)/d          1/2 |S^(d-2)|  J_(d-2)
    g_R = p (M^(d+1) - m^(d+1))/(d+1) omega_(d-2) J_(d-1)
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.bounds import Shell, cap_mass, cap_moment
from gcbook.claims._witness.algebra import ball, sphere, volume

HALF = sp.S.Half


def sine_integral(power: int, beta: Any) -> Any:
    """Return the integral of sin^power from 0 to beta, by Wallis' recursion.

    Examples
    --------
    >>> sine_integral(2, sp.pi / 2), sine_integral(3, sp.pi / 2)
    (pi/4, 2/3)
    """
    if power < 2:
        return beta if power == 0 else 1 - sp.cos(beta)
    edge = sp.sin(beta) ** (power - 1) * sp.cos(beta)
    return (sp.Integer(power - 1) * sine_integral(power - 2, beta) - edge) / power


def quarter_circle(power: Any) -> Any:
    """Return the integral of sin^power from 0 to pi/2, also for a symbolic power."""
    return sp.sqrt(sp.pi) / 2 * sp.gamma((power + 1) / sp.Integer(2)) / sp.gamma(1 + power / 2)


@symbolic.repairs(
    twin={"weight": 2},
    twin_says="the same with the edge term twice as large",
    omits="nothing: both sides vanish at beta = 0, and their derivatives are equal",
)
def wallis_recursion(weight: int = 1) -> Outcome:
    """J_q = ((q-1) J_(q-2) - sin^(q-1)(beta) cos(beta))/q for every q >= 2 and every beta.

    And J_q(pi/2) = sqrt(pi)/2 Gamma((q+1)/2)/Gamma(q/2+1): it obeys the recursion, and is right for
    q = 0 and 1.
    """
    q, sine, cosine = sp.symbols("q s c", positive=True)
    power = sine ** (q - 1)
    edge = sp.diff(power, sine) * cosine**2 - power * sine  # of sin^(q-1) cos
    slope = ((q - 1) * sine ** (q - 2) - weight * edge).subs(cosine**2, 1 - sine**2)
    left = sp.simplify(slope - q * sine**q)
    ratio = quarter_circle(q + 2) / quarter_circle(q)
    whole = sp.simplify(sp.expand_func(sp.gammasimp(ratio)) - (q + 1) / (q + 2))
    start = (quarter_circle(sp.Integer(0)), quarter_circle(sp.Integer(1)))
    return Outcome(left == 0 and whole == 0 and start == (sp.pi / 2, 1), (left, whole), (0, 0))


@symbolic.repairs(
    twin={"half": sp.Integer(1)},
    twin_says="the same without the factor 1/2 for the half cap",
    omits="nothing: symbolic in the dimension",
)
def constants_at_the_right_angle(half: sp.Rational = HALF) -> Outcome:
    """At beta = pi/2, D is a quarter of the shell, in every dimension d >= 2.

    Its mass: 1/2 |S^(d-2)| J_(d-2) = 1/4 |S^(d-1)|.  Its moment is half of that of a half shell, by
    reflection: omega_(d-2) J_(d-1) = 1/2 omega_(d-1).
    """
    d = sp.symbols("d", positive=True)
    equator, whole = (d - 1) * volume(d - 1), d * volume(d)
    mass = sp.gammasimp(half * equator * quarter_circle(d - 2) / whole)
    moment = sp.gammasimp(2 * half * volume(d - 2) * quarter_circle(d - 1) / volume(d - 1))
    found = (sp.simplify(mass), sp.simplify(moment))
    return Outcome(found == (sp.Rational(1, 4), HALF), found, (sp.Rational(1, 4), HALF))


@symbolic.repairs(
    twin={"shift": 1},
    twin_says="the half sphere's moment is omega_(d-1)",
    omits="nothing: d = 2, where the half of S^0 is one point, and every d >= 3 at once",
)
def half_sphere_moment(shift: int = 0) -> Outcome:
    """The integral of xi_1 over the half of S^(d-2) with xi_1 > 0 is omega_(d-2), for every d.

    Slices: |S^(d-3)| int_0^1 t (1 - t^2)^((d-4)/2) dt, with the antiderivative checked.
    """
    t = sp.symbols("t", positive=True)
    q = sp.symbols("q", positive=True)  # q = d - 2
    antiderivative = -((1 - t**2) ** (q / 2)) / q
    slices = t * (1 - t**2) ** (q / 2 - 1)
    derivative = sp.simplify(sp.diff(antiderivative, t) / slices)
    moment = q * volume(q) * (0 - antiderivative.subs(t, 0))
    point = ball(0 + shift)
    ratio = sp.simplify(sp.gammasimp(moment / volume(q + shift)))
    return Outcome((derivative, ratio, point) == (1, 1, 1), (ratio, point), (1, 1))


@numerical.repairs(
    twin={"half": sp.Integer(1)},
    twin_says="they are twice as large, as for the whole cap",
    omits="other constants: the formulas are proved, this compares the code with them",
    tolerance="1e-12, relative",
)
def library_has_the_closed_forms(half: sp.Rational = HALF) -> Outcome:
    """The library's p_R and g_R are the closed forms, d = 2 to 8, at beta = pi/6 and pi/2.

    m = 1, M = 3, v = 3/4 and half of the uniform density, so that no letter can stand for another;
    R = 4/9 makes 2 v M R = 2, and R = 1/9 makes it 1/2.
    """
    worst = 0.0
    for d in range(2, 9):
        low = 1 / (2 * ball(d) * (3**d - 1))
        shell = Shell(d, 1.0, 3.0, low=float(low))
        for radius, beta in ((4 / 9, sp.pi / 6), (1 / 9, sp.pi / 2)):
            cap = half * sphere(d - 2) * sine_integral(d - 2, beta)
            mass = low * sp.Rational(3**d - 1, d) * cap
            lever = 2 * half * ball(d - 2) * sine_integral(d - 1, beta)
            moment = low * sp.Rational(3 ** (d + 1) - 1, d + 1) * lever
            found = cap_mass(shell, radius, v=0.75), cap_moment(shell, radius, v=0.75)
            exact = float(mass), float(moment)
            worst = max(worst, *(abs(a / b - 1) for a, b in zip(found, exact, strict=True)))
    return Outcome(worst < 1e-12, f"{worst:.1e}", "< 1e-12")

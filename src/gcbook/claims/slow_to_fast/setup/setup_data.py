"""Section 2, items 1-3. The data."""

import sympy as sp

from gcbook.audit import Outcome, symbolic
from gcbook.claims._witness.algebra import ball, sphere
from gcbook.claims._words import result


@symbolic.supports(
    twin={"lost": 1},
    twin_says="the volume grows like M^(d-1)",
    omits="that a sphere of radius r has the area |S^(d-1)| r^(d-1), which is scaling",
)
def volume_of_the_shell(lost: int = 0) -> Outcome:
    """The shell m <= |x| <= M has volume omega_d (M^d - m^d), so p_min <= 1/volume <= p_max.

    For every d: the area |S^(d-1)| = d omega_d of the unit sphere, times the integral of r^(d-1);
    and the area itself for d = 1, ..., 6.
    """
    m, M, r, d, omega = sp.symbols("m M r d omega", positive=True)
    found = sp.simplify(sp.integrate(d * omega * r ** (d - 1), (r, m, M)))
    expected = omega * (M ** (d - lost) - m ** (d - lost))
    areas = all(sp.simplify(sphere(q - 1) - q * ball(q)) == 0 for q in range(1, 7))
    same = sp.simplify(found - expected) == 0
    return Outcome(same and areas, found, expected, "d stays a symbol")


CLAIM, ERRATA = result(__file__, volume_of_the_shell)

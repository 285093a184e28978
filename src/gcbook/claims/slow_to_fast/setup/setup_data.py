"""Section 2, items 1-3. The data."""

import sympy as sp

from gcbook.audit import Outcome, check
from gcbook.claims._witness.algebra import ball, sphere
from gcbook.claims._words import result


@check(
    twin={"lost": 1},
    twin_says="the volume grows like M^(d-1)",
    method="symbolic",
    role="supports",
    omits="dimensions above six; the antiderivative of r^(d-1) is the same for all of them",
)
def volume_of_the_shell(lost: int = 0) -> Outcome:
    """The shell m <= |x| <= M has volume omega_d (M^d - m^d), so p_min <= 1/volume <= p_max.

    Checked for d = 1, ..., 6 by integrating the area of the spheres.
    """
    m, M, r = sp.symbols("m M r", positive=True)
    found = [sp.integrate(sphere(d - 1) * r ** (d - 1), (r, m, M)) for d in range(1, 7)]
    expected = [ball(d) * (M ** (d - lost) - m ** (d - lost)) for d in range(1, 7)]
    same = all(sp.simplify(a - b) == 0 for a, b in zip(found, expected, strict=True))
    return Outcome(same, found[2], expected[2], "shown for d = 3, compared for d = 1, ..., 6")


CLAIM, ERRATA = result(__file__, volume_of_the_shell)

"""Section 2, items 1-3. The data."""

import sympy as sp

from gcbook.audit import Claim, Outcome, check
from gcbook.claims._witness.algebra import ball, sphere

PRINTED = r"""
The classes live in orthogonal subspaces $V_1\oplus\dots\oplus V_n=\mathbb R^d$, $n\ge2$; class
$i$ has a density $0<p_{\min}\le p_i\le p_{\max}$ on the whole shell $m_i\le|x|\le M_i$ of
$V_i$. Then
$p_{\min}\,\omega_{d_i}(M_i^{d_i}-m_i^{d_i})\le1\lep_{\max}\,\omega_{d_i}(M_i^{d_i}-m_i^{d_i})$.
"""

MENDED = r"""
We add $d_i\ge2$, which the paper says once (Proposition 1) and needs throughout.
"""


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


CLAIM = Claim(
    id="setup-data",
    number="Section 2, items 1-3",
    title="The data",
    section="2",
    statement=PRINTED,
    kind="assumption",
    checks=(volume_of_the_shell,),
    repair=MENDED,
)

"""Proposition 3. The first phase is finite."""

from gcbook.audit import Claim, Erratum, Step
from gcbook.claims.slow_to_fast.phases.prop_3.cap import (
    cap_mass_in_polar_coordinates,
    caps_sampled,
    coordinates,
    sine_integral_bound,
    sphere_ratio_bound,
    touching_half_space_exists,
)
from gcbook.claims.slow_to_fast.phases.prop_3.printed import (
    angle_is_not_free,
    line_never_leaves,
    printed_mass_exceeds_one,
    printed_rate_has_units,
)
from gcbook.claims.slow_to_fast.phases.prop_3.runs import (
    bounds_have_no_units,
    first_phase_counts,
    first_phase_steps,
)
from gcbook.claims.slow_to_fast.weights.bathtub import bathtub

PRINTED = r"""
Let $b=0$, $|W^t|\le R$ for all $t$, and let $T_1$ hold the steps at which $\{w_j^t:v_{ij}>0\}$
fails GC. Then $|T_1|\le C_pR/(v\eta p_R^2)$ with
$p_R=\Omega(p_{\min}/(\sqrt{d_i}(M_iR)^{d_i}))$, so that
$|T_1|=O(C_pd_iR^{2d_i+1}M_i^{2d_i}/(v\eta p_{\min}^2))$.
"""

MENDED = r"""
For $d_i\ge2$ and some $w_j^0\ne0$ with $v_{ij}>0$: $|T_1|\le C_p(R_+-R_+^0)/(v\eta(n-1)p_R^2)$,
where $R_+\ge\sum_{v_{ij}>0}|w_j^t|$,
$p_R=p_{\min}\frac{M^d-m^d}{d}\cdot\frac12|S^{d-2}|\int_0^\beta\sin^{d-2}$ and
$\sin\beta=\min\{1,1/(2vMR_+)\}$.
"""


CLAIM = Claim(
    id="prop-3",
    number="Proposition 3",
    title="The first phase is finite",
    section="5",
    statement=PRINTED,
    kind="proposition",
    depends=("asm-1", "bathtub", "lem-5.1", "lem-5.2"),
    repair=MENDED,
    checks=(
        line_never_leaves,
        printed_mass_exceeds_one,
        printed_rate_has_units,
        angle_is_not_free,
        touching_half_space_exists,
        coordinates,
        cap_mass_in_polar_coordinates,
        caps_sampled,
        bathtub,
        sphere_ratio_bound,
        sine_integral_bound,
        first_phase_steps,
        first_phase_counts,
        bounds_have_no_units,
    ),
    proof=(
        Step(
            r"Where GC fails, some unit $n$ has $\langle n,w_l\rangle\le0$ for all positive "
            r"neurons and $\langle n,w_j\rangle=0$ for one of them, if $d_i\ge2$.",
            check="touching-half-space-exists",
        ),
        Step(r"In coordinates: $\tilde w_j=(\sin\alpha,\cos\alpha)$.", check="coordinates"),
        Step(
            r"Within the angle $\beta$ of $n$, $\langle\tilde w_l,\tilde x\rangle\le\sin\beta$, so "
            r"every margin is at most $2vMR_+\sin\beta\le1$: this cap is missed."
        ),
        Step(
            r"Its half $D$ with $\langle w_j,x\rangle>0$ has mass at least $p_R$.",
            check="cap-mass-in-polar-coordinates",
        ),
        Step(r"The bathtub inequality turns mass into push.", check="bathtub"),
        Step(
            r"So each such step adds $v\eta(n-1)p_R^2/C_p$ to $\sum_{v_{ij}>0}|w_j|$, which never "
            r"decreases (Lemma 5.1) and is at most $R_+$; count.",
            check="first-phase-steps",
        ),
    ),
)

ERRATA = (
    Erratum(
        id="E7b",
        claim="prop-3",
        where="Proposition 3",
        printed="no condition on $d_i$",
        mended=r"$d_i\ge2$, and some $w_j^0\ne0$ with $v_{ij}>0$",
        why="On a line two equal neurons stay where they are, bounded and without GC.",
        check="line-never-leaves",
        nature="hypothesis",
    ),
    Erratum(
        id="E27",
        claim="prop-3",
        where="proof of Proposition 3, coordinates",
        printed=r"$\tilde w_1=(\cos\alpha,\sin\alpha,0,\dots)$",
        mended=r"$\tilde w_1=(\sin\alpha,\cos\alpha,0,\dots)$",
        why=r"With the printed ones $\langle n,\tilde w_1\rangle=-\cos2\alpha$ and not $0$.",
        check="coordinates",
        nature="slip",
    ),
    Erratum(
        id="E28",
        claim="prop-3",
        where="proof of Proposition 3, the angle",
        printed=r"there exists $\beta\in(0,\frac\pi2-\alpha)$ with $R=1/(2vM\sin\beta)$",
        mended=r"$\sin\beta=\min\{1,1/(2vMR_+)\}$, with no other condition",
        why=r"$R$ fixes $\beta$; the condition may fail, and is not needed.",
        check="angle-is-not-free",
        nature="gap",
    ),
    Erratum(
        id="E29",
        claim="prop-3",
        where="proof of Proposition 3, the estimate of $p_R$",
        printed=(
            r"$p_R=\int_{D^1}\langle\tilde w_1,\nabla l\rangle p_1\,dx\ge\frac{p_{\min}|S^{d-2}|}"
            r"{|S^{d-1}|}\int_0^\beta\sin^{d-2}$"
        ),
        mended=(
            r"$p_R=\int_{D}p_1\,dx\ge p_{\min}\frac{M^d-m^d}{d}\cdot\frac12|S^{d-2}|"
            r"\int_0^\beta\sin^{d-2}$"
        ),
        why=(
            "The integrand is 1, the cap is a half cap, and the radius must be integrated; the "
            "printed lower bound on a probability can exceed 1."
        ),
        check="printed-mass-exceeds-one",
        nature="constant",
    ),
    Erratum(
        id="E30",
        claim="prop-3",
        where="Proposition 3, the rates",
        printed=(
            r"$p_R=\Omega(p_{\min}/(\sqrt{d_i}(M_iR)^{d_i}))$, "
            r"$|T_1|=O(C_pd_iR^{2d_i+1}M_i^{2d_i}/(v\eta p_{\min}^2))$"
        ),
        mended=(
            r"$|T_1|=O\big(R_+(2vMR_+)^{d}d(d+1)/(v\eta(n-1)\omega_{d-2}p_{\min}"
            r"(M^{d+1}-m^{d+1}))\big)$, from the improved bound"
        ),
        why="A count has no units; the printed rate changes when lengths are measured in others.",
        check="printed-rate-has-units",
        nature="error",
    ),
)

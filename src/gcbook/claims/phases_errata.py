"""Section 5.4, the errata of Propositions 3 and 4."""

from __future__ import annotations

from gcbook.audit.claim import Erratum

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
    Erratum(
        id="E32",
        claim="gc-transition",
        where="introduction and Section 5",
        printed="the transition time $T$",
        mended="the sets $T_1$ and $T_2$",
        why="A step of gradient descent can destroy GC.",
        check="condition-is-lost",
        nature="error",
    ),
    Erratum(
        id="E33",
        claim="prop-4",
        where="proof of Proposition 4, the first estimate",
        printed=r"$l_i\le2vRM_i\sum_rP[\Omega_{i,r}]$",
        mended=r"$l_i\le(1+2vM_iR_-)\sum_rP[\Omega_{i,r}]$",
        why=(
            r"$1-f_i+f_r$ starts at $1$; harmless once $2vM_i\sum_{v_{ij}>0}|w_j|\ge1$, false for "
            "small weights."
        ),
        check="loss-exceeds-printed-step",
        nature="constant",
    ),
    Erratum(
        id="E34",
        claim="prop-4",
        where="proof of Proposition 4, the gradient",
        printed=r"$\nabla_{w_j}l_i=\sum_r\dots$, $\langle\nabla_{w_j}l_i,\tilde w_j\rangle\ge$",
        mended=r"$-\nabla_{w_j}l_i=\sum_r\dots$, $\langle-\nabla_{w_j}l_i,\tilde w_j\rangle\ge$",
        why="A sign.",
        check="second-phase-steps",
        nature="slip",
    ),
    Erratum(
        id="E35",
        claim="prop-4",
        where="proof of Proposition 4, the last chain",
        printed=r"$\frac1{k_i(n-1)}\ge\frac1{n^2}$",
        mended=r"$\frac1{(d_i+1)(n-1)}$ in place of both, by Caratheodory's theorem",
        why=r"It needs $k_i\le n^2/(n-1)$, which is 4 for $n=2$; Table 1 goes up to 12.",
        check="simplex-shares-too-evenly",
        nature="error",
    ),
    Erratum(
        id="E36",
        claim="prop-4-consequence",
        where="after Proposition 4",
        printed=r"$|T_2|\ge4vn^2C_pR^2M_i^2R/(\eta\epsilon)$",
        mended=r"$\epsilon^2$ in place of $\epsilon$",
        why="The bound is on the sum of squares.",
        check="squares-need-a-square",
        nature="error",
    ),
    Erratum(
        id="E37",
        claim="prop-4-consequence",
        where="after Proposition 4",
        printed=r"$|T_2|$ does not rely on the dimension $d_i$",
        mended=r"the bound depends on $d_i$ through $C_p$ (and $d_i+1$)",
        why=r"$C_p$ is the largest slice of a density in dimension $d_i$.",
        check="second-bound-depends-on-dimension",
        nature="error",
    ),
)

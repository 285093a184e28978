"""Proposition 4. The second phase."""

from gcbook.audit import Claim, Erratum, Step
from gcbook.claims.slow_to_fast.phases.prop_3.runs import bounds_have_no_units
from gcbook.claims.slow_to_fast.phases.prop_4.printed import (
    implies_the_printed_bound,
    loss_exceeds_printed_step,
    simplex_shares_too_evenly,
    table_one_is_outside,
)
from gcbook.claims.slow_to_fast.phases.prop_4.proof import (
    few_neurons_see_everything,
    few_shares_are_uneven,
)
from gcbook.claims.slow_to_fast.phases.prop_4.runs import (
    caratheodory_on_runs,
    loss_step_on_runs,
    second_phase_looseness,
    second_phase_steps,
)

PRINTED = r"""
Let $b=0$, $|W^t|\le R$ for all $t$, and let $T_2$ hold the steps with GC. Then $\sum_{t\in
T_2}l_i(W^t)^2\le4\eta^{-1}vn^2C_pR^3M_i^2$.
"""

MENDED = r"""
$\sum_{t\in T_2}l_i(W^t)^2\le C_p(d_i+1)(n-1)(1+2vM_iR_-)^2(R_+-R_+^0)/(v\eta)$, with $R_-$ the
largest sum of norms of one other class. For $n=d_i=2$ and $2vM_iR\ge6.47$ this gives the
printed bound; whether that holds in general is open.
"""


CLAIM = Claim(
    id="prop-4",
    number="Proposition 4",
    title="The second phase",
    section="5",
    statement=PRINTED,
    kind="proposition",
    depends=("asm-1", "bathtub", "lem-5.1", "lem-5.2", "cor-5.1"),
    repair=MENDED,
    checks=(
        loss_exceeds_printed_step,
        simplex_shares_too_evenly,
        table_one_is_outside,
        loss_step_on_runs,
        few_neurons_see_everything,
        few_shares_are_uneven,
        caratheodory_on_runs,
        second_phase_steps,
        second_phase_looseness,
        implies_the_printed_bound,
        bounds_have_no_units,
    ),
    proof=(
        Step(
            r"$1-f_i+f_r\le1+2vMR_-$ on $\Omega_{ir}$, so $l_i\le(1+2vMR_-)\sum_rP_r$.",
            check="loss-step-on-runs",
        ),
        Step(
            r"Under GC, $0=\sum\lambda_j\tilde w_j$ over at most $d_i+1$ neurons with "
            r"$\lambda_j>0$ (Caratheodory), so almost every $x$ activates one of them.",
            check="few-neurons-see-everything",
        ),
        Step(
            r"Hence $P_r\le\sum_jP_{rj}$ over $d_i+1$ terms, and $\sum_jP_{rj}^2\ge "
            r"P_r^2/(d_i+1)$.",
            check="few-shares-are-uneven",
        ),
        Step(
            r"With the bathtub inequality each step adds at least "
            r"$v\eta l_i^2/(C_p(d_i+1)(n-1)(1+2vMR_-)^2)$ to $\sum_{v_{ij}>0}|w_j|$; sum.",
            check="second-phase-steps",
        ),
    ),
)

ERRATA = (
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
)

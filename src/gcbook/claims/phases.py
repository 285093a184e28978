"""Section 5.4: the two phases (Propositions 3 and 4) and what follows from them."""

from __future__ import annotations

from gcbook.audit.claim import Claim, Step
from gcbook.claims.phases_caps import (
    angle_is_not_free,
    cap_mass_in_polar_coordinates,
    caps_sampled,
    coordinates,
    half_sphere_moment,
    moment_beats_mass,
    printed_mass_exceeds_one,
    sine_integral_bound,
    sphere_ratio_bound,
    touching_half_space_exists,
)
from gcbook.claims.phases_counterexamples import (
    condition_is_lost,
    few_neurons_see_everything,
    few_shares_are_uneven,
    implies_the_printed_bound,
    line_never_leaves,
    loss_exceeds_printed_step,
    printed_rate_has_units,
    second_bound_depends_on_dimension,
    simplex_shares_too_evenly,
    squares_need_a_square,
    table_one_is_outside,
)
from gcbook.claims.phases_errata import ERRATA
from gcbook.claims.phases_growth import (
    copies_stay_copies,
    cube_root_law,
    cube_root_solves_the_limit,
    growth_is_forced,
    loss_of_one_neuron,
    loss_of_two_neurons,
    recursion_is_the_network,
    too_few_never_satisfy,
)
from gcbook.claims.phases_runs import (
    bounds_have_no_units,
    caratheodory_on_runs,
    first_phase_counts,
    first_phase_looseness,
    first_phase_steps,
    loss_step_on_runs,
    second_phase_looseness,
    second_phase_steps,
)
from gcbook.claims.weights_steps import bathtub

__all__ = ["CLAIMS", "ERRATA"]

PROPOSITION_3 = Claim(
    id="prop-3",
    number="Proposition 3",
    title="The first phase is finite",
    section="5",
    statement=(
        r"Let $b=0$, $|W^t|\le R$ for all $t$, and let $T_1$ hold the steps at which "
        r"$\{w_j^t:v_{ij}>0\}$ fails GC. Then $|T_1|\le C_pR/(v\eta p_R^2)$ with "
        r"$p_R=\Omega(p_{\min}/(\sqrt{d_i}(M_iR)^{d_i}))$, so that "
        r"$|T_1|=O(C_pd_iR^{2d_i+1}M_i^{2d_i}/(v\eta p_{\min}^2))$."
    ),
    kind="proposition",
    depends=("asm-1", "bathtub", "lem-5.1", "lem-5.2"),
    repair=(
        r"For $d_i\ge2$ and some $w_j^0\ne0$ with $v_{ij}>0$: "
        r"$|T_1|\le C_p(R_+-R_+^0)/(v\eta(n-1)p_R^2)$, where $R_+\ge\sum_{v_{ij}>0}|w_j^t|$, "
        r"$p_R=p_{\min}\frac{M^d-m^d}{d}\cdot\frac12|S^{d-2}|\int_0^\beta\sin^{d-2}$ and "
        r"$\sin\beta=\min\{1,1/(2vMR_+)\}$."
    ),
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

IMPROVED = Claim(
    id="prop-3-improved",
    number="Proposition 3, improved",
    title="The first phase without the bathtub",
    section="added",
    statement=(
        r"In the setting of Proposition 3 as repaired, $|T_1|\le(R_+-R_+^0)/(2v\eta(n-1)g_{R_+})$ "
        r"with $g_R=p_{\min}\frac{M^{d+1}-m^{d+1}}{d+1}\,\omega_{d-2}\int_0^\beta\sin^{d-1}\ge "
        r"p_R^2/(2C_p)$: of order $R_+^{d+1}$ in place of $R^{2d+1}$, and free of $C_p$."
    ),
    kind="addition",
    depends=("prop-3",),
    checks=(
        half_sphere_moment.as_role("supports"),
        caps_sampled.as_role("supports"),
        moment_beats_mass,
        first_phase_steps.as_role("supports"),
        first_phase_counts.as_role("supports"),
        first_phase_looseness,
        bounds_have_no_units.as_role("supports"),
    ),
    proof=(
        Step(
            r"Integrate $\langle\tilde w_j,x\rangle$ over $D$ in polar coordinates about $n$.",
            check="half-sphere-moment",
        ),
        Step("The library's constant, sampled.", check="caps-sampled"),
        Step(r"Count as before, with $2vg_R$ per class.", check="first-phase-steps"),
    ),
)

DIVERGENCE = Claim(
    id="prop-3-divergence",
    number="Proposition 3, consequence",
    title="Too few neurons must diverge",
    section="added",
    statement=(
        r"If $k_i\le d_i$, GC never holds, so $R_+(T)\ge cT^{1/(d_i+1)}$: the weights diverge and "
        r"Theorem 3.2 says nothing. For isotropic data and one neuron "
        r"$R_t\sim(3\eta(n-1)q_0t/(4v))^{1/3}$, $q_0$ the density of $\langle u,x\rangle$ at 0, "
        r"and $l_i\to(n-1)/2$; two opposite neurons give $l_i\sim(n-1)q_0/(2vR_t)\to0$."
    ),
    kind="addition",
    depends=("prop-3-improved",),
    checks=(
        too_few_never_satisfy.as_role("supports"),
        copies_stay_copies.as_role("supports"),
        growth_is_forced,
        cube_root_solves_the_limit,
        recursion_is_the_network,
        cube_root_law,
        loss_of_one_neuron,
        loss_of_two_neurons,
    ),
    proof=(
        Step("The hull of at most $d$ points has no interior.", check="too-few-never-satisfy"),
        Step(
            r"The improved bound at horizon $T$, with $|T_1|=T$; $g_R\ge cR^{-d}$.",
            check="growth-is-forced",
        ),
        Step(
            r"On isotropic data a single neuron keeps its direction and obeys a recursion in $R$.",
            check="recursion-is-the-network",
        ),
        Step(
            r"$R_{t+1}-R_t=\eta(n-1)q_0/(4vR_t^2)(1+o(1))$; sum $R_t^3$.",
            check="cube-root-solves-the-limit",
        ),
    ),
)

ABSORBING = Claim(
    id="gc-transition",
    number="Section 5 and the introduction, transition time",
    title="A time of transition",
    section="5",
    statement=(
        r"Training passes from a first phase, in which GC fails, to a second, in which it holds, "
        r"at a transition time $T$."
    ),
    kind="passing",
    depends=("lem-5.2", "prop-3"),
    repair=(
        r"$T_1$ and $T_2$ are sets of steps, as Propositions 3 and 4 have it; GC can be lost "
        r"again, and $|T_1|$ is a count. If the weights are bounded, some step is the last without."
    ),
    checks=(condition_is_lost, first_phase_counts),
)

PROPOSITION_4 = Claim(
    id="prop-4",
    number="Proposition 4",
    title="The second phase",
    section="5",
    statement=(
        r"Let $b=0$, $|W^t|\le R$ for all $t$, and let $T_2$ hold the steps with GC. Then "
        r"$\sum_{t\in T_2}l_i(W^t)^2\le4\eta^{-1}vn^2C_pR^3M_i^2$."
    ),
    kind="proposition",
    depends=("asm-1", "bathtub", "lem-5.1", "lem-5.2", "cor-5.1"),
    repair=(
        r"$\sum_{t\in T_2}l_i(W^t)^2\le C_p(d_i+1)(n-1)(1+2vM_iR_-)^2(R_+-R_+^0)/(v\eta)$, with "
        r"$R_-$ the largest sum of norms of one other class. For $n=d_i=2$ and $2vM_iR\ge6.47$ "
        r"this gives the printed bound; whether that holds in general is open."
    ),
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

CONSEQUENCE = Claim(
    id="prop-4-consequence",
    number="after Proposition 4",
    title="How long the second phase lasts",
    section="5",
    statement=(
        r"To have $l_i(W^t)<\epsilon$ for some $t\in T_2$ we only need "
        r"$|T_2|\ge4vn^2C_pR^3M_i^2/(\eta\epsilon)$; $|T_2|$ does not rely on the dimension $d_i$, "
        r"whereas the bound on $|T_1|$ is exponential in $d_i$."
    ),
    kind="passing",
    depends=("prop-4", "prop-3"),
    repair=(
        r"$\#\{t\in T_2:l_i\ge\epsilon\}$ is at most the repaired bound over $\epsilon^2$, which "
        r"depends on $d_i$ through $C_p$ and $d_i+1$. Both are upper bounds: no lower bound on "
        r"$|T_1|$ is proved."
    ),
    checks=(squares_need_a_square, second_bound_depends_on_dimension, second_phase_steps),
)

CLAIMS = (PROPOSITION_3, IMPROVED, DIVERGENCE, ABSORBING, PROPOSITION_4, CONSEQUENCE)

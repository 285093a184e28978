"""The main paper: Long, Yin and Xin, "slow to fast weight evolution" (2021).

One folder a section, one module a result, named after the claim: ``prop-3`` is
``phases/prop_3``. Beside the module stand its words, in ``prop_3.toml``.
"""

from gcbook.audit import Claim, Erratum
from gcbook.claims._words import numbered, results

__all__ = ["CLAIMS", "ERRATA", "ORDER", "RESULTS"]

ORDER = {
    "introduction": "intro_critical intro_guaranteed intro_pointwise intro_population "
    "intro_least_neurons intro_lipschitz notation_norm",
    "setup": "setup_data eq_fi eq_1 asm_1 eq_2 eq_3 eq_4 rem_closed_form sym_1",
    "main_results": "nonconvex thm_3_1 eq_5 thm_3_2 rem_1 rem_2 fin_2",
    "preliminaries": "lem_4_1 eq_6 prop_1 fin_1 prop_2 prop_2_existence gc_realisability lem_4_2",
    "weights": "bathtub lem_5_1 cor_5_1 sec_5_negative",
    "condition": "lem_5_2 gc_monotone gc_steinitz",
    "probability": "rem_3 rem_3_nearby rem_3_signs rem_3_coins rem_3_joint rem_3_planar",
    "phases": "prop_3 prop_3_improved prop_3_divergence gc_transition prop_4 prop_4_consequence "
    "prop_4_dimension",
    "synthetic": "sec_6_1_setup eq_7 fig_3 fig_3_fastest fig_4 fig_4_norms tab_1 tab_1_fall "
    "tab_1_cause fig_5",
    "real_data": "sec_6_2_curve sec_6_2_onset sec_6_2_plateau fig_6_right sec_6_2_fc "
    "sec_6_2_softmax",
    "conclusions": "concl_first concl_two_scales concl_lenet",
    "rate": "rate_two_sided rate_constants rate_parameter_free rate_circle rate_samples",
    "width": "width_margin_speed width_no_boundedness width_bounded_iff_margin width_speed_limit "
    "width_random_margin width_wide_nets width_orbits width_infinite width_880_points",
    "work": "work_logistic work_poisson work_perceptron work_directions work_grasp work_arbitrage "
    "work_hull",
}
"""The sections in the order of the paper, and the results of each."""

RESULTS = results(__name__, ORDER)
CLAIMS: tuple[Claim, ...] = tuple(result.CLAIM for result in RESULTS)
ERRATA: tuple[Erratum, ...] = numbered("E", RESULTS)

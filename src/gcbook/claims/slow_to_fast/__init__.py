"""Long, Yin and Xin, "Global convergence and geometric characterization of slow to fast weight
evolution in neural network training for classifying linearly non-separable data" (2021).

One folder a section, one module a result, named after the claim: ``prop-3`` is
``phases/prop_3``.
"""

from gcbook.audit import Claim, Erratum
from gcbook.claims.slow_to_fast.conclusions import concl_lenet, concl_two_scales
from gcbook.claims.slow_to_fast.condition import gc_monotone, gc_steinitz, lem_5_2
from gcbook.claims.slow_to_fast.introduction import (
    intro_critical,
    intro_guaranteed,
    intro_least_neurons,
    intro_lipschitz,
    intro_pointwise,
    intro_population,
)
from gcbook.claims.slow_to_fast.main_results import eq_5, fin_2, rem_1, rem_2, thm_3_1, thm_3_2
from gcbook.claims.slow_to_fast.phases import (
    gc_transition,
    prop_3,
    prop_3_divergence,
    prop_3_improved,
    prop_4,
    prop_4_consequence,
)
from gcbook.claims.slow_to_fast.preliminaries import (
    eq_6,
    fin_1,
    gc_realisability,
    lem_4_1,
    lem_4_2,
    prop_1,
    prop_2,
    prop_2_existence,
)
from gcbook.claims.slow_to_fast.probability import (
    rem_3,
    rem_3_coins,
    rem_3_joint,
    rem_3_planar,
    rem_3_signs,
)
from gcbook.claims.slow_to_fast.real_data import (
    fig_6_right,
    sec_6_2_curve,
    sec_6_2_fc,
    sec_6_2_plateau,
    sec_6_2_softmax,
)
from gcbook.claims.slow_to_fast.setup import (
    asm_1,
    eq_1,
    eq_2,
    eq_3,
    eq_4,
    eq_fi,
    rem_closed_form,
    setup_data,
    sym_1,
)
from gcbook.claims.slow_to_fast.synthetic import (
    eq_7,
    fig_3,
    fig_3_fastest,
    fig_4,
    fig_4_norms,
    fig_5,
    sec_6_1_setup,
    tab_1,
    tab_1_cause,
)
from gcbook.claims.slow_to_fast.weights import bathtub, cor_5_1, lem_5_1

__all__ = ["CLAIMS", "ERRATA", "RESULTS"]

RESULTS = (
    intro_critical,
    intro_guaranteed,
    intro_pointwise,
    intro_population,
    intro_least_neurons,
    intro_lipschitz,
    setup_data,
    eq_fi,
    eq_1,
    asm_1,
    eq_2,
    eq_3,
    eq_4,
    rem_closed_form,
    sym_1,
    thm_3_1,
    eq_5,
    thm_3_2,
    rem_1,
    rem_2,
    fin_2,
    lem_4_1,
    eq_6,
    prop_1,
    fin_1,
    prop_2,
    prop_2_existence,
    gc_realisability,
    lem_4_2,
    bathtub,
    lem_5_1,
    cor_5_1,
    lem_5_2,
    gc_monotone,
    gc_steinitz,
    rem_3,
    rem_3_signs,
    rem_3_coins,
    rem_3_joint,
    rem_3_planar,
    prop_3,
    prop_3_improved,
    prop_3_divergence,
    gc_transition,
    prop_4,
    prop_4_consequence,
    sec_6_1_setup,
    eq_7,
    fig_3,
    fig_3_fastest,
    fig_4,
    fig_4_norms,
    tab_1,
    tab_1_cause,
    fig_5,
    sec_6_2_curve,
    sec_6_2_plateau,
    fig_6_right,
    sec_6_2_fc,
    sec_6_2_softmax,
    concl_two_scales,
    concl_lenet,
)
"""The modules of the results, in the order of the paper."""

CLAIMS: tuple[Claim, ...] = tuple(result.CLAIM for result in RESULTS)
ERRATA: tuple[Erratum, ...] = tuple(
    one for result in RESULTS for one in getattr(result, "ERRATA", ())
)

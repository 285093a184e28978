"""Proposition 4. The second phase."""

from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.phases.prop_3.runs import bounds_have_no_units
from gcbook.claims.slow_to_fast.phases.prop_4.constants import (
    library_counts_the_phases,
    library_has_the_bounds,
)
from gcbook.claims.slow_to_fast.phases.prop_4.printed import (
    long_starts_give_the_printed_bound,
    loss_exceeds_printed_step,
    simplex_shares_too_evenly,
    table_one_is_outside,
    wide_shells_give_the_printed_bound,
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

CLAIM, ERRATA = result(
    __file__,
    loss_exceeds_printed_step,
    simplex_shares_too_evenly,
    table_one_is_outside,
    loss_step_on_runs,
    few_neurons_see_everything,
    few_shares_are_uneven,
    caratheodory_on_runs,
    second_phase_steps,
    second_phase_looseness,
    long_starts_give_the_printed_bound,
    wide_shells_give_the_printed_bound,
    bounds_have_no_units,
    library_has_the_bounds,
    library_counts_the_phases,
)

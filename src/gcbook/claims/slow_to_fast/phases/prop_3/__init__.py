"""Proposition 3. The first phase is finite."""

from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.phases.prop_3.cap import (
    caps_sampled,
    coordinates,
    sine_integral_bound,
    sphere_ratio_bound,
    touching_half_space_exists,
)
from gcbook.claims.slow_to_fast.phases.prop_3.closed import (
    constants_at_the_right_angle,
    library_has_the_closed_forms,
    wallis_recursion,
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
from gcbook.claims.slow_to_fast.phases.prop_4.constants import library_has_the_bounds
from gcbook.claims.slow_to_fast.weights.bathtub import bathtub

CLAIM, ERRATA = result(
    __file__,
    line_never_leaves,
    printed_mass_exceeds_one,
    printed_rate_has_units,
    angle_is_not_free,
    touching_half_space_exists,
    coordinates,
    constants_at_the_right_angle,
    wallis_recursion,
    library_has_the_closed_forms,
    caps_sampled,
    bathtub,
    sphere_ratio_bound,
    sine_integral_bound,
    first_phase_steps,
    first_phase_counts,
    bounds_have_no_units,
    library_has_the_bounds,
)

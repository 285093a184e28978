"""Lemma 4.2. Lipschitz gradient with bias."""

from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.preliminaries.lem_4_2.printed import (
    kink_when_the_biases_are_large,
    one_zero_bias_spoils_it,
)
from gcbook.claims.slow_to_fast.preliminaries.lem_4_2.proof import (
    increment_of_the_margin,
    ray_derivative,
    slab_of_the_switched_points,
    slopes_stay_below_the_constant,
    strip_integral,
)

CLAIM, ERRATA = result(
    __file__,
    kink_when_the_biases_are_large,
    one_zero_bias_spoils_it,
    increment_of_the_margin,
    ray_derivative,
    strip_integral,
    slab_of_the_switched_points,
    slopes_stay_below_the_constant,
)

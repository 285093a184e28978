"""Lemma 5.1. How weights grow and shrink."""

from gcbook.claims._words import result
from gcbook.claims.slow_to_fast.weights.bathtub import bathtub
from gcbook.claims.slow_to_fast.weights.lem_5_1.constants import library_has_the_constants
from gcbook.claims.slow_to_fast.weights.lem_5_1.runs import (
    gradient_bounds_on_runs,
    negative_norms_on_runs,
    positive_norms_on_runs,
)
from gcbook.claims.slow_to_fast.weights.lem_5_1.slices import (
    largest_slice_in_space,
    largest_slice_in_the_plane,
    printed_slice_bound,
)
from gcbook.claims.slow_to_fast.weights.lem_5_1.steps import (
    corrected_threshold,
    positive_neurons_grow,
    printed_step_size,
    square_in_gradient_bound,
)

CLAIM, ERRATA = result(
    __file__,
    bathtub,
    positive_neurons_grow,
    positive_norms_on_runs,
    square_in_gradient_bound,
    printed_step_size,
    printed_slice_bound,
    corrected_threshold,
    gradient_bounds_on_runs,
    negative_norms_on_runs,
    largest_slice_in_the_plane,
    largest_slice_in_space,
    library_has_the_constants,
)

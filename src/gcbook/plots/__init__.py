"""Pictures of the book: ``draw_x(result, ax) -> ax``, computing nothing."""

from gcbook.plots._style import COLOURS, CYCLE, WIDTH, label_lines, ramp, use_style
from gcbook.plots.condition import (
    draw_directions,
    draw_gaps,
    draw_sphere,
    draw_stretching,
    draw_supporting_lines,
    draw_two_sides,
)
from gcbook.plots.figure_3 import draw_figure_3, draw_paired_differences
from gcbook.plots.figure_4 import draw_growth, draw_iterations, draw_norms
from gcbook.plots.figure_5 import draw_kelvin, draw_losses
from gcbook.plots.probability import (
    draw_planar_laws,
    draw_planar_regions,
    draw_probability_grid,
    draw_residuals,
    draw_waiting_times,
)
from gcbook.plots.real_data import (
    draw_angles,
    draw_blocks,
    draw_broken,
    draw_class_picture,
    draw_panel,
    draw_pass_rates,
    draw_plateau_law,
    draw_right_test,
    draw_samples,
    draw_scale_law,
    draw_training,
)
from gcbook.plots.setup import draw_agreement, draw_output, draw_points, draw_subspaces
from gcbook.plots.table_1 import draw_shares, draw_strata, draw_table_1

__all__ = [
    "COLOURS",
    "CYCLE",
    "WIDTH",
    "draw_agreement",
    "draw_angles",
    "draw_blocks",
    "draw_broken",
    "draw_class_picture",
    "draw_directions",
    "draw_figure_3",
    "draw_gaps",
    "draw_growth",
    "draw_iterations",
    "draw_kelvin",
    "draw_losses",
    "draw_norms",
    "draw_output",
    "draw_paired_differences",
    "draw_panel",
    "draw_pass_rates",
    "draw_planar_laws",
    "draw_planar_regions",
    "draw_plateau_law",
    "draw_points",
    "draw_probability_grid",
    "draw_residuals",
    "draw_right_test",
    "draw_samples",
    "draw_scale_law",
    "draw_shares",
    "draw_sphere",
    "draw_strata",
    "draw_stretching",
    "draw_subspaces",
    "draw_supporting_lines",
    "draw_table_1",
    "draw_training",
    "draw_two_sides",
    "draw_waiting_times",
    "label_lines",
    "ramp",
    "use_style",
]

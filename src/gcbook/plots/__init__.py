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
from gcbook.plots.probability import (
    draw_planar_laws,
    draw_planar_regions,
    draw_probability_grid,
    draw_residuals,
    draw_waiting_times,
)
from gcbook.plots.setup import draw_agreement, draw_output, draw_points, draw_subspaces

__all__ = [
    "COLOURS",
    "CYCLE",
    "WIDTH",
    "draw_agreement",
    "draw_directions",
    "draw_gaps",
    "draw_output",
    "draw_planar_laws",
    "draw_planar_regions",
    "draw_points",
    "draw_probability_grid",
    "draw_residuals",
    "draw_sphere",
    "draw_stretching",
    "draw_subspaces",
    "draw_supporting_lines",
    "draw_two_sides",
    "draw_waiting_times",
    "label_lines",
    "ramp",
    "use_style",
]

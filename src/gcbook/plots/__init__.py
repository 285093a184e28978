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

__all__ = [
    "COLOURS",
    "CYCLE",
    "WIDTH",
    "draw_directions",
    "draw_gaps",
    "draw_planar_laws",
    "draw_planar_regions",
    "draw_probability_grid",
    "draw_residuals",
    "draw_sphere",
    "draw_stretching",
    "draw_supporting_lines",
    "draw_two_sides",
    "draw_waiting_times",
    "label_lines",
    "ramp",
    "use_style",
]

"""The pictures of Sections 2 and 5.2 show what they are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon, Wedge
from scipy.spatial import ConvexHull

from gcbook import Certificate, certify, plots

TRIANGLE = np.array([[0.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
LOW = np.array([[0.0, 1.0], [-1.0, 1.0], [1.0, 1.0]])


@pytest.fixture
def ax() -> Iterator[Any]:
    with mpl.rc_context():
        plots.use_style()
        figure, axes = plt.subplots()
        yield axes
        figure.canvas.draw()
        plt.close(figure)


@pytest.fixture
def ax3d() -> Iterator[Any]:
    figure, axes = plt.subplots(subplot_kw={"projection": "3d"})
    yield axes
    figure.canvas.draw()
    plt.close(figure)


def dots(ax: Any) -> Any:
    """The line of markers that holds one dot per neuron."""
    return next(line for line in ax.lines if line.get_marker() == "o" and line.get_markersize() > 4)


def test_directions_are_drawn_at_unit_length_and_zero_rows_are_left_out(ax: Any):
    rows = np.vstack([3 * TRIANGLE, np.zeros(2)])
    plots.draw_directions(rows, certify(rows), ax)
    drawn = dots(ax).get_xydata()
    assert drawn.shape == (3, 2)
    np.testing.assert_allclose(np.linalg.norm(drawn, axis=1), 1)


@pytest.mark.parametrize(
    ("rows", "colour", "wedges"),
    [(TRIANGLE, plots.COLOURS["blue"], 0), (LOW, plots.COLOURS["orange"], 1)],
)
def test_the_certificate_decides_the_colour_and_the_half_plane(
    ax: Any, rows: Any, colour: str, wedges: int
):
    plots.draw_directions(rows, certify(rows), ax)
    assert to_hex(dots(ax).get_color()) == colour.lower()
    assert sum(isinstance(patch, Wedge) for patch in ax.patches) == wedges


def test_the_shaded_half_plane_is_the_certificates(ax: Any):
    plots.draw_directions(LOW, Certificate(False, LOW, normal=(0.0, 5.0)), ax)
    wedge = next(patch for patch in ax.patches if isinstance(patch, Wedge))
    assert (wedge.theta1, wedge.theta2) == (0, 180)


def test_the_hull_is_one_polygon_around_the_neurons(ax: Any):
    plots.draw_directions(TRIANGLE[[2, 0, 1]], certify(TRIANGLE), ax)
    hull = next(patch for patch in ax.patches if isinstance(patch, Polygon))
    corners = hull.get_xy()[:3]
    (a, b), (c, d) = corners[1] - corners[0], corners[2] - corners[0]
    assert a * d - b * c > 0  # anticlockwise


def test_names_stand_beside_their_neurons(ax: Any):
    plots.draw_directions(TRIANGLE, certify(TRIANGLE), ax, names=["a", "b", "c"])
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c"]
    assert ax.texts[0].xy == pytest.approx((0, 1.2))


def test_both_sides_are_told_apart_without_colour(ax: Any):
    plots.draw_two_sides(TRIANGLE, [0.0, 1.0], ax)
    signs = {line.get_marker(): len(line.get_xdata()) for line in ax.lines}
    assert signs["+"] == 1
    assert signs["_"] == 2


def test_gaps_carry_their_size(ax: Any):
    plots.draw_gaps(TRIANGLE, [(90, 225), (225, 450)], ax)
    assert [text.get_text() for text in ax.texts] == ["135°", "225°"]
    assert to_hex(ax.texts[1].get_color()) == plots.COLOURS["orange"].lower()


def test_supporting_lines_are_at_their_distance(ax: Any):
    square = np.array([[1.0, 1], [-1, 1], [-1, -1], [1, -1]]) / np.sqrt(2)
    plots.draw_supporting_lines(square, ConvexHull(square).equations, ax)
    lines = [line.get_xydata() for line in ax.lines if line.get_linestyle() == "-"]
    for start, end in (line for line in lines if len(line) == 2):
        (a, b), (c, d) = start, end
        assert abs(a * d - b * c) / np.hypot(c - a, d - b) == pytest.approx(np.sqrt(0.5))


def test_sphere_draws_every_facet_and_a_normal_only_on_failure(ax3d: Any):
    rng = np.random.default_rng(0)
    rows = rng.standard_normal((8, 3))
    rows[:, 2] = np.abs(rows[:, 2])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    hull = ConvexHull(rows)
    plots.draw_sphere(rows, hull, certify(rows), ax3d)
    faces = ax3d.collections[0]
    assert len(faces.get_facecolor()) == len(hull.simplices)
    assert len(ax3d.collections) == 4  # facets, neurons, origin, normal


def test_stretching_starts_at_zero_and_names_its_curves(ax: Any):
    plots.draw_stretching([0, 1, 2], {"holds": [1, 0, 0], "fails": [1, 0.5, 0.4]}, ax)
    assert ax.get_ylim()[0] == 0
    assert [t.get_text() for t in ax.get_legend().get_texts()] == [
        "the condition holds",
        "the condition fails",
    ]


def test_output_shows_level_one_and_dashes_the_neurons_of_others(ax: Any):
    axis = np.linspace(-2, 2, 11)
    plots.draw_output(axis, np.add.outer(axis, axis), [[1, 0], [0, 1]], [0], ax)
    styles = [text.arrow_patch.get_linestyle() for text in ax.texts]
    assert styles == ["-", "--"]
    assert any(list(c.levels) == [1.0] for c in ax.collections if hasattr(c, "levels"))


def test_agreement_is_drawn_on_two_logarithmic_axes(ax: Any):
    plots.draw_agreement([1, 10], {"a": [1, 0.1], "b": [1, 0.3]}, ax)
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert len(ax.lines) == 2


def test_subspaces_and_points(ax: Any, ax3d: Any):
    plots.draw_points([[1, 2], [3, 4]], ax)
    assert ax.lines[0].get_xydata().tolist() == [[1, 2], [3, 4]]
    plots.draw_subspaces([[1, 2], [2, 1]], [1.0, -1.0], ax3d)
    assert len(ax3d.lines) == 3  # the axis of the line, and one set of points per class

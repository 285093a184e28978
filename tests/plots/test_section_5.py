"""The pictures of Sections 5.1 and 5.4 show what they are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Circle, Wedge

from gcbook import Annulus, plots


@pytest.fixture
def ax() -> Iterator[Any]:
    with mpl.rc_context():
        plots.use_style()
        figure, axes = plt.subplots()
        yield axes
        figure.canvas.draw()
        plt.close(figure)


def patches(ax: Any, kind: type) -> list[Any]:
    return [patch for patch in ax.patches if isinstance(patch, kind)]


def test_one_step_ends_where_the_update_leads(ax: Any):
    plots.draw_one_step([3.0, 4.0], [-1.0, 0.5], ax)
    (circle,) = patches(ax, Circle)
    assert circle.radius == 5.0
    ends = np.array([text.xy for text in ax.texts])
    np.testing.assert_allclose(ends[-1], [2.0, 4.5])
    # the parts of the update are at right angles: the corner lies on the line of the weight
    np.testing.assert_allclose(np.cross([3, 4, 0], [*ends[1], 0])[2], 0, atol=1e-12)


def test_the_triangle_lies_under_the_tail(ax: Any):
    plots.draw_tail([0, 1, 2], [0.5, 0.4, 0], 0.5, 0.25, ax)
    assert [0.0, 0.5] in ax.lines[1].get_xydata().tolist()
    assert [2.0, 0.0] in ax.lines[1].get_xydata().tolist()


def test_slices_leave_the_hole_open(ax: Any):
    plots.draw_slices(Annulus(1.0, 2.0), (0.0, 1.0), ax)
    pieces = [line.get_xdata().tolist() for line in ax.lines]
    assert pieces[:2] == [[-1.0, -2.0], [1.0, 2.0]]
    assert pieces[3][0] == 0.0  # the tangent slice is one piece


def test_slice_lengths_show_both_bounds(ax: Any):
    plots.draw_slice_lengths([0, 1, 2], [0.2, 0.4, 0], 0.4, 0.25, ax)
    assert {line.get_ydata()[0] for line in ax.lines[1:]} == {0.4, 0.25}


def test_dimensions_are_sorted_by_the_side_they_fall_on(ax: Any):
    plots.draw_slice_constants(np.arange(1, 4), [1.0, 2.0, 0.5], ax)
    wrong, right = (line.get_xdata().tolist() for line in ax.lines[1:])
    assert (wrong, right) == ([2], [1, 3])


def test_step_sizes_are_marked(ax: Any):
    plots.draw_step_sizes([0, 1, 2], [0, -1, 3], [("first", 0.5), ("second", 1.5)], ax)
    assert [text.get_text().strip() for text in ax.texts] == ["first", "second"]


@pytest.mark.parametrize("trap", [None, 0.3])
def test_norms_tell_the_two_kinds_apart_without_colour(ax: Any, trap: float | None):
    plots.draw_norm_paths(np.ones((5, 3)), [True, False, True], ax, trap=trap)
    assert [line.get_linestyle() for line in ax.lines[:3]] == ["-", "--", "-"]
    assert (trap in [line.get_ydata()[0] for line in ax.lines if len(line.get_ydata())]) == (
        trap is not None
    )


def test_the_half_cap_is_on_the_side_of_the_touching_neuron(ax: Any):
    plots.draw_half_cap([-125, -80], 0.0, np.pi / 6, Annulus(), ax)
    dark, pale = patches(ax, Wedge)
    assert (dark.theta1, dark.theta2) == pytest.approx((60.0, 90.0))
    assert (pale.theta1, pale.theta2) == pytest.approx((90.0, 120.0))


def test_cap_constants_shade_what_no_probability_reaches(ax: Any):
    plots.draw_cap_constants([1.0, 10.0], [("a", [3.0, 0.1]), ("b", [0.2, 0.1])], ax)
    assert ax.get_yscale() == "log"
    assert len(ax.patches) == 1


@pytest.mark.parametrize(
    ("condition", "shaded"),
    [([True] * 4, []), ([False, True, False, True], [(0, 1), (2, 3)]), ([False] * 4, [(0, 4)])],
)
def test_steps_without_the_condition_are_shaded(ax: Any, condition: list[bool], shaded: list[Any]):
    plots.draw_phase_losses([1.0, 0.5, 0.2, 0.1], condition, ax)
    spans = [(p.get_x(), p.get_x() + p.get_width()) for p in ax.patches]
    assert spans == shaded


def test_forced_growth_has_one_curve_per_bound(ax: Any):
    bounds = [("a", [0, 1], [0.1, 0.1]), ("b", [2, 3], [0.2, 0.2])]
    plots.draw_forced_growth([1.0, 1.0, 1.0, 1.0], [False, False, True, True], bounds, ax)
    assert [line.get_label() for line in ax.lines] == ["measured", "a", "b"]


def test_runs_without_a_first_phase_are_left_out(ax: Any):
    frame = pd.DataFrame({"T1": [0, 10, 100]})
    for name in ("printed", "corrected", "improved"):
        frame[f"T1 {name}"] = [5.0, 1e4, 1e5]
    plots.draw_looseness(frame, ax)
    assert all(len(line.get_xdata()) == 2 for line in ax.lines)


def test_the_gap_is_shaded_and_negative_neurons_are_hollow(ax: Any):
    rows = np.array([[1.0, 0], [0, 2.0], [0, -1.0], [3.0, 3.0]])
    plots.draw_directions_of_step(rows, 3, ax, holds=False, arc=(90.0, 270.0))
    (gap,) = patches(ax, Wedge)
    assert (gap.theta1, gap.theta2) == (90.0, 270.0)
    hollow = [line for line in ax.lines if line.get_markerfacecolor() == "none"]
    np.testing.assert_allclose(hollow[0].get_xydata(), [[0.5**0.5, 0.5**0.5]])


def test_divergence_shows_its_limit(ax: Any):
    plots.draw_divergence([1, 10], [0.5, 0.4], 0.3, ax)
    assert ax.texts[0].get_text() == "predicted 0.300000"
    assert ax.lines[0].get_ydata()[0] == 0.3


def test_loss_laws_differ_in_more_than_colour(ax: Any):
    laws = [("one", [1, 1]), ("two", [1, 0.5]), ("three", [1, np.nan])]
    plots.draw_loss_laws([1, 10], laws, ax)
    assert len({line.get_linestyle() for line in ax.lines}) == 3

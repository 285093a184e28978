"""The pictures of the condition at work: each shows what it was given."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gcbook import plots


@pytest.fixture
def ax() -> Axes:
    return Figure().subplots()


def test_scores_stand_class_above_class(ax: Axes):
    scores, success = np.array([-1.0, -2.0, 3.0]), np.array([False, False, True])
    assert plots.draw_scores(scores, success, ax, label="setosa") is ax
    above, below = (one.get_offsets() for one in ax.collections)
    assert above[:, 0].tolist() == [3.0]
    assert sorted(below[:, 0].tolist()) == [-2.0, -1.0]
    assert above[:, 1].min() > below[:, 1].max()


def test_rows_are_arrows_and_the_vector_has_its_name(ax: Axes):
    plots.draw_rows(np.eye(2), np.array([1.0, 1.0]), ax, title="two", name="worst")
    assert [text.get_text() for text in ax.texts] == ["", "", "", "worst"]


def test_a_grasp_has_a_cone_for_each_finger(ax: Axes):
    points = np.array([[1.0, 0.0], [-1.0, 0.0]])
    plots.draw_grasp(points, -points, 0.5, ax, title="two")
    assert len(ax.patches) == 2
    corners = ax.patches[0].get_xy()[:3]
    np.testing.assert_allclose(sorted(corners[1:, 1]), [-0.35, 0.35])


def test_points_inside_are_filled(ax: Axes):
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    plots.draw_membership(corners, np.array([[0.2, 0.2], [1.0, 1.0]]), [True, False], ax)
    first, second = ax.lines
    assert first.get_xydata().tolist() == [[0.2, 0.2]]
    assert second.get_markerfacecolor() == "none"

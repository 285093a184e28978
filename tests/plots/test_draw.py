"""The pictures of Sections 5.3 and 6.1: each returns its axes and shows what it was given."""

from __future__ import annotations

import io

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gcbook import binary_network, gc_probability, plots
from gcbook.experiments import (
    Figure3Config,
    Figure4Config,
    Table1,
    Table1Config,
    figure3,
    figure4,
    figure5,
    kelvin_curve,
    table1,
)
from gcbook.probability import Estimate, waiting_time_probability


@pytest.fixture
def ax() -> Axes:
    with mpl.rc_context():
        plots.use_style()
        return Figure().subplots()


@pytest.fixture(scope="module")
def table() -> Table1:
    return table1(Table1Config(runs=40, neurons=(6, 24)))


def drawn(ax: Axes) -> str:
    """Render the figure; an error while drawing shows here."""
    file = io.StringIO()
    ax.figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def test_probability_pictures(ax: Axes):
    exact = {2: [(k, gc_probability(k, 2)) for k in range(2, 9)]}
    estimates = {2: [(4, Estimate.of(51, 100)), (8, Estimate.of(94, 100))]}
    assert plots.draw_probability_grid(exact, estimates, ax) is ax
    heights = ax.get_lines()[0].get_ydata()
    assert heights[2] == gc_probability(4, 2)
    assert "d = 2" in drawn(ax)


def test_residuals_are_percentage_points(ax: Axes):
    exact = {2: [(4, gc_probability(4, 2))]}
    plots.draw_residuals(exact, {2: [(4, Estimate.of(51, 100))]}, ax)
    assert ax.get_lines()[1].get_ydata() == pytest.approx([1.0])


def test_planar_pictures(ax: Axes):
    sectors = [(0.0, 1.5, "++"), (1.5, 3.14, "+-"), (3.14, 4.6, "--"), (4.6, 6.28, "-+")]
    assert plots.draw_planar_regions([[1, 0], [0, 2]], sectors, ax) is ax
    assert "+-" in drawn(ax)


def test_planar_laws(ax: Axes):
    plots.draw_planar_laws({"a = 0": [(3, 0.25)]}, {"a = 0": [(3, Estimate.of(26, 100))]}, ax)
    assert "a = 0" in drawn(ax)


def test_waiting_times(ax: Axes):
    law = [(k, waiting_time_probability(k, 2)) for k in range(3, 9)]
    plots.draw_waiting_times(law, {3: 30, 4: 20}, ax)
    assert "50 simulated layers" in drawn(ax)


@pytest.mark.slow
def test_table_1_shows_ours_and_theirs(ax: Axes, table: Table1):
    assert plots.draw_table_1(table, ax) is ax
    ours = ax.get_lines()[0].get_ydata()
    assert ours[0] == table.cell("random", 6).iterations.mean
    svg = drawn(ax)
    assert "random, ours" in svg
    assert "half space, the paper's" in svg


def test_strata_leave_out_groups_too_small_to_show(ax: Axes, table: Table1):
    plots.draw_strata(table, ax)
    (without,) = (c for c in ax.containers if c.get_label() == "without the condition")
    assert without[0].get_xdata().tolist() == [6]  # at 2k = 24 nearly all runs have it


def test_shares(ax: Axes, table: Table1):
    plots.draw_shares([("grid", table)], "half space", ax)
    shown = ax.get_lines()[0].get_ydata()
    assert shown[0] == 100 * table.cell("half space", 6).share_without_gc


def test_figure_3_marks_cells_at_the_limit(ax: Axes):
    result = figure3(Figure3Config(degrees=(90, 45), noises=(0.0,), runs=6, max_steps=600))
    assert not result.cell(45).converged.all()
    plots.draw_figure_3(result, ax)
    hollow = [line for line in ax.get_lines() if line.get_fillstyle() == "none"]
    assert [line.get_xdata().tolist() for line in hollow] == [
        [c.degrees for c in result.cells if c.converged.any() and not c.converged.all()]
    ]


def test_paired_differences(ax: Axes):
    result = figure3(Figure3Config(degrees=(90, 60), noises=(0.0,), runs=4))
    assert plots.draw_paired_differences(result, ax) is ax
    assert result.against_orthogonal(60)[0].difference in ax.get_lines()[1].get_ydata()


def test_figure_4(ax: Axes):
    result = figure4(Figure4Config(neurons=(8, 24), runs=20, norm_runs=20))
    plots.draw_iterations(result, ax)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["8", "24"]
    for draw in (plots.draw_norms, plots.draw_growth):
        assert draw(result, Figure().subplots()).patches


def test_figure_5(ax: Axes):
    run = figure5()
    curve = kelvin_curve(binary_network(3), run.frames[-1])
    plots.draw_kelvin(run.frames[-1], curve, ax)
    arrows = ax.get_lines()[-1].get_xydata()
    assert np.linalg.norm(arrows, axis=1) == pytest.approx(1.0)
    assert len(drawn(ax)) < 150_000
    losses = plots.draw_losses(run, Figure().subplots())
    assert losses.get_yscale() == "log"

"""The pictures of Sections 7.2 and 7.3 show what they are given."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon

from gcbook import PolarGrid, binary_network, random_start
from gcbook.bounds import margin_growth
from gcbook.experiments.rate import Audit, Inequality
from gcbook.experiments.width import (
    Certain,
    CertainConfig,
    Margins,
    MarginsConfig,
    Width,
    WidthCell,
    WidthConfig,
)
from gcbook.experiments.width.follow import follow
from gcbook.plots import rate, width


@pytest.fixture
def ax() -> Any:
    return Figure().subplots()


def labels(ax: Any) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def flow(power: float = -3.0, dimension: int = 2) -> Any:
    """A run that is a power law from the start, with eight times a decade."""
    times = np.geomspace(1.0, 1e4, 33)
    return SimpleNamespace(
        times=times,
        loss=times**power,
        local_slope=np.full(32, power),
        free_ratio=np.full(33, 1 / (dimension**2 - 1)),
        half_decade=4,
        law=SimpleNamespace(dimension=dimension),
    )


# --- the rate law --------------------------------------------------------------------------------


def test_a_law_is_dashed_and_a_loss_is_not(ax: Any):
    curves = [("plane", [1, 10], [1, 0.1]), ("$t^{-3}$", [1, 10], [1, 1e-3])]
    assert rate.draw_losses_over_decades(curves, ax) is ax
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--"]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert labels(ax) == ["plane", "$t^{-3}$"]
    assert ax.lines[1].get_xydata().tolist() == [[1, 1], [10, 1e-3]]


def test_descents_are_marks_beside_the_line_of_the_flow(ax: Any):
    rate.draw_steps_beside_flow(flow(), {"step 1": flow(), "step 2": flow(-2.0)}, ax)
    line, first, second = ax.lines
    assert (line.get_linestyle(), line.get_marker()) == ("-", "None")
    assert {first.get_linestyle(), second.get_linestyle()} == {"None"}
    assert first.get_marker() != second.get_marker()
    assert second.get_ydata()[-1] == pytest.approx(1e-8)
    assert labels(ax) == ["flow", "step 1", "step 2"]


def test_slopes_stand_between_the_times_with_their_law(ax: Any):
    rate.draw_local_slopes({"plane": ([flow(), flow()], -3.0), "space": ([flow(-2)], -2.0)}, ax)
    assert labels(ax) == ["plane", "space"]  # one entry a family
    curves = [line for line in ax.lines if line.get_linestyle() == "-"]
    laws = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert [line.get_ydata()[0] for line in laws] == [-3.0, -2.0]
    assert len(curves) == 3
    times = flow().times
    np.testing.assert_allclose(curves[0].get_xdata(), np.sqrt(times[1:] * times[:-1]))
    assert laws[1].get_color() == curves[2].get_color() != curves[0].get_color()


def test_the_free_ratio_is_scaled_to_one_and_stops_a_decade_before_the_end(ax: Any):
    rate.draw_free_ratio({"plane": [flow()], "space": [flow(-2.0, 3)]}, ax)
    for line in ax.lines[:2]:
        np.testing.assert_allclose(line.get_ydata(), 1.0)
        assert line.get_xdata()[-1] < 1e3 * 1.01
    assert ax.lines[2].get_ydata()[0] == 1.0


def test_the_zonotope_of_two_vectors_is_their_parallelogram(ax: Any):
    rate.draw_zonotope([[1.0, 0.0], [0.0, 2.0]], 0.5, ax, contact=[1.0, 0.0])
    (shape,) = [patch for patch in ax.patches if isinstance(patch, Polygon)]
    corners = {tuple(row) for row in shape.get_xy().round(9).tolist()}
    assert corners == {(0.0, 0.0), (1.0, 0.0), (1.0, 2.0), (0.0, 2.0)}
    (circle,) = [patch for patch in ax.patches if isinstance(patch, Circle)]
    assert circle.radius == 0.5
    assert [text.xy for text in ax.texts] == [(1.0, 0.0), (0.0, 2.0)]
    np.testing.assert_allclose(ax.lines[1].get_xdata(), 1.0)  # the supporting line x = 1


@pytest.mark.parametrize("seed", range(4))
def test_the_outline_of_a_zonotope_is_its_support_function(ax: Any, seed: int):
    rows = np.random.default_rng(seed).standard_normal((5, 2))
    rate.draw_zonotope(rows, 0.1, ax)
    corners = ax.lines[0].get_xydata()
    angle = np.linspace(0, 2 * np.pi, 50)
    u = np.stack([np.cos(angle), np.sin(angle)])
    support = np.maximum(rows @ u, 0.0).sum(axis=0)
    np.testing.assert_allclose((corners @ u).max(axis=0), support, atol=1e-12)


# --- width ---------------------------------------------------------------------------------------


def test_growth_and_its_floor_are_those_of_the_run(ax: Any):
    record = follow(binary_network(6), random_start(12, 2, runs=2, seed=1), PolarGrid(), steps=20)
    forced = margin_growth(record.margin[:, 1], record.missed[:, 1], step=record.step)
    width.draw_growth_floor(record, 1, forced, ax)
    measured, floor = ax.lines
    np.testing.assert_array_equal(floor.get_ydata(), forced)
    assert (measured.get_ydata() >= floor.get_ydata() - 1e-12).all()
    np.testing.assert_allclose(
        measured.get_ydata().sum(), record.positive_norm[-1, 1] - record.positive_norm[0, 1]
    )
    assert ax.get_yscale() == "log"


def test_factors_run_from_the_tightest_to_the_median_and_empty_ones_are_left_out(ax: Any):
    one = Inequality("first", np.array([1.0, 1.0, 1.0]), np.array([2.0, 4.0, 8.0]))
    none = Inequality("never", np.empty(0), np.empty(0))
    two = Inequality("second", np.array([1.0]), np.array([3.0]))
    width.draw_factors(Audit((one, none, two)), ax)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["second", "first"]
    bars = ax.collections[0].get_segments()
    assert [bar[:, 0].tolist() for bar in bars] == [[3.0, 3.0], [2.0, 4.0]]
    assert ax.lines[-1].get_xdata()[0] == 1.0
    assert ax.get_xscale() == "log"


def test_margins_show_wendel_and_an_interval(ax: Any):
    gamma = np.array([0.0, 0.5, 1.0, 1.5])  # k kappa / 2 is 0.48 for k = 3
    found = Margins(MarginsConfig(neurons=(3,), runs=4), (gamma,))
    width.draw_margins(found, ax)
    assert {"Wendel", r"$\gamma>0$"} < set(labels(ax))
    wendel, held = ax.lines[:2]
    assert (wendel.get_ydata()[0], held.get_ydata()[0]) == (0.25, 0.75)
    (bars,) = [part for part in ax.containers if part.has_yerr]
    low, high = bars.lines[2][0].get_segments()[0][:, 1]
    assert low < 0.75 < high <= 1


def cell(start: str, k: int, steps: list[int]) -> WidthCell:
    many = np.ones(len(steps))
    return WidthCell(start, k, 0.3 / k, np.array(steps), 2 * many / k, *(many,) * 5)


def test_clocks_leave_out_what_never_ended_and_name_the_widths(ax: Any):
    config = WidthConfig(neurons=(3, 6), starts=("paper", "small"))
    cells = (cell("paper", 3, [-1, -1]), cell("paper", 6, [10, 20]))
    found = Width(config, (*cells, cell("small", 3, [5, 5]), cell("small", 6, [5, 5])))
    width.draw_clocks(found, "eta k T", 18.39, ax)
    paper, small, limit = ax.lines
    assert paper.get_xydata().tolist() == [[6, pytest.approx(0.3 * 15)]]
    assert small.get_xdata().tolist() == [3, 6]
    assert limit.get_ydata()[0] == 18.39
    assert [text.get_text() for text in ax.get_xticklabels()] == ["3", "6"]
    assert ax.get_ylabel() == r"$\eta$ k T"


def test_clocks_of_mass_without_a_limit(ax: Any):
    found = Width(WidthConfig(neurons=(3,), starts=("small",)), (cell("small", 3, [5]),))
    width.draw_clocks(found, "k Q", None, ax)
    assert [line.get_ydata().tolist() for line in ax.lines] == [[2.0]]


def test_the_limit_is_dashed_and_levels_fall_to_the_right(ax: Any):
    curves = [("k = 3", [0.1, 0.01], [4, 12]), ("limit", [0.1, 0.01], [4, 11])]
    width.draw_limit_race(curves, ax)
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--"]
    left, right = ax.get_xlim()
    assert left > right


def test_savings_are_shares_of_the_random_start(ax: Any):
    steps = np.array([[100, 200, 300], [50, 100, 150], [100, 200, 300]])
    found = Certain(CertainConfig(neurons=(4,), runs=3), (steps,))
    width.draw_savings(found, ax)
    assert labels(ax) == ["polygon", "antipodal"]
    middles = [bars.lines[0].get_ydata()[0] for bars in ax.containers]
    assert middles == [pytest.approx(0.5), pytest.approx(1.0)]
    assert ax.lines[-1].get_ydata()[0] == 1.0
    assert len({to_hex(bars.lines[0].get_color()) for bars in ax.containers}) == 2

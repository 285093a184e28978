"""The pictures of the companions: each returns its axes and shows what it was given."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from gcbook import plots
from gcbook.companions import linear as ln
from gcbook.companions import recovery as rc
from gcbook.experiments.companions.recovery_starts import two_neuron_problem


@pytest.fixture
def ax():
    return Figure().subplots()


@pytest.fixture
def space():
    return Figure().add_subplot(projection="3d")


def test_the_bounds_start_at_the_loss(ax):
    layers = ln.scaled_identities((2, 2, 2), (0.3, 1.2))
    run = ln.gradient_flow(ln.LinearProblem.diagonal([2, 1]), layers, np.linspace(0, 2, 21))
    assert plots.draw_rate(run, 1.0, 0.5, ax) is ax
    assert {line.get_ydata()[0] for line in ax.get_lines()} == {float(run.losses[0])}


def test_the_line_of_the_drift_has_slope_one(ax):
    plots.draw_drift([1e-3, 1e-2], [2e-3, 2e-2], 2.0, 1e-12, ax)
    np.testing.assert_allclose(ax.get_lines()[0].get_ydata(), [2e-3, 2e-2])


def test_hyperbolas_keep_their_constant(ax):
    path = [[0.9, 0.6, 0.1, 0.8], [0.98, 0.6, 0.02, 0.8]]
    plots.draw_crossing([path], (1.0, 0.6), 0.1, ax)
    for line in ax.get_lines()[:7]:
        s, v = line.get_data()
        assert np.ptp(v**2 - 4 * s**2) < 1e-12


def test_basins_show_every_branch(ax):
    found = rc.basins(two_neuron_problem(), size=5)
    plots.draw_basins(found, ax)
    assert ax.images[0].get_array().shape == (5, 5)


def test_pictures_in_space(space):
    plots.draw_branches(1.0, 0.6, [np.zeros((3, 4))], space)
    assert space.get_zlabel() == "$a_2$"
    plots.draw_w_space(0.6, space, planes=3)
    plots.draw_a_space(1.0, space)
    grid = np.zeros((2, 2))
    plots.draw_saddle_line(ln.SaddleLine(), (grid, grid, grid), [np.zeros((2, 3))], space)
    assert space.get_zlabel() == "$w$"


def test_flat_pictures(ax):
    assert plots.draw_layers((2, 3, 1), ax) is ax
    assert plots.draw_separation((2, 3), [("Q", [1e-3, 0.0])], ax) is ax
    assert plots.draw_ratios([("one", [1, 2], [3, 4])], ax, ylabel="rho") is ax

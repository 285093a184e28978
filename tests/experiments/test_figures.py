"""Figures 3, 4 and 5."""

from __future__ import annotations

import math

import numpy as np
import pytest

from gcbook import PolarGrid, binary_network
from gcbook.experiments import (
    REGISTRY,
    Figure3,
    Figure3Config,
    Figure4,
    Figure4Config,
    Figure5,
    Figure5Config,
    circle_minimum,
    figure3,
    figure4,
    figure5,
    kelvin_curve,
)

pytestmark = pytest.mark.slow  # the module's fixture trains some hundred networks


@pytest.fixture(scope="module")
def three() -> Figure3:
    return figure3(Figure3Config(degrees=(90, 45, 30), noises=(0.0, 0.05), runs=6, max_steps=1500))


@pytest.fixture(scope="module")
def four() -> Figure4:
    return figure4(Figure4Config(neurons=(6, 8, 24), runs=100, norm_runs=300))


@pytest.fixture(scope="module")
def five() -> Figure5:
    return figure5()


def test_figure_3_small_angles_are_slower(three: Figure3):
    comparison, pairs = three.against_orthogonal(45)
    assert pairs >= 5
    assert comparison.difference > 0
    assert three.cell(90).median < three.cell(45).median


def test_figure_3_counts_runs_at_the_limit(three: Figure3):
    frame = three.to_frame()
    assert (frame["converged"] + frame["never"] == 6).all()
    capped = three.cell(30, 0.05)
    assert not capped.converged.any()
    assert capped.median == math.inf
    assert math.isnan(three.against_orthogonal(30, 0.05)[0].p)


def test_figure_3_bad_configuration():
    with pytest.raises(ValueError, match="degrees must contain 90"):
        Figure3Config(degrees=(80, 70))
    with pytest.raises(KeyError, match="no cell for degrees=10"):
        figure3(Figure3Config(degrees=(90,), noises=(0.0,), runs=2, max_steps=1)).cell(10)


def test_figure_4_medians_fall(four: Figure4):
    medians = four.to_frame()["median"]
    assert medians.is_monotonic_decreasing
    assert (four.to_frame()["converged"] + four.to_frame()["never"] == 100).all()


def test_figure_4_the_norm_is_the_norm_of_the_start(four: Figure4):
    assert (four.max_norm >= four.norm_at_start).all()
    assert four.share_of_start > 0.97
    # |W^0| is a sum of 8 Rayleigh variables: mean 8 sqrt(pi/2), variance 8 (2 - pi/2); 5 sigma
    expected, spread = 8 * math.sqrt(math.pi / 2), math.sqrt(8 * (2 - math.pi / 2) / 300)
    assert abs(four.norm_at_start.mean() - expected) < 5 * spread


def test_figure_5_finds_the_condition_before_it_is_done(five: Figure5):
    assert five.losses[0] == 1.0
    assert five.losses[-1] == 0.0
    assert 0 < five.first_gc < five.steps
    assert five.condition[five.first_gc :].all()
    assert five.rises == 0
    assert five.pointwise_rises > 0
    assert len(five.to_frame()) == five.steps + 1


def test_figure_5_starts_as_printed(five: Figure5):
    angles = np.radians([30, 0, -30])
    printed = 0.75 * np.column_stack([np.cos(angles), np.sin(angles)])
    assert np.allclose(five.frames[0], np.concatenate([printed, printed]))


def test_figure_5_zero_loss_on_the_grid_is_not_zero_population_loss(five: Figure5):
    assert five.grid_minimum >= 1
    assert five.circle_minimum < 1


def test_the_kelvin_criterion(five: Figure5):
    network, grid = binary_network(3), PolarGrid()
    for weights in five.frames[[1, 60, 130, 200, -1]]:
        values = network.forward(weights, grid.points)
        zero = (values[:, 0] - values[:, 1] >= 1).reshape(11, 80)
        rho = kelvin_curve(network, weights, 81)[1:]  # the angles of the grid
        assert np.array_equal(zero, 1 / grid.radii[:, None] <= rho)


def test_the_circle_minimum_is_below_every_sample():
    rng = np.random.default_rng(3)
    network = binary_network(3)
    angles = np.linspace(0, 2 * np.pi, 20_001)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    for _ in range(20):
        weights = rng.standard_normal((6, 2))
        values = network.forward(weights, circle)
        sampled = (values[:, 0] - values[:, 1]).min()
        exact = circle_minimum(network, weights)
        assert sampled - 1e-2 < exact <= sampled + 1e-12


def test_moments(five: Figure5):
    times = five.moments(6)
    assert times[0] == 0
    assert times[-1] == five.steps
    assert five.first_gc in times


def test_a_start_without_end_is_reported():
    run = figure5(Figure5Config(max_steps=5))
    assert run.steps == 5
    assert run.losses[-1] > 0
    assert run.first_gc == -1


def test_the_registry_runs_by_name():
    assert {"table1", "figure3", "figure4", "figure5"} <= set(REGISTRY)
    experiment = REGISTRY["figure5"]
    assert experiment.run().steps > 0

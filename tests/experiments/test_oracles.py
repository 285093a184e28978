"""Statistics of the experiments against numbers worked out by hand.

Each of these was seen to fail with a plausible slip put in: a mistyped cell, r for r^2, seeds that
differ between angles, stuck runs counted, the least of the other classes for the largest, d for
d + 1, a lost factor of two.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from gcbook import Annulus, Network, holds
from gcbook.bounds import cap_mass, cap_moment, first_phase, second_phase
from gcbook.experiments import (
    Figure3,
    Figure3Cell,
    Figure3Config,
    Figure4,
    Figure4Config,
    Phases,
    Summary,
    Table1Cell,
    figure3,
    table1,
)
from gcbook.experiments.synthetic._table_1_cell import PRINTED
from gcbook.experiments.synthetic.table_1 import Table1Config

# Table 1 copied line by line from the text of the paper: 2k, random mean and deviation, half-space.
TRANSCRIPT = """
6   578.90 205.43   672.41 226.53
8   423.96 190.91   582.16 200.81
10  313.29 178.67   550.19 180.59
12  242.72 178.94   517.26 172.46
14  183.53 108.60   500.42 215.87
16  141.00  80.66   487.42 220.48
18  126.52  62.07   478.25 202.71
20  102.09  32.32   412.46 195.92
22   90.65  28.01   454.08 203.00
24   82.93  26.76   416.82 216.58
"""


def test_all_forty_printed_numbers_are_those_of_the_paper():
    lines = [[float(part) for part in line.split()] for line in TRANSCRIPT.split("\n") if line]
    copied = {}
    for neurons, mean, sd, half_mean, half_sd in lines:
        copied["random", int(neurons)] = Summary(mean, sd, 100)
        copied["half space", int(neurons)] = Summary(half_mean, half_sd, 100)
    assert len(copied) == 20
    assert dict(PRINTED) == copied
    # and once more by the sums of the columns in the text itself
    columns = np.array([line[1:] for line in lines])
    assert columns.sum(axis=0).round(2).tolist() == [2285.59, 1092.37, 5071.47, 2034.95]


def cell(**changes) -> Table1Cell:
    fields = {
        "start": "random",
        "neurons": 6,
        "steps": np.array([100, 300, 4000]),
        "outcome": np.array(["zero loss", "zero loss", "max steps"]),
        "loss": np.array([0.0, 0.0, 0.0125]),
        "gc_at_start": np.array([True, False, False]),
        "gc_at_end": np.array([True, True, False]),
        "without_gc": np.array([0, 60, 3999]),
        "gc_lost": np.array([0, 2, 0]),
    }
    return Table1Cell(**(fields | changes))


def test_stuck_runs_enter_no_mean_and_no_share():
    one = cell()
    assert one.never == 1
    assert one.share_without_gc == 60 / 400
    assert one.iterations == Summary(200.0, math.sqrt(20_000), 2)
    assert one.stratum(True).mean == 100
    alone = one.stratum(False)  # its spread is nan, which no longer equals itself in Python 3.13
    assert (alone.mean, alone.count) == (300, 1)
    assert math.isnan(alone.sd)


def test_the_variance_explained_is_a_square():
    growth = Figure4(
        Figure4Config(), {}, {}, np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0]),
        np.zeros(3), np.zeros(3), np.ones(3, bool),
    )  # fmt: skip
    assert growth.share_of_start == pytest.approx(0.25)  # r is 1/2
    assert growth.growth.tolist() == [0, 1, -1]


def test_angles_are_compared_start_by_start():
    done, stuck = ["zero loss"] * 3, ["zero loss", "zero loss", "max steps"]
    right = Figure3Cell(90, 0.0, np.array([100, 500, 900]), np.array(done))
    other = Figure3Cell(60, 0.0, np.array([110, 512, 4000]), np.array(stuck))
    both = Figure3(Figure3Config(degrees=(90, 60), noises=(0.0,)), (right, other))
    comparison, pairs = both.against_orthogonal(60)
    assert pairs == 2
    assert comparison.difference == 11
    # differences 10 and 12: sd sqrt 2, standard error 1, t = 11 with one degree of freedom
    assert comparison.t == pytest.approx(11)
    assert (comparison.high - comparison.low) / 2 == pytest.approx(math.tan(0.475 * math.pi))


def test_every_angle_starts_from_the_same_weights_and_the_same_noise():
    near = figure3(Figure3Config(degrees=(90, 89.99999), noises=(0.0, 0.05), runs=5))
    for noise in (0.0, 0.05):
        here, there = near.cell(89.99999, noise), near.cell(90, noise)
        assert np.abs(here.steps - there.steps).max() <= 2
        assert np.ptp(there.steps) > 50


def test_the_columns_of_table_1_share_their_starts():
    result = table1(Table1Config(runs=8, neurons=(6,), max_steps=1))
    # a start in a half-space fails the condition, and the random one beside it may not
    random, half = result.cells
    assert random.gc_at_start.mean() in np.arange(9) / 8
    assert not half.gc_at_start.any()


V, ETA = 0.7, 0.2


@pytest.fixture(scope="module")
def phases() -> Phases:
    """One step of three classes with different norms; class 1 owns the data."""
    owner = np.array([0, 0, 1, 1, 2, 2])
    network = Network(np.where(owner == np.arange(3)[:, None], V, -V))
    lengths = np.array([[3.0, 1, 2, 5, 0.25, 0.5], [3, 1, 2, 5.5, 0.25, 0.5]])
    angles = np.radians([10, 80, 200, 300, 20, 30])
    weights = lengths[..., None] * np.column_stack([np.cos(angles), np.sin(angles)])
    return Phases(
        network=network,
        data=Annulus(label=1),
        step=ETA,
        weights=weights[:, None],
        gradient=np.ones((1, 1, 6, 2)),
        loss=np.array([[0.3]]),
        missed=np.zeros((1, 1, 2)),
        missed_active=np.zeros((1, 1, 2, 6)),
        condition=np.array([[False]]),
    )


def test_norms_of_the_classes_by_hand(phases: Phases):
    assert phases.positive.tolist() == [False, False, True, True, False, False]
    np.testing.assert_allclose(phases.positive_norm[:, 0], [7, 7.5])
    np.testing.assert_allclose(phases.negative_norm[:, 0], [4, 4])  # 3 + 1, not 0.25 + 0.5
    np.testing.assert_allclose(phases.growth[:, 0], [0.5])
    assert phases.first_phase.tolist() == [1]
    assert phases.squared_losses.tolist() == [0]


def test_forced_growth_by_hand(phases: Phases):
    # the longest slice of the annulus: at |s| = 1 it is 2 sqrt(3), and the density is 1 / (3 pi)
    c_p = 2 * math.sqrt(3) / (3 * math.pi)
    pairs, d, outer = 2, 2, 2.0
    reach = (1 + 2 * V * outer * 4.0) ** 2
    second = V * ETA * 0.3**2 / (c_p * (d + 1) * pairs * reach)
    assert phases.forced_growth(0, "second")[0] == pytest.approx(second)
    moment, mass = cap_moment(phases.shell, 7.0, v=V), cap_mass(phases.shell, 7.0, v=V)
    improved = 2 * V * ETA * pairs * moment
    assert phases.forced_growth(0, "improved")[0] == pytest.approx(improved)
    corrected = V * ETA * pairs * mass**2 / c_p
    assert phases.forced_growth(0, "corrected")[0] == pytest.approx(corrected)


def test_the_bounds_take_the_norms_of_the_run(phases: Phases):
    common = {"step": ETA, "classes": 3, "v": V}
    improved = first_phase(phases.shell, radius=7.5, start=7.0, form="improved", **common)
    assert phases.first_phase_bound(0) == pytest.approx(improved)
    printed = first_phase(phases.shell, radius=12.25, start=0.0, form="printed", **common)
    assert phases.first_phase_bound(0, "printed") == pytest.approx(printed)
    sums = second_phase(phases.shell, radius=7.5, start=7.0, negative=4.0, **common)
    assert phases.second_phase_bound(0) == pytest.approx(sums)
    assert not holds(phases.weights[0, 0, 2:4])

"""Section 6.2: the experiments' arithmetic on small cases, and what their results promise."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook import gc_probability, holds
from gcbook.deep import Images, LeNet, lenet_16
from gcbook.experiments import (
    BlocksConfig,
    BrokenConfig,
    Figure6Config,
    InterventionConfig,
    PlateauConfig,
    RightTestConfig,
    broken_condition,
    class_condition,
    fake_layer,
    figure6_left,
    figure6_right,
    figure7,
    interventions,
    orthogonal_blocks,
    paired_ratio,
    plateau_law,
    revealing_projection,
    right_test,
)
from gcbook.experiments.real.blocks import class_blocks
from gcbook.experiments.real.broken_condition import keep_active
from gcbook.experiments.real.figure_7 import random_projections
from gcbook.experiments.real.interventions import lean
from gcbook.experiments.real.plateau import PlateauLaw


def tiny(side: int, classes: int = 3) -> Images:
    """Blurred prototypes under noise; three classes, so that nothing may assume ten."""
    rng = np.random.default_rng(0)
    prototypes = rng.random((classes, side, side)) ** 3
    labels = np.arange(120) % classes
    images = prototypes[labels] + 0.1 * rng.random((120, side, side))
    images = (images / images.max()).astype(np.float32)
    return Images(images[:90], labels[:90], images[90:], labels[90:], "prototypes")


SMALL = LeNet(16, filters=(4, 6), kernels=(5, 3), hidden=20, classes=3)


@pytest.fixture(scope="module")
def curves():
    config = Figure6Config(
        network=SMALL, starts=(("fan-in", 1.0), ("he", 1.0)), step=0.1, batch=30, iterations=400,
        seeds=(0, 1), until=0.3,
    )  # fmt: skip
    return figure6_left(config, tiny(16))


def test_figure_6_left_keeps_one_curve_per_start_and_seed(curves):
    frame = curves.to_frame()
    assert list(frame["scheme"]) == ["fan-in", "fan-in", "he", "he"]
    assert list(frame["seed"]) == [0, 1, 0, 1]
    assert len(curves.curves) == len(curves.weights) == len(curves.smooth()) == 4
    assert (frame["T_half"] > 0).all()
    assert curves.source == "prototypes"


def test_he_shortens_the_plateau(curves):
    half = curves.half_times()
    assert half[2:].max() < half[:2].min()


def test_figure_6_right_speaks_of_every_representation(curves):
    found = figure6_right(
        SMALL, curves.weights[0], tiny(16), dimensions=(1, 2), initial=SMALL.initial()
    )
    frame = found.to_frame()
    assert set(frame["features"]) == {
        "pixels", "LeNet, initial", "LeNet, trained", "random, non-negative", "random",
    }  # fmt: skip
    assert all(len(angles) == 3 for angles in found.angles.values())
    assert found.picture_rank == 2
    assert (frame["least"] <= frame["median angle"]).all()
    assert ((frame["own"] > 0) & (frame["own"] <= 1 + 1e-12)).all()


def test_figure_7_finds_the_fake_and_the_picture_does_not():
    true_layer = np.random.default_rng(0).standard_normal((60, 20))
    result = figure7({"true": true_layer, "fake": fake_layer(60, 20, 0.05, seed=1)}, trials=50)
    true_test, fake_test = result.layers
    assert true_test.condition
    assert not fake_test.condition
    assert true_test.verified
    assert fake_test.verified
    assert true_test.passes == 50
    assert fake_test.passes == 50
    assert fake_test.predicted == float(gc_probability(60, 3))
    assert [panel.passes for panel in result.panels] == [True, True, True, True, False]
    assert list(result.to_frame()["GC in R^d"]) == [True, False]


def test_the_condition_passes_to_every_projection():
    layer = np.random.default_rng(2).standard_normal((40, 5))
    assert holds(layer)
    assert np.asarray(holds(random_projections(layer, 200))).all()


def test_projections_are_orthonormal():
    frames = random_projections(np.eye(6), 4, seed=3)
    np.testing.assert_allclose(np.swapaxes(frames, 1, 2) @ frames, np.tile(np.eye(3), (4, 1, 1)),
                               atol=1e-12)  # fmt: skip


@pytest.mark.parametrize("cosine", [0.0, 0.3, 0.9])
def test_a_failing_layer_is_revealed(cosine):
    layer = fake_layer(10, 50, cosine)
    np.testing.assert_allclose(np.linalg.norm(layer, axis=1), 1)
    assert not holds(revealing_projection(layer))


def test_dependent_rows_are_revealed_by_the_certificate():
    rows = np.abs(np.random.default_rng(0).standard_normal((12, 4)))
    assert not holds(revealing_projection(rows))


def test_a_true_layer_cannot_be_revealed():
    cross = np.concatenate([np.eye(3), -np.eye(3)])
    with pytest.raises(ValueError, match="weights must fail the geometric condition; they satisfy"):
        revealing_projection(cross)


def test_one_layer_at_a_time():
    with pytest.raises(ValueError, match=r"one layer of shape \(k, d\); got shape \(2, 3, 4\)"):
        random_projections(np.ones((2, 3, 4)), 5)


def test_plateau_law_on_made_up_times():
    depth = np.repeat([2, 3, 4], 3)
    scale = np.tile([0.25, 0.5, 1.0], 3)
    time = np.where(depth == 2, 100 + 40 * np.log2(1 / scale), 100 * scale ** (2.0 - depth))
    law = PlateauLaw(PlateauConfig(), depth, scale, np.zeros(9, int), time)
    for L in (3, 4):
        assert law.exponent(L)[0] == pytest.approx(2 - L, abs=1e-12)
    np.testing.assert_allclose(law.per_halving(), 40)
    assert law.to_frame()["T_half * s**(L-2)"][3:].round(9).nunique() == 1
    with pytest.raises(ValueError, match=r"depth must be one of \(2, 3, 4\); got 7"):
        law.exponent(7)


def test_plateau_law_runs_on_any_number_of_classes():
    config = PlateauConfig(depths=(3,), scales=(0.5, 1.0), width=30, batch=30, seeds=(0,))
    law = plateau_law(config, tiny(8))
    assert law.half_time[0] > 1.5 * law.half_time[1]


def test_class_condition_against_the_definition():
    """Two classes in the plane spanned by the first two axes; the third axis must not matter."""
    turn = np.radians([0, 120, 240, 10, 20, 30])
    rows = np.column_stack([np.cos(turn), np.sin(turn), 5 * np.ones(6)])
    outputs = np.array([[1, 1, 1, -1, -1, -1], [-1, -1, -1, 1, 1, 1]])
    shot = class_condition(rows, outputs, [np.eye(3)[:2], np.eye(3)[:2]], (1, 2))
    assert shot.holds.tolist() == [[True, True], [False, False]]
    assert shot.verified.all()
    assert shot.neurons.tolist() == [3, 3]
    assert shot.resultant[0, 1] == pytest.approx(0, abs=1e-12)
    assert shot.resultant[1, 1] > 0.98


def test_a_class_without_neurons_has_no_condition():
    shot = class_condition(np.eye(2), [[1, 1], [-1, -1]], [np.eye(2), np.eye(2)], (2,))
    assert shot.holds.tolist() == [[False], [False]]
    assert shot.neurons.tolist() == [2, 0]
    assert shot.verified.all()


@pytest.fixture(scope="module")
def watched():
    config = RightTestConfig(
        widths=(8, 40), seeds=(0,), dimensions=(2, 3), step=0.1, batch=30, iterations=60, every=20
    )
    return right_test(config, tiny(16))


def test_right_test_certifies_every_recorded_step(watched):
    assert watched.verified
    assert [run.hidden for run in watched.runs] == [8, 40]
    steps = watched.runs[0].steps
    assert steps[:3] == (0, 20, 40)
    assert steps[-1] == len(watched.runs[0].losses)
    assert watched.certificates == sum(3 * 2 * len(run.steps) for run in watched.runs)
    frame = watched.to_frame()
    assert len(frame) == 4
    assert frame["GC at 0"].between(0, 1).all()


def test_the_snapshot_at_half_time_is_not_later_than_it(watched):
    for run in watched.runs:
        assert run.at(1.0) == 0
        limit = run.half_time() if np.isfinite(run.half_time()) else len(run.losses)
        assert run.steps[run.at(0.5)] <= limit


def test_the_chance_of_the_classes_is_averaged_and_not_that_of_the_average_class():
    """The chance is concave here: at the mean number of neurons, 16, it is 0.94."""
    counts = np.array([(lenet_16(32).initial(seed=seed).fc2 > 0).sum(axis=1) for seed in (0, 1)])
    chances = [float(gc_probability(int(k), 5)) for k in counts.ravel()]
    assert np.mean(chances) == pytest.approx(0.8491, abs=1e-4)
    assert float(gc_probability(round(counts.mean()), 5)) == pytest.approx(0.9408, abs=1e-4)


@pytest.mark.parametrize("side", [1, -1])
def test_leaning_keeps_lengths_and_takes_a_side(side):
    weights = lenet_16(30).initial(seed=0)
    axis = np.random.default_rng(0).standard_normal(200)
    turned = lean(weights, axis, side)
    lengths = np.linalg.norm(weights.fc1, axis=1)
    np.testing.assert_allclose(np.linalg.norm(turned.fc1, axis=1), lengths, rtol=1e-6)
    assert (side * (turned.fc1 @ axis) >= -1e-6).all()
    assert turned.fc2 is weights.fc2


def test_leaning_has_two_sides():
    with pytest.raises(ValueError, match="side must be 1 or -1; got 0"):
        lean(lenet_16(8).initial(), np.ones(200), 0)


def test_interventions_are_paired_by_seed():
    config = InterventionConfig(
        hidden=20, seeds=(0, 1), scales=(2.0,), dimensions=(2,), step=0.1, batch=30,
        iterations=20, every=20,
    )  # fmt: skip
    result = interventions(config, tiny(16))
    assert [(run.label, run.seed) for run in result.runs[:4]] == [
        ("as drawn", 0), ("active", 0), ("inactive", 0), ("scale 2", 0),
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"label must be one of active, .*; got 'half'"):
        result.half_times("half")
    drawn, scaled = result.runs[0].snapshots[0], result.runs[3].snapshots[0]
    np.testing.assert_array_equal(drawn.neurons, scaled.neurons)


def test_a_paired_ratio_is_scale_free():
    first, second = np.array([3.0, 5.0, 9.0]), np.array([2.0, 6.0, 7.0])
    middle, low, high = paired_ratio(first, second)
    assert middle == pytest.approx((3 / 2 * 5 / 6 * 9 / 7) ** (1 / 3))
    np.testing.assert_allclose(paired_ratio(10 * first, 10 * second), (middle, low, high))
    assert np.isnan(paired_ratio([1.0, np.nan, 2.0], second)).all()


def test_keeping_active_moves_only_those_that_need_it():
    leading = np.array([[1.0, 0.0], [0.8, 0.6]])
    neurons = np.array([[1.0, 1.0], [-2.0, 0.5], [0.1, -3.0]])
    kept = keep_active(neurons, leading, 0.01)
    assert (kept @ leading.T >= 0.01 - 1e-12).all()
    np.testing.assert_array_equal(kept[0], neurons[0])


def test_held_broken_means_no_class_at_any_step():
    config = BrokenConfig(
        hidden=30, dimension=2, batch=30, iterations=60, every=20, seeds=(0, 1),
        starts=("free", "held broken"),
    )  # fmt: skip
    result = broken_condition(config, tiny(8))
    held = [run for run in result.runs if run.start == "held broken"]
    assert all(not shot.holds.any() for run in held for shot in run.snapshots)
    assert all(shot.verified.all() for run in result.runs for shot in run.snapshots)
    middle, low, high = result.ratio("held broken")
    assert low <= middle <= high
    assert result.ratio("free") == (1.0, 1.0, 1.0)
    lengths = result.to_frame().groupby("seed")["mean |w|"]
    # reflected, not stretched
    assert (lengths.max() - lengths.min() < 1e-6).all()


def test_an_unknown_start_is_named():
    with pytest.raises(ValueError, match=r"starts must be one of 'free', .*; got 'broken'"):
        broken_condition(BrokenConfig(starts=("broken",)), tiny(8))


@pytest.fixture(scope="module")
def blocks():
    return orthogonal_blocks(BlocksConfig(kind="annulus", classes=3, iterations=600, seeds=(0, 1)))


def test_blocks_start_without_the_condition_and_most_reach_it(blocks):
    assert blocks.losses.shape == (2, 601, 3)
    assert not blocks.condition[:, 0].any()
    assert np.isfinite(blocks.condition_time).sum() >= 4


def test_small_loss_needs_the_condition(blocks):
    """On data in every direction; the condition comes first."""
    late = np.isfinite(blocks.loss_time())
    assert late.any()
    assert (blocks.condition_time[late] <= blocks.loss_time()[late]).all()


def test_blocks_are_orthogonal_symmetric_and_bounded():
    config = BlocksConfig(classes=3, dimension=2, points=20)
    sets = class_blocks(config, tiny(8), 0)
    for label, data in enumerate(sets):
        inside = data.points[:, 2 * label : 2 * label + 2]
        assert np.count_nonzero(data.points) == np.count_nonzero(inside)
        np.testing.assert_allclose(inside[:20], -inside[20:])
        lengths = np.linalg.norm(inside, axis=1)
        assert lengths.min() >= 1 - 1e-12
        assert lengths.max() <= 2 + 1e-12


def test_rates_are_those_of_an_exponential(blocks):
    before, after = blocks.rates(5)
    assert len(before) == len(after)
    assert (before > 0).all()
    correlation, count = blocks.agreement()
    assert -1 <= correlation <= 1
    assert count <= 6

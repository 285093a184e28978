"""Both phases along runs, and the recursion of one neuron."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook import Annulus, Network, binary_network, descend, holds
from gcbook.experiments import (
    CENTRAL_DENSITY,
    follow_phases,
    one_neuron_norms,
    one_neuron_push,
)
from gcbook.initialisation import half_space_start


@pytest.fixture(scope="module")
def runs():
    return follow_phases(binary_network(3), half_space_start(6, 2, runs=3, seed=5), steps=80)


def test_a_followed_run_is_a_run_of_gradient_descent(runs):
    start = half_space_start(6, 2, runs=3, seed=5)[1]
    alone = descend(binary_network(3), Annulus(), start, max_steps=80, record="weights")
    np.testing.assert_allclose(runs.weights[:, 1], alone.recorded, atol=1e-12)
    np.testing.assert_allclose(runs.loss[:, 1], alone.losses[:80], atol=1e-12)


def test_what_is_kept_belongs_together(runs):
    assert runs.weights.shape == (81, 3, 6, 2)
    assert runs.missed_active.shape == (80, 3, 1, 6)
    np.testing.assert_allclose(runs.weights[1:], runs.weights[:-1] - 0.1 * runs.gradient)
    assert (runs.missed_active <= runs.missed[..., None] + 1e-12).all()
    assert (runs.condition == holds(runs.weights[:-1, :, :3])).all()
    np.testing.assert_array_equal(runs.first_phase, (~runs.condition).sum(axis=0))
    np.testing.assert_allclose(
        runs.outward * runs.norms[:-1], (runs.gradient * runs.weights[:-1]).sum(axis=-1), atol=1e-12
    )


def test_positive_neurons_are_pushed_outwards_and_grow(runs):
    assert (runs.outward[..., runs.positive] <= 1e-15).all()
    assert (runs.outward[..., ~runs.positive] >= -1e-15).all()
    assert (runs.growth >= 0).all()


def test_the_proofs_guarantee_less_than_is_measured(runs):
    for run in range(3):
        early = ~runs.condition[:, run]
        improved = runs.forced_growth(run, "improved")
        corrected = runs.forced_growth(run, "corrected")
        assert (corrected <= improved).all()
        assert (runs.growth[early, run] >= improved[early]).all()
        late = runs.condition[:, run]
        assert (runs.growth[late, run] >= runs.forced_growth(run, "second")[late]).all()
    assert len(runs.forced_growth(0, "improved", every=7)) == 12


def test_bounds_are_ordered(runs):
    table = runs.to_frame()
    assert (table["T1"] <= table["T1 improved"]).all()
    assert (table["T1 improved"] <= table["T1 corrected"]).all()
    assert (table["T1 corrected"] <= table["T1 printed"]).all()
    assert (table["sum l^2"] <= table["sum corrected"]).all()


def test_a_zero_row_has_no_direction():
    start = np.zeros((1, 2, 2))
    start[0, 0] = [1.0, 0.0]
    run = follow_phases(binary_network(1), start, steps=3)
    assert (run.outward[..., 1] == 0).all()
    assert not run.condition.any()


@pytest.mark.parametrize(
    ("network", "starts", "message"),
    [
        (binary_network(1), np.ones((2, 2)), r"starts must have shape \(E, k, 2\); got .*\(2, 2\)"),
        (binary_network(1), np.ones((1, 2, 3)), r"starts must have shape"),
        (binary_network(1), np.ones((1, 3, 2)), r"weights must have one row per neuron"),
        (
            Network(binary_network(1).outputs, bias=0.1),
            np.ones((1, 2, 2)),
            r"network must have no bias",
        ),
    ],
)
def test_bad_input_is_named(network: Network, starts: np.ndarray, message: str):
    with pytest.raises(ValueError, match=message):
        follow_phases(network, starts, steps=1)


def test_steps_must_be_positive():
    with pytest.raises(ValueError, match="steps must be an integer >= 1; got 0"):
        follow_phases(binary_network(1), np.ones((1, 2, 2)), steps=0)


@pytest.mark.parametrize("norm", [0.05, 0.25, 0.5, 0.8, 2.0, 50.0])
@pytest.mark.parametrize("v", [0.5, 1.5])
def test_the_push_is_the_integral_of_the_slices(norm: float, v: float):
    s = np.linspace(0, min(2.0, 1 / (2 * v * norm)), 200_001)
    slices = 2 * (np.sqrt(4 - s**2) - np.sqrt(np.maximum(1 - s**2, 0))) / (3 * np.pi)
    assert one_neuron_push(norm, v=v) == pytest.approx(np.trapezoid(s * slices, s), rel=1e-7)


def test_the_push_of_a_long_neuron_does_not_cancel():
    assert one_neuron_push(1e7) == pytest.approx(CENTRAL_DENSITY / 2 * 1e-14, rel=1e-12, abs=0)


def test_one_neuron_follows_the_network():
    start = np.zeros((1, 2, 2))
    start[0, 0] = 0.5 * np.array([np.cos(2.0), np.sin(2.0)])
    run = follow_phases(binary_network(1), start, steps=50)
    np.testing.assert_allclose(run.norms[:, 0, 0], one_neuron_norms(50), rtol=1e-12)


def test_one_neuron_needs_a_positive_start():
    with pytest.raises(ValueError, match="start must be a real number > 0"):
        one_neuron_norms(3, start=0.0)

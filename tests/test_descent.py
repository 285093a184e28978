"""One run of gradient descent: its arithmetic, its endings, its record, its errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook import (
    Annulus,
    Network,
    Points,
    PolarGrid,
    Subspaces,
    binary_network,
    descend,
    holds,
    random_start,
)
from gcbook.descent import Outcome, _objective
from gcbook.descent._objective import Objective


def three_classes(bias: float = 0.0) -> Network:
    outputs = np.full((3, 6), -0.5)
    for neuron, owner in enumerate([1, 0, 2, 0, -1, 1]):
        if owner >= 0:
            outputs[owner, neuron] = 0.5
    return Network(outputs, bias)


def figure_5() -> np.ndarray:
    turn = np.pi / 6 * np.array([1, 0, -1])
    half = 0.75 * np.column_stack([np.cos(turn), np.sin(turn)])
    return np.concatenate([half, half])


@pytest.mark.parametrize("network", [binary_network(3), three_classes(), three_classes(0.3)])
@pytest.mark.parametrize("label", [0, 1])
def test_the_loop_uses_the_networks_loss_and_gradient(network: Network, label: int):
    data = [Points(random_start(40, 3, seed=2), label=label), Points(random_start(30, 3, seed=3))]
    weights = random_start(6, 3, runs=5, seed=1)
    seen = Objective(network, data)(weights)
    np.testing.assert_allclose(seen.loss, network.loss(weights, data), rtol=1e-13)
    np.testing.assert_allclose(seen.gradient, network.gradient(weights, data), atol=1e-13)
    # the point losses are those of each data set by itself
    assert seen.point_losses is not None
    means = seen.point_losses[:, :40].mean(axis=1) + seen.point_losses[:, 40:].mean(axis=1)
    np.testing.assert_allclose(means, seen.loss, rtol=1e-13)


@pytest.mark.parametrize("owners", [[1, 0], [1, 2, -1, 0, 2], [2, 1, 0], [0, 2, 1, 1]])
def test_neurons_come_in_any_order(owners: list[int]):
    # sorting by owner undoes itself when done twice (all but the last), or does not
    classes = max(owners) + 1
    network = Network(np.where(np.arange(classes)[:, None] == owners, 0.3, -0.3))
    weights = random_start(len(owners), 4, runs=3, seed=1)
    for label in range(classes):
        data = Points(random_start(50, 4, seed=2), label=label)
        seen = Objective(network, [data])(weights)
        np.testing.assert_allclose(seen.loss, network.loss(weights, data), rtol=1e-13)
        np.testing.assert_allclose(seen.gradient, network.gradient(weights, data), atol=1e-13)


@pytest.mark.parametrize("network", [binary_network(3), three_classes(0.1)])
@pytest.mark.parametrize("d", [2, 5, 9])
def test_many_points_and_runs_are_taken_in_parts(
    network: Network, d: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(_objective, "BLOCK", 6 * 30)
    monkeypatch.setattr(_objective, "CHUNK", 6 * 30 * 2)
    monkeypatch.setattr(_objective, "POINTS_PER_DIMENSION", 4)
    monkeypatch.setattr(_objective, "SMALLEST_BLOCK", 8)
    data, weights = Points(random_start(101, d, seed=2)), random_start(6, d, runs=5, seed=1)
    objective = Objective(network, [data])
    seen = objective(weights)
    np.testing.assert_allclose(seen.loss, network.loss(weights, data), rtol=1e-13)
    np.testing.assert_allclose(seen.gradient, network.gradient(weights, data), atol=1e-13)
    for run, alone in enumerate(weights):
        np.testing.assert_array_equal(objective(alone[None]).gradient[0], seen.gradient[run])


def test_an_update_is_the_printed_one():
    network, data = three_classes(0.1), Points(random_start(50, 2, seed=4), label=2)
    weights = random_start(6, 2, seed=5)
    run = descend(network, data, weights, step=0.3, max_steps=4, record="weights")
    expected = weights
    for recorded, loss in zip(run.recorded, run.losses, strict=True):
        np.testing.assert_allclose(recorded, expected, atol=1e-14)
        assert loss == pytest.approx(network.loss(expected, data), abs=1e-14)
        expected = expected - 0.3 * network.gradient(expected, data)


def test_figure_5_as_published():
    run = descend(binary_network(3), PolarGrid(), figure_5(), record="weights")
    assert (run.outcome, run.converged, run.steps) == (Outcome.ZERO_LOSS, True, 283)
    satisfied = holds(run.recorded[:, :3])
    assert np.flatnonzero(satisfied)[0] == 130
    assert (np.diff(run.losses) < 0).all()


def test_zero_loss_means_every_margin_is_met():
    run = descend(binary_network(3), PolarGrid(), random_start(6, 2, seed=1))
    assert run.losses[-1] == 0.0
    assert (run.losses[:-1] > 0.0).all()
    f = binary_network(3).forward(run.weights, PolarGrid().points)
    assert (f[:, 0] - f[:, 1] >= 1.0).all()


def test_a_critical_point_with_positive_loss_is_its_own_outcome():
    # two of the four points have no active neuron (the smallest local minimum on finite data)
    cross = Points([[1, 0], [-1, 0], [0, 1], [0, -1]])
    run = descend(Network([[0.5, -0.5], [-0.5, 0.5]]), cross, [[2.0, 2.0], [0.0, 0.0]])
    assert (run.outcome, run.steps, run.converged) == (Outcome.STUCK, 0, False)
    assert run.losses.tolist() == [0.5]


def test_a_margin_of_exactly_one_is_met():
    tie = Points([[1.0, 0.0], [0.0, -1.0]])
    run = descend(Network([[0.5, -0.5], [-0.5, 0.5]]), tie, [[1.0, 0.0], [0.0, 0.0]])
    assert (run.outcome, run.steps, run.losses.tolist()) == (Outcome.STUCK, 0, [0.5])


@pytest.mark.parametrize(
    ("angle", "length", "loss"),
    [(np.pi / 80, 1 / np.sin(np.pi / 80), 1 / 2), (0.0, 1 / np.sin(np.pi / 40), 41 / 80)],
)
def test_local_minima_on_the_grid(angle: float, length: float, loss: float):
    # One positive neuron that meets its margin wherever it is active: no gradient is left.  It is
    # active at 40 grid angles if it points between two of them, at 39 if it points along one; the
    # zeros of the grid must then be exact.
    grid = PolarGrid().points
    data = Points(np.where(abs(grid) < 1e-12, 0.0, grid))
    weights = 1.0001 * length * np.array([[np.cos(angle), np.sin(angle)], [0.0, 0.0]])
    run = descend(binary_network(1), data, weights)
    assert (run.outcome, run.steps) == (Outcome.STUCK, 0)
    assert run.losses[0] == pytest.approx(loss, abs=1e-15)
    assert descend(binary_network(1), data, 0.9998 * weights, max_steps=1).steps == 1


def test_the_cap_never_looks_converged():
    run = descend(binary_network(2), PolarGrid(), random_start(4, 2, seed=3), max_steps=7)
    assert (run.outcome, run.converged, run.steps) == (Outcome.STEP_LIMIT, False, 7)
    assert len(run.losses) == 8


def test_no_steps_at_all():
    run = descend(binary_network(2), PolarGrid(), random_start(4, 2, seed=3), max_steps=0)
    assert (run.outcome, run.steps) == (Outcome.STEP_LIMIT, 0)


def test_the_population_needs_a_tolerance():
    start = random_start(12, 2, seed=8)
    capped = descend(binary_network(6), Annulus(), start, max_steps=300)
    assert capped.outcome is Outcome.STEP_LIMIT
    assert 0.0 < capped.losses[-1] < 1e-3
    run = descend(binary_network(6), Annulus(), start, tolerance=1e-4)
    assert run.converged
    assert run.losses[-1] <= 1e-4 < run.losses[-2]


def test_a_lone_neuron_grows_like_the_cube_root_of_time():
    # k_1 = 1 on the exact population: R_t ~ (3 eta q t / (4 v))^(1/3) with q = 2/(3 pi), v = 1/2
    run = descend(binary_network(1), Annulus(), [[1.0, 0.0], [0.0, 0.0]], max_steps=2000)
    predicted = (3 * 0.1 * 2 / (3 * np.pi) / 2 * 2000) ** (1 / 3)
    assert 1.0 < np.linalg.norm(run.weights[0]) / predicted < 1.02


def test_two_classes_are_trained_on_the_sum():
    # orthogonal planes: by Lemma 4.1 each plane's part evolves as if it were alone
    first, second = Subspaces().classes
    start = random_start(8, 4, seed=2)
    together = descend(binary_network(4), (first, second), start, max_steps=20)
    alone = descend(binary_network(4), first, start, max_steps=20)
    np.testing.assert_allclose(together.weights[:, :2], alone.weights[:, :2], atol=1e-12)
    assert together.losses[0] > alone.losses[0]


@pytest.mark.parametrize(
    ("record", "steps"), [("loss", []), ("weights", [0, 1, 2, 3, 4, 5]), (2, [0, 2, 4, 5])]
)
def test_what_is_recorded(record: str | int, steps: list[int]):
    start = random_start(4, 2, seed=3)
    run = descend(binary_network(2), PolarGrid(), start, max_steps=5, record=record)
    assert run.recorded_steps.tolist() == steps
    assert run.recorded.shape == (len(steps), 4, 2)
    if steps:
        np.testing.assert_array_equal(run.recorded[0], start)
        np.testing.assert_array_equal(run.recorded[-1], run.weights)


@pytest.mark.parametrize("scale", [(3.0, 1.0), (1.0, 2.0), (0.5, 0.25)])
def test_descent_is_equivariant_under_the_two_scalings(scale: tuple[float, float]):
    # (A) x -> a x, W -> W/a, step -> step/a^2;  (B) v -> c v, W -> W/c, b -> b/c, step -> step/c^2
    a, c = scale
    bias = np.array([0.1, 0.0, 0.2, 0.05, 0.3, 0.0])
    points = random_start(60, 2, seed=6)
    start = random_start(6, 2, seed=7)
    outputs = three_classes().outputs
    plain = descend(Network(outputs, bias), Points(points), start, max_steps=60, record="weights")
    scaled = descend(
        Network(c * outputs, bias / c),
        Points(a * points),
        start / (a * c),
        step=0.1 / (a * c) ** 2,
        max_steps=60,
        record="weights",
    )
    np.testing.assert_allclose(scaled.recorded * (a * c), plain.recorded, atol=1e-12)
    np.testing.assert_allclose(scaled.losses, plain.losses, atol=1e-12)


@given(st.integers(0, 10**6), st.integers(1, 5), st.sampled_from([0.0, 0.2]))
@settings(max_examples=40, deadline=None)
def test_a_small_step_on_smooth_ground_goes_down(seed: int, d: int, bias: float):
    rng = np.random.default_rng(seed)
    network, data = three_classes(bias), Points(rng.standard_normal((25, d)))
    start = rng.standard_normal((6, d))
    slope = (network.gradient(start, data) ** 2).sum()
    run = descend(network, data, start, step=1e-7, max_steps=1)
    if slope > 0:
        # first order: the loss falls by step * |gradient|^2
        fall = run.losses[0] - run.losses[-1]
        assert fall == pytest.approx(1e-7 * slope, rel=0.02, abs=1e-14)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"step": 0.0}, ValueError, r"step must be a real number > 0; got 0\.0"),
        ({"step": float("nan")}, ValueError, "step must be a real number > 0; got nan"),
        ({"step": "fast"}, TypeError, "step must be a real number > 0; got 'fast'"),
        ({"max_steps": -1}, ValueError, "max_steps must be an integer >= 0; got -1"),
        ({"max_steps": 1.5}, TypeError, r"max_steps must be an integer >= 0; got 1\.5"),
        ({"tolerance": -1e-9}, ValueError, "tolerance must be a real number >= 0; got -1e-09"),
        ({"record": "all"}, ValueError, "record must be one of 'loss', 'weights'; got 'all'"),
        ({"record": 0}, ValueError, "record must be an integer >= 1; got 0"),
        ({"weights": np.ones((3, 4, 2))}, ValueError, r"shape \(k, d\); got shape \(3, 4, 2\)"),
        ({"weights": np.ones((5, 2))}, ValueError, r"one row per neuron.*got shape \(5, 2\)"),
        ({"weights": np.full((4, 2), np.nan)}, ValueError, "weights must be finite; got nan"),
        ({"weights": np.ones((4, 3))}, ValueError, "the same dimension d"),
        ({"data": []}, ValueError, "data must hold at least one data set"),
        ({"data": PolarGrid(label=2)}, ValueError, "label 2, but the network has classes 0 to 1"),
        ({"data": [np.ones((4, 2))]}, ValueError, r"shape \(N, d\), one point per row; got shape"),
        ({"data": 3}, TypeError, r"data must be the data of one class \(Points.*; got 3"),
        ({"data": "grid"}, TypeError, r"data must be the data of one class \(Points.*; got 'grid'"),
        ({"data": [PolarGrid(), [[1.0, 0.0]]]}, TypeError, r"Points\(array, label=1\); got a bare"),
        ({"network": "net"}, TypeError, "network must be a gcbook.Network; got 'net'"),
    ],
)
def test_bad_input(change: dict[str, object], error: type[Exception], message: str):
    arguments = {"network": binary_network(2), "data": PolarGrid(), "weights": np.ones((4, 2))}
    options = {name: change.pop(name) for name in list(change) if name not in arguments}
    with pytest.raises(error, match=message):
        descend(**{**arguments, **change}, **options)

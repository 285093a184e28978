"""Ensembles: each run is the plain loop's, whatever the engine, the company and the executor."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from gcbook import (
    Annulus,
    Ensemble,
    Network,
    Points,
    PolarGrid,
    binary_network,
    descend,
    descend_many,
    half_space_start,
    holds,
    random_start,
)
from gcbook.descent import Outcome, _polar
from gcbook.initialisation import widen

pytestmark = pytest.mark.slow  # together they would be a third of the quick tests

LAWS = {"random": random_start, "half space": half_space_start}


def plain_steps(weights: np.ndarray, step: float = 0.1, cap: int = 10_000) -> int:
    """The experiment of Section 6.1 as one would write it down: the oracle, 880 points and all.

    Returns the number of updates, -1 if the gradient vanishes first, -2 at the cap.
    """
    k = len(weights) // 2
    signs = np.repeat([1.0, -1.0], k)
    radius, angle = np.meshgrid(20 / np.arange(10, 21), np.arange(1, 81) * np.pi / 40)
    x = np.column_stack([(radius * np.cos(angle)).ravel(), (radius * np.sin(angle)).ravel()])
    for done in range(cap + 1):
        inputs = x @ weights.T
        missed = np.maximum(inputs, 0.0) @ signs < 1.0
        if not missed.any():
            return done
        active = (inputs > 0.0) & missed[:, None]
        if not active.any():
            return -1
        weights = weights + step / 880 * signs[:, None] * (active.T @ x)
    return -2


def same(one: Ensemble, other: Ensemble) -> None:
    np.testing.assert_array_equal(one.steps, other.steps)
    np.testing.assert_array_equal(one.outcome, other.outcome)
    np.testing.assert_array_equal(one.weights, other.weights)
    assert one.tracked.keys() == other.tracked.keys()
    for name, value in one.tracked.items():
        np.testing.assert_array_equal(value, other.tracked[name], err_msg=name)


def table_1_starts(runs: int, seed: int) -> list[np.ndarray]:
    return [law(2 * k, 2, runs=runs, seed=seed + k) for k in range(3, 13) for law in LAWS.values()]


def steps_of_all_cells(cells: list[np.ndarray]) -> list[np.ndarray]:
    starts = np.concatenate([widen(cell, 12) for cell in cells])
    ensemble = descend_many(binary_network(12), PolarGrid(), starts)
    assert ensemble.converged.all()
    return np.split(ensemble.steps, len(cells))


@pytest.mark.slow
def test_table_1_takes_the_plain_loops_steps():
    # all twenty cells; a step takes the plain loop 30 times as long, so two runs of each
    cells = table_1_starts(runs=40, seed=100)
    found = steps_of_all_cells(cells)
    expected = [[plain_steps(start) for start in cell[:2]] for cell in cells]
    assert [steps[:2].tolist() for steps in found] == expected


@pytest.mark.slow
def test_table_1_takes_the_plain_loops_steps_in_more_runs():
    cells = table_1_starts(runs=20, seed=200)
    found = steps_of_all_cells(cells)
    expected = [[plain_steps(start) for start in cell] for cell in cells]
    assert [steps.tolist() for steps in found] == expected


@pytest.mark.parametrize("k", [2, 3, 7])
@pytest.mark.parametrize("law", LAWS)
def test_the_polar_engine_is_the_plain_loop(k: int, law: str):
    starts = LAWS[law](2 * k, 2, runs=12, seed=k)
    network = binary_network(k)
    ensemble = descend_many(network, PolarGrid(), starts, max_steps=1000)
    for run, start in enumerate(starts):
        single = descend(network, PolarGrid(), start, max_steps=1000)
        assert (ensemble.steps[run], ensemble.outcome[run]) == (single.steps, single.outcome)
        np.testing.assert_allclose(ensemble.weights[run], single.weights, atol=1e-11)


def test_any_two_class_network_without_bias_runs_on_the_polar_engine():
    # label 1, v = 0.8, neurons in any order, one of them ownerless
    network = Network(0.8 * np.array([[1, -1, -1, 1, -1, -1], [-1, 1, 1, -1, -1, 1]]))
    starts = random_start(6, 2, runs=20, seed=3)
    for label in (0, 1):
        ensemble = descend_many(network, PolarGrid(label), starts, step=0.2, max_steps=400)
        for run, start in enumerate(starts):
            single = descend(network, PolarGrid(label), start, step=0.2, max_steps=400)
            assert (ensemble.steps[run], ensemble.outcome[run]) == (single.steps, single.outcome)
            np.testing.assert_allclose(ensemble.weights[run], single.weights, atol=1e-11)
        # an ownerless neuron never moves
        np.testing.assert_array_equal(ensemble.weights[:, 4], starts[:, 4])


def on_the_grid() -> np.ndarray:
    """Starts full of ties: neurons along grid angles, equal neurons, opposite neurons."""
    turn = np.pi / 6 * np.array([1, 0, -1])
    figure_5 = 0.75 * np.column_stack([np.cos(turn), np.sin(turn)])
    cross = np.array([[1.0, 0], [0, 1], [-1, -1]])
    equal = np.ones((3, 2))
    # at angle 0 only the first neuron is active, and meets the margin at radius 20/12 to rounding
    edge = 0.6 * np.array([[1.0, np.tan(np.pi / 80)]])
    left = [[-0.3, 0.21], [-0.4, -0.17], [-0.1, 0.33], [-0.2, -0.35], [-0.15, 0.01]]
    tied = [np.concatenate([half, half]) for half in (figure_5, cross, equal)]
    return np.stack([*tied, np.concatenate([edge, left])])


def test_ties_are_left_to_the_plain_loop():
    starts = on_the_grid()
    ensemble = descend_many(binary_network(3), PolarGrid(), starts, max_steps=500)
    for run, start in enumerate(starts):
        single = descend(binary_network(3), PolarGrid(), start, max_steps=500)
        assert (ensemble.steps[run], ensemble.outcome[run]) == (single.steps, single.outcome)
        np.testing.assert_array_equal(ensemble.weights[run], single.weights)


@pytest.mark.slow
def test_the_guard_catches_a_margin_within_rounding(monkeypatch: pytest.MonkeyPatch):
    # with a guard a million times as wide, the doubtful runs are many and the answers the same
    starts = random_start(12, 2, runs=30, seed=5)
    track = ["gc", "norm", "loss", "pointwise"]
    narrow = descend_many(binary_network(6), PolarGrid(), starts, track=track)
    monkeypatch.setattr(_polar, "GUARD", 1e-5)
    calls: list[int] = []
    engine = _polar.run_polar

    def count(*arguments: object) -> object:
        results, doubtful = engine(*arguments)  # type: ignore[arg-type]
        calls.append(len(doubtful))
        return results, doubtful

    monkeypatch.setattr(_polar, "run_polar", count)
    wide = descend_many(binary_network(6), PolarGrid(), starts, track=track)
    assert 10 < calls[0] <= 30
    np.testing.assert_array_equal(narrow.steps, wide.steps)
    # what was tracked up to the doubt is forgotten
    for name, value in narrow.tracked.items():
        np.testing.assert_allclose(wide.tracked[name], value, atol=1e-11, err_msg=name)


def test_stuck_runs_are_told_from_slow_ones():
    # all weights in one direction's half: the lone positive neuron meets its margin and stops
    length = 1.0001 / np.sin(np.pi / 80)
    stuck = length * np.array([[np.cos(np.pi / 80), np.sin(np.pi / 80)], [0.0, 0.0]])
    slow = np.array([[0.3, 0.1], [0.0, 0.0]])
    nothing = np.zeros((2, 2))
    starts = np.stack([slow, stuck, nothing])
    ensemble = descend_many(binary_network(1), PolarGrid(), starts, max_steps=300)
    assert ensemble.outcome.tolist() == [Outcome.STEP_LIMIT, Outcome.STUCK, Outcome.STUCK]
    assert ensemble.steps.tolist() == [300, 0, 0]
    assert ensemble.stuck.tolist() == [False, True, True]
    assert not ensemble.converged.any()


@pytest.mark.slow
def test_the_published_experiment_can_fail_to_converge():
    # 6 neurons, random start: 2 of the 1000 runs of this seed creep towards a local minimum at
    # 1/80, where one ray of eleven points has no active positive neuron, and the cap is reported
    starts = random_start(6, 2, runs=1000, seed=1006)[[530, 531, 996, 997]]
    options = {"track": ["gc", "loss"], "max_steps": 3000}
    ensemble = descend_many(binary_network(3), PolarGrid(), starts, **options)
    assert ensemble.converged.tolist() == [True, False, False, True]
    assert ensemble.steps[1:3].tolist() == [3000, 3000]
    assert ensemble.tracked["gc_at_end"].tolist() == [True, False, False, True]
    assert (ensemble.tracked["loss_at_end"][1:3] > 1 / 80).all()


ENGINES = {
    "polar": (binary_network(4), PolarGrid(), {}),
    "points": (binary_network(4), Points(PolarGrid().points[::7]), {}),
    "biased": (Network(binary_network(4).outputs, 0.05), PolarGrid(), {}),
    "three classes": (
        Network(
            np.where(np.arange(3)[:, None] == np.array([0, 1, 2, 0, 1, 2, 0, -1]), 0.5, -0.5), 0.1
        ),
        (Points(random_start(30, 2, seed=1)), Points(random_start(20, 2, seed=2), label=2)),
        {"max_steps": 60},
    ),
    "annulus": (binary_network(4), Annulus(), {"tolerance": 1e-3}),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_executor_does_not_change_a_bit(engine: str, monkeypatch: pytest.MonkeyPatch):
    network, data, options = ENGINES[engine]
    options = {**options, "max_steps": 60, "track": ["gc", "norm", "loss"]}
    starts = random_start(8, 2, runs=7, seed=11)
    alone = descend_many(network, data, starts, **options)
    with ThreadPoolExecutor(2) as executor:
        for size in (1, 3, 64):
            monkeypatch.setattr("gcbook.descent._ensemble.TASK_RUNS", size)
            same(alone, descend_many(network, data, starts, executor=executor, **options))
    one_by_one = [descend_many(network, data, start[None], **options) for start in starts]
    np.testing.assert_array_equal(alone.weights, np.concatenate([e.weights for e in one_by_one]))


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "polar"])
def test_the_general_engine_is_the_plain_loop_to_the_bit(engine: str):
    network, data, options = ENGINES[engine]
    options = {"max_steps": 150, **options}
    starts = random_start(8, 2, runs=9, seed=12)
    ensemble = descend_many(network, data, starts, **options)
    for run, start in enumerate(starts):
        single = descend(network, data, start, **options)
        assert (ensemble.steps[run], ensemble.outcome[run]) == (single.steps, single.outcome)
        np.testing.assert_array_equal(ensemble.weights[run], single.weights)


def test_processes_give_the_same_bits():
    starts = random_start(8, 2, runs=70, seed=13)
    options = {"track": ["gc", "norm", "loss", "pointwise"], "max_steps": 300}
    alone = descend_many(binary_network(4), PolarGrid(), starts, **options)
    with ProcessPoolExecutor(2) as executor:
        same(
            alone,
            descend_many(binary_network(4), PolarGrid(), starts, executor=executor, **options),
        )


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_dask_gives_the_same_bits():
    distributed = pytest.importorskip("distributed")
    starts = random_start(8, 2, runs=200, seed=14)
    alone = descend_many(binary_network(4), PolarGrid(), starts, track="gc")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        many = descend_many(binary_network(4), PolarGrid(), starts, track="gc", executor=executor)
    same(alone, many)


@pytest.mark.parametrize("engine", ["polar", "biased", "annulus"])
def test_what_is_tracked(engine: str):
    network, data, options = ENGINES[engine]
    options = {"max_steps": 40, **options}
    starts = np.concatenate(
        [law(8, 2, runs=6, seed=15) for law in LAWS.values()] + [half_space_start(8, 2, runs=3)]
    )
    track = ["gc", "norm", "loss"] + ["pointwise"] * (engine != "annulus")
    ensemble = descend_many(network, data, starts, track=track, **options)
    frame = ensemble.to_frame()
    assert frame.shape[0] == len(ensemble) == 15
    for run, start in enumerate(starts):
        single = descend(network, data, start, record="weights", **options)
        path = single.recorded
        satisfied = np.asarray(holds(path[:, :4]))
        size = np.linalg.norm(path, axis=-1)
        rises = np.diff(single.losses)
        expected: dict[str, float] = {
            "gc_at_start": satisfied[0],
            "gc_at_end": satisfied[-1],
            "first_gc": np.argmax(satisfied) if satisfied.any() else -1,
            "without_gc": (~satisfied[:-1]).sum(),
            "gc_lost": (satisfied[:-1] & ~satisfied[1:]).sum(),
            "norm_at_start": size[0].sum(),
            "positive_norm_at_start": size[0, :4].sum(),
            "max_norm": size.sum(axis=-1).max(),
            "max_positive_norm": size[:, :4].sum(axis=-1).max(),
            "loss_at_start": single.losses[0],
            "loss_at_end": single.losses[-1],
            "largest_rise": max(rises.max(), 0.0),
            "loss_rises": (rises > 1e-12).sum(),
            "loss_at_first_gc": single.losses[np.argmax(satisfied)] if satisfied.any() else np.nan,
        }
        if engine != "annulus":
            f = network.forward(path, data.points)
            losses = np.maximum(1.0 - f[..., 0] + f[..., 1], 0.0)
            expected["pointwise_rises"] = (np.diff(losses, axis=0) > 1e-12).any(axis=1).sum()
        assert set(expected) == set(ensemble.tracked)
        for name, value in expected.items():
            assert ensemble.tracked[name][run] == pytest.approx(value, abs=1e-11, nan_ok=True), name
            assert frame[name][run] == pytest.approx(value, abs=1e-11, nan_ok=True)


@pytest.mark.parametrize("label", [0, 1])
def test_idle_neurons_do_not_disturb_what_is_tracked(label: int):
    starts = random_start(6, 2, runs=4, seed=16)
    plain = descend_many(binary_network(3), PolarGrid(label), starts, track=["gc", "norm"])
    wide = descend_many(binary_network(5), PolarGrid(label), widen(starts, 5), track=["gc", "norm"])
    for name, value in plain.tracked.items():
        np.testing.assert_allclose(wide.tracked[name], value, atol=1e-12, err_msg=name)


def test_a_network_of_idle_neurons_is_stuck():
    ensemble = descend_many(binary_network(2), PolarGrid(), np.zeros((1, 4, 2)), track=["gc"])
    assert ensemble.outcome.tolist() == [Outcome.STUCK]
    assert not ensemble.tracked["gc_at_end"][0]


def test_nothing_to_do():
    starts = np.empty((0, 8, 2))
    for network, data, options in ENGINES.values():
        ensemble = descend_many(network, data, starts, track=["gc", "loss"], **options)
        assert (len(ensemble), ensemble.weights.shape) == (0, (0, 8, 2))
        assert ensemble.tracked["without_gc"].shape == (0,)


def test_the_bar_counts_runs(capsys: pytest.CaptureFixture[str]):
    starts = on_the_grid()
    descend_many(binary_network(3), PolarGrid(), starts, max_steps=50, progress=True)
    assert "4/4" in capsys.readouterr().err
    descend_many(binary_network(3), PolarGrid(), starts, max_steps=50)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("weights", "options", "error", "message"),
    [
        (
            np.ones((4, 2)),
            {},
            ValueError,
            r"weights must have shape \(E, k, d\); got shape \(4, 2\)",
        ),
        (np.ones((2, 3, 2)), {}, ValueError, "one row per neuron"),
        (np.ones((2, 4, 2)), {"track": "speed"}, ValueError, "track must be one of 'gc', 'norm'"),
        (np.ones((2, 4, 2)), {"step": -1}, ValueError, "step must be a real number > 0"),
        (np.ones((2, 4, 2)), {"max_steps": 2.0}, TypeError, "max_steps must be an integer"),
    ],
)
def test_bad_input(
    weights: np.ndarray, options: dict[str, object], error: type[Exception], message: str
):
    with pytest.raises(error, match=message):
        descend_many(binary_network(2), PolarGrid(), weights, **options)


def test_points_of_a_population_cannot_be_followed():
    with pytest.raises(ValueError, match="track='pointwise' needs finite data; got Annulus"):
        descend_many(binary_network(1), Annulus(), np.ones((1, 2, 2)), track="pointwise")

"""The rate law along recorded runs: every inequality, the exponents, and wrong ones rejected."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook.experiments import REGISTRY
from gcbook.experiments.rate import (
    RateConfig,
    Rim,
    audit_flow,
    end_slope,
    gradient_descent,
    gradient_flow,
    population_of,
    rate_law,
    rate_start,
    rim_prediction,
    rim_rate,
)
from gcbook.initialisation import polygon

pytestmark = pytest.mark.slow  # together they would be a third of the quick tests


@pytest.fixture(scope="module")
def plane():
    return rate_law(RateConfig(runs=3))


@pytest.fixture(scope="module")
def space():
    return rate_law(RateConfig(dimension=3, positive=4, runs=1, horizon=1e7))


def test_slopes_constants_and_the_free_ratio_in_the_plane(plane):
    for flow in plane.flows:
        assert flow.local_slope[-1] == pytest.approx(-3, abs=0.002)
        assert flow.constant_ratio() == pytest.approx(1, abs=0.002)
        assert 3 * flow.free_ratio[-2 * flow.half_decade] == pytest.approx(1, abs=0.005)
        assert flow.loss[-1] < 1e-15


@pytest.mark.slow
def test_slopes_and_constants_in_space(space):
    (flow,) = space.flows
    assert flow.local_slope[-1] == pytest.approx(-2, abs=0.02)
    assert flow.constant_ratio() == pytest.approx(1, abs=0.04)
    assert 8 * flow.free_ratio[-2 * flow.half_decade] == pytest.approx(1, abs=0.04)


def test_inequalities_and_that_the_audit_would_see_a_violation(plane, space):
    for flow in (*plane.flows, *space.flows):
        assert audit_flow(flow).violations == 0
        assert audit_flow(flow, slip=400.0).violations > 0
    assert audit_flow(plane.flows[0]).to_frame()["tightest factor"].min() > 1


def test_runs_with_negative_neurons_keep_the_inequalities():
    for flow in rate_law(RateConfig(runs=2, negative=3, horizon=1e5)).flows:
        assert audit_flow(flow).violations == 0
        norms = np.linalg.norm(flow.weights, axis=-1)
        assert (np.diff(norms[:, :3], axis=0) >= -1e-7).all()
        assert (np.diff(norms[:, 3:], axis=0) <= 1e-7).all()


def test_a_negative_neuron_stops_at_the_origin():
    rows = np.array([[1.0, 0.0], [-0.5, 0.8], [-0.5, -0.8], [0.02, 0.0]])
    run = gradient_flow(rows, [1, 1, 1, -1], horizon=100.0)
    assert not run.weights[-1, 3].any()
    assert run.loss[-1] < run.loss[0]


def test_the_limit_does_not_depend_on_the_accuracy():
    rows, sign = rate_start(RateConfig(), 0)
    runs = [gradient_flow(rows, sign, horizon=1e4, accuracy=a) for a in (1e-7, 1e-9)]
    assert runs[0].loss[-1] == pytest.approx(runs[1].loss[-1], rel=1e-3)


def test_it_is_registered_and_bad_settings_are_named():
    assert REGISTRY["rate"].config is RateConfig
    with pytest.raises(ValueError, match="dimension must be an integer >= 2 and <= 3"):
        rate_law(RateConfig(dimension=4))
    with pytest.raises(ValueError, match="positive must be a number of neurons"):
        rate_start(RateConfig(positive=2), 0)


# --- variants ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "law"),
    [
        ({"runs": 3}, -3.0),
        ({"runs": 2, "negative": 3}, -3.0),
        ({"dimension": 3, "positive": 5, "horizon": 1e8}, -2.0),
        ({"power": -0.5, "horizon": 1e5}, -5.0),
        ({"power": 1.0, "horizon": 1e7}, -2.0),
        ({"power": 2.0, "horizon": 1e8}, -5 / 3),
    ],
)
def test_the_interval_contains_the_law_and_no_exponent_a_tenth_off(settings: dict, law: float):
    found = end_slope(rate_law(RateConfig(**{"runs": 1, **settings})).flows, by="loss")
    assert found.low <= law <= found.high
    assert not found.contains(law - 0.1)
    assert not found.contains(law + 0.1)
    assert found.judge(law)
    assert not found.judge(law + 0.1)
    assert not found.judge(law - 0.1)


def test_two_opposite_neurons_and_a_square():
    pair = gradient_flow([[1.0, 0.0], [-1.0, 0.0]], [1, 1], horizon=1e4)
    assert end_slope([pair], by="loss").judge(-1 / 3)
    square = gradient_flow(0.8 * polygon(4).weights, np.ones(4), horizon=1e5)
    assert end_slope([square], by="loss").judge(-3.0)


def test_descent_stays_beside_the_flow_and_has_its_exponent():
    start, signs = rate_start(RateConfig(), 0)
    flow = gradient_flow(start, signs, horizon=1e3)
    for step, steps in ((1.0, 1000), (0.25, 1000)):
        run = gradient_descent(start, signs, step=step, steps=steps)
        late = run.times > 30
        loss = np.interp(np.log(run.times[late]), np.log(flow.times), np.log(flow.loss))
        gap = np.abs(np.log(run.loss[late]) - loss)
        assert gap.max() < 0.1 * step + 0.005  # the second is the interpolation's
        assert gap[-1] < 0.02
    late = gradient_descent(flow.weights[-1], signs, step=64.0, steps=2000)
    assert end_slope([late], by="loss").judge(-3.0)
    with pytest.raises(ValueError, match="by must be one of"):
        end_slope([late], by="clock")


def test_descent_records_its_own_steps_and_ends_at_zero_loss():
    run = gradient_descent([[1.0, 0.0], [-0.5, 0.8], [-0.5, -0.8]], np.ones(3), step=0.5, steps=40)
    assert run.times[0] == 0.5
    assert run.times[-1] == 20.0
    rows = 1e3 * polygon(3).weights
    done = gradient_descent(rows, np.ones(3), steps=10)
    assert (len(done.times), done.loss[0]) == (1, 0.0)


@pytest.mark.parametrize("run", range(3))
def test_data_on_a_circle_decay_exponentially_at_the_predicted_rate(run: int):
    start, signs = rate_start(RateConfig(), run)
    flow = gradient_flow(start, signs, Rim(), horizon=24.0, per_decade=60)
    found, predicted = rim_rate(flow), rim_prediction(flow)
    assert found.value == pytest.approx(predicted, rel=1e-3)
    assert not found.contains(1.1 * predicted)
    assert not found.contains(0.9 * predicted)


def test_the_rate_on_a_circle_has_units():
    # lengths of the data times a: the clock runs a^2 as fast
    start, signs = rate_start(RateConfig(), 0)
    wide = gradient_flow(start / 2, signs, Rim(inner=2.0, outer=2.0), horizon=8.0, per_decade=60)
    plain = gradient_flow(start, signs, Rim(), horizon=32.0, per_decade=60)
    assert rim_prediction(wide) == pytest.approx(4 * rim_prediction(plain), rel=1e-3)
    with pytest.raises(ValueError, match=r"outer = inner; got dimension 2, inner 1\.0, outer 2"):
        Rim(outer=2.0)


def test_the_rim_is_a_mean_over_the_circle():
    rows = np.array([[0.5, 0.1], [-0.2, 0.4], [0.1, -0.6]])
    angle = (np.arange(200_000) + 0.5) * 2 * np.pi / 200_000
    phi = np.maximum(np.column_stack([np.cos(angle), np.sin(angle)]) @ rows.T, 0.0).sum(axis=1)
    loss, _, missed = population_of(rows, np.ones(3), Rim())
    assert loss == pytest.approx(np.maximum(1 - phi, 0).mean(), abs=1e-8)
    assert missed == pytest.approx((phi < 1).mean(), abs=1e-4)

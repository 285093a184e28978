"""The rate law along recorded runs: every inequality, the exponents, and wrong ones rejected."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook.experiments import REGISTRY
from gcbook.experiments.rate import RateConfig, audit_flow, gradient_flow, rate_law, rate_start


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

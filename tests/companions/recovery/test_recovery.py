"""Local recovery: derivatives, branches, ranks, rates, the choice of a branch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook.companions import recovery as rc
from gcbook.experiments.companions.recovery_starts import two_neuron_problem

PROBLEM = two_neuron_problem()


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from([rc.TANH_SHIFTED, rc.EXP, rc.SIGMOID, rc.TANH]),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(0, 99),
)
def test_velocity_and_hessian_agree_with_differences(activation, d: int, m: int, seed: int):
    rng = np.random.default_rng(seed)
    target = rc.Neurons.of([1.0], 0.5 * rng.normal(size=(1, d)))
    problem = rc.Recovery.of(target, 0.5 * rng.normal(size=(6, d)), activation)
    theta, step, h = rng.normal(size=m * (1 + d)), rng.normal(size=m * (1 + d)), 1e-6
    ahead, behind = problem.velocity(theta + h * step, m), problem.velocity(theta - h * step, m)
    bend = problem.hessian(theta, m) @ step
    np.testing.assert_allclose((behind - ahead) / (2 * h), bend, atol=1e-5 * (1 + abs(bend).max()))


@pytest.mark.parametrize(
    ("m", "targets", "total"),
    [(2, 1, 3), (3, 1, 10), (4, 1, 37), (5, 1, 151), (3, 2, 12), (4, 2, 62), (5, 2, 320)],
)
def test_formula_and_enumeration(m: int, targets: int, total: int):
    found = rc.branches(m, targets)
    assert len(found) == len(set(found)) == sum(rc.count_branches(m, targets)) == total


@pytest.mark.parametrize("d", [1, 2])
@pytest.mark.parametrize("m", [2, 3, 4])
def test_every_branch_fits_with_the_predicted_rank(d: int, m: int):
    target = rc.Neurons.of([1.0], np.random.default_rng(3).normal(size=(1, d)))
    problem = rc.Recovery.of(target, rc.generic_inputs(50, d, seed=1))
    for branch in rc.branches(m):
        point = branch.point(target, seed=5)
        assert problem.loss(point.vector, m) < 1e-24
        assert rc.jacobian_rank(problem, point, tolerance=1e-11) == branch.rank(d)
        assert branch.is_morse_bott is (branch.rank(d) == branch.codimension(d))
        A, b = branch.equations(target)
        np.testing.assert_allclose(A @ point.vector, b, atol=1e-12)


def test_the_slow_constant():
    run = rc.recovery_flow(
        PROBLEM, rc.Neurons.of([0.5, 0.5], [0.65, 0.55]), [0, 2.5e5, 1e6], rtol=1e-11, atol=1e-15
    )
    scaled = run.losses[1:] * run.times[1:] ** 2
    outer = 2 * run.points[2, ::2] - run.points[1, ::2]
    limit = 2 * scaled[1] - scaled[0]
    assert limit == pytest.approx(1 / (64 * rc.slow_constant(PROBLEM, outer)), rel=2e-3)
    assert run.ratios[-1] * run.times[-1] == pytest.approx(1, abs=0.01)


def test_the_batch_ends_where_the_accurate_flow_does():
    starts = np.random.default_rng(0).normal(size=(6, 4))
    ends = rc.limit_points(PROBLEM, starts, horizon=1e3)
    for start, end in zip(starts, ends, strict=True):
        run = rc.recovery_flow(PROBLEM, rc.Neurons.from_vector(start, 2), [0, 1e3], rtol=1e-8)
        np.testing.assert_allclose(end, run.points[-1], atol=5e-3)


def test_basins_are_symmetric_about_the_diagonal():
    found = rc.basins(PROBLEM, size=5).branch
    swap = {"Q2": "Q3", "Q3": "Q2"}
    for i in range(5):
        for j in range(i):
            assert found[j, i] == swap.get(found[i, j], found[i, j])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rc.Neurons.of([1.0, 2.0], [[1.0]]), r"w must have shape \(2, d\)"),
        (lambda: rc.Recovery.of(rc.Neurons.of([1], [1]), [[1, 2]]), r"inputs must have shape"),
        (lambda: rc.branches(1, 2), "m must be an integer >= 2"),
        (
            lambda: rc.limit_points(
                rc.Recovery.of(rc.Neurons.of([1], [[1, 2]]), [[1, 2]]), [[1, 2, 3]]
            ),
            "inputs of dimension 1",
        ),
    ],
)
def test_bad_input_is_named(call, message: str):
    with pytest.raises(ValueError, match=message):
        call()

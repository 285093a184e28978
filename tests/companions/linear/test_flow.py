"""Linear networks: gradient and Hessian, conserved quantities, the rate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook.companions import linear as ln


@pytest.fixture(scope="module")
def problem() -> ln.LinearProblem:
    rng = np.random.default_rng(0)
    return ln.LinearProblem.of(rng.normal(size=(2, 5)), rng.normal(size=(3, 5)))


@settings(deadline=None, max_examples=20)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 99))
def test_gradient_and_hessian_agree_with_differences(hidden: list[int], seed: int):
    rng = np.random.default_rng(seed)
    problem = ln.LinearProblem.of(rng.normal(size=(2, 5)), rng.normal(size=(3, 5)))
    layers = ln.random_layers((3, *hidden, 2), scale=0.7, seed=rng)
    shapes, point = [W.shape for W in layers], ln.flatten(layers)
    direction = rng.normal(size=point.shape)
    h = 1e-5

    def along(t: float) -> float:
        return float(problem.loss(ln.unflatten(point + t * direction, shapes)))

    slope = float(ln.flatten(problem.gradient(layers)) @ direction)
    bend = float(direction @ problem.hessian(layers) @ direction)
    scale = 1 + abs(slope) + abs(bend)
    assert (along(h) - along(-h)) / (2 * h) == pytest.approx(slope, abs=1e-5 * scale)
    assert (along(h) + along(-h) - 2 * along(0)) / h**2 == pytest.approx(bend, abs=1e-3 * scale)


def test_flow_conserves_and_descent_does_not(problem: ln.LinearProblem):
    start = ln.random_layers((3, 3, 3, 2), scale=0.5, seed=1)
    flow = ln.gradient_flow(problem, start, np.linspace(0, 2, 41))
    descent = ln.gradient_descent(problem, start, step=0.01, steps=200)
    assert ln.drift(flow) < 1e-9
    assert ln.drift(descent) / 0.01 == pytest.approx(ln.predicted_drift(flow), rel=0.2)


def test_a_batch_is_its_members(problem: ln.LinearProblem):
    batch = ln.random_layers((3, 2, 2), runs=3, seed=2)
    together = ln.gradient_flow(problem, batch, [0, 1]).final
    for i in range(3):
        alone = ln.gradient_flow(problem, tuple(W[i] for W in batch), [0, 1]).final
        for W, V in zip(together, alone, strict=True):
            np.testing.assert_allclose(W[i], V, atol=1e-8)


@pytest.mark.parametrize(
    ("widths", "scales", "alpha"),
    [((4, 5, 2), (0.3, 1.2), 1.35), ((4, 5, 3, 2), (0.3, 0.44**0.5, 0.89**0.5), 0.1575)],
)
def test_the_exponent_of_the_notes(
    widths: tuple[int, ...], scales: tuple[float, ...], alpha: float
):
    layers = ln.scaled_identities(widths, scales)
    assert ln.exponent(layers) == pytest.approx(alpha, abs=1e-12)
    run = ln.gradient_flow(ln.LinearProblem.diagonal([2, 1], 4), layers, np.linspace(0, 3, 61))
    assert ln.overshoot(run, alpha) == pytest.approx(1.0, abs=1e-9)
    assert ln.weyl_slack(run) > -1e-9


def test_the_printed_exponent_is_no_bound():
    layers = (np.zeros((2, 2)), np.diag([1.5, 0.2]))
    assert ln.printed_eigenvalues(layers)[0] == pytest.approx(2.25)
    assert ln.exponent(layers) == pytest.approx(0.04)
    run = ln.gradient_flow(ln.LinearProblem.diagonal([0.1, 0.01]), layers, np.linspace(0, 20, 201))
    assert ln.overshoot(run, 2.25) > 1e10
    assert ln.overshoot(run, 0.04) <= 1 + 1e-12


def test_the_tail_is_the_tangent_kernel_where_all_of_it_is_excited():
    layers = ln.scaled_identities((2, 2, 2), (0.5, 0.5))
    run = ln.gradient_flow(ln.LinearProblem.diagonal([2, 1]), layers, np.linspace(0, 12, 241))
    assert ln.tail_rate(run) == pytest.approx(ln.tangent_rate(run.problem, run.final), rel=1e-3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ln.LinearProblem.of([[1.0]], [[1.0, 2.0]]), "data must have as many columns"),
        (lambda: ln.gradient_flow(ln.LinearProblem.diagonal([1]), (), [1, 0]), "times must incr"),
        (lambda: ln.exponent(ln.random_layers((2, 1, 2))), "layers must have widths"),
        (lambda: list(ln.components((1.0, 1.0), 2, 2)), "positive and distinct"),
        (
            lambda: ln.reduce_problem(ln.LinearProblem.of([[1.0, 2]], [[1.0, 1], [1, 1]])),
            "full row",
        ),
    ],
)
def test_bad_input_is_named(call, message: str):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_ratio_of_a_chain_of_two_is_the_sum_of_their_squares():
    """L = (1 - v w)^2/2, so |grad L|^2 / (2 L) = v^2 + w^2."""
    layers = (np.array([[1.0]]), np.array([[2.0]]))
    run = ln.gradient_flow(ln.LinearProblem.diagonal([1]), layers, [0, 0.1])
    v, w = (W[:, 0, 0] for W in run.layers)
    assert run.ratios[0] == pytest.approx(5, rel=1e-14)
    np.testing.assert_allclose(run.ratios, v**2 + w**2, rtol=1e-12)

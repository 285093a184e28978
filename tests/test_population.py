"""The exact population against quadrature, finite differences and sampling."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from gcbook import Annulus, Network, binary_network, population

NODE, WEIGHT = np.polynomial.legendre.leggauss(3)


def ray(network: Network, weights: np.ndarray, data: Annulus, angle: float) -> float:
    """The loss along one ray, by cutting it at every kink: the oracle shares no code."""
    reach = weights @ [np.cos(angle), np.sin(angle)]
    total = 0.0
    for other in set(range(network.classes)) - {data.label}:
        pull = network.outputs[data.label] - network.outputs[other]

        def short(radius: float, pull: np.ndarray = pull) -> float:
            return 1.0 - pull @ np.maximum(radius * reach - network.bias, 0.0)

        starts = [b / c for b, c in zip(network.bias, reach, strict=True) if c > 1e-14]
        edges = sorted(
            {data.inner, data.outer, *(r for r in starts if data.inner < r < data.outer)}
        )
        cuts = list(edges)
        for low, high in itertools.pairwise(edges):
            if short(low) * short(high) < 0:
                cuts.append(low + (high - low) * short(low) / (short(low) - short(high)))
        cuts.sort()
        for low, high in itertools.pairwise(cuts):
            half = (high - low) / 2
            for node, weight in zip(NODE, WEIGHT, strict=True):
                radius = (low + high) / 2 + half * node
                total += weight * half * max(0.0, short(radius)) * radius
    return total


def quadrature(network: Network, weights: np.ndarray, data: Annulus) -> float:
    ends = np.linspace(0.0, 2 * np.pi, 17)
    return data.density * sum(
        quad(lambda t: ray(network, weights, data, t), a, b, epsabs=1e-11, epsrel=1e-10, limit=500)[
            0
        ]
        for a, b in itertools.pairwise(ends)
    )


def evaluate(network: Network, weights: np.ndarray, data: Annulus) -> population.Population:
    return population.evaluate(network.outputs, np.asarray(network.bias), weights, data)


def finite_differences(network: Network, weights: np.ndarray, data: Annulus) -> np.ndarray:
    gradient = np.zeros_like(weights)
    for index in np.ndindex(weights.shape):
        nudge = np.zeros_like(weights)
        nudge[index] = 1e-5
        rise = network.loss(weights + nudge, data) - network.loss(weights - nudge, data)
        gradient[index] = rise / 2e-5
    return gradient


def three_classes(bias: float | np.ndarray = 0.0) -> Network:
    """Five neurons, the last of them ownerless."""
    outputs = np.full((3, 5), -0.4)
    for neuron, owner in enumerate([0, 1, 2, 0]):
        outputs[owner, neuron] = 0.4
    return Network(outputs, bias)


NETWORKS = {
    "binary": binary_network(3),
    "three classes": three_classes(),
    "biased": Network(binary_network(3).outputs, [0.1, 0.3, 0.0, 0.2, 0.2, 0.5]),
    "equal biases": Network(binary_network(3).outputs, 0.25),
    "three biased classes": three_classes(np.array([0.3, 0.1, 0.4, 0.1, 0.5])),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("label", [0, 1])
def test_loss_is_the_integral(name: str, label: int):
    network, data = NETWORKS[name], Annulus(0.7, 1.9, label=label)
    weights = np.random.default_rng(3).standard_normal((network.neurons, 2))
    assert network.loss(weights, data) == pytest.approx(
        quadrature(network, weights, data), abs=1e-9
    )


@pytest.mark.parametrize("name", NETWORKS)
def test_gradient_is_the_derivative(name: str):
    network, data = NETWORKS[name], Annulus(1.0, 2.0)
    weights = np.random.default_rng(4).standard_normal((network.neurons, 2))
    expected = finite_differences(network, weights, data)
    np.testing.assert_allclose(network.gradient(weights, data), expected, atol=1e-7)


@pytest.mark.parametrize("name", NETWORKS)
def test_probabilities_are_those_of_a_sample(name: str):
    # 4e5 points: each of some 20 frequencies within 5 standard errors, false alarm 1e-5
    network, data = NETWORKS[name], Annulus(1.0, 2.0)
    weights = np.random.default_rng(5).standard_normal((network.neurons, 2))
    seen = evaluate(network, weights, data)
    points = data.sample(400_000, seed=1).points
    outputs = network.forward(weights, points)
    missed = outputs[:, :1] - outputs[:, 1:] < 1.0
    active = points @ weights.T > network.bias
    both = missed[:, :, None] & active[:, None, :]
    np.testing.assert_allclose(seen.missed, missed.mean(axis=0), atol=5 * 0.5 / 632)
    np.testing.assert_allclose(seen.missed_active, both.mean(axis=0), atol=5 * 0.5 / 632)


DEGENERATE = {
    "zero": np.zeros((6, 2)),
    "one zero row": np.array([[1, 0], [0, 0], [-1, 2], [0, 1], [2, 2], [0, 0.0]]),
    "parallel": np.array([[1, 1], [2, 2], [-1, 0], [1, 1], [3, 3], [0, 1.0]]),
    "opposite": np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 0], [-1, 0.0]]),
    "cancelling": np.array([[1, 2], [0, 1], [-1, 1], [1, 2], [0, 1], [-1, 1.0]]),
    # s is at most 1/2 = 1/M, and reaches it
    "touching 1/M": np.array([[0.5, 0], [-0.5, 0], [0, 0], [0, 0], [0, 0], [0, 0]]),
    "touching 1/m": np.array([[1, 0], [-1, 0], [0, 0], [0, 0], [0, 0], [0, 0]]),
    "tiny": 1e-9 * np.array([[1, 0], [0, 1], [-1, -1], [1, 1], [-1, 0], [0, -1.0]]),
    "large": 200 * np.array([[1, 0], [0, 1], [-1, -1], [1, 1], [-1, 0], [0, -1.0]]),
}


@pytest.mark.parametrize("name", DEGENERATE)
@pytest.mark.parametrize("bias", [0.0, 0.25])
def test_degenerate_weights(name: str, bias: float):
    network, data = Network(binary_network(3).outputs, bias), Annulus()
    weights = DEGENERATE[name]
    seen = evaluate(network, weights, data)
    expected = quadrature(network, weights, data)
    assert seen.loss == pytest.approx(expected, abs=1e-9)
    assert np.isfinite(seen.gradient).all()
    # relu'(0) = 0: a zero row is never active
    zero = ~weights.any(axis=1)
    assert not seen.gradient[zero].any()
    assert not seen.missed_active[:, zero].any()


@given(
    st.lists(st.integers(-2, 2), min_size=8, max_size=8),
    st.lists(st.sampled_from([0.0, 0.125, 0.5]), min_size=4, max_size=4),
    st.sampled_from([0.25, 0.5, 1.0]),
)
@settings(max_examples=60, deadline=None)
def test_small_integer_weights(entries: list[int], bias: list[float], v: float):
    network = Network([[v, v, -v, -v], [-v, -v, v, -v]], bias)
    weights = np.reshape(entries, (4, 2)).astype(float)
    data = Annulus(0.5, 1.5)
    seen = evaluate(network, weights, data)
    # a grid of 400 x 60 midpoints is enough to see a mistake, and cheap enough for many cases
    angle = (np.arange(400) + 0.5) * (2 * np.pi / 400)
    square = 0.25 + (np.arange(60) + 0.5) * (2.0 / 60)
    direction = np.column_stack([np.cos(angle), np.sin(angle)])
    points = (np.sqrt(square)[:, None, None] * direction).reshape(-1, 2)
    outputs = network.forward(weights, points)
    short = 1.0 - outputs[:, 0] + outputs[:, 1]
    assert seen.loss == pytest.approx(np.maximum(short, 0.0).mean(), abs=4e-3)
    active = points @ weights.T > network.bias
    pull = network.outputs[0] - network.outputs[1]
    gradient = -((short > 0)[:, None] * active * pull).T @ points / len(points)
    np.testing.assert_allclose(seen.gradient, gradient, atol=0.03)


def test_leading_axes_are_a_batch_to_the_bit():
    weights = np.random.default_rng(6).standard_normal((2, 3, 6, 2))
    for network in (NETWORKS["binary"], NETWORKS["biased"]):
        together = evaluate(network, weights, Annulus())
        for index in np.ndindex(2, 3):
            alone = evaluate(network, weights[index], Annulus())
            for name in ("loss", "gradient", "missed", "missed_active"):
                np.testing.assert_array_equal(getattr(together, name)[index], getattr(alone, name))
        assert evaluate(network, weights[:0], Annulus()).gradient.shape == (0, 3, 6, 2)


def test_one_neuron_by_hand():
    # k_1 = 1, w = (1, 0), no other active neuron: s = cos t with v = 1/2
    network, data = binary_network(1), Annulus(1.0, 2.0)
    seen = evaluate(network, np.array([[1.0, 0.0], [0.0, 0.0]]), data)
    # missed: the left half, and on the right the rays up to 1/cos t; t_1 = arccos(1/2)
    right = np.tan(np.pi / 3) - np.pi / 3 + 3 * (np.pi / 2 - np.pi / 3)
    assert seen.missed.item() == pytest.approx(0.5 + data.density * right, abs=1e-14)
    # every missed point is one where the neuron is off, or on the right
    assert seen.missed_active[0, 0] == pytest.approx(data.density * right, abs=1e-14)


def test_a_margin_met_and_lost_again_along_a_ray():
    # f_0 - f_1 = 4 rho - (8 rho - 8)_+ along the axis: above 1 from 1/4 to 7/4 only
    weights = np.array([[4.0, 0.0], [0.1, 0.3], [8.0, 0.5], [-1.0, 2.0]])
    network = Network(binary_network(2).outputs, [0.0, 0.1, 8.0, 0.3])
    data = Annulus(0.5, 2.0)
    seen = evaluate(network, weights, data)
    assert seen.loss == pytest.approx(quadrature(network, weights, data), abs=1e-9)
    expected = finite_differences(network, weights, data)
    np.testing.assert_allclose(seen.gradient, expected, atol=1e-7)


def test_huge_weights_leave_the_probability_that_no_neuron_is_active():
    # a quarter of the circle has no active neuron; beside it a sliver of width 1e-9 is missed
    weights = 1e9 * np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]])
    for bias in (0.0, 0.25):
        seen = evaluate(Network(binary_network(2).outputs, bias), weights, Annulus())
        assert seen.loss == pytest.approx(0.25, abs=1e-8)
        assert seen.missed.item() == pytest.approx(0.25, abs=1e-8)


def test_a_full_cover_has_no_loss():
    turn = 2 * np.pi * np.arange(6) / 6
    weights = 4.0 * np.column_stack([np.cos(turn), np.sin(turn)])
    network = Network([[0.5] * 6 + [-0.5], [-0.5] * 6 + [0.5]])
    seen = evaluate(network, np.vstack([weights, [[0.01, 0.0]]]), Annulus())
    assert seen.loss == 0.0
    assert not seen.gradient.any()
    assert not seen.missed.any()


def test_the_arcs_of_the_quadrature_are_short_enough(monkeypatch: pytest.MonkeyPatch):
    # few cuts and a wide annulus: much shorter arcs change nothing
    network = Network([[0.5, -0.5], [-0.5, 0.5]], [0.8445845674440906, 0.09051045439388736])
    weights = np.array(
        [[0.00663480772013432, -2.371634429003627], [0.42563348472519913, 0.6527140666801031]]
    )
    data = Annulus(0.1, 2.0)
    plain = evaluate(network, weights, data)
    monkeypatch.setattr(population._biased, "LONGEST_ARC", np.pi / 32)
    finer = evaluate(network, weights, data)
    assert plain.loss == pytest.approx(finer.loss, rel=1e-13)
    np.testing.assert_allclose(plain.gradient, finer.gradient, rtol=0, atol=1e-13)

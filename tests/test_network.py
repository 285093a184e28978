"""The network of Section 2: outputs, loss, gradient, Assumption 1."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcbook import Annulus, Network, Points, PolarGrid, binary_network, random_start


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Any V of Assumption 1 (every class owns a neuron, some may own none), any bias >= 0."""
    n = draw(st.integers(2, 4))
    others = draw(st.lists(st.integers(-1, n - 1), max_size=4))
    owners = draw(st.permutations([*range(n), *others]))
    v = draw(st.sampled_from([0.25, 0.5, 1.0, 1.75]))
    outputs = np.where(np.arange(n)[:, None] == np.array(owners), v, -v)
    bias = draw(st.sampled_from([0.0, 0.5]) | st.just(None))
    if bias is None:
        bias = draw(
            st.lists(st.sampled_from([0.0, 0.25, 1.0]), min_size=len(owners), max_size=len(owners))
        )
    return Network(outputs, bias)


def by_definition(network: Network, weights: np.ndarray, data: Points) -> Fraction:
    """The loss in exact rational arithmetic, straight from equation (2)."""
    total = Fraction(0)
    for x in data.points:
        inputs = [
            sum(Fraction(float(a)) * Fraction(float(b)) for a, b in zip(w, x, strict=True))
            - Fraction(float(b))
            for w, b in zip(weights, network.bias, strict=True)
        ]
        f = [
            sum(Fraction(float(v)) * max(h, Fraction(0)) for v, h in zip(row, inputs, strict=True))
            for row in network.outputs
        ]
        total += sum(
            max(Fraction(0), 1 - f[data.label] + f[r])
            for r in range(network.classes)
            if r != data.label
        )
    return total / len(data.points)


@given(networks(), st.integers(1, 3), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_the_loss_is_equation_2(network: Network, d: int, seed: int):
    rng = np.random.default_rng(seed)
    # sixteenths, so that ties and zeros occur
    weights = rng.integers(-16, 17, (network.neurons, d)) / 16
    label = int(rng.integers(network.classes))
    data = Points(rng.integers(-16, 17, (5, d)) / 8, label=label)
    assert network.loss(weights, data) == pytest.approx(
        float(by_definition(network, weights, data)), rel=1e-14, abs=1e-15
    )


@given(networks(), st.integers(1, 4), st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_the_gradient_is_the_derivative(network: Network, d: int, seed: int):
    rng = np.random.default_rng(seed)
    weights = rng.standard_normal((network.neurons, d))
    data = Points(rng.standard_normal((7, d)), label=int(rng.integers(network.classes)))
    gradient = network.gradient(weights, data)
    nudge = 1e-7 * rng.standard_normal(weights.shape)
    rise = network.loss(weights + nudge, data) - network.loss(weights - nudge, data)
    assert rise == pytest.approx(2 * (gradient * nudge).sum(), abs=2e-13)
    # an ownerless neuron never moves
    assert not gradient[network.owner < 0].any()


def test_a_tie_and_a_zero_row_contribute_nothing():
    network = Network([[0.5, -0.5], [-0.5, 0.5]])
    # f_0 - f_1 = 1 exactly at the first point; the second neuron's input is 0 exactly
    data = Points([[1.0, 0.0], [0.0, -1.0]])
    weights = np.array([[1.0, 0.0], [0.0, 0.0]])
    assert network.loss(weights, data) == 0.5
    assert not network.gradient(weights, data).any()


def test_equation_7_is_the_two_class_network_with_v_one_half():
    network = binary_network(3)
    weights = random_start(6, 2, seed=1)
    points = PolarGrid().points
    hidden = np.maximum(points @ weights.T, 0)
    printed = hidden[:, :3].sum(axis=1) - hidden[:, 3:].sum(axis=1)
    f = network.forward(weights, points)
    np.testing.assert_allclose(f[:, 0] - f[:, 1], printed, atol=1e-14)
    assert network.loss(weights, PolarGrid()) == pytest.approx(np.maximum(1 - printed, 0).mean())
    assert network.loss(weights, PolarGrid(1)) == pytest.approx(np.maximum(1 + printed, 0).mean())


def test_margins_are_the_difference_of_the_halves():
    # phi_ir = 2 v (S_i - S_r), the identity of Section 2 with its constant
    outputs = np.where(np.arange(3)[:, None] == np.array([0, 1, 2, 0, -1]), 0.7, -0.7)
    network = Network(outputs, 0.1)
    weights, points = random_start(5, 3, seed=2), random_start(40, 3, seed=3)
    f = network.forward(weights, points)
    hidden = np.maximum(points @ weights.T - 0.1, 0)
    s = np.stack([hidden[:, network.positive(i)].sum(axis=1) for i in range(3)], axis=1)
    for i, r in itertools.permutations(range(3), 2):
        np.testing.assert_allclose(f[:, i] - f[:, r], 1.4 * (s[:, i] - s[:, r]), atol=1e-13)


def test_leading_axes_are_a_batch():
    network = binary_network(2)
    weights = random_start(4, 2, runs=6, seed=4).reshape(2, 3, 4, 2)
    points = random_start(5, 2, seed=5)
    assert network.forward(weights, points).shape == (2, 3, 5, 2)
    for data in (PolarGrid(), Annulus(), [PolarGrid(), Annulus(label=1)]):
        loss, gradient = network.loss(weights, data), network.gradient(weights, data)
        assert (loss.shape, gradient.shape) == ((2, 3), (2, 3, 4, 2))
        assert isinstance(network.loss(weights[0, 0], data), float)
        for index in np.ndindex(2, 3):
            assert loss[index] == pytest.approx(network.loss(weights[index], data), abs=1e-14)
            one = network.gradient(weights[index], data)
            np.testing.assert_allclose(gradient[index], one, atol=1e-14)


def test_several_data_sets_add_up():
    network, weights = binary_network(2), random_start(4, 2, seed=6)
    sets = [PolarGrid(), Points([[1.0, 2.0]], label=1), Annulus()]
    assert network.loss(weights, sets) == pytest.approx(sum(network.loss(weights, s) for s in sets))
    total = sum(network.gradient(weights, s) for s in sets)
    np.testing.assert_allclose(network.gradient(weights, sets), total, atol=1e-15)


@pytest.mark.parametrize(("n", "k", "count"), [(2, 2, 2), (2, 3, 12), (2, 4, 50), (3, 3, 6)])
def test_assumption_1_admits_the_counted_matrices(n: int, k: int, count: int):
    # sum_j (-1)^j C(n, j) (n + 1 - j)^k, ownerless columns allowed
    admitted = 0
    for signs in itertools.product([-0.5, 0.5], repeat=n * k):
        try:
            Network(np.reshape(signs, (n, k)))
        except ValueError:
            continue
        admitted += 1
    assert admitted == count


def test_owners():
    network = Network(0.3 * np.array([[1, -1, -1, 1], [-1, -1, 1, -1]]), [0, 0.5, 0, 1])
    assert network.owner.tolist() == [0, -1, 1, 0]
    assert network.positive().tolist() == [0, 3]
    assert network.positive(1).tolist() == [2]
    assert (network.classes, network.neurons, network.magnitude) == (2, 4, 0.3)
    with pytest.raises(ValueError, match="read-only"):
        network.outputs[0, 0] = 1.0


def test_a_network_says_what_it_is():
    assert repr(binary_network(3)) == "Network(2 classes, 6 neurons, v=0.5)"
    biased = Network(0.25 * (2 * np.eye(3) - 1), [0.0, 1.5, 0.125])
    assert repr(biased) == "Network(3 classes, 3 neurons, v=0.25, bias up to 1.5)"


@pytest.mark.parametrize(
    ("outputs", "bias", "message"),
    [
        ([[0.5, -0.5], [-0.5, 0.4]], 0, r"\+v and -v for one v > 0 .*; got magnitudes 0.4, 0.5"),
        ([[0.0, 0.0], [0.0, 0.0]], 0, "got magnitudes 0"),
        ([[0.5, 0.5], [-0.5, -0.5]], 0, r"a positive entry in every row .*; row 1 has none"),
        (
            [[0.5, 0.5], [0.5, -0.5]],
            0,
            r"at most one positive entry in a column .*; column 0 has 2",
        ),
        (
            [[0.5, 0.5, -0.5], [-0.5, 0.5, 0.5]],
            0,
            r"at most one positive entry in a column .*; column 1 has 2",
        ),
        ([[0.5, 0.5]], 0, r"n >= 2 classes and k >= 1 neurons; got shape \(1, 2\)"),
        ([0.5, 0.5], 0, r"outputs must be an array of shape \(n, k\).*got shape \(2,\)"),
        ([[0.5, -0.5], [-0.5, 0.5]], -0.1, r"bias must be >= 0; got -0\.1"),
        ([[0.5, -0.5], [-0.5, 0.5]], [0, 0, 0], r"shape \(2,\), one entry per neuron; got shape"),
        ([[0.5, -0.5], [-0.5, 0.5]], np.nan, "bias must be finite; got nan"),
    ],
)
def test_bad_networks(outputs: list[list[float]], bias: float, message: str):
    with pytest.raises(ValueError, match=message):
        Network(outputs, bias)


def test_bad_calls():
    network = binary_network(2)
    with pytest.raises(ValueError, match=r"one row per neuron, shape \(\.\.\., 4, d\)"):
        network.loss(np.ones((3, 2)), PolarGrid())
    with pytest.raises(ValueError, match="the same dimension d; got weights of shape"):
        network.forward(np.ones((4, 3)), [[1.0, 2.0]])
    with pytest.raises(ValueError, match="label must be an integer >= 0 and <= 1; got 2"):
        network.positive(2)
    with pytest.raises(ValueError, match="k must be an integer >= 1; got 0"):
        binary_network(0)


def test_labels_and_biases_fit_the_network():
    network, rows = binary_network(2), np.ones((4, 2))
    with pytest.raises(ValueError, match=r"^data has label 2, but the network has classes 0 to 1$"):
        network.loss(rows, Points([[1.0, 2.0]], label=2))
    assert network.loss(rows, Points([[1.0, 2.0]], label=1)) == 1.0
    with pytest.raises(ValueError, match=r"^bias must be .* of shape \(4,\).*got shape \(1, 4\)$"):
        Network(network.outputs, np.zeros((1, 4)))
    required = r"bias must be a number or an array of shape \(k,\)"
    with pytest.raises(TypeError, match=f"^{required}; got dtype <U4$"):
        Network(network.outputs, "half")

"""LeNet and MLP: gradients against finite differences, types, starts, errors."""

from __future__ import annotations

import numpy as np
import pytest

from gcbook.deep import MLP, LeNet, LeNetWeights, lenet_16, lenet_28

SMALL = LeNet(12, filters=(3, 4), kernels=(3, 3), hidden=6, classes=4)
PADDED = LeNet(8, filters=(3, 4), kernels=(3, 3), hidden=6, classes=4, padding="same")
# an odd map before the second pooling, so that an edge is dropped
ODD = LeNet(13, filters=(2, 3), kernels=(3, 2), hidden=5, classes=3)
DENSE = MLP((5, 7, 6, 4))


def problem(network, seed=0):
    rng = np.random.default_rng(seed)
    shape = (5, network.widths[0]) if isinstance(network, MLP) else (5, network.side, network.side)
    classes = network.widths[-1] if isinstance(network, MLP) else network.classes
    return rng.random(shape), rng.integers(0, classes, 5)


@pytest.mark.parametrize(
    "network", [SMALL, PADDED, ODD, DENSE], ids=["valid", "same", "odd", "mlp"]
)
def test_gradient_agrees_with_central_differences(network):
    points, labels = problem(network)
    weights = network.initial(seed=1, dtype=np.float64)
    _, gradient = network.loss_and_gradient(weights, points, labels)
    rebuild = getattr(type(weights), "_make", tuple)
    rng = np.random.default_rng(2)
    for index, slope in enumerate(gradient):
        direction = rng.standard_normal(slope.shape)
        losses = []
        for sign in (1, -1):
            moved = list(weights)
            moved[index] = weights[index] + sign * 1e-6 * direction
            losses.append(network.loss_and_gradient(rebuild(moved), points, labels)[0])
        # truncation O(h^2) = 1e-12, rounding 1e-16 / 1e-6
        assert (losses[0] - losses[1]) / 2e-6 == pytest.approx((slope * direction).sum(), abs=1e-8)


@pytest.mark.parametrize("network", [SMALL, DENSE], ids=["lenet", "mlp"])
def test_float32_agrees_with_float64(network):
    points, labels = problem(network)
    losses = {}
    for kind in (np.float32, np.float64):
        weights = network.initial(seed=3, dtype=kind)
        losses[kind], gradient = network.loss_and_gradient(weights, points, labels)
        assert {array.dtype for array in gradient} == {np.dtype(kind)}
    assert losses[np.float32] == pytest.approx(losses[np.float64], rel=1e-5)


def test_the_papers_sizes():
    weights = lenet_28(padding="same").initial()
    assert weights.fc1.shape == (500, 2450)
    assert weights.fc2.shape == (10, 500)
    assert weights.conv2.shape == (50, 5 * 5 * 20)


@pytest.mark.parametrize("scheme", ["fan-in", "glorot", "he"])
def test_scale_multiplies_everything_and_keeps_directions(scheme):
    one = SMALL.initial(scheme=scheme, seed=4, dtype=np.float64)
    two = SMALL.initial(scheme=scheme, seed=4, dtype=np.float64, scale=2.0)
    for first, second in zip(one, two, strict=True):
        np.testing.assert_array_equal(2.0 * first, second)


@pytest.mark.parametrize("scheme", ["fan-in", "glorot", "he", "mlp"])
def test_starts_have_the_size_of_their_scheme(scheme):
    """The mean square is 1/(3 fan in), 2/(fan in + fan out) or 2/fan in, to 5 standard errors."""
    if scheme == "mlp":
        drawn, biases = MLP((400, 300, 50)).initial(seed=6, dtype=np.float64), []
    else:
        one = LeNet(12, (20, 60), (3, 3), 200, 150).initial(scheme=scheme, seed=6, dtype=np.float64)
        drawn, biases = one[::2], one[1::2]
    outputs = [20 * 9, 60 * 9, 200, 150]  # every filter writes to as many places as it reads from
    for index, matrix in enumerate(drawn):
        fan, out = matrix.shape[1], outputs[index]
        size = {"glorot": 2 / (fan + out), "he": 2 / fan}.get(scheme, 1 / (3 * fan))
        spread = 2 if scheme == "he" else 4 / 5  # of x^2, over the square of its mean
        assert abs((matrix**2).mean() / size - 1) < 5 * np.sqrt(spread / matrix.size)
        if scheme != "he":  # uniform: the largest entry is all but at the bound
            assert 0.9 < np.abs(matrix).max() / np.sqrt(3 * size) <= 1
    for matrix, bias in zip(drawn, biases, strict=False):
        bound = 1 / np.sqrt(matrix.shape[1]) if scheme == "fan-in" else 0.0
        assert 0.8 * bound <= np.abs(bias).max() <= bound


def test_mlp_is_homogeneous_of_its_depth():
    points, _ = problem(DENSE)
    one = DENSE.forward(DENSE.initial(dtype=np.float64), points)[-1]
    two = DENSE.forward(DENSE.initial(dtype=np.float64, scale=2.0), points)[-1]
    np.testing.assert_allclose(two, 2.0**DENSE.depth * one, rtol=1e-12)


def test_features_do_not_depend_on_the_batch():
    images = np.random.default_rng(0).random((7, 12, 12))
    weights = SMALL.initial(dtype=np.float64)
    whole, parts = (SMALL.features_of(weights, images, batch=n) for n in (7, 3))
    np.testing.assert_allclose(whole, parts, rtol=1e-13)


def test_accuracy_counts_right_answers():
    images, _ = problem(SMALL)
    weights = SMALL.initial()
    votes = SMALL.forward(weights, images).logits.argmax(axis=1)
    assert SMALL.accuracy(weights, images, votes) == 1.0
    assert SMALL.accuracy(weights, images, (votes + 1) % 4) == 0.0


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: LeNet(6), r"side must leave at least one pixel .* got side = 6"),
        (lambda: LeNet(28, padding="full"), "padding must be one of 'valid', 'same'; got 'full'"),
        (lambda: LeNet(16, kernels=(4, 3), padding="same"), r"kernels must be odd .* got \(4, 3\)"),
        (lambda: lenet_16(0), "hidden must be an integer >= 1; got 0"),
        (lambda: SMALL.initial(scheme="zeros"), "scheme must be one of .*; got 'zeros'"),
        (lambda: SMALL.initial(scale=0), "scale must be a real number > 0; got 0"),
        (lambda: SMALL.initial(dtype=int), "dtype must be float32 or float64; got int64"),
        (lambda: MLP((3,)), r"widths must list at least input and output; got \(3,\)"),
    ],
)
def test_a_wrong_shape_is_named(build, message):
    with pytest.raises(ValueError, match=message):
        build()


def test_wrong_images_are_named():
    with pytest.raises(ValueError, match=r"images must have shape \(N, 12, 12\); got \(2, 8, 8\)"):
        SMALL.forward(SMALL.initial(), np.zeros((2, 8, 8)))
    with pytest.raises(ValueError, match="points must have 5 coordinates each; got 6"):
        DENSE.forward(DENSE.initial(), np.zeros((2, 6)))


def test_weights_are_a_named_tuple():
    assert LeNetWeights._fields[4] == "fc1"

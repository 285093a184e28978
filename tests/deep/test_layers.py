from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import correlate2d

from gcbook.deep import layers


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def test_a_convolution_is_a_correlation(rng):
    image, kernel = rng.standard_normal((7, 6)), rng.standard_normal((3, 3))
    mine = layers.patches(image[None, :, :, None], 3) @ kernel.ravel()
    np.testing.assert_allclose(mine[0], correlate2d(image, kernel, mode="valid"), atol=1e-12)


def test_channels_add_up(rng):
    image, kernel = rng.standard_normal((5, 5, 2)), rng.standard_normal((3, 3, 2))
    mine = layers.patches(image[None], 3) @ kernel.ravel()
    both = sum(correlate2d(image[..., c], kernel[..., c], mode="valid") for c in (0, 1))
    np.testing.assert_allclose(mine[0], both, atol=1e-12)


def test_scatter_is_the_adjoint_of_patches(rng):
    image = rng.standard_normal((2, 6, 5, 3))
    rows = layers.patches(image, 2)
    other = rng.standard_normal(rows.shape)
    back = layers.scatter(other, 2, 3)
    np.testing.assert_allclose((rows * other).sum(), (image * back).sum(), rtol=1e-12)


@pytest.mark.parametrize("size", [0, 4])
def test_a_patch_must_fit(size):
    with pytest.raises(ValueError, match=rf"images must have shape .* size = {size}; got shape"):
        layers.patches(np.zeros((1, 3, 3, 1)), size)


def test_pooling_drops_an_odd_edge():
    image = np.arange(25.0).reshape(1, 5, 5, 1)
    np.testing.assert_array_equal(layers.pool(image)[0, :, :, 0], [[6, 8], [16, 18]])


def test_pooling_sends_the_gradient_of_a_tie_once():
    image = np.ones((1, 2, 2, 1))
    back = layers.pool_backward(np.full((1, 1, 1, 1), 3.0), image, layers.pool(image))
    assert back.sum() == 3.0
    assert np.count_nonzero(back) == 1


def test_cross_entropy_of_equal_logits_is_log_n():
    loss, gradient = layers.softmax_cross_entropy(np.zeros((3, 10)), np.array([0, 5, 9]))
    assert loss == pytest.approx(np.log(10), rel=1e-15)
    np.testing.assert_allclose(gradient.sum(axis=1), 0, atol=1e-16)


def test_cross_entropy_survives_huge_logits():
    loss, gradient = layers.softmax_cross_entropy(np.array([[1e4, -1e4]]), np.array([1]))
    assert loss == 2e4
    assert np.isfinite(gradient).all()

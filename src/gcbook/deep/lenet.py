"""The LeNet of Section 6.2, in NumPy: two convolutions, two fully connected layers.

    image -> conv1 -> pool -> relu -> conv2 -> pool -> relu -> fc1 -> relu -> fc2 -> softmax

This is the network of the paper's reference [16] (20 filters of 5 x 5, 50 filters of 5 x 5, 500
hidden neurons, 10 outputs).  Pooling before the ReLU is the same function as after it and takes a
quarter of the work.  `lenet_28` is the full network, `lenet_16` a small one on 16 x 16 images with
a second filter of 3 x 3, for a page that must run in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import IntArray
from gcbook.deep import layers
from gcbook.deep.layers import Floats

SCHEMES = ("fan-in", "glorot", "he")


class LeNetWeights(NamedTuple):
    """The weights of a LeNet; neurons and filters are rows.

    Attributes
    ----------
    conv1, conv2 : ndarray, shape (F, s s C)
    fc1 : ndarray, shape (hidden, features)
        The layer that plays the paper's W.
    fc2 : ndarray, shape (classes, hidden)
        The layer that plays the paper's V: ``fc2[i, j]`` is v_ij.
    bias1, bias2, bias3, bias4 : ndarray, shapes (F1,), (F2,), (hidden,), (classes,)
    """

    conv1: Floats
    bias1: Floats
    conv2: Floats
    bias2: Floats
    fc1: Floats
    bias3: Floats
    fc2: Floats
    bias4: Floats


class Activations(NamedTuple):
    """What a batch leaves behind on its way through; `features` is the input of fc1."""

    patches1: Floats
    maps1: Floats
    pooled1: Floats
    patches2: Floats
    maps2: Floats
    features: Floats
    hidden: Floats
    logits: Floats


@dataclass(frozen=True)
class LeNet:
    """The shape of a LeNet: what its layers are, without any weights.

    Parameters
    ----------
    side : int
        Images are `side` x `side` pixels with one channel.
    filters : tuple of two int
        Filters of the two convolutions.
    kernels : tuple of two int
        Sides of the filters.
    hidden : int
        Neurons of fc1.
    classes : int
    padding : {"valid", "same"}
        "same" pads each convolution with zeros to keep the size, as reference [16] does.

    Examples
    --------
    >>> from gcbook.deep import lenet_16, lenet_28
    >>> lenet_28().features, lenet_28(padding="same").features, lenet_16().features
    (800, 2450, 200)
    """

    side: int
    filters: tuple[int, int] = (20, 50)
    kernels: tuple[int, int] = (5, 5)
    hidden: int = 500
    classes: int = 10
    padding: str = "valid"

    def __post_init__(self) -> None:
        _checks.integer(self.side, "side", low=1)
        _checks.integer(self.hidden, "hidden", low=1)
        _checks.integer(self.classes, "classes", low=2)
        _checks.choice(self.padding, "padding", ("valid", "same"))
        for kernel in self.kernels:
            _checks.integer(kernel, "kernels", low=1)
            if self.padding == "same" and kernel % 2 == 0:
                raise ValueError(f"kernels must be odd when padding is 'same'; got {self.kernels}")
        if self._final_side < 1:
            raise ValueError(
                f"side must leave at least one pixel after two convolutions {self.kernels} and "
                f"two poolings; got side = {self.side}"
            )

    @property
    def features(self) -> int:
        """The dimension d of the space in which the neurons of fc1 live."""
        return self._final_side**2 * self.filters[1]

    @property
    def _final_side(self) -> int:
        side = self.side
        for kernel in self.kernels:
            side = (side if self.padding == "same" else side - kernel + 1) // 2
        return side

    def initial(
        self,
        *,
        scheme: str = "fan-in",
        scale: float = 1.0,
        seed: int | np.random.Generator = 0,
        dtype: npt.DTypeLike = np.float32,
    ) -> LeNetWeights:
        """Draw starting weights.

        Parameters
        ----------
        scheme : {"fan-in", "glorot", "he"}
            "fan-in": weights and biases uniform in +-1/sqrt(fan in), PyTorch's default.
            "glorot": weights uniform in +-sqrt(6/(fan in + fan out)), biases 0, Keras' default.
            "he": weights normal with variance 2/fan in, biases 0.
        scale : float
            All weights *and* biases are multiplied by it, so that no direction changes.
        seed : int or numpy.random.Generator
        dtype : dtype
            float32 or float64.  Both are drawn in float64 and rounded, so they agree.
        """
        _checks.choice(scheme, "scheme", SCHEMES)
        factor = _checks.real(scale, "scale", low=0, open_low=True)
        kind = _float_type(dtype)
        rng = _checks.generator(seed)
        area1, area2 = (side * side for side in self.kernels)
        shapes = [
            (self.filters[0], area1, self.filters[0] * area1),
            (self.filters[1], area2 * self.filters[0], self.filters[1] * area2),
            (self.hidden, self.features, self.hidden),
            (self.classes, self.hidden, self.classes),
        ]
        drawn: list[Floats] = []
        for rows, fan_in, fan_out in shapes:
            drawn += _draw(rng, scheme, rows, fan_in, fan_out)
        return LeNetWeights(*((factor * array).astype(kind) for array in drawn))

    def forward(self, weights: LeNetWeights, images: Floats) -> Activations:
        """Send a batch through the network.

        Parameters
        ----------
        weights : LeNetWeights
        images : ndarray, shape (N, side, side)

        Raises
        ------
        ValueError
            If the images do not have the side of this network.
        """
        if images.ndim != 3 or images.shape[1:] != (self.side, self.side):
            raise ValueError(
                f"images must have shape (N, {self.side}, {self.side}); got {images.shape}"
            )
        pixels = images.astype(weights.conv1.dtype, copy=False)[..., None]
        patches1 = layers.patches(self._pad(pixels, 0), self.kernels[0])
        maps1 = layers.dense(patches1, weights.conv1, weights.bias1)
        pooled1 = np.maximum(layers.pool(maps1), 0)
        patches2 = layers.patches(self._pad(pooled1, 1), self.kernels[1])
        maps2 = layers.dense(patches2, weights.conv2, weights.bias2)
        features = np.maximum(layers.pool(maps2), 0).reshape(len(images), -1)
        hidden = np.maximum(layers.dense(features, weights.fc1, weights.bias3), 0)
        logits = layers.dense(hidden, weights.fc2, weights.bias4)
        return Activations(patches1, maps1, pooled1, patches2, maps2, features, hidden, logits)

    def loss_and_gradient(
        self, weights: LeNetWeights, images: Floats, labels: IntArray
    ) -> tuple[float, LeNetWeights]:
        """Return the mean cross-entropy on a batch and its gradient in every weight."""
        seen = self.forward(weights, images)
        loss, slope = layers.softmax_cross_entropy(seen.logits, labels)
        fc2, bias4 = layers.dense_backward(slope, seen.hidden)
        slope = (slope @ weights.fc2) * (seen.hidden > 0)
        fc1, bias3 = layers.dense_backward(slope, seen.features)
        slope = (slope @ weights.fc1) * (seen.features > 0)
        side = self._final_side
        # where the ReLU is off the slope is zero already, so its output serves as the maximum
        slope = slope.reshape(len(images), side, side, self.filters[1])
        slope = layers.pool_backward(slope, seen.maps2, seen.features.reshape(slope.shape))
        conv2, bias2 = layers.dense_backward(slope, seen.patches2)
        slope = layers.scatter(
            layers.dense_pull(slope, weights.conv2), self.kernels[1], self.filters[0]
        )
        slope = self._crop(slope, 1) * (seen.pooled1 > 0)
        slope = layers.pool_backward(slope, seen.maps1, seen.pooled1)
        conv1, bias1 = layers.dense_backward(slope, seen.patches1)
        return loss, LeNetWeights(conv1, bias1, conv2, bias2, fc1, bias3, fc2, bias4)

    def features_of(self, weights: LeNetWeights, images: Floats, batch: int = 500) -> Floats:
        """Return the input of fc1 for every image, shape (N, features), `batch` at a time."""
        blocks = [
            self.forward(weights, images[start : start + batch]).features
            for start in range(0, len(images), batch)
        ]
        return np.concatenate(blocks)

    def accuracy(self, weights: LeNetWeights, images: Floats, labels: IntArray) -> float:
        """Return the share of the images whose largest output is the right one."""
        votes = [
            self.forward(weights, images[start : start + 500]).logits.argmax(axis=1)
            for start in range(0, len(images), 500)
        ]
        return float((np.concatenate(votes) == labels).mean())

    def _margin(self, layer: int) -> int:
        return (self.kernels[layer] - 1) // 2 if self.padding == "same" else 0

    def _pad(self, images: Floats, layer: int) -> Floats:
        m = self._margin(layer)
        return np.pad(images, ((0, 0), (m, m), (m, m), (0, 0))) if m else images

    def _crop(self, images: Floats, layer: int) -> Floats:
        m = self._margin(layer)
        return images[:, m:-m, m:-m] if m else images


def lenet_28(hidden: int = 500, *, classes: int = 10, padding: str = "valid") -> LeNet:
    """Return the paper's network on 28 x 28 images."""
    return LeNet(28, hidden=hidden, classes=classes, padding=padding)


def lenet_16(hidden: int = 128, *, classes: int = 10) -> LeNet:
    """Return the small network on 16 x 16 images (second filter 3 x 3)."""
    return LeNet(16, kernels=(5, 3), hidden=hidden, classes=classes)


def _draw(
    rng: np.random.Generator, scheme: str, rows: int, fan_in: int, fan_out: int
) -> tuple[Floats, Floats]:
    if scheme == "he":
        return rng.standard_normal((rows, fan_in)) * np.sqrt(2 / fan_in), np.zeros(rows)
    if scheme == "glorot":
        bound = np.sqrt(6 / (fan_in + fan_out))
        return rng.uniform(-bound, bound, (rows, fan_in)), np.zeros(rows)
    bound = 1 / np.sqrt(fan_in)
    return rng.uniform(-bound, bound, (rows, fan_in)), rng.uniform(-bound, bound, rows)


def _float_type(dtype: npt.DTypeLike) -> np.dtype[Any]:
    kind = np.dtype(dtype)
    if kind not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise ValueError(f"dtype must be float32 or float64; got {kind}")
    return kind

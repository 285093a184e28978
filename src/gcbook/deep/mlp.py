"""Fully connected ReLU networks without biases, of any depth.

    z_0 = x,   z_l = relu(W_l z_{l-1}) for l < L,   logits = W_L z_{L-1}

Without biases the output is homogeneous of degree L in the weights,
``logits(s W) = s**L logits(W)``.  That makes them the cleanest place to see how the scale of the
initial weights sets the length of the plateau.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gcbook import _checks
from gcbook._checks import IntArray
from gcbook.deep import layers
from gcbook.deep.layers import Floats
from gcbook.deep.lenet import _float_type

MLPWeights = tuple[Floats, ...]


@dataclass(frozen=True)
class MLP:
    """A bias-free ReLU network.

    Parameters
    ----------
    widths : tuple of int
        Input dimension, widths of the hidden layers, number of classes; ``L = len(widths) - 1``
        layers of weights.

    Examples
    --------
    >>> from gcbook.deep import MLP
    >>> network = MLP((64, 100, 10))
    >>> network.depth, [w.shape for w in network.initial()]
    (2, [(100, 64), (10, 100)])
    """

    widths: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.widths) < 2:
            raise ValueError(f"widths must list at least input and output; got {self.widths}")
        for width in self.widths:
            _checks.integer(width, "widths", low=1)

    @property
    def depth(self) -> int:
        """The number L of layers of weights."""
        return len(self.widths) - 1

    def initial(
        self,
        *,
        scale: float = 1.0,
        seed: int | np.random.Generator = 0,
        dtype: npt.DTypeLike = np.float32,
    ) -> MLPWeights:
        """Draw weights uniform in +-1/sqrt(fan in), times `scale` (which keeps directions)."""
        factor = _checks.real(scale, "scale", low=0, open_low=True)
        kind = _float_type(dtype)
        rng = _checks.generator(seed)
        return tuple(
            (factor * rng.uniform(-1, 1, (rows, fan)) / np.sqrt(fan)).astype(kind)
            for fan, rows in zip(self.widths[:-1], self.widths[1:], strict=True)
        )

    def forward(self, weights: MLPWeights, points: Floats) -> list[Floats]:
        """Return the input, every hidden layer and the logits."""
        seen = [points.reshape(len(points), -1).astype(weights[0].dtype, copy=False)]
        if seen[0].shape[1] != self.widths[0]:
            raise ValueError(
                f"points must have {self.widths[0]} coordinates each; got {seen[0].shape[1]}"
            )
        for matrix in weights[:-1]:
            seen.append(np.maximum(seen[-1] @ matrix.T, 0))
        seen.append(seen[-1] @ weights[-1].T)
        return seen

    def loss_and_gradient(
        self, weights: MLPWeights, points: Floats, labels: IntArray
    ) -> tuple[float, MLPWeights]:
        """Return the mean cross-entropy on a batch and its gradient in every weight."""
        seen = self.forward(weights, points)
        loss, slope = layers.softmax_cross_entropy(seen[-1], labels)
        return loss, self.pull_back(weights, seen, slope)

    def pull_back(self, weights: MLPWeights, seen: list[Floats], slope: Floats) -> MLPWeights:
        """Return the gradient in the weights of any function of the logits.

        Parameters
        ----------
        weights : tuple of ndarray
        seen : list of ndarray
            What `forward` returned.
        slope : ndarray, shape (N, n)
            The gradient of the function in the logits.
        """
        gradients: list[Floats] = [slope.T @ seen[-2]]
        for matrix, hidden, below in zip(weights[:0:-1], seen[-2:0:-1], seen[-3::-1], strict=True):
            slope = (slope @ matrix) * (hidden > 0)
            gradients.append(slope.T @ below)
        return tuple(reversed(gradients))

    def accuracy(self, weights: MLPWeights, points: Floats, labels: IntArray) -> float:
        """Return the share of the points whose largest output is the right one."""
        return float((self.forward(weights, points)[-1].argmax(axis=1) == labels).mean())

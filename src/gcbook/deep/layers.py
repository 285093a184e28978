"""The layers of a small convolutional network, forwards and backwards, as pure functions.

    patches    (N, H, W, C)            ->  (N, H-s+1, W-s+1, s s C)     im2col
    convolve   patches @ kernel.T + b      kernel (F, s s C), one filter per row
    pool       max over 2 x 2 blocks, stride 2
    dense      x @ weights.T + b           weights (k, d), one neuron per row
    loss       mean over the batch of  logsumexp(z) - z[label]

Images are stored channels last, so that a patch row of the image is one contiguous block of
memory.  Every backward function takes the gradient with respect to its output and returns the
gradients with respect to its arguments.  The dtype of the arguments is the dtype of the result.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from gcbook._checks import IntArray

Floats = npt.NDArray[np.floating[Any]]


def patches(images: Floats, size: int) -> Floats:
    """Return all `size` x `size` patches of the images, one per row of the last axis.

    Parameters
    ----------
    images : ndarray, shape (N, H, W, C)
    size : int
        Side of a patch; ``1 <= size <= min(H, W)``.

    Returns
    -------
    ndarray, shape (N, H - size + 1, W - size + 1, size * size * C)

    Raises
    ------
    ValueError
        If the images are smaller than a patch.

    Examples
    --------
    >>> import numpy as np
    >>> patches(np.arange(9.0).reshape(1, 3, 3, 1), 2)[0, 0]
    array([[0., 1., 3., 4.],
           [1., 2., 4., 5.]])
    """
    if images.ndim != 4 or not 1 <= size <= min(images.shape[1:3]):
        raise ValueError(
            f"images must have shape (N, H, W, C) with H, W >= size = {size}; "
            f"got shape {images.shape}"
        )
    windows = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    count, height, width, channels = windows.shape[:4]
    rows = windows.transpose(0, 1, 2, 4, 5, 3)
    return rows.reshape(count, height, width, size * size * channels)


def scatter(gradient: Floats, size: int, channels: int) -> Floats:
    """Add up what every patch says about the image: the adjoint of `patches`."""
    count, height, width, _ = gradient.shape
    parts = gradient.reshape(count, height, width, size, size, channels)
    image = np.zeros((count, height + size - 1, width + size - 1, channels), gradient.dtype)
    for row in range(size):
        for column in range(size):
            image[:, row : row + height, column : column + width] += parts[:, :, :, row, column]
    return image


def pool(images: Floats) -> Floats:
    """Return the maximum over 2 x 2 blocks; an odd last row or column is dropped.

    Examples
    --------
    >>> import numpy as np
    >>> pool(np.arange(16.0).reshape(1, 4, 4, 1))[0, :, :, 0]
    array([[ 5.,  7.],
           [13., 15.]])
    """
    corners = _corners(images)
    return np.maximum(np.maximum(corners[0], corners[1]), np.maximum(corners[2], corners[3]))


def pool_backward(gradient: Floats, images: Floats, pooled: Floats) -> Floats:
    """Send the gradient of each block to the first entry that attains the maximum."""
    result = np.zeros_like(images)
    left = gradient.copy()
    for target, source in zip(_corners(result), _corners(images), strict=True):
        hit = source == pooled
        np.multiply(left, hit, out=target)
        left *= ~hit
    return result


def dense(inputs: Floats, weights: Floats, bias: Floats) -> Floats:
    """Return ``inputs @ weights.T + bias``; neurons are rows, so shape (..., k)."""
    # one large matrix product: matmul would make a small one for every leading index
    flat = inputs.reshape(-1, inputs.shape[-1]) @ weights.T
    flat += bias
    return flat.reshape(*inputs.shape[:-1], len(weights))


def dense_pull(gradient: Floats, weights: Floats) -> Floats:
    """Return the gradient with respect to the inputs, shape (..., d)."""
    flat = gradient.reshape(-1, gradient.shape[-1]) @ weights
    return flat.reshape(*gradient.shape[:-1], weights.shape[1])


def dense_backward(gradient: Floats, inputs: Floats) -> tuple[Floats, Floats]:
    """Return the gradients with respect to the weights (k, d) and the bias (k,)."""
    flat = gradient.reshape(-1, gradient.shape[-1])
    ones = np.ones(len(flat), flat.dtype)
    return flat.T @ inputs.reshape(-1, inputs.shape[-1]), ones @ flat


def softmax_cross_entropy(logits: Floats, labels: IntArray) -> tuple[float, Floats]:
    """Return the mean cross-entropy of the softmax and its gradient in the logits.

    Parameters
    ----------
    logits : ndarray, shape (N, n)
    labels : ndarray of int, shape (N,)
        Classes, counted from 0.

    Returns
    -------
    loss : float
    gradient : ndarray, shape (N, n)
        Every row sums to zero: the loss does not change when a constant is added to all logits
        of a point.  This is why the sum of the rows of the output layer is conserved.

    Examples
    --------
    >>> import numpy as np
    >>> loss, gradient = softmax_cross_entropy(np.zeros((1, 4)), np.array([2]))
    >>> round(loss, 6), gradient.tolist()
    (1.386294, [[0.25, 0.25, -0.75, 0.25]])
    """
    shifted = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=1, keepdims=True)
    rows = np.arange(len(labels))
    loss = float((np.log(totals[:, 0]) - shifted[rows, labels]).mean())
    gradient = exponentials / totals
    gradient[rows, labels] -= 1.0
    return loss, gradient / np.asarray(len(labels), dtype=logits.dtype)


def _corners(images: Floats) -> list[Floats]:
    height, width = images.shape[1] // 2 * 2, images.shape[2] // 2 * 2
    return [images[:, a:height:2, b:width:2] for a in (0, 1) for b in (0, 1)]

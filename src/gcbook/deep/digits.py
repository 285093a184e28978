"""The handwritten digits that come with scikit-learn: the embedded data of Section 6.2.

1797 grey images of 8 x 8 pixels (the UCI "Optical Recognition of Handwritten Digits" test set),
split here into 1437 for training and 360 for testing.  They are *not* MNIST; `gcbook.deep.mnist`
reads MNIST itself, and every function of this package that takes `Images` takes either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from gcbook import _checks
from gcbook._checks import IntArray

TRAINING = 1437


@dataclass(frozen=True, eq=False)
class Images:
    """Labelled square grey images with pixels in [0, 1], for training and for testing.

    Attributes
    ----------
    train, test : ndarray of float32, shape (N, side, side)
    train_labels, test_labels : ndarray of int, shape (N,)
        Classes, counted from 0.
    source : str
        Where the images come from, for captions.
    """

    train: npt.NDArray[np.float32]
    train_labels: IntArray
    test: npt.NDArray[np.float32]
    test_labels: IntArray
    source: str

    @property
    def side(self) -> int:
        """The side of an image in pixels."""
        return int(self.train.shape[1])

    @property
    def fingerprint(self) -> str:
        """A digest of pixels and labels: what tells finished runs on other images apart."""
        total = hashlib.sha256()
        for part in (self.train, self.train_labels, self.test, self.test_labels):
            total.update(f"{part.dtype.str} {part.shape}\n".encode())
            total.update(np.ascontiguousarray(part).tobytes())
        return total.hexdigest()[:16]

    def take(self, count: int) -> Images:
        """Return the same data with only the first `count` training images."""
        size = _checks.integer(count, "count", low=1, high=len(self.train))
        return Images(
            self.train[:size], self.train_labels[:size], self.test, self.test_labels, self.source
        )


def digits(side: int = 16, *, seed: int = 0) -> Images:
    """Return scikit-learn's handwritten digits at one of three sizes.

    Parameters
    ----------
    side : {8, 16, 28}
        8: the images as they are.  16: doubled by linear interpolation.  28: enlarged to
        20 x 20 by linear interpolation and centred on 28 x 28, the layout of MNIST.
    seed : int
        Seed of the split into 1437 training and 360 test images.

    Raises
    ------
    ValueError
        If `side` is none of the three.
    ModuleNotFoundError
        If scikit-learn is not installed.

    Examples
    --------
    >>> from gcbook.deep import digits
    >>> data = digits(16)
    >>> data.train.shape, data.test.shape, float(data.train.max())
    ((1437, 16, 16), (360, 16, 16), 1.0)
    """
    _checks.integer(side, "side")
    if side not in (8, 16, 28):
        raise ValueError(f"side must be 8, 16 or 28; got {side}")
    bunch = _sklearn("load_digits")()
    images = np.asarray(bunch.images, dtype=np.float64) / 16.0
    labels = np.asarray(bunch.target, dtype=np.int64)
    order = _checks.generator(seed).permutation(len(images))
    resized = _resize(images[order], side).astype(np.float32)
    labels = labels[order]
    return Images(
        resized[:TRAINING],
        labels[:TRAINING],
        resized[TRAINING:],
        labels[TRAINING:],
        f"scikit-learn digits, {side} x {side} pixels",
    )


def _resize(images: npt.NDArray[np.float64], side: int) -> npt.NDArray[np.float64]:
    if side == 8:
        return images
    inner = 20 if side == 28 else side
    zoomed = np.stack([ndimage.zoom(image, inner / 8, order=1) for image in images])
    margin = (side - inner) // 2
    return np.pad(zoomed, ((0, 0), (margin, margin), (margin, margin)))


def _sklearn(name: str) -> Callable[..., Any]:
    """Import a loader from scikit-learn only when it is wanted."""
    try:
        from sklearn import datasets
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"Section 6.2 reads its images with scikit-learn's {name}, which is not installed; "
            "install it with: pip install 'gcbook[mnist]'"
        ) from error
    loader: Callable[..., Any] = getattr(datasets, name)
    return loader

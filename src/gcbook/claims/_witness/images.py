"""The images on which the rows of Section 6.2 are checked."""

import importlib.util
from typing import Any

import numpy as np
from scipy import ndimage

from gcbook.deep import Images, LeNet, LeNetWeights, Run, Training, digits
from gcbook.deep.train import Model


def images_of(side: int) -> Images:
    """Return scikit-learn's digits, or drawn stand-ins where it is not installed.

    The stand-ins are ten smooth prototypes under noise, so that the ledger needs no optional
    package; `Images.source` says which of the two a check has seen.
    """
    if importlib.util.find_spec("sklearn") is not None:
        return digits(side)
    return stand_ins(side)


def stand_ins(side: int) -> Images:
    """Draw 1800 noisy copies of ten smooth prototypes, 1437 of them for training."""
    rng = np.random.default_rng(62)
    blobs = ndimage.gaussian_filter(rng.random((10, side, side)), (0, side / 10, side / 10))
    low, high = blobs.min(axis=(1, 2), keepdims=True), blobs.max(axis=(1, 2), keepdims=True)
    blobs = ((blobs - low) / (high - low)) ** 3
    labels = rng.integers(0, 10, 1800)
    noisy = blobs[labels] * rng.uniform(0.6, 1.2, (1800, 1, 1))
    images = np.clip(noisy + 0.1 * rng.standard_normal(noisy.shape), 0, 1).astype(np.float32)
    return Images(images[:1437], labels[:1437], images[1437:], labels[1437:], "drawn stand-ins")


def trained(
    network: LeNet,
    images: Images,
    how: Training,
    *,
    scheme: str,
    seed: int,
    order: int | None = None,
) -> Run[LeNetWeights, Any]:
    """Train a LeNet from a start of this scheme; the seed of the order is the same unless given."""
    model: Model[LeNetWeights] = network
    start = network.initial(scheme=scheme, seed=seed)
    return how.run(model, start, images, seed=seed if order is None else order)

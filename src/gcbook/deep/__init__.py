"""Deep learning on real images with nothing but NumPy (Section 6.2)."""

from gcbook.deep.digits import Images, digits
from gcbook.deep.lenet import LeNet, LeNetWeights, lenet_16, lenet_28
from gcbook.deep.mlp import MLP
from gcbook.deep.mnist import download_mnist, mnist
from gcbook.deep.subspaces import (
    class_subspace,
    class_subspaces,
    energy,
    independence,
    smallest_angles,
)
from gcbook.deep.train import Run, half_time, trailing_mean, train

__all__ = [
    "MLP",
    "Images",
    "LeNet",
    "LeNetWeights",
    "Run",
    "class_subspace",
    "class_subspaces",
    "digits",
    "download_mnist",
    "energy",
    "half_time",
    "independence",
    "lenet_16",
    "lenet_28",
    "mnist",
    "smallest_angles",
    "trailing_mean",
    "train",
]

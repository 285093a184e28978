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
from gcbook.deep.train import Curve, Run, Training, train

__all__ = [
    "MLP",
    "Curve",
    "Images",
    "LeNet",
    "LeNetWeights",
    "Run",
    "Training",
    "class_subspace",
    "class_subspaces",
    "digits",
    "download_mnist",
    "energy",
    "independence",
    "lenet_16",
    "lenet_28",
    "mnist",
    "smallest_angles",
    "train",
]

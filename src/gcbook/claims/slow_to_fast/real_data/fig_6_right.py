"""Figure 6 (right). Linearly independent class subspaces."""

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, check
from gcbook.claims._witness.images import images_of
from gcbook.claims._words import result
from gcbook.deep import lenet_16, train
from gcbook.experiments import figure6_right


@check(
    twin={"dimension": 12},
    twin_says="ten lines in a space of twelve dimensions are dependent too",
    method="exact",
    role="weighs",
    omits="what the features do in their own space, which the picture does not show",
)
def lines_in_a_plane(dimension: int = 2, classes: int = 10, seed: int = 3) -> Outcome:
    """Ten lines in a plane span at most two dimensions: no picture can show them independent."""
    integers = np.random.default_rng(seed).integers(-99, 100, (classes, dimension))
    rank = int(sp.Matrix(integers.tolist()).rank())
    return Outcome(rank < classes, f"rank {rank}", f"less than {classes}")


@check(
    twin={"features": "random"},
    twin_says="random subspaces too are closer to each other than those of the pixels",
    method="experiment",
    role="weighs",
    omits="the network of reference [18] and its training; MNIST",
    tolerance="medians over 45 pairs",
    seconds=1.5,
)
def closer_than_pixels(
    features: str = "LeNet, trained", dimension: int = 5, seed: int = 0
) -> Outcome:
    """The class subspaces of a trained LeNet are no further apart than those of raw pixels.

    Median smallest principal angle over the 45 pairs of classes, subspaces of dimension 5; LeNet
    on 16 x 16 images from He's start, trained until the loss is 0.3.
    """
    images, network = images_of(16), lenet_16(128)
    trained = train(
        network,
        network.initial(scheme="he", seed=seed),
        images.train,
        images.train_labels,
        step=0.05,
        batch=50,
        iterations=600,
        until=0.3,
    )
    found = figure6_right(network, trained.weights, images, dimensions=(dimension,), seed=seed)
    mine, pixels = (np.median(found.angles[n, dimension]) for n in (features, "pixels"))
    return Outcome(
        bool(mine <= pixels), f"{mine:.0f} degrees", f"at most {pixels:.0f}", images.source
    )


CLAIM, ERRATA = result(__file__, lines_in_a_plane, closer_than_pixels)

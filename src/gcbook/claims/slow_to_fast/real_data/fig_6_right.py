"""Figure 6 (right). Linearly independent class subspaces."""

from functools import cache

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, experiment, symbolic
from gcbook.claims._witness.images import images_of, trained
from gcbook.claims._words import result
from gcbook.deep import Training, lenet_16
from gcbook.experiments import ClassSubspaces, figure6_right


@symbolic.weighs(
    twin={"dimension": 3},
    twin_says="the same relation holds between any three directions in space",
    omits="what the features do in their own space, which the picture does not show",
)
def lines_in_a_plane(dimension: int = 2) -> Outcome:
    """Any three directions a, b, c of a plane are dependent: no picture can show ten independent.

    det(b, c) a + det(c, a) b + det(a, b) c = 0, with the determinants of the first two coordinates.
    """
    a, b, c = (sp.Matrix(sp.symbols(f"{name}1:{dimension + 1}", real=True)) for name in "abc")

    def det(first: sp.Matrix, second: sp.Matrix) -> sp.Expr:
        return first[0] * second[1] - first[1] * second[0]

    relation = (det(b, c) * a + det(c, a) * b + det(a, b) * c).applyfunc(sp.expand)
    return Outcome(relation == sp.zeros(dimension, 1), list(relation), [0] * dimension)


@experiment.weighs(
    twin={"features": "random"},
    twin_says="random subspaces too are closer to each other than those of the pixels",
    omits="the network of reference [18] and its training; MNIST",
    tolerance="medians over 45 pairs",
    seconds=3.0,
)
def closer_than_pixels(
    features: str = "LeNet, trained", dimension: int = 5, seeds: tuple[int, ...] = (0, 1, 2)
) -> Outcome:
    """The class subspaces of a trained LeNet are no further apart than those of raw pixels.

    Median smallest principal angle over the 45 pairs of classes, subspaces of dimension 5; LeNet
    on 16 x 16 images from He's start, trained until the loss is 0.3; three starts.
    """
    pairs = [_median_angles(features, dimension, seed) for seed in seeds]
    closer = all(mine <= pixels for mine, pixels in pairs)
    mine, pixels = zip(*pairs, strict=True)
    found = ", ".join(f"{angle:.0f}" for angle in mine)
    return Outcome(closer, f"{found} degrees", f"at most {min(pixels):.0f}", images_of(16).source)


@cache
def _angles(seed: int, dimension: int) -> ClassSubspaces:
    """Train once, for the check and its twin."""
    images, network = images_of(16), lenet_16(128)
    how = Training(step=0.05, iterations=600, until=0.3)
    run = trained(network, images, how, scheme="he", seed=seed, order=0)
    return figure6_right(network, run.weights, images, dimensions=(dimension,), seed=seed)


def _median_angles(features: str, dimension: int, seed: int) -> tuple[float, float]:
    """Return the median smallest angle of the features and of the pixels, in degrees."""
    angles = _angles(seed, dimension).angles
    return float(np.median(angles[features, dimension])), float(
        np.median(angles["pixels", dimension])
    )


CLAIM, ERRATA = result(__file__, lines_in_a_plane, closer_than_pixels)

"""Section 6.2, Figures 6 (right) and 7: what pictures of subspaces and projections can show."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import sympy as sp
from scipy import stats

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum, Step
from gcbook.claims._images import images_of
from gcbook.condition import certify, holds
from gcbook.deep import MLP, lenet_16, train
from gcbook.experiments import fake_layer, figure6_right, random_projections
from gcbook.probability import gc_probability


@check(
    twin={"dimension": 12},
    twin_says="ten lines in a space of twelve dimensions are dependent too",
    method="exact",
    role="weighs",
    omits="what the features do in their own space, which the picture does not show",
    seed=3,
)
def lines_in_a_plane(dimension: int = 2, classes: int = 10) -> Outcome:
    """Ten lines in a plane span at most two dimensions: no picture can show them independent."""
    integers = np.random.default_rng(3).integers(-99, 100, (classes, dimension))
    rank = int(sp.Matrix(integers.tolist()).rank())
    return Outcome(rank < classes, f"rank {rank}", f"less than {classes}")


@check(
    twin={"features": "random"},
    twin_says="random subspaces too are closer to each other than those of the pixels",
    method="experiment",
    role="weighs",
    omits="the network of reference [18] and its training; MNIST",
    tolerance="medians over 45 pairs",
    seed=0,
    seconds=1.5,
)
def closer_than_pixels(features: str = "LeNet, trained", dimension: int = 5) -> Outcome:
    """The class subspaces of a trained LeNet are no further apart than those of raw pixels.

    Median smallest principal angle over the 45 pairs of classes, subspaces of dimension 5; LeNet
    on 16 x 16 images from He's start, trained until the loss is 0.3.
    """
    images, network = images_of(16), lenet_16(128)
    trained = train(
        network,
        network.initial(scheme="he", seed=0),
        images.train,
        images.train_labels,
        step=0.05,
        batch=50,
        iterations=600,
        until=0.3,
    )
    found = figure6_right(network, trained.weights, images, dimensions=(dimension,), seed=0)
    mine, pixels = (np.median(found.angles[n, dimension]) for n in (features, "pixels"))
    return Outcome(
        bool(mine <= pixels), f"{mine:.0f} degrees", f"at most {pixels:.0f}", images.source
    )


@check(
    twin={"neurons": 41},
    twin_says="41 vectors in R^20 cannot satisfy the condition either",
    method="exact",
    role="weighs",
    omits="the neurons of a class in the subspace of the class, which the theory is about",
    seed=6,
)
def too_few_for_their_space(neurons: int = 20, dimension: int = 20, trials: int = 30) -> Outcome:
    """K <= d vectors never satisfy the condition in R^d, by certificates checked exactly.

    The layers of Figure 7 have 500 vectors in R^2450 (or R^800) and 10 in R^500.
    """
    rng = np.random.default_rng(6)
    met = 0
    for _ in range(trials):
        certificate = certify(rng.integers(-9, 10, (neurons, dimension)))
        met += bool(certificate.holds or not certificate.verify())
    large = certify(rng.standard_normal((10, 500)))
    met += bool(large.holds or not large.verify())
    return Outcome(met == 0, f"{met} of {trials + 1} satisfy it", "0")


@check(
    twin={"dimension": 4},
    twin_says="the chance is P(10, 4) = 191/256",
    method="statistical",
    role="weighs",
    omits="trained layers, whose directions are not isotropic",
    false_alarm=1e-4,
    seed=8,
    seconds=1.0,
    full={"trials": 20_000},
)
def random_pictures_pass(dimension: int = 3, trials: int = 2000) -> Outcome:
    """Ten isotropic vectors in R^500 pass the random 3-D picture with the chance P(10, 3).

    Their condition is impossible; the picture shows it in 233 of 256 cases.
    """
    rng = np.random.default_rng(8)
    passed = 0
    for _ in range(trials // 50):
        layer = rng.standard_normal((50, 10, 500))
        frames = np.linalg.qr(rng.standard_normal((50, 500, 3)))[0]
        passed += int(np.asarray(holds(layer @ frames)).sum())
    expected: Fraction = gc_probability(10, dimension)
    count = trials // 50 * 50
    chance = stats.binomtest(passed, count, float(expected)).pvalue
    return Outcome(
        bool(chance > 1e-4), f"{passed} of {count}", f"{expected}", f"binomial p = {chance:.2g}"
    )


@check(
    twin={"cosine": 0.97},
    twin_says="layers at 14 degrees from one axis pass as well",
    method="experiment",
    role="weighs",
    omits="how real layers fail the condition",
    tolerance="100 pictures, 99 must pass",
    seed=9,
    seconds=1.0,
)
def leaning_layers_pass(cosine: float = 0.4) -> Outcome:
    """A layer of 500 neurons in R^800 inside an open half-space passes every random picture.

    All neurons have the cosine 0.4 with one axis; a certificate says that the condition fails.
    """
    layer = fake_layer(500, 800, cosine, seed=9)
    certificate = certify(layer)
    fails = not certificate.holds and certificate.verify()
    passed = int(np.asarray(holds(random_projections(layer, 100, seed=9))).sum())
    return Outcome(bool(fails and passed >= 99), f"{passed} of 100 pass", "at least 99; GC fails")


@check(
    twin={"loss": "squares"},
    twin_says="the derivatives of the squared error in the outputs sum to zero as well",
    method="symbolic",
    role="supports",
    omits="weight decay, which shrinks the sum",
)
def softmax_gradients_cancel(loss: str = "softmax", classes: int = 4) -> Outcome:
    """The derivatives of the softmax cross-entropy in its logits sum to zero.

    So the gradients of the rows of the last layer sum to zero, for every batch.
    """
    z = sp.symbols(f"z0:{classes}", real=True)
    if loss == "softmax":
        value = sp.log(sum(sp.exp(one) for one in z)) - z[1]
    else:
        value = sum(one**2 for one in z) / 2 - z[1]
    total = sp.simplify(sum(sp.diff(value, one) for one in z))
    return Outcome(total == 0, total, 0)


@check(
    twin={"decay": 1e-3},
    twin_says="the sum is conserved under weight decay",
    method="numerical",
    role="supports",
    omits="optimisers that treat coordinates differently, such as Adam",
    tolerance="1e-13",
    seed=2,
    seconds=0.5,
)
def row_sum_is_conserved(decay: float = 0.0) -> Outcome:
    """Along 100 steps of SGD in float64 the sum of the rows of the last layer stands still."""
    images, network = images_of(8), MLP((64, 30, 10))
    start = network.initial(seed=2, dtype=np.float64)
    run = train(
        network,
        start,
        images.train,
        images.train_labels,
        step=0.1,
        iterations=100,
        seed=2,
        constrain=lambda w: (w[0], (1 - decay) * w[1]),
    )
    change = run.weights[1] - start[1]
    drift, moved = float(np.abs(change.sum(axis=0)).max()), float(np.abs(change).max())
    return Outcome(drift < 1e-13 < moved, f"sum moved {drift:.1e}, rows {moved:.2f}", "below 1e-13")


CLAIMS = (
    Claim(
        id="fig-6-right",
        number="Figure 6 (right)",
        title="Linearly independent class subspaces",
        section="6.2",
        statement=(
            "Projected to a plane, the features of the ten classes cluster around linearly "
            "independent subspaces, so the assumption approximately holds in trained networks."
        ),
        kind="figure",
        depends=("setup-data",),
        repair=(
            "At most two lines of a plane are independent. In the features' own space the "
            "subspaces are independent but far from orthogonal, no further apart than those of "
            "the pixels once they have a few dimensions."
        ),
        checks=(lines_in_a_plane, closer_than_pixels),
    ),
    Claim(
        id="sec-6.2-fc",
        number="Figure 7",
        title="The condition in the layers of LeNet",
        section="6.2",
        statement=(
            "Projections to random three-dimensional subspaces suggest that the weight vectors of "
            "the fully connected layers satisfy the geometric condition with high probability."
        ),
        kind="figure",
        depends=("lem-5.2", "rem-3"),
        repair=(
            r"In their own spaces the layers have $k\le d$ vectors, and the condition is "
            "impossible; random pictures show it all the same. Where the theory needs it, the "
            "condition is mostly a matter of the number of neurons."
        ),
        checks=(too_few_for_their_space, random_pictures_pass, leaning_layers_pass),
    ),
    Claim(
        id="sec-6.2-softmax",
        number="Section 6.2",
        title="What the softmax conserves",
        section="added",
        statement=(
            "SGD on the cross-entropy of a softmax, without weight decay, conserves the sum of the "
            "rows of the last layer, so the rows balance each other better as they grow."
        ),
        kind="addition",
        checks=(softmax_gradients_cancel, row_sum_is_conserved),
        proof=(
            Step(
                "The loss does not change when a constant is added to all logits, so its "
                "derivatives in the logits sum to zero.",
                check="softmax-gradients-cancel",
            ),
            Step(
                "The gradient of row c is a mean of the derivative in logit c times the features, "
                "which are the same for all rows.",
                check="row-sum-is-conserved",
            ),
        ),
    ),
)

ERRATA = (
    Erratum(
        id="E44b",
        claim="fig-6-right",
        where="Section 6.2 and Figure 6 (right)",
        printed="projected features cluster around linearly independent subspaces",
        mended="cluster around different directions",
        why="A plane has room for two independent lines, not for ten.",
        check="lines-in-a-plane",
        nature="evidence",
    ),
    Erratum(
        id="E43",
        claim="sec-6.2-fc",
        where="Section 6.2 and Figure 7",
        printed="visual inspection suggests that our geometric condition holds",
        mended="random three-dimensional projections cannot tell",
        why="They pass also where the condition is impossible.",
        check="leaning-layers-pass",
        nature="evidence",
    ),
)

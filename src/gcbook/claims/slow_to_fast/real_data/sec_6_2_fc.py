"""Figure 7. The condition in the layers of LeNet."""

from fractions import Fraction

import numpy as np
from scipy import stats

from gcbook.audit import Outcome, exact, experiment, statistical
from gcbook.claims._words import result
from gcbook.condition import certify, holds
from gcbook.experiments import fake_layer, random_projections
from gcbook.probability import gc_probability


@exact.weighs(
    twin={"extra": 1},
    twin_says="d + 1 vectors never satisfy the condition either",
    omits="the neurons of a class in the subspace of the class, which the theory is about",
)
def too_few_for_their_space(
    extra: int = 0, dimension: int = 20, trials: int = 30, seed: int = 6
) -> Outcome:
    """K <= d vectors never satisfy the condition in R^d, by certificates checked exactly.

    Random integer vectors, and with them the first d corners of a simplex around the origin: one
    corner more, and the condition holds.  The layers of Figure 7 have 500 vectors in R^2450 (or
    R^800) and 10 in R^500.
    """
    neurons = dimension + extra
    rng = np.random.default_rng(seed)
    met = 0
    for _ in range(trials):
        certificate = certify(rng.integers(-9, 10, (neurons, dimension)))
        met += bool(certificate.holds or not certificate.verify())
    corners = np.vstack([np.eye(dimension, dtype=int), -np.ones((1, dimension), dtype=int)])
    simplex = certify(corners[:neurons])
    met += bool(simplex.holds or not simplex.verify())
    large = certify(rng.standard_normal((10, 500)))
    met += bool(large.holds or not large.verify())
    return Outcome(met == 0, f"{met} of {trials + 2} satisfy it", "0")


@statistical.weighs(
    twin={"dimension": 4},
    twin_says="the chance is P(10, 4) = 191/256",
    omits="trained layers, whose directions are not isotropic",
    false_alarm=1e-4,
    seconds=1.0,
    full={"trials": 20_000},
)
def random_pictures_pass(dimension: int = 3, trials: int = 2000, seed: int = 8) -> Outcome:
    """Ten isotropic vectors in R^500 pass the random 3-D picture with the chance P(10, 3).

    Their condition is impossible; the picture shows it in 233 of 256 cases.
    """
    rng = np.random.default_rng(seed)
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


@experiment.weighs(
    twin={"cosine": 0.97},
    twin_says="layers at 14 degrees from one axis pass as well",
    omits="how real layers fail the condition",
    tolerance="100 pictures, 99 must pass",
    seconds=1.0,
)
def leaning_layers_pass(cosine: float = 0.4, seed: int = 9) -> Outcome:
    """A layer of 500 neurons in R^800 inside an open half-space passes every random picture.

    All neurons have the cosine 0.4 with one axis; a certificate says that the condition fails.
    """
    layer = fake_layer(500, 800, cosine, seed=seed)
    certificate = certify(layer)
    fails = not certificate.holds and certificate.verify()
    passed = int(np.asarray(holds(random_projections(layer, 100, seed=seed))).sum())
    return Outcome(bool(fails and passed >= 99), f"{passed} of 100 pass", "at least 99; GC fails")


CLAIM, ERRATA = result(__file__, too_few_for_their_space, random_pictures_pass, leaning_layers_pass)

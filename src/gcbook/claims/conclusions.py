"""Section 7: the conclusions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum
from gcbook.condition import holds
from gcbook.data import PolarGrid
from gcbook.descent import descend_many
from gcbook.initialisation import half_space_start
from gcbook.network import binary_network
from gcbook.probability import gc_probability


@check(
    twin={"share": 0.9},
    twin_says="nine tenths of the loss are still there when the condition is first met",
    method="experiment",
    role="weighs",
    omits="other widths and starts; what the word slow should mean",
    tolerance="medians of 200 runs",
    seed=23,
    seconds=2.0,
    full={"runs": 2000},
)
def most_of_the_loss_falls_before(share: float = 0.0, runs: int = 200) -> Outcome:
    """From half-space starts most of the loss is gone when the condition is first met.

    And most iterations come after it: in steps the first phase is the short one.  2k = 6 neurons,
    880 points, eta = 1/10.
    """
    start = half_space_start(6, 2, runs=runs, seed=23)
    found = descend_many(binary_network(3), PolarGrid(), start, track=("gc", "loss"))
    done = found.converged & (found.tracked["first_gc"] > 0)
    left = found.tracked["loss_at_first_gc"][done] / found.tracked["loss_at_start"][done]
    early = found.tracked["without_gc"][done].sum() / found.steps[done].sum()
    stands = share <= np.median(left) < 0.2 and early < 0.5
    return Outcome(
        bool(stands),
        f"{np.median(left):.1%} of the loss left; {early:.1%} of the steps come before",
        "below 20%; below 50%",
        f"{int(done.sum())} runs",
    )


@check(
    twin={"dimension": 3},
    twin_says="ten weights in space cannot meet the condition either",
    method="exact",
    role="weighs",
    omits="the trained weights themselves, which Section 6.2 examines",
    seed=24,
)
def pictures_cannot_tell(dimension: int = 500) -> Outcome:
    """Ten vectors in R^500 cannot meet the condition; a random 3-D picture shows it, 9 in 10 times.

    P(10, 3) = 233/256 for isotropic vectors.
    The lower layer is in the same position: 500 vectors in R^2450.
    """
    weights = np.random.default_rng(24).standard_normal((10, dimension))
    met, chance = bool(holds(weights)), gc_probability(10, 3)
    return Outcome(
        not met and chance == Fraction(233, 256),
        f"condition {met}, in a picture {chance}",
        "condition False, in a picture 233/256",
    )


CLAIMS = (
    Claim(
        id="concl-two-scales",
        number="Section 7",
        title="A slow phase, then a fast one",
        section="7",
        statement=(
            "There are two time scales: a slow phase in which the weights spread out until the "
            "geometric condition holds, and a subsequent fast phase of convergence."
        ),
        kind="passing",
        depends=("prop-3", "prop-4"),
        repair=(
            "Propositions 3 and 4 are upper bounds: no lower bound on the first phase is proved, "
            "and in the paper's own experiment it is the shorter one."
        ),
        checks=(most_of_the_loss_falls_before,),
    ),
    Claim(
        id="concl-lenet",
        number="Section 7",
        title="Supported by LeNet-5 on MNIST",
        section="7",
        statement="Both the two time scales and the condition are supported by LeNet-5 on MNIST.",
        kind="passing",
        depends=("lem-5.2", "rem-3"),
        repair=(
            r"With $k\le d$ vectors the condition is impossible, and three-dimensional projections "
            "show it all the same: the pictures have no power to tell."
        ),
        checks=(pictures_cannot_tell,),
    ),
)

ERRATA = (
    Erratum(
        id="E32b",
        claim="concl-two-scales",
        where="Section 7",
        printed="a slow phase until the condition holds, then a fast one",
        mended="two upper bounds; in the experiments the first phase is the shorter one",
        why="At the first time the condition holds, most of the loss is already gone.",
        check="most-of-the-loss-falls-before",
        nature="evidence",
    ),
    Erratum(
        id="E43a",
        claim="concl-lenet",
        where="Section 7",
        printed="geometric conditions are supported by LeNet-5 training on MNIST",
        mended="the projections cannot support it",
        why=r"For $k\le d$ it is impossible, whatever three-dimensional projections show.",
        check="pictures-cannot-tell",
        nature="evidence",
    ),
)

"""The abstract and Section 1: what is claimed in passing."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from gcbook.audit.check import Outcome, check
from gcbook.audit.claim import Claim, Erratum
from gcbook.claims import _exact as ex
from gcbook.claims.existence import few_neurons_leave_a_direction_unseen, simplex_realises_zero_loss
from gcbook.claims.landscape import critical_margins_are_zero_or_large
from gcbook.claims.main_results import biased_run_converges, phases_add_up
from gcbook.claims.smoothness import one_small_column_is_enough, slopes_away_from_zero
from gcbook.data import Annulus, PolarGrid
from gcbook.descent import descend_many
from gcbook.initialisation import random_start
from gcbook.network import Network, binary_network

HALF = Fraction(1, 2)


@check(
    twin={"start": Fraction(1, 10)},
    twin_says="zero weights are not critical, or cost nothing",
    method="exact",
    role="refutes",
    omits="weights that see some data, for which Proposition 1 (repaired) is right",
)
def zero_weights_are_critical(start: Fraction = Fraction(0)) -> Outcome:
    """W = 0 is a critical point of loss n - 1, which is not a global minimum."""
    outputs, weights = ex.signs([0, 0, 0, 1], 2), ((start, 0), (start, 0), (start, 0), (0, 0))
    points = ((1, 0), (-1, 0), (0, 1), (0, -1))
    slope, loss = ex.gradient(outputs, weights, points), ex.loss(outputs, weights, points)
    stands = not any(map(any, slope)) and loss == 1
    return Outcome(bool(stands), f"gradient {ex.show(slope)}, loss {loss}", "gradient 0, loss 1")


@check(
    twin={"apart": Fraction(1, 7)},
    twin_says="copies that differ at the start leave the other side at loss 1 as well",
    method="exact",
    role="refutes",
    omits="generic starts; equal copies are a null set",
)
def copies_stay_copies(apart: Fraction = Fraction(0), steps: int = 30) -> Outcome:
    """Four equal neurons in the plane stay equal, and half of the data keep loss >= 1.

    So no number of neurons alone guarantees convergence.  Exact steps on eight points.
    """
    points = ((2, 1), (-2, -1), (1, -2), (-1, 2), (1, 1), (-1, -1), (1, -1), (-1, 1))
    outputs = ex.signs([0, 0, 0, 0, 1], 2)
    weights: ex.Rows = (
        (1, HALF),
        (1 - 6 * apart, HALF + 9 * apart),
        (1 - 9 * apart, HALF - 9 * apart),
        (1, HALF),
        (0, 0),
    )
    for _ in range(steps):
        weights = ex.step(weights, ex.gradient(outputs, weights, points), Fraction(1, 4))
    hinges = ex.losses(outputs, weights, points)
    bad = sum(one >= 1 for one in hinges)
    equal = len(set(weights[:4])) == 1
    return Outcome(equal and bad >= 4, f"equal: {equal}, {bad} of 8 points at loss >= 1", "True, 4")


@check(
    twin={"size": 10},
    twin_says="from ten times larger weights the loss rises at a point too",
    method="exact",
    role="supports",
    omits="how often it happens in a run",
)
def one_point_gets_worse(size: int = 1) -> Outcome:
    """A step can raise the loss at one point while the mean falls.

    Data (1, 10) and (1, -1), w = (1/10, 0), eta = 1/100: losses 9/10, 9/10 become 11/25, 187/200.
    """
    outputs, points = ex.signs([0, 1], 2), ((1, 10), (1, -1))
    weights: ex.Rows = ((Fraction(size, 10), 0), (0, 0))
    before = ex.losses(outputs, weights, points)
    weights = ex.step(weights, ex.gradient(outputs, weights, points), Fraction(1, 100))
    after = ex.losses(outputs, weights, points)
    expected = (Fraction(11, 25), Fraction(187, 200))
    stands = after == expected and after[1] > before[1] and sum(after) < sum(before)
    return Outcome(stands, ex.show([before, after]), ex.show([(Fraction(9, 10),) * 2, expected]))


@check(
    twin={"others": 1},
    twin_says="one neuron of another class is enough",
    method="numerical",
    role="refutes",
    omits="networks with as many neurons of each sign: see the runs of Section 6.1",
    tolerance="1e-12 between formula and closed-form population",
)
def small_negatives_raise_the_loss(others: int = 3) -> Outcome:
    """Without bias no step size makes the population loss decrease: three small neurons overshoot.

    While 2 v M |W| < 1, l = 1 - 2 v c (sum |w| own - sum |u| other), c = E|x|/pi.  A step moves
    every norm by 2 v c eta, so an other neuron with |u| far below that ends almost that long.
    Steps 1e-1 (from weights small enough), 1e-2, 1e-3; one own neuron.
    """
    data, v = Annulus(), 0.5
    c = 2 * data.density * (8 - 1) / 3  # E|x| / pi, with E|x| = 2 pi p (M^3 - m^3)/3
    signs = np.r_[v, np.full(others, -v)]
    network = Network(np.stack([signs, -signs]))
    turn = np.linspace(0, 2, others + 1)
    units = np.column_stack([np.cos(turn), np.sin(turn)])
    rises, error = [], 0.0
    for eta in (1e-1, 1e-2, 1e-3):
        size = eta * 1e-3
        start = size * units
        after = start - eta * network.gradient(start, data)
        losses = [float(network.loss(w, data)) for w in (start, after)]
        push = 2 * v * c * eta
        change = -2 * v * c * (push - others * ((push - size) - size))
        error = max(error, abs(losses[1] - losses[0] - change))
        rises.append(losses[1] - losses[0])
    stands = min(rises) > 0 and error < 1e-12
    return Outcome(stands, [f"{one:.2e}" for one in rises], "rises, as the formula says")


@check(
    twin={"neurons": 30},
    twin_says="with sixty neurons it happens in every tenth run as well",
    method="experiment",
    role="refutes",
    omits="the exact rate; 100 runs",
    tolerance="at least five runs of 100",
    seed=22,
    seconds=1.0,
    full={"runs": 1000},
)
def loss_rises_in_the_experiment(neurons: int = 3, runs: int = 100) -> Outcome:
    """In the paper's own experiment (2k = 6, eta = 1/10) the loss rises in some runs."""
    start = random_start(2 * neurons, 2, runs=runs, seed=22)
    network = binary_network(neurons)
    found = descend_many(network, PolarGrid(), start, max_steps=3000, track=("loss",))
    share = float((found.tracked["loss_rises"] > 0).mean())
    return Outcome(share >= 0.05, f"{share:.1%} of runs", ">= 5%", f"{runs} random starts")


CLAIMS = (
    Claim(
        id="intro-critical",
        number="Abstract",
        title="All critical points are global minima",
        section="abstract",
        statement=(
            "With sufficiently many neurons all critical points are global minima with perfect "
            "classification."
        ),
        kind="passing",
        depends=("prop-1",),
        repair=(
            r"All critical points at which some neuron of the class is active on its data, for "
            r"$d_i\ge2$ and data with a density (Proposition 1)."
        ),
        checks=(zero_weights_are_critical, critical_margins_are_zero_or_large),
    ),
    Claim(
        id="intro-guaranteed",
        number="Abstract",
        title="Gradient descent is guaranteed to converge",
        section="abstract",
        statement=(
            "When the number of neurons is sufficient, gradient descent is guaranteed to converge "
            "to the global minima."
        ),
        kind="passing",
        depends=("thm-3.1", "thm-3.2"),
        repair=(
            "If moreover the weights stay bounded (the paper says so in Section 1.1), which no "
            "number of neurons guarantees."
        ),
        checks=(copies_stay_copies, phases_add_up.as_role("repairs")),
    ),
    Claim(
        id="intro-pointwise",
        number="Section 1",
        title="The loss at a point can rise",
        section="1",
        statement=(
            "In more than one dimension the loss is not non-increasing at every data point during "
            "gradient descent."
        ),
        kind="passing",
        checks=(one_point_gets_worse,),
    ),
    Claim(
        id="intro-population",
        number="Section 1",
        title="The population loss is decreasing",
        section="1",
        statement="Instead, the population loss is decreasing.",
        kind="passing",
        depends=("eq-5",),
        repair=(
            r"It is for positive biases and $\eta<2/L$. Without bias no step size ensures it: "
            "small neurons of other classes overshoot."
        ),
        checks=(
            small_negatives_raise_the_loss,
            loss_rises_in_the_experiment,
            biased_run_converges,
        ),
    ),
    Claim(
        id="intro-least-neurons",
        number="Section 1",
        title="The least number of neurons",
        section="1",
        statement="The feature dimension is the least necessary number of neurons.",
        kind="passing",
        depends=("prop-2-existence",),
        repair=r"The least number is $d_i+1$ per class, $d+n$ in total.",
        checks=(
            few_neurons_leave_a_direction_unseen,
            simplex_realises_zero_loss,
        ),
    ),
    Claim(
        id="intro-lipschitz",
        number="Section 1.1",
        title="Zero bias: Lipschitz away from the origin",
        section="1.1",
        statement=(
            r"For $b=0$ the loss has a Lipschitz gradient away from the origin and is piecewise "
            r"$C^1$."
        ),
        kind="passing",
        depends=("lem-4.2",),
        repair=(
            r"Away from the origin means: every column has norm at least $\rho>0$. The proof of "
            r"Lemma 4.2 with $B=0$ gives it; the paper states it without proof."
        ),
        checks=(one_small_column_is_enough, slopes_away_from_zero),
    ),
)

ERRATA = (
    Erratum(
        id="E44a",
        claim="intro-critical",
        where="abstract",
        printed="all critical points are global minima",
        mended="all critical points that see their data",
        why=r"$W=0$ is critical with loss $n-1$. The body of the paper says: non-degenerate.",
        check="zero-weights-are-critical",
        nature="hypothesis",
    ),
    Erratum(
        id="E13a",
        claim="intro-least-neurons",
        where="Section 1",
        printed="the feature dimension (the least necessary)",
        mended=r"$d_i+1$ per class",
        why=r"$d_i$ neurons always leave a direction unseen.",
        check="few-neurons-leave-a-direction-unseen",
        nature="constant",
    ),
    Erratum(
        id="E19",
        claim="intro-population",
        where="Section 1",
        printed="the population loss is decreasing",
        mended=r"it is with positive biases and $\eta<2/L$",
        why="Without bias small neurons of the other classes overshoot, at every step size.",
        check="small-negatives-raise-the-loss",
        nature="error",
    ),
    Erratum(
        id="E45",
        claim="lem-5.2",
        where="Section 1.1",
        printed="(Lemma 1)",
        mended="(Lemma 5.2)",
        why="The four forms of the condition are Lemma 5.2; there is no Lemma 1.",
        check="signs-and-interior-agree",
        nature="slip",
    ),
    Erratum(
        id="E16",
        claim="intro-lipschitz",
        where="Section 1.1, and after Lemma 4.2",
        printed="Lipschitz gradient away from the origin",
        mended=r"on $\{|w_j|\ge\rho\text{ for all }j\}$, with a proof",
        why="One small column is enough for a steep gradient; the statement had no proof.",
        check="slopes-away-from-zero",
        nature="gap",
    ),
)

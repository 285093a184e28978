"""Lemma 4.1. Decomposition."""

from fractions import Fraction
from random import Random

from gcbook.audit import Outcome, exact
from gcbook.claims._witness import exact as ex
from gcbook.claims._words import result


def _setting(seed: int, tilt: Fraction) -> tuple[ex.Rows, ex.Rows, ex.Rows, ex.Rows]:
    """Return outputs, weights, and data of two classes in R^4; `tilt` spoils orthogonality."""
    rng = Random(seed)
    first = [(a, b, tilt * a, Fraction(0)) for a, b in ex.random_rows(rng, 4, 2, 3)]
    second = [(Fraction(0), Fraction(0), *x) for x in ex.random_rows(rng, 4, 2, 3)]
    return ex.signs([0, 0, 1, 1], 2), ex.random_rows(rng, 4, 4, 3), first, second


@exact.supports(
    twin={"tilt": Fraction(1, 2)},
    twin_says="it holds for planes that are not orthogonal as well",
    omits="infinite data; the gradient lies in V_i in every case",
    seed=16,
)
def other_class_does_not_notice(tilt: Fraction = Fraction(0), steps: int = 40) -> Outcome:
    """Forty exact steps on l_1 leave every margin on the data of class 2 unchanged."""
    outputs, weights, first, second = _setting(16, tilt)
    before = [ex.margins(outputs, weights, x, label=1) for x in second]
    start = weights
    for _ in range(steps):
        weights = ex.step(weights, ex.gradient(outputs, weights, first), Fraction(1, 10))
    after = [ex.margins(outputs, weights, x, label=1) for x in second]
    moved = weights != start
    return Outcome(
        before == after and moved,
        "unchanged" if before == after else "changed",
        "unchanged",
        f"the weights moved: {moved}",
    )


@exact.supports(
    twin={"tilt": Fraction(1, 2)},
    twin_says="the projections suffice for planes that are not orthogonal",
    omits="infinite data; the identity is pointwise",
    seed=17,
)
def loss_sees_only_the_projection(tilt: Fraction = Fraction(0)) -> Outcome:
    """On x in V_i the network (1) and its restriction (6) agree, so l(W) = (1/n) sum l_i(P_i W).

    Hence minimisers W_i* in V_i of the l_i add up to a minimiser of l, and conversely.
    """
    outputs, weights, first, second = _setting(17, tilt)
    on_first = [(*w[:2], 0, 0) for w in weights]
    on_second = [(0, 0, *w[2:]) for w in weights]
    agree = all(
        ex.forward(outputs, weights, x) == ex.forward(outputs, part, x)
        for data, part in ((first, on_first), (second, on_second))
        for x in data
    )
    whole = ex.loss(outputs, weights, first) + ex.loss(outputs, weights, second, label=1)
    parts = ex.loss(outputs, on_first, first) + ex.loss(outputs, on_second, second, label=1)
    return Outcome(agree and whole == parts, whole / 2, parts / 2)


CLAIM, ERRATA = result(__file__, loss_sees_only_the_projection, other_class_does_not_notice)

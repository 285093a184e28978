"""Section 7. The first theoretical study."""

from fractions import Fraction

from gcbook.audit import Outcome, exact
from gcbook.claims._words import result


@exact.weighs(
    twin={"labels": (1, 1, 1, -1)},
    twin_says="the four corners cannot be separated with the labels of AND either",
    omits="the history of the subject, which no computation settles",
    reach="proved",
)
def xor_is_inseparable(labels: tuple[int, ...] = (1, -1, -1, 1)) -> Outcome:
    """The data of the paper's reference [3], four corners labelled by XOR, are inseparable too.

    The two classes have the same mean, and no affine function is positive at one and negative at
    the other: f(mean) would have both signs.
    """
    corners = ((-1, -1), (-1, 1), (1, -1), (1, 1))
    means = []
    for label in (1, -1):
        members = [c for c, one in zip(corners, labels, strict=True) if one == label]
        means.append(
            tuple(Fraction(sum(axis), len(members)) for axis in zip(*members, strict=True))
        )
    return Outcome(means[0] == means[1], [f"({a}, {b})" for a, b in means], "equal means")


CLAIM, ERRATA = result(__file__, xor_is_inseparable)

"""Remark 3, for all classes. All classes at once."""

from fractions import Fraction

import numpy as np

from gcbook.audit import Outcome, exact
from gcbook.claims._witness import lattice
from gcbook.claims._witness.sign_patterns import on_moment_curve, patterns
from gcbook.claims._words import result
from gcbook.probability import joint_gc_probability


@exact.supports(
    twin={"shared": True},
    twin_says="the same when both classes read the same neurons",
    omits="that a Gaussian layer projects independently on orthogonal subspaces",
)
def classes_are_independent(shared: bool = False) -> Outcome:
    """Two classes with their own neurons satisfy GC together with the product of probabilities.

    Counted over the sign patterns of 3 + 4 vectors in the plane; joint_gc_probability agrees.
    """
    first = lattice.both_signs(patterns(on_moment_curve(3, 2)))
    second = lattice.both_signs(patterns(on_moment_curve(4, 2)))
    if shared:
        second = first
    both = (
        np.diag(np.ones(len(first), bool)) if shared else np.ones((len(first), len(second)), bool)
    )
    chosen = (first[:, None] & second[None, :])[both]
    joint = Fraction(int(chosen.sum()), chosen.size)
    separate = Fraction(int(first.sum()), first.size) * Fraction(int(second.sum()), second.size)
    library = joint_gc_probability([3, 3] if shared else [3, 4], 2)
    return Outcome(joint == separate == library, joint, separate)


CLAIM, ERRATA = result(__file__, classes_are_independent)

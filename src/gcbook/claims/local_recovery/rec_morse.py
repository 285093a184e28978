"""Where the loss is Morse-Bott, and where not."""

from __future__ import annotations

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, numerical, symbolic
from gcbook.claims._words import result
from gcbook.companions.recovery import (
    EXP,
    TANH_SHIFTED,
    Neurons,
    Recovery,
    branches,
    generic_inputs,
    jacobian_rank,
)


@symbolic.supports(
    twin={"branch": 0},
    twin_says="the rank on Q_1 is 3 too",
    omits="more neurons",
)
def ranks_of_two_neurons(branch: int = 1) -> Outcome:
    """On Q_2 the three columns s(wx), x s'(wx), s(vx) are independent: rank 3 = codimension.

    On Q_1 only two are, though the codimension is 3 as well (s = exp, inputs 0, 1, 2).
    """
    w, v, a, t = sp.symbols("w v a tau", positive=True)
    x = sp.Matrix([0, 1, 2])
    point = [(t, w, a - t, w), (a, w, 0, v)][branch]
    columns = []
    for outer, inner in (point[:2], point[2:]):
        columns.append(x.applyfunc(lambda z, inner=inner: sp.exp(inner * z)))
        columns.append(x.applyfunc(lambda z, o=outer, i=inner: o * z * sp.exp(i * z)))
    J = sp.Matrix.hstack(*columns).subs({w: sp.log(2), v: sp.log(3), a: 3, t: 1})
    return Outcome(J.rank() == 3, J.rank(), 3)


@numerical.supports(
    twin={"ignore_blocks": True},
    twin_says="zero-sum blocks of any size are allowed",
    omits="larger m and d",
    tolerance="1e-11 of the largest singular value",
    seed=5,
)
def criterion_for_all_branches(ignore_blocks: bool = False) -> Outcome:
    """Rank and criterion for all branches: m <= 4, m_0 <= 2, d <= 3, two activations."""
    wrong = tried = 0
    for activation, scale in ((TANH_SHIFTED, 1.0), (EXP, 0.7)):
        for d in (1, 2, 3):
            for targets in (1, 2):
                w = np.random.default_rng(3).normal(size=(targets, d))
                target = Neurons.of([1.0, -0.8][:targets], w)
                inputs = scale * generic_inputs(60, d, seed=1)
                problem = Recovery.of(target, inputs, activation)
                for m in range(targets, 4 if activation is EXP else 5):
                    for branch in branches(m, targets):
                        point = branch.point(target, seed=5)
                        rank = jacobian_rank(problem, point, tolerance=1e-11)
                        good = branch.is_morse_bott or (
                            ignore_blocks and all(len(b) == 1 for b in branch.blocks[:targets])
                        )
                        same = (rank == branch.codimension(d)) == good
                        wrong += not (same and rank == branch.rank(d))
                        tried += 1
    return Outcome(wrong == 0, f"{wrong} of {tried} differ", "none")


CLAIM, ERRATA = result(__file__, ranks_of_two_neurons, criterion_for_all_branches)

"""The geometric condition on the branches: where Remark 3's formula returns."""

from __future__ import annotations

import numpy as np

from gcbook.audit import Outcome, numerical, statistical
from gcbook.claims._words import result
from gcbook.companions.recovery import Branch
from gcbook.condition import holds
from gcbook.probability import gc_probability


@numerical.supports(
    twin={"blocks": 4},
    twin_says="three different directions suffice in dimension three",
    omits="other draws: fewer than d + 1 directions never satisfy the condition (Lemma 5.2)",
    seed=0,
)
def few_blocks_never(blocks: int = 3) -> Outcome:
    """A branch with r = 3 blocks and m = 6 neurons in dimension 3 never satisfies the condition."""
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(200, blocks, 3))
    copies = np.concatenate([weights, weights[:, :1], weights[:, :2]], axis=1)
    found = int(np.asarray(holds(copies)).sum())
    return Outcome(found == 0, f"{found} of 200", "none")


@statistical.supports(
    twin={"neurons": True},
    twin_says="the formula with the number m = 5 of neurons in place of blocks",
    omits="other directions of the target: the law does not depend on it",
    false_alarm=0.001,
    seed=6,
)
def wendel_on_branches(neurons: bool = False) -> Outcome:
    """m_0 = 1, d = 2, r = 4 blocks of 5 neurons, free directions uniform: Remark 3 with k = r."""
    rng, trials = np.random.default_rng(6), 4000
    branch = Branch(((0, 1), (2,), (3,), (4,)), targets=1)
    directions = rng.normal(size=(trials, len(branch.blocks), 2))
    directions[:, 0] = (1.0, 0.0)  # the target's direction is fixed
    weights = np.empty((trials, branch.neurons, 2))
    for place, block in enumerate(branch.blocks):
        weights[:, list(block)] = directions[:, place : place + 1]
    share = float(np.mean(holds(weights)))
    wanted = float(gc_probability(branch.neurons if neurons else len(branch.blocks), 2))
    error = 3.3 * (wanted * (1 - wanted) / trials) ** 0.5
    return Outcome(abs(share - wanted) < error, f"{share:.4f}", f"{wanted:.4f} +- {error:.4f}")


CLAIM, ERRATA = result(__file__, few_blocks_never, wendel_on_branches)

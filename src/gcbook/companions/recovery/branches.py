"""The branches of the set Q* of perfect fits: one for each partition of the neurons.

(Our reconstruction: the full text of the paper was not available to us.)  The m neurons fall into
r blocks.  m_0 blocks are labelled by the target neurons: their w is that of the target and their
a add up to its a.  In the r - m_0 other blocks the a add up to zero, and w is shared and free.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from math import comb, factorial, perm
from typing import Any

import numpy as np

from gcbook import _checks
from gcbook._checks import FloatArray
from gcbook.companions.recovery.model import Neurons


@dataclass(frozen=True)
class Branch:
    """One branch of Q*.

    Attributes
    ----------
    blocks : tuple of tuple of int
        The neurons of each block: first the m_0 labelled blocks, in the order of the targets.
    targets : int
        m_0.

    Examples
    --------
    >>> fast = Branch(((0,), (1,)), targets=1)
    >>> fast.dimension(1), fast.codimension(1), fast.rank(1), fast.is_morse_bott
    (1, 3, 3, True)
    >>> slow = Branch(((0, 1),), targets=1)
    >>> slow.dimension(1), slow.codimension(1), slow.rank(1), slow.is_morse_bott
    (1, 3, 2, False)
    """

    blocks: tuple[tuple[int, ...], ...]
    targets: int

    @property
    def neurons(self) -> int:
        """m, the number of neurons."""
        return sum(len(block) for block in self.blocks)

    @property
    def free(self) -> tuple[tuple[int, ...], ...]:
        """The blocks whose a add up to zero."""
        return self.blocks[self.targets :]

    def dimension(self, d: int) -> int:
        """Return (r - m_0) d + (m - r)."""
        return len(self.free) * d + self.neurons - len(self.blocks)

    def codimension(self, d: int) -> int:
        """Return d (m - r + m_0) + r, the threshold of separation on Morse-Bott branches."""
        r = len(self.blocks)
        return d * (self.neurons - r + self.targets) + r

    def rank(self, d: int) -> int:
        """Return the generic rank of the Jacobian for many inputs."""
        cancelling = sum(len(block) >= 2 for block in self.free)
        return self.targets * (1 + d) + len(self.free) + d * cancelling

    @property
    def is_morse_bott(self) -> bool:
        """Whether the rank is the codimension: no duplicated target, no larger zero-sum block."""
        return all(len(block) == 1 for block in self.blocks[: self.targets]) and all(
            len(block) <= 2 for block in self.free
        )

    def point(self, target: Neurons, *, seed: Any = 0) -> Neurons:
        """Return a random point of the branch."""
        rng = _checks.generator(seed)
        m, d = self.neurons, target.w.shape[1]
        a, w = np.empty(m), np.empty((m, d))
        for place, block in enumerate(self.blocks):
            members = list(block)
            share = rng.normal(size=len(members))
            labelled = place < self.targets
            total = target.a[place] if labelled else 0.0
            a[members] = share + (total - share.sum()) / len(members)
            w[members] = target.w[place] if labelled else rng.normal(size=d)
        return Neurons(a, w)

    def equations(self, target: Neurons) -> tuple[FloatArray, FloatArray]:
        """Return A, b such that the closure of the branch is A theta = b."""
        m, d = self.neurons, target.w.shape[1]
        rows, values = [], []
        for place, block in enumerate(self.blocks):
            labelled = place < self.targets
            total = np.zeros((m, 1 + d))
            total[list(block), 0] = 1
            rows.append(total.ravel())
            values.append(target.a[place] if labelled else 0.0)
            for axis in range(d):
                for k in block if labelled else block[1:]:
                    equal = np.zeros((m, 1 + d))
                    equal[k, 1 + axis] = 1
                    if not labelled:
                        equal[block[0], 1 + axis] = -1
                    rows.append(equal.ravel())
                    values.append(target.w[place, axis] if labelled else 0.0)
        return np.array(rows), np.array(values)


def set_partitions(m: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Yield the partitions of {0, ..., m - 1} into blocks.

    Examples
    --------
    >>> [len(list(set_partitions(m))) for m in range(1, 6)]
    [1, 2, 5, 15, 52]
    """
    if m == 0:
        yield ()
        return
    for smaller in set_partitions(m - 1):
        for i, block in enumerate(smaller):
            yield (*smaller[:i], (*block, m - 1), *smaller[i + 1 :])
        yield (*smaller, (m - 1,))


def branches(m: int, targets: int = 1) -> tuple[Branch, ...]:
    """Return all branches of Q* for m neurons and `targets` target neurons.

    Examples
    --------
    >>> [len(branches(m)) for m in (2, 3, 4, 5)]
    [3, 10, 37, 151]
    """
    _checks.integer(m, "m", low=_checks.integer(targets, "targets", low=1))
    found = []
    for partition in set_partitions(m):
        for chosen in permutations(range(len(partition)), targets):
            rest = tuple(b for i, b in enumerate(partition) if i not in chosen)
            found.append(Branch((*(partition[i] for i in chosen), *rest), targets))
    return tuple(sorted(found, key=lambda branch: (len(branch.blocks), branch.blocks)))


def count_branches(m: int, targets: int = 1) -> tuple[int, ...]:
    """Return the number S(m, r) r! / (r - m_0)! of branches for each r = m_0, ..., m.

    Examples
    --------
    >>> count_branches(4), count_branches(3, targets=2)
    ((1, 14, 18, 4), (6, 6))
    """
    return tuple(stirling(m, r) * perm(r, targets) for r in range(targets, m + 1))


def stirling(m: int, r: int) -> int:
    """Return the number of partitions of m elements into r blocks.

    Examples
    --------
    >>> [stirling(4, r) for r in range(1, 5)]
    [1, 7, 6, 1]
    """
    onto: int = sum((1 if (r - i) % 2 == 0 else -1) * comb(r, i) * i**m for i in range(r + 1))
    return int(onto) // factorial(r)


def intersection_dimension(first: Branch, second: Branch, target: Neurons) -> int | None:
    """Return the dimension of the intersection of two closures; None where they do not meet.

    Examples
    --------
    >>> target = Neurons.of([1.0], [0.7])
    >>> slow, fast, other = branches(2)
    >>> [intersection_dimension(*pair, target) for pair in ((slow, fast), (fast, other))]
    [0, None]
    """
    parts = [branch.equations(target) for branch in (first, second)]
    A = np.vstack([part[0] for part in parts])
    b = np.concatenate([part[1] for part in parts])
    rank = int(np.linalg.matrix_rank(A))
    unknowns: int = A.shape[1]
    if int(np.linalg.matrix_rank(np.column_stack([A, b]))) > rank:
        return None
    return unknowns - rank

"""The rows about deciding the condition: batches of small layers, and one large layer.

A pair is measured by `measure`, in a process of its own.  Its target is a bound on
``peer seconds / our seconds``: at least so much for a peer, at least ``1 / a`` for a yardstick
that we may exceed ``a`` times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

import gcbook
from benchmarks import peers
from benchmarks._measure import Timing, Work, interleaved

BATCH = [(2, 20), (3, 6), (3, 20), (4, 8), (5, 10), (5, 20), (7, 14), (10, 20), (10, 50)]
WIDE = [(128, 512), (256, 1000), (512, 2048), (1024, 4096)]
HARD = [(256, 512), (500, 1000), (1000, 2000)]
ENTRIES = 2_000_000  # of a batch: 50,000 layers of 20 neurons in the plane, 4,000 of 50 in R^10
SMALL_PEERS = ("highspy", "Qhull", "ECOS", "Clarabel")
# Interior points and first-order methods need minutes where the simplex method needs hours.
LARGE_PEERS = {
    128: ("linprog", "Clarabel", "GLOP", "PDLP"),
    256: ("linprog", "Clarabel"),
    512: ("linprog",),
    1024: (),
}


@dataclass(frozen=True)
class Pair:
    """Ours against one peer on one input: what is decided, how, and the target of the ratio."""

    group: str
    d: int
    k: int
    peer: str
    target: float
    task: str = "holds"

    @property
    def key(self) -> str:
        """The name of the pair on the command line."""
        return f"{self.group}:{self.task}:{self.d}:{self.k}:{self.peer}"


def pairs() -> Iterator[Pair]:
    """Every pair, in the order of the table."""
    for d, k in BATCH:
        yield Pair("batch", d, k, "generate", _generator_target(d, k))
        yield Pair("batch", d, k, "nnls", 25.0 if d == 2 else 5.0 if d <= 5 else 2.0)
        yield Pair("batch", d, k, "linprog", 3000.0 if d == 2 else 500.0 if d <= 5 else 130.0)
        for peer in SMALL_PEERS:
            if peer != "Qhull" or d <= 5:
                yield Pair("batch", d, k, peer, 1.0)
        yield Pair("batch", d, k, "holds", 0.5, task="certify")
        yield Pair("batch", d, k, "nnls", 1.0, task="certify")
    for group, shapes in (("wide", WIDE), ("hard", HARD)):
        for d, k in shapes:
            yield Pair(group, d, k, "svd", 1 / (0.6 if group == "wide" else 2.2), task="certify")
            yield Pair(group, d, k, "nnls", 4.0 if group == "wide" else 1.5, task="certify")
            for peer in LARGE_PEERS.get(d, ()):
                yield Pair(group, d, k, peer, _linprog_target(group, d, peer), task="certify")


def measure(pair: Pair, *, repeats: int) -> Timing:
    """Measure one pair; inputs are standard normal rows from a fixed seed."""
    if pair.group == "batch":
        return _batch(pair, repeats)
    return _large(pair, repeats)


def _generator_target(d: int, k: int) -> float:
    if d == 2:
        return 1 / 0.7
    return 1 / (2.0 if k >= 4 * d else 3.5)


def _linprog_target(group: str, d: int, peer: str) -> float:
    if peer != "linprog":
        return 1.0
    if group == "hard":
        return 12.0
    return 100.0 if d >= 512 else 40.0


def _batch(pair: Pair, repeats: int) -> Timing:
    d, k = pair.d, pair.k
    size = ENTRIES // (d * k)
    layers = np.random.default_rng(7).standard_normal((size, k, d))
    ours: Work = (
        (lambda: gcbook.certify(layers))
        if pair.task == "certify"
        else (lambda: gcbook.holds(layers))
    )
    if pair.peer == "generate":
        rng = np.random.default_rng(8)
        return interleaved(
            ours, lambda: rng.standard_normal((size, k, d)), (size, size), repeats=repeats
        )
    if pair.peer == "holds":
        return interleaved(ours, lambda: gcbook.holds(layers), (size, size), repeats=repeats)
    few = layers[: 200 if pair.peer in ("nnls", "Qhull") else 20]
    return interleaved(
        ours, lambda: peers.answers(pair.peer, few), (size, len(few)), repeats=repeats
    )


def _large(pair: Pair, repeats: int) -> Timing:
    # Three layers per turn: near k = 2d the cost depends on how close the draw is to the boundary.
    rng = np.random.default_rng(9)
    count = 3 if pair.d <= 512 else 1
    layers = list(rng.standard_normal((count, pair.k, pair.d)))

    def ours() -> object:
        return [gcbook.certify(w) for w in layers]

    def other() -> object:
        if pair.peer == "svd":
            return [np.linalg.svd(w, compute_uv=False) for w in layers]
        return peers.answers(pair.peer, layers)

    return interleaved(ours, other, (count, count), repeats=min(repeats, 3))

"""Two callables in turn in one process: the median CPU seconds of each, and of their ratio."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Timing:
    """Median CPU seconds per item, ours and theirs, and the median of theirs / ours."""

    ours: float
    theirs: float
    ratio: float


def interleaved(ours: Work, peer: Work, items: tuple[int, int], *, repeats: int) -> Timing:
    """Time the two in turn, A B A B ..., after one warm-up of each.

    CPU time is used because the machine may be shared; the ratio is taken turn by turn, so that it
    holds when the machine's speed drifts.

    Parameters
    ----------
    ours, peer : callable
        The work of one turn.
    items : (int, int)
        How many items (decisions, runs) one turn of each works through.
    repeats : int
        Counted turns.
    """
    loops = [_loops(ours), _loops(peer)]
    turns = [
        (_seconds(ours, loops[0]) / items[0], _seconds(peer, loops[1]) / items[1])
        for _ in range(repeats)
    ]
    return Timing(
        ours=statistics.median(a for a, _ in turns),
        theirs=statistics.median(b for _, b in turns),
        ratio=statistics.median(b / a for a, b in turns),
    )


def _loops(work: Work, at_least: float = 0.05) -> int:
    """How often a turn must repeat the work to last long enough for the clock (warms up, too)."""
    work()
    return max(1, round(at_least / max(_seconds(work, 1), 1e-6)))


def _seconds(work: Work, loops: int) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        for _ in range(loops):
            work()
        return (time.process_time() - start) / loops
    finally:
        gc.enable()

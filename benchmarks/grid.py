"""``python -m benchmarks.grid``: every kind and size of input, beside the fastest peers.

For each cell ours and a peer are timed in turn, on one thread, in a process of their own.  The
question is whether a peer is more than twice as fast; so a peer that takes three times our time and
a second more is stopped, and so is one that needs more memory than there is: its row says no more
than that.  Of the two questions,
`gcbook.holds` is asked beside the feasibility program and nonnegative least squares, and
`gcbook.classify` beside the program of the maximal normal.

Kinds: *generic*, standard normal rows; *overlapping*, a logistic design with a slope; *separable*,
*quasi* and *collinear* as in `benchmarks.tall`.  Cells of more than ``--entries`` numbers are named
and not run.  ``--state FILE`` keeps what is done, so that a run that was stopped goes on;
``--record`` keeps the table for Section 7.1 of the book.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import multiprocessing
import resource
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

import gcbook
from benchmarks import peers, tall
from benchmarks.adversarial import RECORD, replace
from benchmarks.tall import Array

KINDS = ("generic", "overlapping", "separable", "quasi", "collinear")
ROWS = (1_000, 10_000, 100_000, 1_000_000)
COLUMNS = (5, 10, 30, 50, 100, 215, 500)
ENTRIES = 50_000_000  # 400 MB; ours and a peer take as much again each
TASKS = {"holds": ("linprog", "nnls"), "classify": ("partition",)}
TURNS, LEAST, MOST = 3, 1.0, 60.0  # counted turns; seconds a peer may take beyond three of ours
SPACE = 5 * 2**29  # bytes of addresses
BEHIND = 0.5  # a peer twice as fast as we are
SLOWER, MEMORY = "slower", "out of memory"
Cell = dict[str, Any]


def main() -> int:
    """Run the cells that are not done, and print the table."""
    options = _options()
    done: list[Cell] = []
    if options.state and options.state.exists():
        done = json.loads(options.state.read_text("utf-8"))
    seen = {_key(cell) for cell in done}
    left = [cell for cell in cells(options.entries, options.kinds) if _key(cell) not in seen]
    start = time.perf_counter()
    for cell in tqdm(left, unit="cell"):
        if time.perf_counter() - start > options.seconds:
            break
        done.append(measured(cell))
        if options.state:
            replace(options.state, done)
    reached = {_key(cell) for cell in done}
    missing = [_key(cell) for cell in cells(options.entries) if _key(cell) not in reached]
    report = {"cells": done, "missing": missing, "too large": left_out(options.entries)}
    if options.record:
        replace(RECORD, json.loads(RECORD.read_text("utf-8")) | {"grid": report})
    print(table(report))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grid", description=__doc__)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--entries", type=int, default=ENTRIES, help="largest cell that is run")
    parser.add_argument("--state", type=Path, metavar="FILE", help="where a run is continued")
    parser.add_argument("--seconds", type=float, default=math.inf, help="start no cell after that")
    parser.add_argument("--record", action="store_true", help="keep the table in the package")
    return parser.parse_args()


def cells(entries: int, kinds: tuple[str, ...] = KINDS) -> Iterator[Cell]:
    """Yield the cells that are run, small ones first."""
    for k, d in sorted(_shapes(), key=math.prod):
        if k * d <= entries:
            yield from (
                {"kind": kind, "k": k, "d": d, "task": task} for kind in kinds for task in TASKS
            )


def left_out(entries: int) -> list[tuple[int, int]]:
    """Return the shapes that are too large."""
    return [(k, d) for k, d in _shapes() if k * d > entries]


def _shapes() -> list[tuple[int, int]]:
    return [(k, d) for k in ROWS for d in COLUMNS]


def _key(cell: Cell) -> tuple[Any, ...]:
    return cell["kind"], cell["k"], cell["d"], cell["task"]


def measured(cell: Cell) -> Cell:
    """Return the cell with our seconds and each peer's over ours, or why the peer was stopped."""
    ratios: dict[str, float | str] = {}
    ours: list[float] = []
    for peer in TASKS[cell["task"]]:
        heard, code = _in_a_child(cell, peer)
        ours += heard[::2]
        full = [b / a for a, b in zip(heard[::2], heard[1::2], strict=False)]
        stopped = SLOWER if code == -signal.SIGXCPU else MEMORY
        ratios[peer] = round(statistics.median(full), 3) if full else stopped
    return cell | {"ours": round(statistics.median(ours), 6) if ours else None, "ratios": ratios}


def design(kind: str, k: int, d: int) -> Array:
    """Return the rows of a cell."""
    if kind == "overlapping":
        rng = np.random.default_rng(6)
        rows = rng.standard_normal((k, d))
        rows[:, 0] = 1
        rows *= np.where(rng.logistic(size=k) < 2 * rows[:, 1], 1.0, -1.0)[:, None]
        return rows
    return tall.design({"generic": "overlap"}.get(kind, kind), k, d)


def _in_a_child(cell: Cell, peer: str) -> tuple[list[float], int | None]:
    """Return our seconds and the peer's in turn, as far as it went, and how the process ended."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["scipy.optimize", "gcbook.condition", "benchmarks.tall"])
    near, far = context.Pipe(duplex=False)
    child = context.Process(target=_turns, args=(far, cell, peer))
    child.start()
    far.close()
    heard: list[float] = []
    try:
        while True:
            heard.append(near.recv())
    except EOFError:
        child.join()
    return heard, child.exitcode


def _turns(said: Connection, cell: Cell, peer: str) -> None:
    rows = design(cell["kind"], cell["k"], cell["d"])
    ours: Callable[[Array], object] = getattr(gcbook, cell["task"])
    small = tall.design("overlap", 100, 10)
    ours(small), peers.answers(peer, [small])  # what is loaded at the first call
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))
    with contextlib.suppress(MemoryError):
        for _ in range(TURNS):
            _limit(MOST)
            seconds = _seconds(lambda: ours(rows))
            said.send(seconds)
            _limit(LEAST + 3 * seconds)
            other = _seconds(lambda: peers.answers(peer, [rows]))
            said.send(other)
            if seconds + other > LEAST:
                return


def _limit(seconds: float) -> None:
    """Let the process be ended when it has used so many more CPU seconds."""
    soft = math.ceil(time.process_time() + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call, of many where it is short."""
    loops, start = 0, time.process_time()
    while not loops or time.process_time() - start < 0.02:
        work()
        loops += 1
    return (time.process_time() - start) / loops


def fastest(cell: Cell) -> float | None:
    """Return the ratio of the fastest peer's time to ours; None where all were stopped."""
    numbers = [ratio for ratio in cell["ratios"].values() if not isinstance(ratio, str)]
    return min(numbers, default=None)


def table(report: dict[str, Any]) -> str:
    """Return the fastest peer's time over ours for each cell, and the cells that are behind."""
    lines = []
    done = {_key(cell): cell for cell in report["cells"]}
    for task, names in TASKS.items():
        lines.append(f"{task} beside {' and '.join(names)}: their time over ours")
        lines.append(f"{'kind':<14}{'k':>9}" + "".join(f"{f'd = {d}':>10}" for d in COLUMNS))
        for kind in KINDS:
            for k in ROWS:
                found = [done.get((kind, k, d, task)) for d in COLUMNS]
                lines.append(f"{kind:<14}{k:>9}" + "".join(f"{_entry(c):>10}" for c in found))
        lines.append("")
    slow = [cell for cell in report["cells"] if (fastest(cell) or BEHIND) < BEHIND]
    lines += [f"BEHIND: {cell}" for cell in slow]
    lines.append(f"more than twice as slow as a peer: {len(slow)} of {len(done)} cells")
    lines += [f"not run yet: {len(report['missing'])}", f"too large: {report['too large']}"]
    return "\n".join(lines)


def _entry(cell: Cell | None) -> str:
    if cell is None:
        return "-"
    if cell["ours"] is None:
        return "failed"
    ratio = fastest(cell)
    if ratio is None:
        return "> 3" if SLOWER in cell["ratios"].values() else "memory"
    return f"{ratio:.3g}"


if __name__ == "__main__":
    sys.exit(main())

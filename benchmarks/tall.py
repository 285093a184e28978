"""The rows about data tables: many rows, few columns, and 0 on the boundary or just not.

Five kinds of signed designs (2 y - 1) x: *overlap* and *separable*, Gaussian; *quasi*, 0/1 columns
of which the last is 1 for a few rows only, all of one class; *collinear*, overlapping dummies with
one column the sum of two others; *gravity*, two sets of dummies and a covariate, one level
quasi-separated.  Peers solve the feasibility problem or, for the answer that `gcbook.classify`
gives, the linear program of the maximal normal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

import gcbook
from benchmarks import peers
from benchmarks._measure import Timing, interleaved
from benchmarks.decisions import Pair

Array = npt.NDArray[np.float64]
KINDS = ("overlap", "separable", "quasi", "collinear", "gravity")
SHAPES = [(5, 1_000), (10, 10_000), (50, 10_000), (30, 100_000), (20, 1_000_000)]
GRAVITY = [(95, 3_000), (215, 6_000), (500, 20_000)]
SLOW = 2_000_000  # entries beyond which a peer that needs minutes is left out
_FREQUENT = 0.3


def pairs() -> Iterator[Pair]:
    """Every pair, in the order of the table: no peer may be more than twice as fast."""
    for kind in KINDS:
        for d, k in GRAVITY if kind == "gravity" else SHAPES:
            yield Pair(kind, d, k, "linprog", 0.5)
            if d * k <= SLOW:
                yield Pair(kind, d, k, "partition", 0.5, task="classify")
                yield Pair(kind, d, k, "nnls", 0.5)


def measure(pair: Pair, *, repeats: int) -> tuple[Timing, bool]:
    """Measure one pair on inputs from a fixed seed; say if the peer was right, too.

    Peers are asked whether a row is separated; the truth is a position that was verified.
    """
    rows = design(pair.group, pair.k, pair.d)
    position = gcbook.classify(rows)
    if not position.verify():
        raise RuntimeError(f"{pair.key}: the position does not verify")
    ours: Callable[[Array], object] = gcbook.classify if pair.task == "classify" else gcbook.holds
    heard: list[bool] = []

    def theirs() -> None:
        heard[:] = peers.answers(pair.peer, [rows])

    timing = interleaved(lambda: ours(rows), theirs, (1, 1), repeats=min(repeats, 3))
    return timing, heard == [not len(position.separated)]


def alone(pair: Pair) -> float:
    """Return our CPU seconds, for a row whose peer was cut off."""
    rows = design(pair.group, pair.k, pair.d)
    ours: Callable[[Array], object] = gcbook.classify if pair.task == "classify" else gcbook.holds
    return interleaved(lambda: ours(rows), lambda: None, (1, 1), repeats=3).ours


def design(kind: str, k: int, d: int, seed: int = 5) -> Array:
    """Return the signed rows of one kind of data table."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, k)
    if kind == "gravity":
        return _gravity(rng, k, d)
    if kind in ("overlap", "separable"):
        rows = rng.standard_normal((k, d))
        if kind == "separable":
            rows[:, 0] = np.abs(rows[:, 0]) + 0.01
            rows = rows @ np.linalg.qr(rng.standard_normal((d, d)))[0]
        return rows
    x = (rng.random((k, d)) < _FREQUENT).astype(float)
    x[:, 0] = 1
    if kind == "quasi":
        x[:, -1] = (rng.random(k) < max(8 / k, 1e-3)) & (y == 1)
    else:
        x[:, -1] = x[:, 1] + x[:, 2]
    return np.asarray((2 * y - 1)[:, None] * x)


def _gravity(rng: np.random.Generator, k: int, d: int) -> Array:
    second = min(35, d // 3)
    first = d - second  # levels, the first of each set dropped; an intercept and a covariate
    a, b = rng.integers(0, first, k), rng.integers(0, second, k)
    x = np.zeros((k, d))
    x[:, 0], x[:, 1] = 1, rng.standard_normal(k)
    rows = np.arange(k)
    x[rows[a > 0], 1 + a[a > 0]] = 1
    x[rows[b > 0], first + b[b > 0]] = 1
    y = np.where(a == first // 2, 1, rng.integers(0, 2, k))
    return np.asarray((2 * y - 1)[:, None] * x)

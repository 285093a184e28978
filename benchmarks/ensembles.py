"""Gradient descent by the thousand: Table 1 against a plain loop, general data against BLAS."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

import gcbook
from benchmarks._measure import Timing, interleaved
from benchmarks.decisions import Pair
from gcbook import initialisation

Array = npt.NDArray[np.float64]
GENERAL = [
    (880, 2, 12, 2, 100),
    (500, 16, 32, 3, 40),
    (1000, 64, 64, 10, 10),
    (1000, 256, 256, 10, 4),
]
STEPS = 20
CAP = 5000


def pairs() -> Iterator[Pair]:
    """Yield Table 1 against the plain loop; general data against its products and torch."""
    yield Pair("table-1", 2, 24, "plain loop", 20.0, task="descend_many")
    yield Pair("table-1", 2, 24, "torch, batched", 10.0, task="descend_many")
    for index, (_, d, k, _, _) in enumerate(GENERAL):
        allowed = 1.9 if d == 2 else 1.5 if d < 256 else 1.1
        yield Pair("general", d, k, "its products", 1 / allowed, task=f"descend_many/{index}")
        yield Pair("general", d, k, "torch, batched", 1.0, task=f"descend_many/{index}")


def measure(pair: Pair, *, repeats: int) -> Timing:
    """Measure one pair, seconds per iteration of one run."""
    return _table_1(pair, repeats) if pair.group == "table-1" else _general(pair, repeats)


def _table_1(pair: Pair, repeats: int) -> Timing:
    """Time the whole table: 100 runs for each of its twenty cells, in one call of ours."""
    widest = 12
    laws = (initialisation.random_start, initialisation.half_space_start)
    cells = [(k, law(2 * k, 2, runs=100, seed=k)) for k in range(3, widest + 1) for law in laws]
    starts = np.concatenate([initialisation.widen(w, widest) for _, w in cells])
    network, grid = gcbook.binary_network(widest), gcbook.PolarGrid()
    iterations = int(gcbook.descend_many(network, grid, starts, max_steps=CAP).steps.sum())

    def ours() -> object:
        return gcbook.descend_many(network, grid, starts, max_steps=CAP)

    if pair.peer == "plain loop":
        sample = [(k, w[0]) for k, w in cells]
        done = sum(plain_loop(w, grid.points, k, CAP) for k, w in sample)

        def other() -> object:
            return [plain_loop(w, grid.points, k, CAP) for k, w in sample]
    else:
        k, few = cells[9]
        done = len(few) * STEPS
        other = _torch(few, grid.points, gcbook.binary_network(k).outputs)
    return interleaved(ours, other, (iterations, done), repeats=repeats)


def plain_loop(weights: Array, points: Array, k: int, cap: int) -> int:
    """Equation (3) on the loss of equation (7), as one would first write it in NumPy."""
    w = weights.copy()
    sign = np.repeat([1.0, -1.0], k)
    for step in range(cap):
        inputs = points @ w.T
        margin = np.maximum(inputs, 0) @ sign
        miss = margin < 1
        if not miss.any():
            return step
        w += 0.1 / len(points) * sign[:, None] * (((inputs > 0) & miss[:, None]).T @ points)
    return cap


def _general(pair: Pair, repeats: int) -> Timing:
    size, d, k, classes, runs = GENERAL[int(pair.task.split("/")[1])]
    rng = np.random.default_rng(4)
    points = rng.standard_normal((size, d))
    owner = np.arange(k) % classes
    network = gcbook.Network(np.where(np.arange(classes)[:, None] == owner, 0.5, -0.5))
    starts = rng.standard_normal((runs, k, d)) / np.sqrt(d)
    data = gcbook.Points(points)

    def ours() -> object:
        return gcbook.descend_many(network, data, starts, step=1e-3, max_steps=STEPS)

    # A run of STEPS updates looks at loss and gradient once more than that, to say how it ended.
    # It needs two products with the data, the neurons' inputs and the gradient, and with more than
    # two classes the outputs times the hidden layer, a product that torch makes as well; with two
    # classes that is a sum over the neurons, which is not counted.
    def products() -> object:
        hidden = np.ones((k, size))
        for _ in range(STEPS + 1):
            for w in starts:
                hidden @ points
                w @ points.T
                if classes > 2:
                    network.outputs @ hidden
        return None

    other = products if pair.peer == "its products" else _torch(starts, points, network.outputs)
    return interleaved(ours, other, (runs * STEPS, runs * STEPS), repeats=repeats)


def _torch(starts: Array, points: Array, outputs: Array) -> object:
    """Return the same iterations in batched torch operations, the gradient written by hand."""
    import torch

    torch.set_num_threads(1)
    x, v = torch.from_numpy(points), torch.from_numpy(np.atleast_2d(outputs))
    difference = v[:1] - v[1:] if len(v) > 1 else v

    def run() -> object:
        w = torch.from_numpy(starts.copy())
        for _ in range(STEPS):
            inputs = w @ x.T
            margin = difference @ inputs.clamp(min=0)
            pull = difference.T @ (margin < 1).to(x.dtype) * (inputs > 0)
            w += 0.1 / len(x) * (pull @ x)
        return w

    return run

"""What one certificate costs, from two dimensions to 4096 neurons in dimension 1024."""

from __future__ import annotations

import statistics
import time

import numpy as np

import gcbook

DIMENSIONS = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
RATIOS = (2, 4, 8)
LARGEST = 4096


def costs(repeats: int = 3) -> list[dict[str, float]]:
    """Return the median CPU seconds of `gcbook.certify` on standard normal layers of each size."""
    rng = np.random.default_rng(21)
    rows = []
    for d in DIMENSIONS:
        for ratio in RATIOS:
            if ratio * d <= LARGEST:
                layers = rng.standard_normal((repeats + 1, ratio * d, d))
                seconds = statistics.median(_seconds(w) for w in layers)
                rows.append({"d": d, "k": ratio * d, "seconds": seconds})
    return rows


def _seconds(weights: np.ndarray) -> float:
    loops, spent = 0, 0.0
    start = time.process_time()
    while spent < 0.02:
        gcbook.certify(weights)
        loops += 1
        spent = time.process_time() - start
    return spent / loops

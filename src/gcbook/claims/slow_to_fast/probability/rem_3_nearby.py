"""After Remark 3. A nearby critical point."""

from functools import cache
from itertools import pairwise

import numpy as np
import sympy as sp

from gcbook.audit import Outcome, experiment, symbolic
from gcbook.bounds import realisability_scale
from gcbook.claims._words import result
from gcbook.data import PolarGrid
from gcbook.descent import descend_many
from gcbook.initialisation import polygon, random_start
from gcbook.network import binary_network


@cache
def travelled(neurons: int, scale: float, runs: int, seed: int) -> float:
    """Return the median of |W_end - W_start|/|W_start| over the runs that end, Frobenius norms."""
    start = scale * random_start(neurons, 2, runs=runs, seed=seed)
    found = descend_many(binary_network(neurons // 2), PolarGrid(), start, max_steps=3000)
    ended = np.asarray(found.converged)
    way = np.linalg.norm(np.asarray(found.weights) - start, axis=(1, 2))
    return float(np.median((way / np.linalg.norm(start, axis=(1, 2)))[ended]))


@symbolic.weighs(
    twin={"share": 2 / sp.pi},
    twin_says="pi/(4 v m) is enough: the mean of relu(cos) taken over the active half only",
    omits="critical points of positive loss, such as W = 0",
)
def zeros_are_far_from_short_starts(share: sp.Expr = 1 / sp.pi) -> Outcome:
    """In the plane a zero of the loss has sum_{J_i} |w_j| >= pi/(2 v m), however short the start.

    Averaged over |x| = m the margin is at most 2 v m R_+ E[relu(cos)].  Regular polygons of k
    neurons come as near to it as one likes: their least R_+ for v = 1/2, m = 1 falls towards pi.
    """
    t = sp.symbols("theta", real=True)
    mean = sp.integrate(sp.cos(t), (t, -sp.pi / 2, sp.pi / 2)) / (2 * sp.pi)
    reached = [k * realisability_scale(polygon(k).weights) * float(share) for k in (12, 24, 48)]
    sharp = 1 <= reached[2] < reached[1] < reached[0] < 1.03
    return Outcome(bool(mean == share and sharp), f"mean {mean}", share, f"polygons {reached}")


@experiment.weighs(
    twin={"scale": 1.0},
    twin_says="so do starts of the paper's own size",
    omits="other data; a nearer critical point that the run passed by",
    tolerance="more than three lengths of the start",
    seed=3,
    seconds=1.0,
    full={"runs": 1000},
)
def short_starts_travel_far(scale: float = 0.01, runs: int = 40, seed: int = 3) -> Outcome:
    """On the grid of Section 6.1 a start a hundredth as long travels many times its own length.

    2k = 6, 12, 24: the medians of |W_end - W_start|/|W_start| are all above 3.
    """
    found = [travelled(n, scale, runs, seed) for n in (6, 12, 24)]
    words = ", ".join(f"{one:.2f}" for one in found)
    return Outcome(min(found) > 3, words, "above 3", "2k = 6, 12, 24")


@experiment.supports(
    twin={"widths": (24, 12, 6)},
    twin_says="the wider network travels further",
    omits="other scales and data; networks wider than 48",
    tolerance="a fifth less from each width to its double",
    seed=3,
    seconds=1.0,
    full={"runs": 1000},
)
def wide_networks_end_nearer(
    widths: tuple[int, ...] = (6, 12, 24, 48), runs: int = 40, seed: int = 3
) -> Outcome:
    """At the paper's starts the way, in lengths of the start, is shorter the wider the network."""
    found = [travelled(n, 1.0, runs, seed) for n in widths]
    falls = all(b < 0.8 * a for a, b in pairwise(found))
    return Outcome(falls, ", ".join(f"{one:.2f}" for one in found), "falling by a fifth each")


CLAIM, ERRATA = result(
    __file__,
    zeros_are_far_from_short_starts,
    short_starts_travel_far,
    wide_networks_end_nearer,
)

"""Pictures for Section 5.3: the probability of the geometric condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patches import Wedge
from matplotlib.ticker import PercentFormatter

from gcbook.plots._pieces import arrow, floats
from gcbook.plots._style import COLOURS, CYCLE
from gcbook.probability import Estimate

Exact = Mapping[int, Sequence[tuple[int, Fraction]]]
_MARKERS = "osD^vP"


def draw_probability_grid(
    exact: Exact, estimates: Mapping[int, Sequence[tuple[int, Estimate]]], ax: Axes
) -> Axes:
    """Draw exact curves of the probability over k, one per d, and simulated points upon them.

    Parameters
    ----------
    exact : mapping from d to pairs (k, probability)
    estimates : mapping from d to pairs (k, Estimate)
        Drawn as a point with its interval.
    ax : matplotlib Axes

    Returns
    -------
    Axes
    """
    for (d, curve), colour, marker in zip(exact.items(), CYCLE, _MARKERS, strict=False):
        k, p = zip(*((k, float(p)) for k, p in curve), strict=True)
        ax.plot(k, p, color=colour, linewidth=1.4, alpha=0.75, zorder=2)
        points = estimates.get(d, ())
        sizes = [size for size, _ in points]
        values = np.array([estimate.value for _, estimate in points])
        spread = np.array([[e.value - e.low, e.high - e.value] for _, e in points]).T
        ax.errorbar(
            sizes,
            values,
            yerr=spread if len(points) else None,
            fmt=marker,
            color=colour,
            markersize=4.5,
            elinewidth=1.6,
            label=f"d = {d}",
            zorder=3,
        )
    return _framed(ax, handletextpad=0.3)


def draw_residuals(
    exact: Exact, estimates: Mapping[int, Sequence[tuple[int, Estimate]]], ax: Axes
) -> Axes:
    """Draw simulated minus exact probability in percentage points, with the intervals."""
    for (d, points), colour, marker in zip(estimates.items(), CYCLE, _MARKERS, strict=False):
        truth = dict(exact[d])
        for k, estimate in points:
            p = float(truth[k])
            seen = (estimate.low, estimate.value, estimate.high)
            low, value, high = (100 * (one - p) for one in seen)
            _interval(ax, k, (low, value, high), colour, marker)
    ax.axhline(0, color=COLOURS["black"], linewidth=0.8)
    ax.set(xlabel="neurons $k$", ylabel="error (% points)")
    return ax


def draw_planar_regions(
    weights: npt.ArrayLike, sectors: Sequence[tuple[float, float, str]], ax: Axes
) -> Axes:
    """Draw planar weights, the lines orthogonal to them and the sectors between the lines.

    Parameters
    ----------
    weights : array_like, shape (k, 2)
        Drawn as arrows of unit length.
    sectors : sequence of (start, end, label)
        Angles in radians, anticlockwise; opposite sectors get the same colour.
    ax : matplotlib Axes
    """
    rows = floats(weights)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    for number, (start, end, label) in enumerate(sectors):
        colour = CYCLE[number % (len(sectors) // 2)]
        wedge = Wedge((0, 0), 1.3, np.degrees(start), np.degrees(end), color=colour, alpha=0.2)
        wedge.set_linewidth(0)
        ax.add_patch(wedge)
        middle = (start + end) / 2
        ax.text(1.5 * np.cos(middle), 1.5 * np.sin(middle), label, ha="center", va="center")
    for j, (x, y) in enumerate(rows, start=1):
        ax.plot([-1.3 * y, 1.3 * y], [1.3 * x, -1.3 * x], color=COLOURS["grey"], linewidth=1)
        arrow(ax, (x, y), COLOURS["black"], width=2)
        ax.text(1.12 * x, 1.12 * y, f"$w_{j}$", ha="center", va="center")
    ax.set(xlim=(-1.75, 1.75), ylim=(-1.65, 1.65), aspect="equal")
    ax.axis("off")
    return ax


def draw_planar_laws(
    curves: Mapping[str, Sequence[tuple[int, float]]],
    estimates: Mapping[str, Sequence[tuple[int, Estimate]]],
    ax: Axes,
) -> Axes:
    """Draw the probability over k for several planar laws, by quadrature and by simulation."""
    for (name, curve), colour, marker in zip(curves.items(), CYCLE, _MARKERS, strict=False):
        k, p = zip(*curve, strict=True)
        ax.plot(k, p, color=colour, linewidth=1.4, label=name)
        for size, estimate in estimates.get(name, ()):
            _interval(ax, size, (estimate.low, estimate.value, estimate.high), colour, marker)
    return _framed(ax)


def draw_waiting_times(
    law: Sequence[tuple[int, Fraction]], counts: Mapping[int, int], ax: Axes
) -> Axes:
    """Draw the law of the first k that satisfies the condition over a histogram of simulations."""
    total = sum(counts.values())
    sizes = sorted(counts)
    ax.bar(
        sizes,
        [counts[size] / total for size in sizes],
        color=COLOURS["sky"],
        alpha=0.6,
        label=f"{total:,} simulated layers",
    )
    k, p = zip(*((k, float(p)) for k, p in law), strict=True)
    ax.plot(k, p, "o", color=COLOURS["orange"], markersize=4.5, label="exact law")
    ax.set(xlabel="neurons needed", ylabel="probability")
    ax.legend()
    return ax


def _framed(ax: Axes, **legend: float) -> Axes:
    ax.set(xlabel="neurons $k$", ylabel="probability of the condition", ylim=(-0.03, 1.03))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    ax.legend(loc="lower right", **legend)
    return ax


def _interval(
    ax: Axes, x: float, seen: tuple[float, float, float], colour: str, marker: str
) -> None:
    """Draw low, value and high of one estimate."""
    ax.plot([x, x], [seen[0], seen[2]], color=colour, linewidth=1.6)
    ax.plot(x, seen[1], marker, color=colour, markersize=4.5)

"""Pictures for the chapter on local recovery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from gcbook.companions.recovery import Basins, RecoveryRun
from gcbook.plots._pieces import floats
from gcbook.plots._style import COLOURS

FAST, SLOW, PREDICTED = COLOURS["blue"], COLOURS["orange"], COLOURS["green"]


def draw_branches(
    outer: float, inner: float, paths: Sequence[npt.ArrayLike], ax: Any, *, reach: float = 2.0
) -> Any:
    """Draw the three branches for two neurons in the space (w_1, w_2, a_2), with trajectories.

    Parameters
    ----------
    outer, inner : float
        The target's a and w.
    paths : sequence of array_like, shape (T, 4)
        Rows (a_1, w_1, a_2, w_2).
    ax : matplotlib 3-D axes
    """
    free = np.array([-reach, reach])
    share = np.array([-0.6, 1.6]) * outer
    ax.plot([inner] * 2, [inner] * 2, share, color=SLOW, label="$Q_1$ (slow)")
    ax.plot([inner] * 2, free, [0, 0], color=FAST, label="$Q_2$ (fast)")
    ax.plot(free, [inner] * 2, [outer] * 2, color=FAST, linestyle="--", label="$Q_3$ (fast)")
    for height in (0.0, outer):
        ax.plot([inner], [inner], [height], "o", color=COLOURS["black"], markersize=5)
    for path in paths:
        rows = floats(path)
        ax.plot(rows[:, 1], rows[:, 3], rows[:, 2], color=PREDICTED, linewidth=1.3)
        ax.plot(*rows[0, [1, 3, 2]], "o", color=PREDICTED, markersize=3)
    ax.set(xlabel="$w_1$", ylabel="$w_2$", zlabel="$a_2$")
    ax.locator_params(nbins=5)
    ax.legend(loc="upper left", fontsize=9)
    return ax


def draw_fast_rate(run: RecoveryRun, rate: float, ax: Axes) -> Axes:
    """Draw R over time on a semi-logarithmic axis, with the slope of exp(-rate t)."""
    t, losses = run.times, run.losses
    middle = len(t) // 2
    ax.plot(t, losses, color=FAST, label="to $Q_2$")
    line = losses[middle] * np.exp(-rate * (t - t[middle]))
    ax.plot(t, line, "--", color=PREDICTED, linewidth=1.4, label=r"$e^{-2\lambda t}$")
    ax.set(xlabel="time $t$", ylabel="loss $R$", yscale="log", xlim=(0, t[-1]))
    ax.legend(loc="upper right")
    return ax


def draw_slow_rate(run: RecoveryRun, constant: float, ax: Axes) -> Axes:
    """Draw R over time on logarithmic axes, with constant / t^2."""
    t, losses = run.times[1:], run.losses[1:]
    ax.plot(t, losses, color=SLOW, label="to $Q_1$")
    ax.plot(t, constant / t**2, "--", color=PREDICTED, linewidth=1.4, label="$1/(64Kt^2)$")
    ax.set(xlabel="time $t$", ylabel="loss $R$", xscale="log", yscale="log", xlim=(t[0], t[-1]))
    ax.legend(loc="lower left")
    return ax


def draw_basins(result: Basins, ax: Axes) -> Axes:
    """Draw which branch each start (w_1, w_2) chooses."""
    names = ("Q2", "Q3", "Q1", "open")
    colours = (FAST, COLOURS["sky"], SLOW, "#BBBBBB")
    labels = ("$Q_2$ (fast)", "$Q_3$ (fast)", "$Q_1$ (slow)", "undecided")
    index = np.zeros(result.branch.shape, dtype=int)
    for place, name in enumerate(names):
        index[result.branch == name] = place
    half = (result.first[1] - result.first[0]) / 2
    extent = (result.first[0] - half, result.first[-1] + half) * 2
    ax.imshow(
        index,
        origin="lower",
        extent=extent,
        cmap=ListedColormap(list(colours)),
        vmin=-0.5,
        vmax=3.5,
        interpolation="nearest",
        alpha=0.8,
    )
    ax.plot(result.target, result.target, "X", color=COLOURS["black"], markersize=8)
    ax.grid(visible=False)
    ax.set(xlabel="start $w_1$", ylabel="start $w_2$")
    handles = [Patch(color=c, label=n, alpha=0.8) for c, n in zip(colours, labels, strict=True)]
    ax.legend(handles=handles, loc="center left", bbox_to_anchor=(1.02, 0.5))
    return ax


def draw_separation(
    samples: Sequence[int], errors: Sequence[tuple[str, Sequence[float]]], ax: Axes
) -> Axes:
    """Draw the median test error near a branch against the number of samples."""
    marks = (
        (FAST, "o", "-"),
        (SLOW, "s", "--"),
        (COLOURS["sky"], "o", "-."),
        (COLOURS["amber"], "s", ":"),
    )
    for (name, values), (colour, marker, style) in zip(errors, marks, strict=False):
        floor = np.maximum(floats(values), 1e-17)
        ax.plot(samples, floor, style, marker=marker, color=colour, label=name)
    ax.set(xlabel="samples $n$", ylabel="median test error", yscale="log")
    ax.set_xticks(list(samples))
    ax.legend(loc="upper right", fontsize=9)
    return ax


def draw_crossing(
    paths: Sequence[npt.ArrayLike], target: tuple[float, float], reach: float, ax: Axes
) -> Axes:
    """Draw trajectories near the crossing in the plane (s, v) = (a_2, w_2 - w_1).

    The hyperbolas v^2 - 4 s^2 = const are drawn in grey, the predicted separatrix dashed.
    """
    s = np.linspace(0, reach, 80)
    for level in np.linspace(-3, 3, 7) * reach**2 / 2:
        square = 4 * s**2 + level
        kept = square >= 0
        ax.plot(s[kept], np.sqrt(square[kept]), color="#BBBBBB", linewidth=1)
    ax.plot(s, 2 * s, "--", color=PREDICTED, linewidth=1.6, label="$v=2s$")
    for path in paths:
        rows = floats(path)
        share, gap = rows[:, 2], rows[:, 3] - rows[:, 1]
        fast = abs(share[-1]) < abs(gap[-1]) / 2
        ax.plot(share, gap, color=FAST if fast else SLOW, linewidth=1.6)
        ax.plot(share[0], gap[0], "o", color=FAST if fast else SLOW, markersize=4)
    ax.set(xlabel="$s=a_2$", ylabel="$v=w_2-w_1$", xlim=(0, reach), ylim=(0, 2.6 * reach))
    ax.legend(loc="upper left")
    return ax


def draw_w_space(inner: float, ax: Any, *, planes: int = 1) -> Any:
    """Draw branches for three neurons in w-space (Figure 4): one Q^3 with its parts, or all three.

    Parameters
    ----------
    inner : float
        The target's w.
    ax : matplotlib 3-D axes
    planes : {1, 3}
    """
    u, v = np.meshgrid([-1.0, 1.0], [-1.0, 1.0])
    flat = np.zeros_like(u)
    for axis in range(planes):
        parts = [u, v]
        parts.insert(axis, flat)
        x, y, z = (part + inner for part in parts)
        ax.plot_surface(x, y, z, color=COLOURS["green"], alpha=0.25, linewidth=0)
    t = np.array([-1.0, 1.0]) + inner
    fixed = [inner, inner]
    if planes == 1:
        ax.plot(fixed, t, t, color=COLOURS["black"], label="$Q^2$: $w_2=w_3$")
    else:
        for place in range(3):
            coordinates = [fixed, fixed]
            coordinates.insert(place, list(t))
            ax.plot(*coordinates, color=COLOURS["blue"])
    ax.plot([inner], [inner], [inner], "o", color=COLOURS["orange"], markersize=8)
    span = (inner - 1.1, inner + 1.1)
    ax.set(xlabel="$w_1$", ylabel="$w_2$", zlabel="$w_3$", xlim=span, ylim=span, zlim=span)
    return ax


def draw_a_space(outer: float, ax: Any) -> Any:
    """Draw branches for three neurons in a-space (Figure 5): the plane, the line and the dot."""
    u, v = np.meshgrid([-0.8, 1.6], [-0.8, 1.6])
    ax.plot_surface(u, v, outer - u - v, color=COLOURS["orange"], alpha=0.25, linewidth=0)
    t = np.array([-1.0, 1.0])
    ax.plot([outer] * 2, t, -t, color=COLOURS["black"])
    ax.plot([outer], [0], [0], "o", color=COLOURS["green"], markersize=8)
    ax.set(xlabel="$a_1$", ylabel="$a_2$", zlabel="$a_3$")
    return ax

"""Pictures for the chapter on linear networks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from gcbook.companions.linear import LinearRun, SaddleLine
from gcbook.plots._pieces import floats
from gcbook.plots._style import COLOURS

TRUE, FALSE, MENDED = COLOURS["black"], COLOURS["orange"], COLOURS["green"]


def draw_layers(widths: Sequence[int], ax: Axes) -> Axes:
    """Draw a fully connected network with these widths (Figure 1 of the companion paper)."""
    places = [(x, np.arange(count) - (count - 1) / 2) for x, count in enumerate(widths)]
    for (x, left), (z, right) in pairwise(places):
        for y in left:
            for u in right:
                ax.plot([x, z], [y, u], color=COLOURS["grey"], linewidth=0.7, zorder=1)
    for x, column in places:
        inner = 0 < x < len(widths) - 1
        colour = COLOURS["sky"] if inner else COLOURS["blue"]
        ax.plot(np.full(len(column), x), column, "o", color=colour, markersize=11, zorder=2)
    for x in range(len(widths) - 1):
        ax.annotate(f"$W_{x + 1}$", (x + 0.5, max(widths) / 2 + 0.1), ha="center")
    ax.set_ylim(-max(widths) / 2 - 0.2, max(widths) / 2 + 0.6)
    ax.set_axis_off()
    return ax


def draw_drift(
    steps: npt.ArrayLike, drifts: npt.ArrayLike, constant: float, floor: float, ax: Axes
) -> Axes:
    """Draw the drift of descent against its step size, the predicted line, and the flow's floor."""
    eta, found = floats(steps), floats(drifts)
    ax.plot(eta, constant * eta, color=MENDED, linestyle="--", label=f"{constant:.3f} $\\eta$")
    ax.plot(eta, found, "o", color=COLOURS["blue"], label="gradient descent")
    ax.axhline(floor, color=COLOURS["grey"], linestyle=":", label="accurate flow")
    ax.set(xlabel=r"step size $\eta$", ylabel="drift of the $C_j$", xscale="log", yscale="log")
    ax.set_xticks(eta, [f"{one:g}" for one in eta])
    ax.minorticks_off()
    ax.legend(loc="center right")
    return ax


def draw_rate(run: LinearRun, printed: float, corrected: float, ax: Axes) -> Axes:
    """Draw the loss of a run with the bounds L(0) exp(-2 alpha t), printed and corrected."""
    t, losses = run.times, run.losses
    ax.plot(t, losses, color=TRUE, label="$L(t)$")
    for alpha, colour, style, name in (
        (printed, FALSE, "--", "printed"),
        (corrected, MENDED, "-.", "corrected"),
    ):
        ax.plot(t, losses[0] * np.exp(-2 * alpha * t), style, color=colour, label=name)
    low = max(float(losses.min()), 1e-14)
    ax.set(xlabel="time $t$", ylabel="loss", yscale="log", xlim=(0, t[-1]))
    ax.set_ylim(low / 10, 10 * float(losses[0]))
    ax.legend(loc="best")
    return ax


def draw_plateaus(
    run: LinearRun, levels: Sequence[float], visited: Sequence[float], ax: Axes
) -> Axes:
    """Draw the loss of a run from a small start over the critical values; the visited ones bold."""
    for level in levels:
        seen = any(abs(level - one) < 1e-9 for one in visited)
        ax.axhline(
            level,
            color=COLOURS["amber"] if seen else COLOURS["grey"],
            linewidth=1.6 if seen else 0.8,
            linestyle="-" if seen else ":",
        )
    ax.plot(run.times, run.losses, color=TRUE)
    ax.set(xlabel="time $t$", ylabel="loss", xlim=(0, run.times[-1]))
    return ax


def draw_landscape_slice(
    first: npt.ArrayLike, second: npt.ArrayLike, loss: npt.ArrayLike, ax: Axes
) -> Axes:
    """Draw the level lines of the loss in a plane of weights."""
    x, y = floats(first), floats(second)
    values = floats(loss)
    levels = np.geomspace(0.02, float(values.max()), 14)
    ax.contour(x, y, values, levels=levels, colors=COLOURS["grey"], linewidths=0.8)
    ax.contourf(x, y, values, levels=[0, 0.02], colors=[COLOURS["sky"]], alpha=0.7)
    ax.plot(0, 0, "X", color=COLOURS["orange"], markersize=8)
    ax.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
    return ax


def draw_saddle_line(
    model: SaddleLine, sheet: Sequence[npt.ArrayLike], paths: Sequence[npt.ArrayLike], ax: Any
) -> Any:
    """Draw the line of saddles, the minima, the separatrix and trajectories in space.

    Parameters
    ----------
    model : SaddleLine
    sheet : three array_likes of one shape
        The separatrix: a, b and w on a grid.
    paths : sequence of array_like, shape (T, 3)
    ax : matplotlib 3-D axes
    """
    a, b, w = (floats(part) for part in sheet)
    ax.plot_surface(a, b, w, color=COLOURS["sky"], alpha=0.3, linewidth=0)
    ax.plot([0, 0], [-2, 2], [0, 0], color=COLOURS["orange"], linewidth=2.5)
    outer = np.linspace(0.55, 2.5, 60)
    for sign in (1, -1):
        curve = sign * outer
        ax.plot(curve, 0 * curve, model.strength / curve, color=COLOURS["blue"], linewidth=2.5)
    for path in paths:
        x, y, z = floats(path).T
        ax.plot(x, y, z, color=COLOURS["green"], linewidth=1.3)
        ax.plot(x[:1], y[:1], z[:1], "o", color=COLOURS["green"], markersize=3)
    ax.set(xlabel="$a$", ylabel="$b$", zlabel="$w$")
    ax.set(xlim=(-2.5, 2.5), ylim=(-2, 2), zlim=(-2.5, 2.5))
    ax.locator_params(nbins=5)
    return ax


def draw_ratios(
    curves: Sequence[tuple[str, npt.ArrayLike, npt.ArrayLike]], ax: Axes, *, ylabel: str = ""
) -> Axes:
    """Draw the ratio |grad L|^2/(2L) along trajectories, on logarithmic axes.

    Parameters
    ----------
    curves : sequence of (str, array_like, array_like)
        Names, times and ratios.
    ylabel : str
    """
    styles = ("-", "--", "-.", ":")
    colours = (COLOURS["blue"], COLOURS["orange"], COLOURS["green"], COLOURS["pink"])
    for (name, times, values), style, colour in zip(curves, styles, colours, strict=False):
        t, y = floats(times), floats(values)
        ax.plot(t, y, style, color=colour, label=name)
    ax.set(xlabel="time $t$", ylabel=ylabel, xscale="log", yscale="log")
    ax.legend(loc="best", fontsize=9)
    return ax

"""Pictures for Section 7.1: the barrier, the solvers that are wrong, the cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from gcbook.plots._style import COLOURS, CYCLE, ramp

Array = npt.NDArray[np.float64]


def draw_barrier(
    values: Array, extent: float, weights: Array, path: Array, ax: Axes, *, title: str = ""
) -> Axes:
    """Draw the level lines of the barrier F over the plane of normals, and Newton's steps.

    Parameters
    ----------
    values : array of shape (m, m)
        F on a square grid.
    extent : float
        The grid covers ``[-extent, extent]`` in both directions.
    weights : array of shape (k, 2)
        The rows, drawn as short arrows from the origin.
    path : array of shape (steps, 2)
        The iterates; those outside the square are clipped.
    ax : matplotlib Axes
    title : str
    """
    axis = np.linspace(-extent, extent, len(values))
    levels = np.quantile(values, np.linspace(0.01, 0.99, 18))
    ax.contour(axis, axis, values, levels=np.unique(levels), cmap=ramp(), linewidths=0.9)
    for w in weights / np.linalg.norm(weights, axis=1, keepdims=True):
        ax.annotate(
            "",
            xy=0.35 * extent * w,
            xytext=(0, 0),
            arrowprops={"arrowstyle": "-|>", "color": COLOURS["grey"], "lw": 1.2},
        )
    ax.plot(*path.T, color=COLOURS["orange"], marker="o", markersize=4, lw=1.4)
    ax.set(
        xlim=(-extent, extent),
        ylim=(-extent, extent),
        aspect="equal",
        title=title,
        xlabel="$n_1$",
        ylabel="$n_2$",
    )
    ax.grid(visible=False)
    return ax


def draw_wrong(table: Mapping[str, Mapping[str, float]], ax: Axes) -> Axes:
    """Draw the share of wrong verdicts, one row per family of inputs, one column per solver.

    Parameters
    ----------
    table : mapping of family to mapping of solver to share in [0, 1]
    ax : matplotlib Axes
    """
    families, solvers = list(table), list(next(iter(table.values())))
    share = np.array([[table[family][solver] for solver in solvers] for family in families])
    ax.imshow(share, cmap=ramp(), vmin=0, vmax=1, aspect="auto")
    for (i, j), value in np.ndenumerate(share):
        ax.text(
            j,
            i,
            f"{value:.0%}",
            ha="center",
            va="center",
            color="white" if value > 0.45 else COLOURS["black"],
        )
    ax.set_xticks(range(len(solvers)), solvers)
    ax.set_yticks(range(len(families)), families)
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def draw_peers(
    table: Mapping[str, Mapping[str, tuple[float | None, float | None]]],
    peers: Sequence[str],
    ax: Axes,
) -> Axes:
    """Draw who is wrong, and who is right but slower or faster, by kind of input and peer.

    Parameters
    ----------
    table : mapping of kind to mapping of peer to (share wrong, ratio), either of them None
        As `gcbook.experiments.benchmarks.at_a_glance` returns it.
    peers : sequence of str
        The columns.
    ax : matplotlib Axes
    """
    share = np.array(
        [[table[kind].get(peer, (0, 0))[0] or 0.0 for peer in peers] for kind in table]
    )
    ax.imshow(share, cmap=ramp(), vmin=0, vmax=1, aspect="auto")
    for i, kind in enumerate(table):
        for j, peer in enumerate(peers):
            colour = "white" if share[i, j] > 0.45 else COLOURS["black"]
            text = _said(*table[kind][peer]) if peer in table[kind] else ""
            text = text.replace(" ", "\n")  # a phone's cells are narrow
            ax.text(j, i, text, ha="center", va="center", color=colour, fontsize="small")
    ax.set_xticks(range(len(peers)), peers, rotation=30, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(table)), [fill(kind, 16) for kind in table])
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def _said(share: float | None, ratio: float | None) -> str:
    if share:
        return f"{share:.0%} wrong"
    if ratio is None:
        return "right" if share is not None else "cut off"
    if ratio >= 1:
        return f"{ratio:.{0 if ratio >= 9.5 else 1}f}× slower"
    return f"{1 / ratio:.1f}× faster"


def draw_cost(rows: Sequence[Mapping[str, Any]], ax: Axes) -> Axes:
    """Draw the seconds per certificate against d, one line per ratio k / d.

    Parameters
    ----------
    rows : sequence of mappings with keys d, k, seconds
    ax : matplotlib Axes
    """
    ratios = sorted({row["k"] // row["d"] for row in rows})
    markers = "osD^v"
    for ratio, colour, marker in zip(ratios, CYCLE, markers, strict=False):
        line = sorted((row["d"], row["seconds"]) for row in rows if row["k"] // row["d"] == ratio)
        ax.loglog(*zip(*line, strict=True), color=colour, marker=marker, label=f"$k = {ratio}\\,d$")
    ax.set(xlabel="dimension $d$", ylabel="seconds per certificate")
    ax.legend()
    return ax

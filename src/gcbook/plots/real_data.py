"""Pictures for Section 6.2: training curves, subspaces, projections and the right test."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patheffects import withStroke
from matplotlib.ticker import NullFormatter, PercentFormatter, ScalarFormatter
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits.mplot3d.art3d import Poly3DCollection

from gcbook.deep import Images
from gcbook.experiments import (
    Blocks,
    BrokenCondition,
    ClassSubspaces,
    LayerTest,
    Panel,
    PlateauLaw,
    RightTest,
    SlowToFast,
)
from gcbook.plots._pieces import apart, origin
from gcbook.plots._style import COLOURS, CYCLE, label_lines

YES, NO = COLOURS["blue"], COLOURS["orange"]
_MARKERS = "osD^vPX*<>"


def draw_samples(data: Images, ax: Axes, *, columns: int = 10, rows: int = 2) -> Axes:
    """Draw the first images of every class side by side, one class per column."""
    side = data.side
    sheet = np.zeros((rows * side, columns * side))
    for label in range(columns):
        for row, index in enumerate(np.flatnonzero(data.train_labels == label)[:rows]):
            place = np.s_[row * side : (row + 1) * side, label * side : (label + 1) * side]
            sheet[place] = data.train[index]
    ax.imshow(sheet, cmap="Greys", interpolation="nearest")
    ax.set_axis_off()
    return ax


def draw_training(result: SlowToFast, names: Sequence[str], ax: Axes, *, window: int = 25) -> Axes:
    """Draw the smoothed loss of each training run, with its T_half as a dot.

    Parameters
    ----------
    result : SlowToFast
    names : sequence of str
        A label for each curve.
    ax : matplotlib Axes
    window : int
        Iterations of the trailing mean.
    """
    for losses, half, colour in zip(
        result.smooth(window), result.half_times(), CYCLE, strict=False
    ):
        ax.plot(losses, color=colour, linewidth=1.8)
        if np.isfinite(half):
            ax.plot(half, losses[int(half)], "o", color=colour, markersize=6)
    label_lines(ax, [text for name in names for text in (name, "")])
    ax.set(xlabel="iterations", ylabel="training loss", ylim=(0, None), xlim=(0, None))
    return ax


def draw_scale_law(result: SlowToFast, ax: Axes, *, exponent: float = -2.0) -> Axes:
    """Draw T_half against the scale of the start, on logarithmic axes, beside a power law.

    The law goes through the geometric mean of the points.
    """
    scale = np.array([label[1] for label in result.labels])
    half = result.half_times()
    ax.loglog(scale, half, "o", color=YES)
    line = np.array([scale.min(), scale.max()])
    level = np.exp(np.mean(np.log(half) - exponent * np.log(scale)))
    ax.loglog(line, level * line**exponent, color=COLOURS["grey"], linewidth=1.2, zorder=1)
    ax.annotate(
        f"slope {exponent:g}".replace("-", "−"),
        (line[0], level * line[0] ** exponent),
        xytext=(14, 2),
        textcoords="offset points",
        color=COLOURS["grey"],
    )
    ax.set(xlabel="scale $s$ of the start", ylabel="$T_{1/2}$ in iterations")
    return _plain_ticks(ax, np.unique(scale))


def draw_plateau_law(result: PlateauLaw, ax: Axes) -> Axes:
    """Draw T_half against the scale for each depth, with the predicted slopes -(L - 2)."""
    for depth, colour, marker in zip(result.config.depths, CYCLE, _MARKERS, strict=False):
        mine = result.depth == depth
        scale, half = result.scale[mine], result.half_time[mine]
        ax.loglog(scale, half, marker, color=colour, label=f"$L = {depth}$")
        line = np.array([scale.min(), scale.max()])
        if depth > 2:
            # through the smallest scale, where the law must hold best
            level = np.exp(np.log(half[scale == line[0]]).mean()) * line[0] ** (depth - 2)
            ax.loglog(line, level * line ** (2.0 - depth), color=colour, linewidth=1.2, alpha=0.7)
    ax.set(xlabel="scale $s$ of the start", ylabel="$T_{1/2}$ in iterations")
    ax.legend(handletextpad=0.1)
    return _plain_ticks(ax, np.unique(result.scale))


def draw_class_picture(result: ClassSubspaces, ax: Axes) -> Axes:
    """Draw the 2-D projection of the features, and the leading line of each class through 0."""
    reach = np.abs(result.picture).max()
    clouds = [
        result.picture[result.picture_labels == label]
        for label in range(int(result.picture_labels.max()) + 1)
    ]
    for label, mine in enumerate(clouds):
        colour, marker = CYCLE[label % 6], _MARKERS[label % 10]
        few = mine[::3]  # enough to show the cloud, at a third of the weight
        ax.plot(few[:, 0], few[:, 1], marker, color=colour, markersize=2.6, alpha=0.55)
    middles = apart([np.median(mine, axis=0) for mine in clouds], 0.24 * reach)
    for label, middle in enumerate(middles):
        ax.annotate(
            str(label),
            tuple(middle),
            fontweight="bold",
            ha="center",
            va="center",
            path_effects=[withStroke(linewidth=3, foreground="white")],
            zorder=5,
        )
    for x, y in result.picture_lines:
        ax.plot([-reach * x, reach * x], [-reach * y, reach * y], color=COLOURS["grey"], lw=0.6)
    origin(ax)
    ax.set(xlabel="first component", ylabel="second component")
    ax.set_aspect("equal", adjustable="datalim")
    return ax


def draw_angles(result: ClassSubspaces, dimension: int, ax: Axes) -> Axes:
    """Draw the smallest principal angles of all pairs of classes, one row per representation."""
    names = [name for name, d in result.angles if d == dimension]
    for row, name in enumerate(reversed(names)):
        angles = result.angles[name, dimension]
        lift = row + 0.5 * (np.argsort(np.argsort(angles)) / (len(angles) - 1) - 0.5)
        colour = NO if "trained" in name else COLOURS["grey"]
        ax.plot(angles, lift, "o", color=colour, markersize=3, alpha=0.6)
        ax.plot(np.median(angles), row, "|", color=COLOURS["black"], markersize=18)
    ax.set_yticks(range(len(names)), list(reversed(names)))
    ax.set(xlim=(0, 92), xlabel="smallest principal angle, degrees", title=f"$d = {dimension}$")
    ax.set_xticks([0, 30, 60, 90])
    return ax


def draw_panel(panel: Panel, ax: Any, *, view: tuple[float, float] = (18, -60)) -> Any:
    """Draw one projection of a layer on the sphere, with the convex hull of its directions.

    Blue where the origin is interior to the hull, orange where it is not.  Of a layer of fifty
    directions or more every second one is drawn.
    """
    axes: Axes3D = ax
    colour = YES if panel.passes else NO
    turn = np.linspace(0, 2 * np.pi, 100)
    for ring in _rings(turn):
        axes.plot(*ring, color=COLOURS["grey"], linewidth=0.7, alpha=0.7)
    few = len(panel.directions) < 50
    if few:
        hull = Poly3DCollection(
            list(panel.directions[panel.faces]),
            facecolors=to_rgba(colour, 0.15),
            edgecolors=colour,
            linewidths=0.9,
        )
        axes.add_collection3d(hull)
    if few:
        axes.scatter(*panel.directions.T, color=colour, s=22, depthshade=False)
    else:  # every second one: hundreds of points would be most of the page's weight
        shown = panel.directions[::2]
        axes.plot(*shown.T, ".", color=colour, markersize=2.5, rasterized=True)
    axes.scatter(0, 0, 0, color=COLOURS["black"], s=16, depthshade=False)
    axes.set(xlim=(-0.8, 0.8), ylim=(-0.8, 0.8), zlim=(-0.8, 0.8))
    axes.set_box_aspect((1, 1, 1), zoom=1.25)
    axes.view_init(*view)
    axes.set_axis_off()
    axes.set_title(panel.title, loc="center")
    return axes


def draw_pass_rates(cosines: Sequence[float], layers: Sequence[LayerTest], ax: Axes) -> Axes:
    """Draw the share of random 3-D pictures that pass against how far a fake layer leans."""
    share = np.array([layer.passes / layer.trials for layer in layers])
    spread = np.array([[layer.low, layer.high] for layer in layers]).T
    error = np.abs(spread - share)
    ax.errorbar(cosines, share, yerr=error, fmt="o", color=NO, elinewidth=1.6)
    ax.plot(cosines, share, color=NO, linewidth=1, alpha=0.6)
    ax.set(
        xlabel="cosine of every neuron with one axis",
        ylabel="random 3-D pictures that pass",
        ylim=(-0.03, 1.05),
    )
    ax.yaxis.set_major_formatter(PercentFormatter(1.0))
    return ax


def draw_right_test(result: RightTest, axes: Sequence[Sequence[Axes]]) -> Sequence[Sequence[Axes]]:
    """Draw loss above and the certified share of classes below, one column per width.

    Parameters
    ----------
    result : RightTest
    axes : two sequences of Axes
        The upper and the lower row, one column for each width.
    """
    widths = sorted({run.hidden for run in result.runs})
    for upper, lower, width in zip(*axes, widths, strict=True):
        for run in (run for run in result.runs if run.hidden == width):
            time = run.step * np.arange(len(run.losses))
            upper.plot(time, run.smooth(), color=COLOURS["black"], linewidth=1, alpha=0.8)
            seen = run.step * np.array(run.steps)
            for index, colour in enumerate(CYCLE[: len(result.dimensions)]):
                # a hair of vertical offset keeps coinciding lines visible
                lower.plot(seen, run.share(index) - 0.012 * index, color=colour, linewidth=1.3)
            for ax in (lower, upper):
                ax.axvline(run.step * run.half_time(), color=COLOURS["grey"], linewidth=0.8, ls=":")
        upper.set_title(f"$h = {width}$", loc="center")
        lower.set(xlabel="step × iterations", ylim=(-0.06, 1.06))
        lower.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes[0][0].set_ylabel("training loss")
    axes[1][0].set_ylabel("classes with GC")
    for index, colour in enumerate(CYCLE[: len(result.dimensions)]):
        axes[1][-1].plot([], [], color=colour, label=f"$d = {result.dimensions[index]}$")
    axes[1][-1].legend(loc="best", handlelength=1.2)  # wide layers leave the most room
    return axes


def draw_broken(result: BrokenCondition, ax: Axes) -> Axes:
    """Draw the loss of every run of the causal test, one colour per start."""
    styles = {
        "free": (YES, "free: GC for all classes"),
        "held broken": (NO, "held broken: GC for none"),
        "inactive": (COLOURS["green"], "reflected the other way"),
    }
    for start, (colour, name) in styles.items():
        for index, run in enumerate(run for run in result.runs if run.start == start):
            label = name if index == 0 else None
            ax.plot(run.smooth(), color=colour, linewidth=1.2, alpha=0.8, label=label)
    ax.set(xlabel="iterations", ylabel="training loss", ylim=(0, None), xlim=(0, None))
    ax.legend(loc="upper right", handlelength=1.0)  # short, to keep clear of the curves
    return ax


def draw_blocks(result: Blocks, ax: Axes, *, run: int = 0, floor: float = 1e-3) -> Axes:
    """Draw each class's loss on a logarithmic axis, orange before and blue with the condition."""
    losses, condition = result.losses[run], result.condition[run]
    time = np.arange(len(losses))
    for label in range(losses.shape[1]):
        level = np.maximum(losses[:, label], floor)
        flags = condition[:-1, label]
        turns = np.flatnonzero(np.diff(flags)) + 1
        for start, end in itertools.pairwise([0, *turns.tolist(), len(flags)]):
            piece = slice(start, end + 1)
            colour = YES if flags[start] else NO
            ax.plot(time[piece], level[piece], color=colour, linewidth=1.3)
    ax.set_yscale("log")
    ax.set(xlim=(0, len(time)), ylim=(floor * 1.05, 2 * losses.max()))
    ax.set(xlabel="iterations", ylabel="loss of each class")
    return ax


def _rings(turn: Any) -> list[tuple[Any, Any, Any]]:
    zero = np.zeros_like(turn)
    sine, cosine = np.sin(turn), np.cos(turn)
    return [(cosine, sine, zero), (cosine, zero, sine), (zero, cosine, sine)]


def _plain_ticks(ax: Axes, values: Any) -> Axes:
    """Label a logarithmic axis by the values that were measured, as plain numbers."""
    ax.set_xticks(values)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(ScalarFormatter())
        axis.set_minor_formatter(NullFormatter())
    ax.set_yticks([t for t in (50, 100, 200, 500, 1000, 2000) if _inside(t, ax.get_ylim())])
    return ax


def _inside(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]

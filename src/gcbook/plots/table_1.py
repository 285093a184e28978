"""Pictures of Table 1."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from gcbook.experiments import Summary, Table1
from gcbook.plots._style import COLOURS

_LOOK = {"random": ("blue", "o"), "half space": ("orange", "s")}
_TWO_SIDED_95 = 1.96


def draw_table_1(table: Table1, ax: Axes) -> Axes:
    """Draw both columns of Table 1: lines ours, points with bars the paper's.

    The bars are 95 % intervals for the printed means, from their standard deviations over 100 runs.
    """
    for start, (colour, marker) in _LOOK.items():
        cells = list(table.column(start))
        neurons = [cell.neurons for cell in cells]
        ax.plot(
            neurons,
            [cell.iterations.mean for cell in cells],
            color=COLOURS[colour],
            label=f"{start}, ours",
        )
        printed = [(cell.neurons, cell.printed) for cell in cells if cell.printed is not None]
        _errorbar(ax, printed, colour, marker, f"{start}, the paper's")
    return _framed(ax, neurons, 1.2)


def draw_strata(table: Table1, ax: Axes) -> Axes:
    """Draw the random column split by the condition at the start, and with its strata frozen."""
    cells = list(table.column("random"))
    neurons = [cell.neurons for cell in cells]
    looks = ((False, "orange", "s", "without the condition"), (True, "green", "D", "with it"))
    for condition, colour, marker, label in looks:
        strata = [(cell.neurons, cell.stratum(condition)) for cell in cells]
        _errorbar(ax, [s for s in strata if s[1].count >= 10], colour, marker, label)
    ax.plot(
        neurons,
        [c.iterations.mean for c in cells],
        color=COLOURS["blue"],
        label="all runs",
        zorder=1,
    )
    ax.plot(
        neurons,
        [table.frozen_strata(n) for n in neurons],
        color=COLOURS["grey"],
        linestyle="--",
        label="if only the frequency changed",
        zorder=1,
    )
    return _framed(ax, neurons, 1.24)


def draw_shares(tables: Sequence[tuple[str, Table1]], start: str, ax: Axes) -> Axes:
    """Draw the share of iterations made without the condition, one line per table."""
    for (label, table), colour, marker in zip(
        tables, ("blue", "pink", "green"), "osD", strict=False
    ):
        cells = list(table.column(start))
        ax.plot(
            [cell.neurons for cell in cells],
            [100 * cell.share_without_gc for cell in cells],
            f"{marker}-",
            color=COLOURS[colour],
            linewidth=1.4,
            label=label,
        )
    ax.set(xlabel="neurons $2k$", ylabel="iterations without the condition (%)")
    ax.set_ylim(0, auto=True)
    return ax


def _framed(ax: Axes, neurons: Sequence[int], height: float) -> Axes:
    ax.set_xticks(neurons)
    ax.set(xlabel="neurons $2k$", ylabel="iterations to zero loss", ylim=(0, None))
    ax.legend(ncols=2, loc="upper center", bbox_to_anchor=(0.5, height))
    return ax


def _errorbar(
    ax: Axes, points: Sequence[tuple[int, Summary]], colour: str, marker: str, label: str
) -> None:
    ax.errorbar(
        [n for n, _ in points],
        [summary.mean for _, summary in points],
        yerr=[_TWO_SIDED_95 * summary.standard_error for _, summary in points],
        fmt=marker,
        color=COLOURS[colour],
        markersize=5,
        elinewidth=1.4,
        label=label,
    )

"""Pictures for Section 7.3: time and error mass against the number of neurons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import LogFormatter, NullLocator, ScalarFormatter

from gcbook.experiments.rate import Audit
from gcbook.experiments.width import Certain, Margins, Record, Width
from gcbook.plots._style import COLOURS

_MARKS = ("o", "s", "^", "D")
_SIGNS = (
    (">=", "≥"),
    ("<=", "≤"),
    ("sqrt ", "√"),
    ("gamma", "γ"),
    ("kappa", "κ"),
    ("delta", "δ"),
    ("eta", "η"),
    ("phi", "φ"),
)
_COLOURS = tuple(COLOURS[name] for name in ("blue", "green", "orange", "pink"))


def draw_growth_floor(record: Record, run: int, forced: npt.ArrayLike, ax: Axes) -> Axes:
    """Draw the growth of the positive norms per step, and what Theorem 1 guarantees."""
    grown = np.diff(record.positive_norm, axis=0)[:, run]
    steps = np.arange(len(grown))
    ax.semilogy(steps, grown, color=COLOURS["black"], label="measured")
    ax.semilogy(steps, np.asarray(forced), color=COLOURS["green"], label=r"$2vm\eta\gamma_tP_t$")
    ax.set(xlabel="step $t$", ylabel="growth of the norms", xlim=(0, len(grown) - 1))
    ax.legend(fontsize=9)
    return ax


def draw_factors(audit: Audit, ax: Axes) -> Axes:
    """Draw, for each inequality, the factor by which it is loose: from the least to the median."""
    frame = audit.to_frame()
    frame = frame[frame["places"] > 0].iloc[::-1]
    height = np.arange(len(frame))
    low, middle = frame["tightest factor"], frame["median factor"]
    ax.hlines(height, low, middle, color=COLOURS["sky"], linewidth=5)
    ax.plot(low, height, "|", color=COLOURS["black"], markersize=12)
    ax.plot(middle, height, "o", color=COLOURS["blue"])
    ax.axvline(1.0, color=COLOURS["orange"], linewidth=1.2)
    ax.set_yticks(height, [_in_symbols(name) for name in frame["inequality"]], fontsize=9)
    ax.set(xscale="log", xlabel="larger side over smaller side")
    return ax


def _in_symbols(name: str) -> str:
    """Return the name of an inequality with Greek letters and signs in place of words."""
    for word, sign in _SIGNS:
        name = name.replace(word, sign)
    return name


def draw_margins(found: Margins, ax: Axes) -> Axes:
    """Draw how often the condition holds, and how often half the best margin is there."""
    frame = found.to_frame()
    k = frame["k"]
    ax.semilogx(k, frame["Wendel"], color=COLOURS["grey"], linestyle="--", label="Wendel")
    ax.semilogx(k, frame["P(gamma > 0)"], "o", color=_COLOURS[0], label=r"$\gamma>0$")
    good = frame["P(gamma >= k kappa/2)"]
    ax.errorbar(
        k,
        good,
        yerr=np.array([good - frame["99% from"], frame["to"] - good]),  # a list warns at one size
        fmt="s",
        color=_COLOURS[2],
        label=r"$\gamma\geq\frac{1}{2}k\kappa_2$",
    )
    ax.semilogx(
        k,
        frame["E gamma / (k kappa)"],
        "^-",
        color=_COLOURS[1],
        linewidth=1.2,
        label=r"mean of $\gamma/(k\kappa_2)$",
    )
    ax.set(xlabel="neurons $k$", ylabel="share", ylim=(-0.03, 1.05))
    ax.legend(fontsize=9, loc="lower right")
    return ax


def draw_clocks(found: Width, quantity: str, limit: float | None, ax: Axes) -> Axes:
    """Draw eta k T or k Q of each start against k; level lines mean that time is 1/k.

    Parameters
    ----------
    found : Width
    quantity : {"eta k T", "k Q"}
    limit : float, optional
        The limit of small evenly spread starts, a dashed line.
    """
    for start, mark, colour in zip(found.config.starts, _MARKS, _COLOURS, strict=False):
        rows = [cell.row() for cell in found.column(start)]
        rows = [row for row in rows if quantity in row]
        ax.loglog(
            [row["k"] for row in rows],
            [row[quantity] for row in rows],
            f"{mark}-",
            color=colour,
            label=start,
        )
    if limit is not None:
        ax.axhline(limit, color=COLOURS["black"], linestyle="--", linewidth=1)
    ax.set(xlabel="neurons $k$", ylabel=quantity.replace("eta", r"$\eta$"))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.set_xticks(found.config.neurons, [str(k) for k in found.config.neurons])
    ax.yaxis.set_major_formatter(ScalarFormatter())
    ax.yaxis.set_minor_formatter(LogFormatter(minor_thresholds=(2, 0.7)))
    ax.legend(fontsize=9)
    return ax


def draw_limit_race(curves: Sequence[tuple[str, npt.ArrayLike, npt.ArrayLike]], ax: Axes) -> Axes:
    """Draw k T(eps) against the level eps for several widths; the last curve is the limit."""
    for (name, levels, times), colour in zip(
        curves, (*_COLOURS[:3], COLOURS["black"]), strict=False
    ):
        style = "--" if name == "limit" else "-"
        ax.semilogx(np.asarray(levels), np.asarray(times), style, color=colour, label=name)
    ax.invert_xaxis()
    ax.set(xlabel=r"level $\epsilon$", ylabel=r"$k\,T(\epsilon)$")
    ax.legend(fontsize=9)
    return ax


def draw_savings(found: Certain, ax: Axes) -> Axes:
    """Draw mean steps of certain starts as shares of the random start, with 99 % intervals."""
    frame = found.to_frame()
    for kind, mark, colour, shift in (
        ("polygon", "o", _COLOURS[0], -0.06),
        ("antipodal", "s", _COLOURS[1], 0.06),
    ):
        share = []
        for k, random in zip(frame["k"], frame["random"], strict=True):
            share.append([1 - x / random for x in found.saving(int(k), kind)])
        middle, high, low = np.array(share).T
        ax.errorbar(
            np.arange(len(frame)) + shift,
            middle,
            yerr=np.array([middle - low, high - middle]),
            fmt=mark,
            color=colour,
            label=kind,
        )
    ax.axhline(1.0, color=COLOURS["grey"], linestyle="--", linewidth=1)
    ax.set_xticks(np.arange(len(frame)), [str(k) for k in frame["k"]])
    ax.set(xlabel="neurons $k$", ylabel="steps, share of random", ylim=(0, 1.3))
    ax.legend(fontsize=9, loc="lower left")
    return ax

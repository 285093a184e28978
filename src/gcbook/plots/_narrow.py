"""Every wide figure a second time, for a phone: its panels below one another.

A page shrinks a picture to its width, letters included.  So a figure that is wider than a phone is
laid out anew: the same panels, in one column (or two, where they are small pictures), at the same
size of type.  The chapters need not know; the page chooses by its width.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec, GridSpecBase, GridSpecFromSubplotSpec
from matplotlib.ticker import AutoLocator, FixedFormatter, FuncFormatter, MaxNLocator

NARROW = 4.2  # inches; what a phone shows at 115 to 120 %
SMALL = 2.45  # inches; panels up to this width may stand in pairs
LINE = 0.2  # inches; of a legend
OPENING, CLOSING = '<metadata id="narrow"><![CDATA[', "]]></metadata>"

Place = tuple[int, int]


def panels(figure: Figure) -> dict[Place, list[Axes]]:
    """Return the panels of a figure: (row, column) to the axes there, a second scale included."""
    found: dict[Place, list[Axes]] = {}
    for ax in figure.axes:
        spec = ax.get_subplotspec()
        if spec is not None:  # insets and colour bars go where their panel goes
            spec = spec.get_topmost_subplotspec()
            found.setdefault((spec.rowspan.start, spec.colspan.start), []).append(ax)
    return dict(sorted(found.items()))


def _name_shared(axes: list[Axes]) -> None:
    """Write the ticks and labels that the panels of a row or a column had in common."""
    for ax in axes:
        edges: Any  # the side where the numbers stand
        for axis, shared, edges in (
            (ax.xaxis, ax.get_shared_x_axes(), {"labelbottom": True}),
            (ax.yaxis, ax.get_shared_y_axes(), {"labelleft": True}),
        ):
            group = shared.get_siblings(ax)
            if len(group) > 1:
                names = [getattr(one, axis.axis_name + "axis").label.get_text() for one in group]
                axis.set_tick_params(**edges)
                axis.label.set_text(axis.label.get_text() or max(names, key=len))
                axis.label.set_visible(True)


def _in_order(places: dict[Place, list[Axes]]) -> dict[Place, list[Axes]]:
    """Return the panels row by row; column by column where only those share their axis."""
    head = next(iter(places.values()))[0]
    mates = head.get_shared_x_axes().get_siblings(head)
    sharing = {column for (_, column), axes in places.items() if axes[0] in mates}
    if len(mates) > 1 and len(sharing) == 1:
        return dict(sorted(places.items(), key=lambda item: item[0][::-1]))
    return places


def _stack(figure: Figure, places: dict[Place, list[Axes]], grid: GridSpecBase) -> None:
    """Put the panels of several columns below one another."""
    width, height = figure.get_size_inches()
    each = width / grid.ncols
    columns = 2 if each <= SMALL and len(places) % 2 == 0 and len(places) > 2 else 1
    shrunk = min(1.0, NARROW / columns / each)
    ratios: Any = grid.get_height_ratios() or [1] * grid.nrows
    places = _in_order(places)
    tall = [height * shrunk * ratios[row] / sum(ratios) for row, _ in places][::columns]
    stacked = GridSpec(len(tall), columns, figure=figure, height_ratios=tall)
    alone = any(_worded(ax) for axes in places.values() for ax in axes)
    for number, axes in enumerate(places.values()):
        spec = stacked[divmod(number, columns)]
        if alone:  # words at one panel's axis take nothing from the others
            spec = GridSpecFromSubplotSpec(1, 1, spec)[0]
        for ax in axes:
            ax.set_subplotspec(spec)
    _name_shared([axes[0] for axes in places.values()])
    figure.set_size_inches(NARROW, sum(tall))


def _worded(ax: Axes) -> bool:
    """Return whether words stand at the vertical axis, not numbers."""
    return isinstance(ax.yaxis.get_major_formatter(), FixedFormatter | FuncFormatter)


def _lift_legends(figure: Figure) -> None:
    """Put a legend that stands outside its panel above it, a line for each entry."""
    entries = 0
    for ax in figure.axes:
        legend = ax.get_legend()
        if legend is None:
            continue
        anchor = legend.get_bbox_to_anchor().transformed(ax.transAxes.inverted())
        if max(anchor.x1, anchor.y1) < 1.001 and anchor.width > 0:
            continue
        handles, labels = ax.get_legend_handles_labels()
        if not handles:
            handles = [handle for handle in legend.legend_handles if handle is not None]
            labels = [text.get_text() for text in legend.get_texts()]
        ax.legend(handles, labels, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2)
        entries += len(labels)
    figure.set_figheight(figure.get_figheight() + LINE * entries)


def _thin_ticks(figure: Figure) -> None:
    """Let few numbers stand at an axis that matplotlib numbers by itself: long ones would touch."""
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            if isinstance(axis.get_major_locator(), AutoLocator):
                axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))


def narrow(figure: Figure) -> Figure | None:
    """Return a copy of a figure for a narrow page, ``None`` where the figure is narrow already.

    Parameters
    ----------
    figure : matplotlib Figure
        Stays as it is.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> wide = Figure(figsize=(8, 3))
    >>> _ = wide.subplots(1, 2)
    >>> [float(inches) for inches in narrow(wide).get_size_inches()]
    [4.2, 6.0]
    >>> narrow(Figure(figsize=(4, 3))) is None
    True
    """
    width, height = figure.get_size_inches()
    if width <= NARROW * 1.1:
        return None
    copy = deepcopy(figure)
    if copy.canvas.manager is not None:  # a copy that pyplot knows would be shown on its own
        from matplotlib import pyplot

        pyplot.close(copy)
    places = panels(copy)
    if len({column for _, column in places}) > 1:
        spec = next(iter(places.values()))[0].get_subplotspec()
        assert spec is not None  # as `panels` has found
        _stack(copy, places, spec.get_topmost_subplotspec().get_gridspec())
    else:
        copy.set_size_inches(NARROW, height)
    _lift_legends(copy)
    _thin_ticks(copy)
    return copy


def with_narrow(draw: Callable[[Figure], str]) -> Callable[[Figure], str]:
    """Return a printer of figures that hides in each picture the one for a narrow page."""

    def both(figure: Figure, *args: Any, **options: Any) -> str:
        second = narrow(figure)
        wide = draw(figure, *args, **options)
        if second is None or not wide:
            return wide
        head, end, tail = wide.rpartition("</svg>")
        return f"{head}{OPENING}{draw(second)}{CLOSING}{end}{tail}"

    return both

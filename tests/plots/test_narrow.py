"""The pictures for a phone: the same panels, below one another, at a size that can be read."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from gcbook import plots
from gcbook.plots import _narrow


@pytest.fixture(autouse=True)
def _style():
    with mpl.rc_context():
        plots.use_style()
        yield


def svg(figure: Figure) -> str:
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None}, bbox_inches="tight")
    return file.getvalue()


def boxes(figure: Figure) -> list[tuple[float, float]]:
    """Where the panels begin: (from the left, from the bottom), as shares of the figure."""
    figure.draw_without_rendering()
    return [(ax.get_position().x0, ax.get_position().y0) for ax in figure.axes]


def test_panels_side_by_side_come_to_stand_below_one_another():
    wide = Figure(figsize=(9, 3))
    wide.subplots(1, 3)
    narrow = _narrow.narrow(wide)
    assert tuple(narrow.get_size_inches()) == (_narrow.NARROW, 9)
    heights = [bottom for _, bottom in boxes(narrow)]
    assert heights == sorted(heights, reverse=True)
    assert len({round(left, 2) for left, _ in boxes(narrow)}) == 1
    assert len({round(left, 2) for left, _ in boxes(wide)}) == 3, "the figure itself stays"


def test_small_pictures_stand_in_pairs():
    wide = Figure(figsize=(9, 2.6))
    wide.subplots(1, 4)
    places = boxes(_narrow.narrow(wide))
    assert [left < 0.5 for left, _ in places] == [True, False, True, False]
    assert [bottom > 0.5 for _, bottom in places] == [True, True, False, False]


def test_what_panels_had_in_common_is_written_at_each():
    wide = Figure(figsize=(8, 5))
    axes = wide.subplots(2, 2, sharex="col", sharey="row")
    for column in (0, 1):
        axes[1, column].set_xlabel(f"x {column}")
        axes[0, column].set_title(f"title {column}")
    axes[0, 0].set_ylabel("loss")
    drawn = svg(_narrow.narrow(wide))
    assert drawn.count(">loss<") == 2
    assert drawn.count(">x 0<") == drawn.count(">x 1<") == 2
    order = re.findall(r">(title \d|x \d)<", drawn)
    assert order.index("title 1") > order.index("x 0"), "what shares an axis stays together"


def test_a_second_scale_and_a_colour_bar_go_with_their_panel():
    wide = Figure(figsize=(8, 3))
    left, right = wide.subplots(1, 2)
    left.twinx().set_ylabel("second")
    wide.colorbar(right.imshow([[0, 1]]), ax=right)
    narrow = _narrow.narrow(wide)
    first, other, twin, bar = boxes(narrow)
    assert twin == pytest.approx(first)
    assert first[1] > other[1]
    assert bar[0] > other[0]
    assert abs(bar[1] - other[1]) < 0.25


def test_panels_that_stand_below_one_another_only_get_narrow():
    wide = Figure(figsize=(6.4, 5))
    wide.subplots(2, 1, sharex=True)
    assert tuple(_narrow.narrow(wide).get_size_inches()) == (_narrow.NARROW, 5)
    assert _narrow.narrow(Figure(figsize=(_narrow.NARROW, 5))) is None


def test_a_picture_hides_the_narrow_one_and_shows_the_same():
    wide = Figure(figsize=(8, 3))
    wide.subplots(1, 2)[0].set_title("left")
    both = _narrow.with_narrow(svg)(wide)
    head, hidden = both.split(_narrow.OPENING)
    hidden, _, tail = hidden.partition(_narrow.CLOSING)
    assert head + tail == svg(wide)
    assert hidden == svg(_narrow.narrow(wide))
    assert hidden.count(">left<") == 1
    small = Figure(figsize=(3, 3))
    assert _narrow.with_narrow(svg)(small) == svg(small)


def test_words_at_one_panel_take_nothing_from_the_others():
    wide = Figure(figsize=(8, 3), layout="constrained")
    plain, worded = wide.subplots(1, 2)
    plain.plot([0, 1])
    worded.set_yticks([0, 1], ["a long name for a row", "and another of this kind"])
    first, second = boxes(_narrow.narrow(wide))
    assert first[0] < second[0] - 0.1


@pytest.mark.parametrize("anchor", [(1.02, 0.5), (0.5, 1.3)])
def test_a_legend_outside_its_panel_comes_to_stand_above_it(anchor):
    wide = Figure(figsize=(6.4, 3), layout="constrained")
    ax = wide.subplots()
    ax.errorbar([0, 1], [0, 1], yerr=0.1, fmt="o", label="measured, in a long run of words")
    ax.plot([0, 1], label="predicted")
    ax.legend(loc="center left", bbox_to_anchor=anchor)
    narrow = _narrow.narrow(wide)
    narrow.draw_without_rendering()
    panel, legend = narrow.axes[0].get_window_extent(), narrow.axes[0].get_legend()
    assert legend.get_window_extent().y0 >= panel.y1
    assert "predicted" in [text.get_text() for text in legend.get_texts()]
    assert panel.width > 0.8 * _narrow.NARROW * narrow.dpi
    assert ax.get_legend().get_bbox_to_anchor().width == 0, "the figure itself stays"


def test_a_legend_inside_its_panel_stays():
    wide = Figure(figsize=(6.4, 3), layout="constrained")
    ax = wide.subplots()
    ax.plot([0, 1], label="line")
    ax.legend(loc="lower left")
    narrow = _narrow.narrow(wide)
    narrow.draw_without_rendering()
    inside = narrow.axes[0].get_legend().get_window_extent()
    assert inside.y1 < narrow.axes[0].get_window_extent().y1
    assert narrow.get_figheight() == 3

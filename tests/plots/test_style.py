"""The look of the figures."""

from __future__ import annotations

import io
import re

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from gcbook import plots


@pytest.fixture(autouse=True)
def _clean_style():
    with mpl.rc_context():
        plots.use_style()
        yield


def _svg() -> str:
    figure = Figure()
    ax = figure.subplots()
    ax.plot([0, 1], [0, 1])
    ax.set(xlim=(0, 1), title="a title")
    plots.label_lines(ax, ["a line"])
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def test_the_same_figure_is_the_same_file():
    assert _svg() == _svg()


def test_text_stays_text_and_the_background_is_transparent():
    svg = _svg()
    assert ">a title<" in svg
    assert ">a line<" in svg
    patch = re.search(r'<g id="patch_1">.*?</g>', svg, re.DOTALL)
    assert patch is None or "fill: none" in patch.group()


def test_every_colour_of_the_cycle_stands_out_on_white():
    def luminance(colour: str) -> float:
        def linear(c: float) -> float:
            return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

        red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    contrast = {colour: 1.05 / (luminance(colour) + 0.05) for colour in plots.CYCLE}
    assert min(contrast.values()) > 2.2
    assert sorted(contrast.values())[-3] > 3.4  # the first three carry most figures


def test_grids_in_space_are_as_pale_as_in_the_plane():
    """A grid of mplot3d knows no alpha: its colour alone must be pale."""
    import matplotlib as mpl
    from matplotlib.colors import to_rgba
    from matplotlib.figure import Figure

    with mpl.rc_context():
        plots.use_style()
        space = Figure().add_subplot(projection="3d")
        assert min(to_rgba(space.xaxis._axinfo["grid"]["color"])[:3]) > 0.8

"""Figures: counted chapter by chapter, and those of several panels told from the others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from gcbook_book import figures


def picture(height: float, panels: int = 2) -> str:
    parts = "".join(f'<g id="axes_{i}"/>' for i in range(1, panels + 1))
    return f'<svg width="400pt" height="{height}pt" viewBox="0 0 400 {height}">{parts}</svg>'


def test_a_stacked_picture_is_taller_and_a_narrow_one_is_not():
    assert figures.is_stacked(picture(230), picture(450.5))
    assert figures.is_stacked(picture(187.2), picture(349)), "four small ones in pairs"
    assert not figures.is_stacked(picture(260), picture(262))
    assert not figures.is_stacked(picture(260, 1), picture(330, 1)), "its legend stands above it"
    assert not figures.is_stacked("<svg></svg>", "<svg></svg>")


@pytest.mark.book
def test_every_chapter_counts_its_figures_from_one(html: Path):
    for page in html.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        found = re.findall(r'class="caption-number">Figure ([\d.]+) <', text)
        section = re.search(r"<h1>(\d+(?:\.\d+)*) ", text)
        prefix = f"{section[1]}." if section else ""
        assert found == [f"{prefix}{count}" for count in range(1, len(found) + 1)], page.name


HIDING = '<svg><g/><metadata id="narrow"><![CDATA[<svg>\n<a/></svg>]]></metadata></svg>\n'


def test_a_file_is_parted_into_the_picture_for_a_desk_and_the_one_for_a_phone():
    assert figures.parted(HIDING) == ("<svg><g/></svg>\n", "<svg>\n<a/></svg>")
    assert figures.parted("<svg></svg>") == ("<svg></svg>", "")


@pytest.mark.book
def test_every_wide_figure_has_a_picture_for_a_phone(html: Path):
    for page in html.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        for source in re.findall(r'<img\b[^>]*gc-figure[^>]*src="([^"]+\.svg)"', text):
            wide = (html / source).read_text(encoding="utf-8")
            assert "CDATA[<" not in wide, "the second picture is a file of its own"
            second = source.replace(".svg", "-narrow.svg")
            points = float(re.search(r'<svg[^>]*width="([\d.]+)pt"', wide)[1])
            assert points < 350 or f'srcset="{second}"' in text, (page.name, source)
            if f'srcset="{second}"' in text:
                narrow = (html / second).read_text(encoding="utf-8")
                marked = "gc-stacked" in re.search(rf"<img\b[^>]*{re.escape(source)}", text)[0]
                assert marked is figures.is_stacked(wide, narrow), (page.name, source)


@pytest.mark.book
def test_pictures_of_two_panels_are_marked(html: Path):
    text = (html / "synthetic.html").read_text(encoding="utf-8")
    growth = re.search(r'<figure[^>]*id="fig-4-norms">\s*<picture><source[^>]*><img[^>]*>', text)
    assert growth
    assert "gc-stacked" in growth.group()
    table = re.search(r'<figure[^>]*id="fig-table-1">\s*<picture><source[^>]*><img[^>]*>', text)
    assert table
    assert "gc-stacked" not in table.group(), "one panel, whose legend stands above it on a phone"


# The smallest letters of each picture, in pixels of the page as it stands.
LETTERS = """async () => {
  const found = [];
  for (const image of document.querySelectorAll('.bd-article picture > img.gc-figure')) {
    if (!image.complete) { image.loading = 'eager'; await image.decode(); }
    found.push([image.currentSrc, image.getBoundingClientRect().width, image.alt.slice(0, 60)]);
  }
  return found;
}"""
POINTS = re.compile(r'<svg[^>]*viewBox="[\d.]+ [\d.]+ ([\d.]+) [\d.]+"')
SIZE = re.compile(r"font:[^;\"]*?([\d.]+)px|font-size: ?([\d.]+)px")
CHAPTERS = ("condition", "real-data", "synthetic", "width")


def smallest_letters(source: str, width: float) -> float:
    """The size of the smallest label of a picture that is shown so wide."""
    drawing = Path(unquote(urlsplit(source).path)).read_text(encoding="utf-8")
    text = re.findall(r"<text\b[^>]*>", drawing)  # indices of formulas are in spans
    sizes = [float(one or other) for tag in text for one, other in SIZE.findall(tag)]
    return min(sizes, default=99.0) * width / float(POINTS.search(drawing)[1])


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.parametrize("name", CHAPTERS)
def test_figures_are_stacked_on_a_phone_and_can_be_read(browser: Any, html: Path, name: str):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    try:
        page.goto(f"{html.as_uri()}/{name}.html")
        phone = page.evaluate(LETTERS)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.wait_for_timeout(150)
        desk = page.evaluate(LETTERS)
    finally:
        page.close()
    assert phone
    for (source, width, what), (wide, room, _) in zip(phone, desk, strict=True):
        assert source.endswith("-narrow.svg"), what
        assert not wide.endswith("-narrow.svg"), what
        assert smallest_letters(source, width) >= 9, what
        assert smallest_letters(wide, room) >= 9, what

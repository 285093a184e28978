"""Figures: counted chapter by chapter, and those of several panels told from the others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gcbook_book import figures

PANEL = '<g id="axes_{n}">\n   <g id="patch_2">\n    <path d="M {x} 100 \nL {right} 100"/></g></g>'


def drawing(*plates: tuple[float, float]) -> str:
    """A picture with axes from left to right."""
    axes = [PANEL.format(n=n, x=x, right=right) for n, (x, right) in enumerate(plates, 1)]
    return f"<svg>{''.join(axes)}</svg>"


def test_panels_stand_side_by_side_only_if_they_begin_at_different_places():
    assert figures.side_by_side(drawing((48.3, 231.1), (279.2, 462.0)))
    assert not figures.side_by_side(drawing((48.3, 231.1)))
    assert not figures.side_by_side(drawing((48.3, 231.1), (48.3, 231.1))), "a second scale"
    assert not figures.side_by_side(drawing((48.3, 231.1), (240.0, 250.0))), "a colour bar"
    assert not figures.side_by_side("<svg></svg>")


@pytest.mark.book
def test_every_chapter_counts_its_figures_from_one(html: Path):
    for page in html.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        found = re.findall(r'class="caption-number">Figure ([\d.]+) <', text)
        section = re.search(r"<h1>(\d+(?:\.\d+)*) ", text)
        prefix = f"{section[1]}." if section else ""
        assert found == [f"{prefix}{count}" for count in range(1, len(found) + 1)], page.name


@pytest.mark.book
def test_pictures_of_two_panels_are_marked(html: Path):
    text = (html / "synthetic.html").read_text(encoding="utf-8")
    growth = re.search(r'<figure[^>]*id="fig-4-norms">\s*<img[^>]*>', text)
    assert growth
    assert "gc-panels" in growth.group()

"""The typeface of the icons: only what is drawn, and all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from gcbook_book import icons


def test_signs_are_those_of_the_named_icons_and_of_rules_without_a_name():
    style = (
        '.fa-sun{--fa:"\\f185"}.fa-bus:before,.fa-tram:before{content:"\\f207"}'
        'details summary:after{content:"\\f106"}'
    )
    assert signs_of(style, "fa-sun") == ["f106", "f185"]
    assert signs_of(style, "fa-tram") == ["f106", "f207"]
    assert signs_of(style) == ["f106"]


def test_the_style_keeps_the_icons_that_are_drawn_and_every_other_rule():
    style = (
        '.fa-bus:before,.fa-tram:before{content:"\\f207"}.fa-sun:before{content:"\\f185"}'
        '.fa-spin{animation:2s}details summary:after{content:"\\f106"}'
    )
    assert icons.without(style, ["fa-bus", "fa-sun"]) == style
    lean = icons.without(style, ["fa-tram"])
    assert lean == style.replace('.fa-sun:before{content:"\\f185"}', "")


def signs_of(style: str, *names: str) -> list[str]:
    return sorted(f"{point:x}" for point in icons.signs(style, names))


@pytest.mark.book
def test_every_icon_of_a_page_is_in_the_typeface(html: Path):
    fonts = html / icons.FONTS
    assert not list(fonts.glob("fa-solid*.ttf"))
    known = set(icons.TTFont(fonts / f"{icons.SOLID}.woff").getBestCmap())
    style = (html / "_static" / "styles" / "pydata-sphinx-theme.css").read_text(encoding="utf-8")
    for page in html.glob("*.html"):
        names = set(icons.NAME.findall(page.read_text(encoding="utf-8")))
        missing = icons.signs(style, names) - icons.signs(style, ()) - known
        assert not missing, f"{page.name}: {[hex(point) for point in missing]}"
    assert (fonts / f"{icons.SOLID}.woff").stat().st_size < 12_000

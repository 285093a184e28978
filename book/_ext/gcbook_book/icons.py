"""The icon font with the signs that the book draws, and no others.

The theme brings a typeface of two thousand icons, 150 KB that every page would load for a dozen of
them.  After the pages are written their icons are known; the rest goes, of the typeface and of the
style that names it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FONTS = "_static/vendor/fontawesome/webfonts"
SOLID = "fa-solid-900"
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
ICON = re.compile(r'((?:\.fa-[a-z0-9-]+::?before,?)+)\{content:"[^"{}]*";?\}')
SIGN = re.compile(r'"\\(f[0-9a-f]{3})"|"([\ue000-\uf8ff])"')
NAME = re.compile(r"\bfa-[a-z0-9-]+")
SOURCES = re.compile(r"url\(([^()]*?" + SOLID + r")\.woff2\)[^;}]*")


def signs(style: str, names: Iterable[str]) -> set[int]:
    r"""Return the code points a style sheet draws for the named icons and by its other rules.

    >>> sorted(map(hex, signs(r'.fa-sun{--fa:"\f185"} .fa-bus{--fa:"\f207"}', ["fa-sun"])))
    ['0xf185']
    """
    wanted, found = set(names), set()
    for selector, body in RULE.findall(style):
        named = set(NAME.findall(selector))
        if named and not named & wanted:
            continue
        found |= {int(code, 16) if code else ord(sign) for code, sign in SIGN.findall(body)}
    return found


def without(style: str, names: Iterable[str]) -> str:
    r"""Return a style sheet without the signs of icons that are not among the named.

    >>> without(r'.fa-sun:before{content:"\f185"}.fa-bus:before{content:"\f207"}p{}', ["fa-sun"])
    '.fa-sun:before{content:"\\f185"}p{}'
    """
    wanted = set(names)

    def keep(rule: re.Match[str]) -> str:
        return rule.group() if set(NAME.findall(rule[1])) & wanted else ""

    return ICON.sub(keep, style)


def reduced(font: Path, points: set[int]) -> TTFont:
    """Return a typeface with the given code points only."""
    options = Options()
    options.layout_features = []
    options.notdef_outline = True
    options.hinting = False
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table it prunes
    subset = Subsetter(options)
    subset.populate(unicodes=sorted(points))
    typeface = TTFont(font, recalcTimestamp=False)
    subset.subset(typeface)
    typeface.flavor = "woff"
    return typeface


def reduce(app: Sphinx, error: Exception | None) -> None:
    """Replace the typeface of the icons, and the addresses under which the style asks for it."""
    site = Path(app.outdir)
    full = site / FONTS / f"{SOLID}.ttf"
    if error is not None or app.builder.format != "html" or not full.exists():
        return
    texts = [*site.glob("*.html"), *site.glob("_static/*.js"), *site.glob("_static/scripts/*.js")]
    names = {name for path in texts for name in NAME.findall(path.read_text(encoding="utf-8"))}
    styles = {path: path.read_text(encoding="utf-8") for path in site.glob("_static/**/*.css")}
    points = set().union(*(signs(text, names) for text in styles.values()))
    reduced(full, points).save(site / FONTS / f"{SOLID}.woff")
    for path, text in styles.items():
        lean = SOURCES.sub(r'url(\1.woff) format("woff")', without(text, names))
        if lean != text:
            path.write_text(lean, encoding="utf-8")
    for kind in ("ttf", "woff2"):
        (site / FONTS / f"{SOLID}.{kind}").unlink(missing_ok=True)


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("build-finished", reduce, priority=900)

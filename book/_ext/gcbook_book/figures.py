"""Figures: counted chapter by chapter, and drawn twice, for a desk and for a phone.

"Figure 6.1.3" is the third of Section 6.1; chapters without a number count from 1.  On a phone a
wide picture could not be read: there a second one is shown, with its panels below one another.
Paper shows the wide one.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

SECTION = re.compile(r"^(\d+(?:\.\d+)*)\s")
PICTURE = re.compile(r'<img\b[^>]*?class="(?P<classes>[^"]*\bgc-figure\b[^"]*)"[^>]*>')
SOURCE = re.compile(r'src="([^"]+\.svg)"')
HIDDEN = re.compile(r'<metadata id="narrow"><!\[CDATA\[(.*?)\]\]></metadata>', re.S)
PHONE = "screen and (max-width: 699px)"
HEIGHT = re.compile(r'<svg\b[^>]*?\bheight="([\d.]+)pt"')


def numbered(section: str, count: int) -> tuple[str, ...]:
    """Return the number of the ``count``-th figure of a section.

    >>> numbered("6.1", 3), numbered("", 3)
    (('6.1', '3'), ('3',))
    """
    return (section, str(count)) if section else (str(count),)


def count_by_chapter(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Count the figures of every chapter from 1; Sphinx counts them through the book."""
    for page, kinds in env.toc_fignumbers.items():
        title = SECTION.match(env.titles[page].astext())
        order = sorted(kinds.get("figure", {}).items(), key=lambda item: item[1])
        kinds["figure"] = {
            name: numbered(title[1] if title else "", count)
            for count, (name, _) in enumerate(order, 1)
        }
    return []


def parted(svg: str) -> tuple[str, str]:
    """Return the picture for a wide page and the one for a phone that it hides, ``""`` if none.

    `gcbook.plots` draws both where the build asks it to.
    """
    hidden = HIDDEN.search(svg)
    return (svg[: hidden.start()] + svg[hidden.end() :], hidden[1]) if hidden else (svg, "")


def is_stacked(wide: str, narrow: str) -> bool:
    """Whether panels that stand side by side in one picture stand below one another in the other.

    That makes it taller. A picture of one column only gets narrower, and one of a single panel is
    taller at most by its legend.

    >>> is_stacked('<svg height="200pt"><g id="axes_2"/></svg>', '<svg height="390pt"></svg>')
    True
    """
    heights = [HEIGHT.search(picture) for picture in (wide, narrow)]
    before, after = (float(one[1]) if one else 0.0 for one in heights)
    return 'id="axes_2"' in wide and after > 1.15 * before


def phone_file(picture: Path) -> Path:
    """Return where a picture's second, narrow one is kept."""
    return picture.with_name(f"{picture.stem}-narrow.svg")


@cache
def _part(picture: Path) -> tuple[bool, bool]:
    """Part a file into two; tell whether there are two, and whether the second is stacked."""
    second = phone_file(picture)
    wide, narrow = parted(picture.read_text(encoding="utf-8"))
    if narrow:
        picture.write_text(wide, encoding="utf-8")
        second.write_text(narrow, encoding="utf-8")
    if not second.exists():
        return False, False
    return True, is_stacked(wide, second.read_text(encoding="utf-8"))


def offer_both(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Offer, for each figure of one page, the picture for a phone beside the one for a desk."""
    known = {name: Path(app.srcdir, source) for source, name in app.builder.images.items()}

    def both(picture: re.Match[str]) -> str:
        source = SOURCE.search(picture.group())
        name = Path(source[1]).name if source else ""
        path = known.get(name)
        if source is None or path is None or not path.is_file():
            return picture.group()
        narrow, stacked = _part(path)
        if not narrow:
            return picture.group()
        second = phone_file(path)
        app.builder.images[str(second)] = second.name
        marked = f"{picture['classes']} gc-stacked" if stacked else picture["classes"]
        image = picture.group().replace(f'class="{picture["classes"]}"', f'class="{marked}"')
        address = source[1].replace(name, second.name)
        return f'<picture><source media="{PHONE}" srcset="{address}">{image}</picture>'

    if "body" in context:
        context["body"] = PICTURE.sub(both, context["body"])


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("env-get-updated", count_by_chapter, priority=900)  # after Sphinx has counted
    app.connect("html-page-context", offer_both)

"""Figures: counted chapter by chapter, and marked where two panels stand side by side.

"Figure 6.1.3" is the third of Section 6.1; chapters without a number count from 1.  A picture of
several panels would be unreadable on a phone: it keeps its size there and scrolls.
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
PLATE = re.compile(
    r'<g id="axes_\d+">\s*<g id="patch_\d+">\s*'
    r'<path d="M (?P<left>[\d.]+) [\d.]+\s*L (?P<right>[\d.]+)'
)


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


def side_by_side(svg: str) -> bool:
    """Whether a picture has two panels or more in one row.

    Axes over one another (a second scale) or narrow ones (a colour bar) are no panel of their own.
    """
    plates = {(float(one["left"]), float(one["right"])) for one in PLATE.finditer(svg)}
    widest = max((right - left for left, right in plates), default=0.0)
    panels = {round(left) for left, right in plates if right - left > widest / 4}
    return len(panels) > 1


@cache
def _panels(picture: Path) -> bool:
    return side_by_side(picture.read_text(encoding="utf-8"))


def mark_panels(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Mark the pictures of one page that have several panels."""
    known = {name: Path(app.srcdir, source) for source, name in app.builder.images.items()}

    def mark(picture: re.Match[str]) -> str:
        source = SOURCE.search(picture.group())
        name = Path(source[1]).name if source else ""
        path = known.get(name)
        if path is None or not path.is_file() or not _panels(path):
            return picture.group()
        classes = picture["classes"]
        return picture.group().replace(f'class="{classes}"', f'class="{classes} gc-panels"')

    if "body" in context:
        context["body"] = PICTURE.sub(mark, context["body"])


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("env-get-updated", count_by_chapter, priority=900)  # after Sphinx has counted
    app.connect("html-page-context", mark_panels)

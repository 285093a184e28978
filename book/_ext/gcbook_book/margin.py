"""The claims of a page with their verdicts, in the margin; folded under the title on a phone."""

from __future__ import annotations

import re
from html import escape

from gcbook_book.boxes import Statement, under_title

CONTENTS = re.compile(r'<nav id="pst-page-toc-nav".*?</nav>', re.S)
KEYS = '<button type="button" class="gc-keys-button" hidden>Keys</button>'


def entries(shown: list[Statement]) -> str:
    """Return the list itself."""
    lines = [
        f'<li><a href="#{one.place}" title="{escape(one.title)}">{escape(one.name)}</a> '
        f"{one.badge}</li>"
        for one in shown
    ]
    return f'<ol class="gc-claims">{"".join(lines)}</ol>'


def beside(shown: list[Statement]) -> str:
    """Return the list for the margin, under the contents of the page."""
    return (
        '<div class="gc-claims-beside">'
        f'<div class="onthispage" id="gc-claims-title">Claims of this page {KEYS}</div>'
        f'<nav aria-labelledby="gc-claims-title">{entries(shown)}</nav></div>'
    )


def folded(shown: list[Statement]) -> str:
    """Return the list for a page without a margin."""
    return (
        '<details class="gc-aid gc-claims-folded">'
        f"<summary>Claims of this page ({len(shown)})</summary>{entries(shown)}</details>"
    )


def with_claims(text: str, shown: list[Statement]) -> str:
    """Return a page with the claims it makes, beside it and under its title."""
    if not shown:
        return text
    text = CONTENTS.sub(lambda contents: contents.group() + beside(shown), text, count=1)
    return under_title(text, folded(shown))

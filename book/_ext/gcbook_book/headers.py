"""One header row for a table whose index has a name.

pandas writes the name of an index on a line of its own, under the names of the columns; the rest
of that line is empty.  Here the name stands above its own column, where a reader looks for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

HEAD = re.compile(r"<thead>.*?</thead>", re.S)
ROW = re.compile(r"<tr\b[^>]*>.*?</tr>", re.S)
CELL = re.compile(r"<t(?:h|d)\b[^>]*>.*?</t(?:h|d)>", re.S)
TAG = re.compile(r"<[^>]*>")
SPANS = re.compile(r'\b(?:col|row)span="(?!1")')


def words(cell: str) -> str:
    """Return what one reads in a cell."""
    return TAG.sub("", cell).replace("&nbsp;", " ").strip()


def index_row(head: str) -> tuple[str, list[str]] | None:
    """Return the last row of a header and its cells, if it only names the index."""
    rows = ROW.findall(head)
    if len(rows) < 2 or SPANS.search(rows[-1]) or SPANS.search(rows[-2]):
        return None
    above, below = ([*CELL.finditer(row)] for row in rows[-2:])
    named = [cell.group() for cell in below if words(cell.group())]
    leading = [cell.group() for cell in below[: len(named)]]
    if not named or len(above) != len(below) or leading != named:
        return None
    return rows[-1], named


def joined(above: str, below: str) -> str:
    """Return the header of an index: its name, and that of the columns where they have one."""
    over, name = words(above), words(below)
    if not over:
        return f"<th>{name}</th>"
    return f"<th>{name}, {over}</th>" if over != name else f"<th>{name}</th>"


def merged(head: str) -> str:
    """Return a header whose index names stand in the row of the columns' names.

    >>> merged("<thead><tr><th></th><th>a</th></tr><tr><th>k</th><th></th></tr></thead>")
    '<thead><tr><th>k</th><th>a</th></tr></thead>'
    """
    found = index_row(head)
    if found is None:
        return head
    last, named = found
    start = head.rindex(last)
    head = head[:start].rstrip() + head[start + len(last) :]
    row = ROW.findall(head)[-1]
    names = iter(named)

    def put(cell: re.Match[str]) -> str:
        name = next(names, None)
        return cell.group() if name is None else joined(cell.group(), name)

    at = head.rindex(row)
    return head[:at] + CELL.sub(put, row) + head[at + len(row) :]


def merge(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Merge the headers of one page."""
    if "body" in context:
        context["body"] = HEAD.sub(lambda head: merged(head.group()), context["body"])


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("html-page-context", merge)

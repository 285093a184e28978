"""The stylesheet and the script of everything in this room, to be put on a page once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

PARTS = ("ledger", "graph")


@cache
def assets() -> str:
    """Return the stylesheet and the script as HTML.

    A chapter displays this once and then as many tables, graphs and lists as it likes; a second
    copy on the same page changes nothing.

    Examples
    --------
    >>> assets().count("<style>"), assets().count("<script>")
    (1, 1)
    """
    folder = files("gcbook.audit") / "static"
    style, script = (
        "".join((folder / f"{name}.{kind}").read_text(encoding="utf-8") for name in PARTS)
        for kind in ("css", "js")
    )
    return f"<style>\n{style}</style>\n<script>\n{script}</script>\n"

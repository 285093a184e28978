"""Under each statement: the function that computes it, the statement before it and the next.

And the way back: the entry of the function in the reference names the statements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from gcbook_book.boxes import BOX, Statement, named_by


def link(one: Statement, page: str, words: str) -> str:
    """Return a link to a statement, within its page or from another."""
    start = "" if one.page == page else f"{one.page}.html"
    return f'<a href="{start}#{one.place}">{words}</a>'


def function(name: str, where: Mapping[str, str]) -> str:
    """Return a link to a function's entry in the reference, by the name one calls it."""
    call = name.removeprefix("gcbook.").rsplit("companions.", 1)[-1]
    return (
        f'<a class="gc-api reference internal" href="{where[name]}.html#{name}">'
        f"<code>{escape(call)}</code></a>"
    )


def foot(one: Statement, chain: list[Statement], code: list[str]) -> str:
    """Return the line under one box; ``code`` are links to functions."""
    at = chain.index(one)
    before = chain[at - 1] if at else None
    after = chain[at + 1] if at + 1 < len(chain) else None
    ways = [
        link(other, one.page, f"{arrow[0]}{escape(other.name)}{arrow[1]}").replace(
            "<a ", f'<a class="gc-step" rel="{rel}" ', 1
        )
        for other, rel, arrow in (
            (before, "prev", ("←&nbsp;", "")),
            (after, "next", ("", "&nbsp;→")),
        )
        if other is not None
    ]
    computes = f'<span class="gc-computed">Computed by {", ".join(code)}</span>' if code else ""
    steps = f'<span class="gc-steps">{" ".join(ways)}</span>'
    return f'\n<div class="gc-foot">{computes}{steps}</div>'


def with_feet(
    text: str,
    page: list[Statement],
    chain: list[Statement],
    table: Mapping[str, list[str]],
    where: Mapping[str, str],
) -> str:
    """Return a page with a line under each of its statements."""
    known = {one.claim: one for one in page if one.boxed}

    def add(box: re.Match[str]) -> str:
        one = known.get(box["id"])
        if one is None:
            return box.group()
        code = [function(name, where) for name in table.get(one.claim, []) if name in where]
        return box.group() + foot(one, chain, code)

    return BOX.sub(add, text)


def with_statements(text: str, chain: list[Statement], table: Mapping[str, list[str]]) -> str:
    """Return a page of the reference whose entries name the statements that they compute."""
    known = {one.claim: one for one in chain}
    for name, claims in named_by(table):
        links = [
            link(one, "", escape(one.name)).replace("<a ", '<a class="reference internal" ', 1)
            for one in (known[claim] for claim in claims if claim in known)
        ]
        entry = re.compile(
            rf'<dt class="[^"]*" id="{re.escape(name)}">.*?</dt>\s*<dd>.*?</p>', re.S
        )
        words = f'<p class="gc-computes">Computes: {", ".join(links)}</p>'
        if links:
            text = entry.sub(lambda start, words=words: start.group() + words, text, count=1)
    return text

"""What rests on what, as a picture: SVG whose nodes are links, in columns by chapter.

The picture stands by itself, in print and where no script runs.  ``graph.js`` makes it answer:
everything that it needs stands in the attributes of the nodes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from gcbook.audit.page.graph_layout import (
    cuts,
    gist,
    lines,
    ordered,
    short_number,
    width,
)
from gcbook.audit.page.words import blocks, inline, plain

Row = Mapping[str, Any]
Words = Mapping[str, str]

SIGNS = {
    "holds": "✓",
    "holds after repair": "✎",
    "false as printed": "✗",
    "unproved": "?",
    "unsupported": "≈",
}
# One outline for each verdict, about the origin: what a colour says, a shape says too.
SHAPES = {
    "holds": "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
    "holds after repair": "M-5-7.5h10a2.5 2.5 0 0 1 2.5 2.5v10a2.5 2.5 0 0 1-2.5 2.5h-10"
    "a2.5 2.5 0 0 1-2.5-2.5v-10a2.5 2.5 0 0 1 2.5-2.5z",
    "false as printed": "M0-10L10 0L0 10L-10 0z",
    "unproved": "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
    "unsupported": "M-4.6-8h9.2L9.2 0L4.6 8h-9.2L-9.2 0z",
}
COLUMNS = 3
PITCH = 250  # from one column to the next
PLATE = 220  # the width of a chapter; the rest is room for the edges
TEXT = 30  # where the words of a claim begin, right of its sign
SIZE, SMALL = 13, 10.5  # the words, and the number before them
LINE = 15
HEAD, FOOT, GAP = 30, 7, 12  # above the claims of a chapter, below them, below the chapter

_ASIDE = re.compile(r" \([^()]*\)$")  # what a title says in brackets is said beside the picture


@dataclass(frozen=True)
class Node:
    """A claim in the picture: its row of the run, its label in lines, and where it belongs."""

    row: Row
    number: str
    title: tuple[str, ...]
    chapter: str
    paper: str
    stated: str

    @property
    def height(self) -> int:
        """What it takes in its column."""
        return LINE * len(self.title) + 7


@dataclass(frozen=True)
class Chapter:
    """A chapter in the picture: its name in lines, and its claims in order."""

    name: tuple[str, ...]
    nodes: tuple[Node, ...]

    @property
    def head(self) -> int:
        """What its name takes."""
        return HEAD + 18 * (len(self.name) - 1)

    @property
    def height(self) -> int:
        """What it takes in its column, without the gap below."""
        return self.head + sum(one.height for one in self.nodes) + FOOT


def graph_svg(
    run: Mapping[str, Any],
    links: Words | None = None,
    chapters: Words | None = None,
    papers: Words | None = None,
) -> str:
    """Return the graph of what rests on what, as HTML that holds one SVG.

    Parameters
    ----------
    run : mapping
        From `LedgerRun.to_dict`.
    links : mapping of str to str, optional
        Where the book states each claim; a node itself links to the claim's row.
    chapters, papers : mapping of str to str, optional
        The chapter and the paper of each claim, in words; by default the section, and nothing.

    Examples
    --------
    >>> import gcbook
    >>> run = gcbook.ledger().select("asm-1").run().to_dict()
    >>> graph_svg(run).count("class='gc-claim")
    1
    """
    parts = _chapters(run, links or {}, chapters or {}, papers or {})
    heights = [one.height + GAP for one in parts]
    starts = {n: cuts(heights, n) for n in range(1, COLUMNS + 2)} if parts else {COLUMNS: [0]}
    spots = _spots(parts, starts[COLUMNS])
    places = dict(_places(parts, spots))
    plates = "".join(map(_plate, parts, spots))
    edges = "".join(
        _edge(places, used, node.row["id"])
        for one in parts
        for node in one.nodes
        for used in node.row["depends"]
        if used in places
    )
    nodes = "".join(_node(node, *places[node.row["id"]]) for one in parts for node in one.nodes)
    tall = max((y + one.height for one, (_, y) in zip(parts, spots, strict=True)), default=0)
    across = PITCH * COLUMNS
    return (
        f"<div class='gc-graph' data-cuts='{json.dumps(list(starts.values()))}'>{_legend()}"
        f"<svg viewBox='0 0 {across} {tall + 2}' width='{across}' height='{tall + 2}' "
        "role='graphics-document' aria-label='What rests on what: every claim is a link to its "
        "row, which lists the same in words' xmlns='http://www.w3.org/2000/svg'>"
        f"<g class='gc-edges'>{edges}</g>{plates}{nodes}</svg></div>"
    )


def path(start: tuple[float, float], end: tuple[float, float], room: float) -> str:
    """Return the curve from the place of a claim to that of one that rests on it.

    Within a column it bends into the room left of it, the farther the longer it is; to another
    column it leaves on the right and arrives on the left.  ``graph.js`` draws the same.

    Examples
    --------
    >>> path((30, 20), (280, 100), 30)
    'M250 20C274 20 256 100 280 100'
    """
    (x0, y0), (x1, y1) = start, end
    if x0 == x1:
        bend = min(1.3 * room - 4, 8 + 0.06 * (y1 - y0))
        return f"M{x0} {y0}C{x0 - bend:g} {y0} {x1 - bend:g} {y1} {x1} {y1}"
    right = x0 + PLATE
    bend = max(0.8 * room, 0.3 * (x1 - right))
    return f"M{right} {y0}C{right + bend:g} {y0} {x1 - bend:g} {y1} {x1} {y1}"


def _chapters(
    run: Mapping[str, Any], links: Words, chapters: Words, papers: Words
) -> list[Chapter]:
    rows = {row["id"]: row for row in run["rows"]}
    uses = {name: [one for one in row["depends"] if one in rows] for name, row in rows.items()}
    home = {name: chapters.get(name) or row["section"] for name, row in rows.items()}
    linked: dict[str, set[str]] = {}
    for name in rows:
        linked.setdefault(home[name], set()).update(home[one] for one in uses[name])
    return [
        Chapter(
            tuple(lines(plain(chapter), (PLATE - 20) / 14.5)),
            tuple(
                _as_node(rows[name], chapter, papers.get(name, ""), links.get(name, ""))
                for name in ordered([one for one in rows if home[one] == chapter], uses)
            ),
        )
        for chapter in ordered(linked, linked)
    ]


def _as_node(row: Row, chapter: str, paper: str, stated: str) -> Node:
    number = short_number(plain(row["number"]))
    room = (PLATE - TEXT - 8) / SIZE
    indent = width(number) * 1.1 * SMALL / SIZE + 0.5 if number else 0
    title = tuple(lines(_ASIDE.sub("", plain(row["title"])), room, indent))
    return Node(row, number, title, chapter, paper, stated)


def _spots(parts: list[Chapter], starts: list[int]) -> list[tuple[int, int]]:
    """Return the corner of every chapter."""
    spots, x, y = [], 0, 0
    for place, one in enumerate(parts):
        if place in starts:
            x, y = PITCH * (starts.index(place) + 1) - PLATE, 1
        spots.append((x, y))
        y += one.height + GAP
    return spots


def _places(
    parts: list[Chapter], spots: list[tuple[int, int]]
) -> list[tuple[str, tuple[int, int]]]:
    """Return the place of every claim: the left end of its first line."""
    places = []
    for one, (x, y) in zip(parts, spots, strict=True):
        y += one.head
        for node in one.nodes:
            places.append((node.row["id"], (x, y + 12)))
            y += node.height
    return places


def _plate(one: Chapter, spot: tuple[int, int]) -> str:
    x, y = spot
    name = "".join(
        f"<tspan x='12' y='{20 + 18 * i}'>{escape(line)}</tspan>" for i, line in enumerate(one.name)
    )
    return (
        f"<g class='gc-chapter' transform='translate({x} {y})' data-head='{one.head}'>"
        f"<rect width='{PLATE}' height='{one.height}' rx='6'/><text>{name}</text></g>"
    )


def _edge(places: Mapping[str, tuple[int, int]], used: str, user: str) -> str:
    curve = path(places[used], places[user], PITCH - PLATE)
    return f"<path data-from='{escape(used)}' data-to='{escape(user)}' d='{curve}'/>"


def _node(node: Node, x: int, y: int) -> str:
    row = node.row
    verdict = row["verdict"]
    name = f"{plain(row['number'])}, {plain(row['title'])}"
    data = {
        "id": row["id"],
        "name": node.number or plain(row["title"]),
        "verdict": verdict,
        "paper": node.paper,
        "chapter": node.chapter,
        "height": node.height,
        "title": f"<b>{inline(row['number'])}</b> {inline(row['title'])}",
        "says": blocks(gist(row["statement"])),
        "mended": blocks(gist(row["repair"])),
        "stated": node.stated,
    }
    kept = " ".join(f'data-{key}="{escape(str(value))}"' for key, value in data.items() if value)
    kind = f"gc-is-{verdict.replace(' ', '-')}" + (" gc-ours" if row["origin"] == "ours" else "")
    return (
        f"<a class='gc-claim {kind}' href='#{escape(row['id'])}' "
        f"transform='translate({x} {y})' aria-label=\"{escape(f'{name}: {verdict}')}\" {kept}>"
        f"<rect class='gc-row' x='3' y='-12' width='{PLATE - 6}' height='{node.height}' rx='4'/>"
        f"<g transform='translate(15 0)' aria-hidden='true'>{_mark(verdict)}</g>{_label(node)}</a>"
    )


def _label(node: Node) -> str:
    parts = [f"<tspan class='gc-number'>{escape(node.number)}</tspan>"] if node.number else []
    for i, line in enumerate(node.title):
        at = f" x='{TEXT}' y='{4.5 + LINE * i:g}'" if i else ""
        parts.append(f"<tspan{at}>{escape(line)}</tspan>")
    return f"<text x='{TEXT}' y='4.5'>{' '.join(parts)}</text>"


def _mark(verdict: str) -> str:
    return (
        f"<path class='gc-mark' d='{SHAPES[verdict]}'/>"
        f"<text class='gc-sign' y='4' text-anchor='middle'>{SIGNS[verdict]}</text>"
    )


def _legend() -> str:
    items = "".join(
        f"<li class='gc-is-{verdict.replace(' ', '-')}' data-verdict='{verdict}'>"
        "<svg viewBox='-11 -11 22 22' width='20' height='20' aria-hidden='true'>"
        f"{_mark(verdict)}</svg> {verdict}</li>"
        for verdict in SIGNS
    )
    return f"<ul class='gc-graph-legend'>{items}<li><i>in italics</i> ours</li></ul>"

"""What rests on what, as a picture: SVG whose nodes are links, laid out in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from gcbook.audit.page.words import plain

Row = Mapping[str, Any]
Links = Mapping[str, str]

SIGNS = {
    "holds": "✓",
    "holds after repair": "✎",
    "false as printed": "✗",
    "unproved": "?",
    "unsupported": "≈",
}
NODE_WIDTH = 162
COLUMN = 192
LINE = 34


def graph_svg(run: Mapping[str, Any], links: Links | None = None) -> str:
    """Return the dependency graph as SVG: a claim stands to the right of everything it uses.

    Every node is a link to the statement (or to its row), carries the sign of its verdict and a
    title that says it in words; frames differ too.

    Examples
    --------
    >>> import gcbook
    >>> run = gcbook.ledger().select("asm-1").run().to_dict()
    >>> graph_svg(run).count("<rect")
    1
    """
    rows = {row["id"]: row for row in run["rows"]}
    uses = {name: [one for one in row["depends"] if one in rows] for name, row in rows.items()}
    places = layout(uses)
    width = 10 + COLUMN * (1 + max((x for x, _ in places.values()), default=0))
    height = 20 + LINE * (1 + max((y for _, y in places.values()), default=0))
    centre = {name: (20 + COLUMN * x, 24 + LINE * y) for name, (x, y) in places.items()}
    edges = "".join(
        _edge(centre[other], centre[name]) for name, others in uses.items() for other in others
    )
    nodes = "".join(_node(rows[name], *centre[name], links or {}) for name in rows)
    return (
        "<div class='gc-graph' tabindex='0' role='region' aria-label='Dependency graph; "
        f"the same dependencies are listed in the table'>"
        f"<svg viewBox='0 0 {width} {height:.0f}' width='{width}' height='{height:.0f}' "
        f"role='graphics-document' xmlns='http://www.w3.org/2000/svg'>"
        f"<title>Which claim uses which</title>{edges}{nodes}</svg></div>"
    )


def layout(uses: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, float]]:
    """Place each name: the column is its longest chain of uses, rows follow what it uses.

    Examples
    --------
    >>> layout({"a": [], "b": ["a"], "c": ["a", "b"]})
    {'a': (0, 0.0), 'b': (1, 0.0), 'c': (2, 0.0)}
    """

    @cache
    def column(name: str) -> int:
        return 1 + max((column(other) for other in uses[name]), default=-1)

    members: dict[int, list[str]] = {}
    for name in uses:
        members.setdefault(column(name), []).append(name)
    tallest = max(map(len, members.values()), default=0)
    places: dict[str, tuple[int, float]] = {}
    for x, names in sorted(members.items()):
        if x:
            names.sort(key=lambda name: sum(places[o][1] for o in uses[name]) / len(uses[name]))
        gap = tallest / len(names)
        places |= {name: (x, gap * (y + 0.5) - 0.5) for y, name in enumerate(names)}
    return places


def _edge(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x0, y0), (x1, y1) = start, end
    x0 += NODE_WIDTH
    bend = (x1 - x0) / 2
    return (
        f"<path class='gc-edge' d='M{x0:.0f} {y0:.0f}C{x0 + bend:.0f} {y0:.0f} "
        f"{x1 - bend:.0f} {y1:.0f} {x1:.0f} {y1:.0f}'/>"
    )


def _node(row: Row, x: float, y: float, links: Links) -> str:
    verdict = row["verdict"]
    kind = verdict.replace(" ", "-")
    target = links.get(row["id"], f"#{row['id']}")
    words = escape(f"{plain(row['number'])}, {plain(row['title'])}: {verdict}")
    shown = f"{SIGNS[verdict]} {escape(row['id'])}"
    return (
        f"<a href='{escape(target)}' aria-label='{shown}: {words}'>"
        f"<g class='gc-node gc-node-{kind}'><title>{words}</title>"
        f"<rect x='{x:.0f}' y='{y - 13:.0f}' width='{NODE_WIDTH}' height='26'/>"
        f"<text x='{x + 8:.0f}' y='{y + 4.5:.1f}'>{shown}</text>"
        f"</g></a>"
    )

"""The ledger and the errata as HTML, from one run of the ledger; no drawing library is needed.

Everything here is text: a table that a small script sorts, and a dependency graph in SVG whose
nodes are links.  A verdict is always a word and a sign, never a colour alone.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from gcbook.audit.run import SCHEMA_VERSION

Row = Mapping[str, Any]

SIGNS = {
    "holds": "✓",
    "holds after repair": "✎",
    "false as printed": "✗",
    "unproved": "?",
    "unsupported": "≈",
}
ROLES = {
    "supports": "supports the claim",
    "refutes": "refutes it as printed",
    "repairs": "supports the repair",
    "weighs": "weighs the paper's evidence",
}


def load_run(path: str | os.PathLike[str] | None = None) -> dict[str, Any]:
    """Return a run of the ledger as plain data.

    Parameters
    ----------
    path : path, optional
        A file that ``gcbook claims --json`` wrote.  Without one, the file named in the environment
        variable ``GCBOOK_LEDGER`` is read if it exists, and otherwise the ledger is run.

    Raises
    ------
    ValueError
        If the file is not a run of this version of the ledger.
    """
    chosen = path or os.environ.get("GCBOOK_LEDGER")
    if chosen is None or (path is None and not Path(chosen).exists()):
        from gcbook.claims import run_ledger

        return run_ledger().to_dict()
    run = json.loads(Path(chosen).read_text(encoding="utf-8"))
    if not isinstance(run, dict) or run.get("version") != SCHEMA_VERSION:
        raise ValueError(f"path must name a run of version {SCHEMA_VERSION}; got {chosen!s}")
    return run


def book_links(folder: str | os.PathLike[str]) -> dict[str, str]:
    """Return where the book states each claim: ``{"lem-5.2": "condition.html#lem-5.2", ...}``.

    A claim that has a label links to its statement, one that has only a badge to the page.

    Parameters
    ----------
    folder : path
        The folder of the chapters.
    """
    labels: dict[str, str] = {}
    badges: dict[str, str] = {}
    for page in sorted(Path(folder).glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r"^:label: (\S+)$", text, re.MULTILINE):
            labels.setdefault(match[1], f"{page.stem}.html#{match[1]}")
        for match in re.finditer(r"\{verdict\}`([^`<>]+)`", text):
            badges.setdefault(match[1], f"{page.stem}.html")
    return badges | {name: link for name, link in labels.items() if name in badges}


def ledger_html(run: Mapping[str, Any], links: Mapping[str, str] | None = None) -> str:
    """Return the sortable table of all claims; each row has the claim's id and opens its checks.

    Parameters
    ----------
    run : mapping
        From `load_run`, or `LedgerRun.to_dict`.
    links : mapping of str to str, optional
        Where each claim is stated, from `book_links`.

    Examples
    --------
    >>> from gcbook.claims import run_ledger
    >>> from gcbook.claims.report import ledger_html
    >>> 'id="asm-1"' in ledger_html(run_ledger(["asm-1"]).to_dict())
    True
    """
    heads = ("Claim", "Section", "Verdict", "Checks", "Seconds")
    head = "".join(
        f'<th scope="col" aria-sort="none"><button type="button">{name}</button></th>'
        for name in heads
    )
    body = "".join(
        _table_row(place, row, links or {}) for place, row in enumerate(run["rows"], start=1)
    )
    return (
        f"{_STYLE}<table class='gc-ledger'><caption>Every claim of the paper. The headings sort; "
        f"a row opens to its checks.</caption><thead><tr>{head}</tr></thead>"
        f"{body}</table>{_SCRIPT}"
    )


def _table_row(place: int, row: Row, links: Mapping[str, str]) -> str:
    checks = row["checks"]
    sound = sum(one["passed"] and one["twin_rejected"] for one in checks)
    name = f"<b>{_text(row['number'])}</b> {_text(row['title'])}"
    link = links.get(row["id"])
    stated = f'<a href="{escape(link)}">{name}</a>' if link else name
    seconds = sum(one["seconds"] for one in checks)
    return (
        f'<tbody id="{escape(row["id"])}"><tr><td data-key="{place}">{stated}</td>'
        f"<td>{escape(row['section'])}</td>"
        f"<td>{badge(row['verdict'])}</td>"
        f'<td data-key="{len(checks)}">{sound} of {len(checks)} sound</td>'
        f'<td data-key="{seconds}">{seconds:.2f}</td></tr>'
        f'<tr><td colspan="5">{_details(row)}</td></tr></tbody>'
    )


def badge(verdict: str) -> str:
    """Return a verdict as the badge that the chapters use."""
    kind = "gc-" + verdict.replace(" ", "-")
    return f'<span class="gc-verdict {kind}"><span>{escape(verdict)}</span></span>'


def _details(row: Row) -> str:
    parts = [f"<p>{_text(row['statement'])}</p>"]
    if row["repair"]:
        parts.append(f"<p><i>Mended.</i> {_text(row['repair'])}</p>")
    if row["proof"]:
        steps = "".join(
            f"<li>{_text(step['text'])} <small>({step['status']}"
            + (f": {escape(step['check'])}" if step["check"] else "")
            + ")</small></li>"
            for step in row["proof"]
        )
        parts.append(f"<p><i>Proof, step by step.</i></p><ol>{steps}</ol>")
    if row["depends"]:
        used = ", ".join(f'<a href="#{escape(d)}">{escape(d)}</a>' for d in row["depends"])
        parts.append(f"<p><i>Uses</i> {used}.</p>")
    parts.append("<ul>" + "".join(map(_check, row["checks"])) + "</ul>")
    return (
        f"<details><summary>statement and checks</summary>"
        f'<div class="tex2jax_process mathjax_process">{"".join(parts)}</div></details>'
    )


def _check(one: Row) -> str:
    good = one["passed"] and one["twin_rejected"]
    sign = "✓ sound" if good else "✗ not sound"
    facts = [
        ("shows", one["covers"]),
        ("does not show", one["omits"]),
        ("computed", f"{one['computed']} (expected {one['expected']}) {one['detail']}"),
        ("twin", f"{one['twin_says']}: {'rejected' if one['twin_rejected'] else 'NOT rejected'}"),
        ("tolerance", one["tolerance"]),
        ("false alarm", one["false_alarm"]),
        ("seed", one["seed"]),
        ("source", f"src/gcbook/{one['source']}, line {one['line']}"),
    ]
    listed = "".join(
        f"<dt>{name}</dt><dd>{escape(str(value))}</dd>"
        for name, value in facts
        if value is not None
    )
    role = "a slip of the pen" if one["slip"] else ROLES[one["role"]]
    title = f"{sign}: {escape(one['name'])} ({one['method']}; {role})"
    return f'<li class="tex2jax_ignore mathjax_ignore">{title}<dl>{listed}</dl></li>'


def graph_svg(run: Mapping[str, Any], links: Mapping[str, str] | None = None) -> str:
    """Return the dependency graph as SVG: a claim stands to the right of everything it uses.

    Every node is a link to the statement (or to its row), carries the sign of its verdict and a
    title that says it in words; frames differ too.

    Examples
    --------
    >>> from gcbook.claims import run_ledger
    >>> from gcbook.claims.report import graph_svg
    >>> graph_svg(run_ledger(["asm-1"]).to_dict()).count("<rect")
    1
    """
    rows = {row["id"]: row for row in run["rows"]}
    places = _places({name: _known(row, rows) for name, row in rows.items()})
    width = 10 + 192 * (1 + max(x for x, _ in places.values()))
    height = 20 + 34 * (1 + max(y for _, y in places.values()))
    centre = {name: (20 + 192 * x, 24 + 34 * y) for name, (x, y) in places.items()}
    edges = "".join(
        _edge(centre[other], centre[name])
        for name, row in rows.items()
        for other in _known(row, rows)
    )
    nodes = "".join(_node(rows[name], *centre[name], links or {}) for name in rows)
    return (
        f"{_STYLE}<div class='gc-graph' tabindex='0' role='region' aria-label='Dependency graph; "
        f"the same dependencies are listed in the table'>"
        f"<svg viewBox='0 0 {width} {height}' width='{width}' height='{height:.0f}' "
        f"role='graphics-document' xmlns='http://www.w3.org/2000/svg'>"
        f"<title>Which claim uses which</title>{edges}{nodes}</svg></div>"
    )


def _known(row: Row, rows: Mapping[str, Row]) -> list[str]:
    return [name for name in row["depends"] if name in rows]


def _places(uses: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, float]]:
    """Place each claim: the column is its longest chain of dependencies, rows follow its uses."""
    column: dict[str, int] = {}

    def depth(name: str) -> int:
        if name not in column:
            column[name] = 1 + max((depth(other) for other in uses[name]), default=-1)
        return column[name]

    for name in uses:
        depth(name)
    tallest = max(list(column.values()).count(x) for x in set(column.values()))
    places: dict[str, tuple[int, float]] = {}
    for x in range(1 + max(column.values())):
        members = [name for name in uses if column[name] == x]
        if x:
            members.sort(
                key=lambda name: sum(places[other][1] for other in uses[name]) / len(uses[name])
            )
        gap = tallest / len(members)
        for y, name in enumerate(members):
            places[name] = (x, gap * (y + 0.5) - 0.5)
    return places


def _edge(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x0, y0), (x1, y1) = start, end
    x0 += 162
    bend = (x1 - x0) / 2
    return (
        f"<path class='gc-edge' d='M{x0:.0f} {y0:.0f}C{x0 + bend:.0f} {y0:.0f} "
        f"{x1 - bend:.0f} {y1:.0f} {x1:.0f} {y1:.0f}'/>"
    )


def _node(row: Row, x: float, y: float, links: Mapping[str, str]) -> str:
    verdict = row["verdict"]
    kind = verdict.replace(" ", "-")
    target = links.get(row["id"], f"#{row['id']}")
    words = escape(f"{_plain(row['number'])}, {_plain(row['title'])}: {verdict}")
    shown = f"{SIGNS[verdict]} {escape(row['id'])}"
    return (
        f"<a href='{escape(target)}' aria-label='{shown}: {words}'>"
        f"<g class='gc-node gc-node-{kind}'><title>{words}</title>"
        f"<rect x='{x:.0f}' y='{y - 13:.0f}' width='162' height='26'/>"
        f"<text x='{x + 8:.0f}' y='{y + 4.5:.1f}'>{shown}</text>"
        f"</g></a>"
    )


def errata_html(
    run: Mapping[str, Any], entries: Sequence[Any], links: Mapping[str, str] | None = None
) -> str:
    """Return the errata as a list: printed form, mended form, why, and the check that shows it.

    Parameters
    ----------
    run : mapping
        From `load_run`.
    entries : sequence of Erratum
        From `gcbook.claims.errata`.
    links : mapping of str to str, optional
        From `book_links`.
    """
    rows = {row["id"]: row for row in run["rows"]}
    items = "".join(_erratum(one, rows[one.claim], links or {}) for one in entries)
    return f'{_STYLE}<div class="gc-errata tex2jax_process mathjax_process">{items}</div>'


def _erratum(one: Any, row: Row, links: Mapping[str, str]) -> str:
    found = next(check for check in row["checks"] if check["name"] == one.check)
    good = found["passed"] and found["twin_rejected"]
    stated = links.get(one.claim)
    where = f'<a href="{escape(stated)}">{_text(one.where)}</a>' if stated else _text(one.where)
    return (
        f'<section id="{escape(one.id)}"><h3>{escape(one.id)}. {where} '
        f"<small>{escape(one.nature)}</small></h3><dl>"
        f"<dt>printed</dt><dd>{_text(one.printed)}</dd>"
        f"<dt>mended</dt><dd>{_text(one.mended)}</dd>"
        f"<dt>why</dt><dd>{_text(one.why)}</dd>"
        f'<dt>check</dt><dd><a href="ledger.html#{escape(one.claim)}">{escape(one.check)}</a> '
        f"({found['method']}), {'sound' if good else 'NOT sound'} in this build</dd></dl></section>"
    )


def _text(value: str) -> str:
    r"""Return text as HTML, with $...$ as inline and $$...$$ as displayed mathematics."""
    parts = re.split(r"(\$\$.+?\$\$|\$[^$]+\$)", value, flags=re.DOTALL)
    return "".join(_maths(part) if part.startswith("$") else escape(part) for part in parts)


def _maths(part: str) -> str:
    if part.startswith("$$"):
        return f'<div class="math notranslate nohighlight">\\[{escape(part[2:-2])}\\]</div>'
    return f'<span class="math notranslate nohighlight">\\({escape(part[1:-1])}\\)</span>'


def _plain(value: str) -> str:
    return value.replace("$", "")


_STYLE = """<style>
.gc-ledger{width:100%;border-collapse:collapse;font-size:.95em}
.gc-ledger caption{text-align:left;caption-side:top}
.gc-ledger th button{all:unset;cursor:pointer;font-weight:600}
.gc-ledger th button:focus-visible{outline:2px solid currentColor}
.gc-ledger th[aria-sort=ascending] button::after{content:" ▲"}
.gc-ledger th[aria-sort=descending] button::after{content:" ▼"}
.gc-ledger td{vertical-align:top;padding:.3em .6em;text-align:left}
.gc-ledger tbody{border-top:1px solid var(--pst-color-border,#ccc)}
.gc-ledger td[colspan]{padding-top:0}
.gc-ledger td:nth-child(n+3){white-space:nowrap}
.gc-ledger tbody:target{outline:2px solid var(--gc-rule,#0b5487)}
.gc-ledger summary{font-size:.9em;color:var(--pst-color-text-muted,#555)}
.gc-ledger dl,.gc-errata dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em .9em;
margin:.3em 0 .8em}
.gc-ledger dt,.gc-errata dt{font-weight:400;font-style:italic}
.gc-ledger dd,.gc-errata dd{margin:0;overflow-wrap:anywhere}
.gc-errata h3 small{font-weight:400;margin-left:.5em;color:var(--pst-color-text-muted,#555)}
.gc-graph{overflow-x:auto}
.gc-graph svg{max-width:none;height:auto;background:none}
.gc-edge{fill:none;stroke:var(--pst-color-text-muted,#777);stroke-width:1;opacity:.45}
.gc-node rect{rx:13;stroke-width:1.5;fill:var(--gc-holds-tint,#e6f3ea);
stroke:var(--gc-holds,#14633f)}
.gc-node text{font:13px system-ui,sans-serif;fill:var(--gc-holds,#14633f)}
.gc-node-holds-after-repair rect{rx:3;fill:var(--gc-repaired-tint,#fbf1d6);
stroke:var(--gc-repaired,#6b4a00)}
.gc-node-holds-after-repair text{fill:var(--gc-repaired,#6b4a00)}
.gc-node-false-as-printed rect{rx:0;stroke-width:3;fill:var(--gc-false-tint,#fbe7e3);
stroke:var(--gc-false,#9a2013)}
.gc-node-false-as-printed text{fill:var(--gc-false,#9a2013)}
.gc-node-unproved rect{rx:3;stroke-dasharray:6 3;fill:var(--gc-open-tint,#ececf8);
stroke:var(--gc-open,#4a4f8f)}
.gc-node-unproved text{fill:var(--gc-open,#4a4f8f)}
.gc-node-unsupported rect{rx:3;stroke-dasharray:2 3;fill:var(--gc-unsupported-tint,#f8e8f2);
stroke:var(--gc-unsupported,#7a3462)}
.gc-node-unsupported text{fill:var(--gc-unsupported,#7a3462)}
.gc-graph a:focus-visible rect{stroke-width:4}
</style>"""

_SCRIPT = """<script>
(() => {
  const table = document.currentScript.previousElementSibling;
  const key = (body, i) => {
    const cell = body.rows[0].cells[i];
    return cell.dataset.key ?? cell.textContent.trim();
  };
  const heads = table.querySelectorAll("th button");
  heads.forEach((button, i) => button.addEventListener("click", () => {
    const head = button.parentElement, up = head.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("th").forEach((th) => th.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const rows = [...table.tBodies];
    rows.sort((a, b) => key(a, i).localeCompare(key(b, i), "en", {numeric: true}) * (up ? 1 : -1));
    table.append(...rows);
  }));
  const open = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && table.contains(row)) row.querySelector("details").open = true;
  };
  addEventListener("hashchange", open);
  open();
})();
</script>"""

"""The ledger as a table that sorts: one row per claim, which opens to its checks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from gcbook.audit.page.words import blocks, inline

Row = Mapping[str, Any]
Links = Mapping[str, str]

ROLES = {
    "supports": "supports the claim",
    "refutes": "refutes it as printed",
    "repairs": "supports the repair",
    "weighs": "weighs the paper's evidence",
}
REACH = {"proved": "all cases", "instance": "an instance"}
STRENGTH = {
    "proved": "proved",
    "argued": "argued, with checks",
    "instance": "instances",
    "counterexample": "a counterexample",
    "": "",
}
HEADS = ("Claim", "Section", "Verdict", "Checks", "Seconds")


def ledger_html(run: Mapping[str, Any], links: Links | None = None) -> str:
    """Return the sortable table of all claims; each row has the claim's id and opens its checks.

    Parameters
    ----------
    run : mapping
        From `LedgerRun.to_dict`.
    links : mapping of str to str, optional
        Where each claim is stated.

    Examples
    --------
    >>> import gcbook
    >>> run = gcbook.ledger().select("asm-1").run().to_dict()
    >>> 'id="asm-1"' in ledger_html(run)
    True
    """
    head = "".join(
        f'<th scope="col" aria-sort="none"><button type="button">{name}</button></th>'
        for name in HEADS
    )
    body = "".join(
        _table_row(place, row, links or {}) for place, row in enumerate(run["rows"], start=1)
    )
    return (
        "<table class='gc-ledger'><caption>Every claim. The headings sort; a row opens to its "
        f"checks.</caption><thead><tr>{head}</tr></thead>{body}</table>"
    )


def badge(verdict: str) -> str:
    """Return a verdict as the badge that the chapters use."""
    kind = "gc-" + verdict.replace(" ", "-")
    return f'<span class="gc-verdict {kind}"><span>{escape(verdict)}</span></span>'


def details(row: Row) -> str:
    """Return the statement of a row, its repair, its proof, what it uses, and its checks."""
    parts = [blocks(row["statement"])]
    if row["repair"]:
        title = "What is true instead." if row["negated"] else "Mended."
        parts.append(f"<p><i>{title}</i></p>{blocks(row['repair'])}")
    if row["proof"]:
        parts.append(
            f"<p><i>Proof, step by step.</i></p><ol>{''.join(map(_step, row['proof']))}</ol>"
        )
    if row["depends"]:
        used = ", ".join(f'<a href="#{escape(d)}">{escape(d)}</a>' for d in row["depends"])
        parts.append(f"<p><i>Uses</i> {used}.</p>")
    if row["same_as"]:
        other = escape(row["same_as"])
        parts.append(f'<p><i>Says the same as</i> <a href="#{other}">{other}</a>.</p>')
    if row["checks"]:
        parts.append("<ul>" + "".join(map(_check, row["checks"])) + "</ul>")
    return f'<div class="tex2jax_process mathjax_process">{"".join(parts)}</div>'


def _table_row(place: int, row: Row, links: Links) -> str:
    checks = row["checks"]
    sound = sum(one["passed"] and one["twin_rejected"] for one in checks)
    name = f"<b>{inline(row['number'])}</b> {inline(row['title'])}"
    link = links.get(row["id"])
    stated = f'<a href="{escape(link)}">{name}</a>' if link else name
    if row["origin"] == "ours":
        stated += " <small>(ours)</small>"
    seconds = sum(one["seconds"] for one in checks)
    return (
        f'<tbody id="{escape(row["id"])}"><tr><td data-key="{place}">{stated}</td>'
        f"<td>{escape(row['section'])}</td>"
        f'<td data-key="{escape(row["verdict"])}">{_judged(row)}</td>'
        f'<td data-key="{len(checks)}">{sound} of {len(checks)} sound</td>'
        f'<td data-key="{seconds}">{seconds:.2f}</td></tr>'
        f'<tr><td colspan="{len(HEADS)}"><details><summary>statement and checks</summary>'
        f"{details(row)}</details></td></tr></tbody>"
    )


def _judged(row: Row) -> str:
    rests_on = STRENGTH[row["strength"]]
    return badge(row["verdict"]) + (f"<br><small>{rests_on}</small>" if rests_on else "")


def _step(step: Row) -> str:
    status, name = step.get("status", ""), step["check"]
    said = [status] if status else []
    if name:
        said.append(f"instance: {escape(name)}" if status == "argued" else escape(name))
    mark = f" <small>({'; '.join(said)})</small>" if said else ""
    return f"<li>{inline(step['text'])}{mark}</li>"


def _check(one: Row) -> str:
    kind = f"{one['method']}, {REACH[one['reach']]}"
    role = "a slip of the pen" if one["slip"] else ROLES[one["role"]]
    name = f"<code>{escape(one['name'])}</code> ({kind}; {role})"
    if "passed" in one:
        good = one["passed"] and one["twin_rejected"]
        name = f"{'✓ sound' if good else '✗ not sound'}: {name}"
    listed = "".join(
        f"<dt>{name}</dt><dd>{escape(str(value))}</dd>"
        for name, value in _facts(one)
        if value is not None
    )
    return f'<li class="tex2jax_ignore mathjax_ignore">{name}<dl>{listed}</dl></li>'


def _facts(one: Row) -> list[tuple[str, Any]]:
    computed, twin = None, one["twin_says"]
    if "passed" in one:
        computed = f"{one['computed']} (expected {one['expected']}) {one['detail']}"
        twin += f": {'rejected' if one['twin_rejected'] else 'NOT rejected'}"
    return [
        ("shows", one["covers"]),
        ("does not show", one["omits"]),
        ("computed", computed),
        ("twin", twin),
        ("tolerance", one["tolerance"]),
        ("false alarm", one["false_alarm"]),
        ("seed", one["seed"]),
        ("source", f"src/gcbook/{one['source']}, line {one['line']}"),
    ]

"""The errata as a list: printed form, mended form, why, and the check that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from gcbook.audit.errata import Erratum
from gcbook.audit.page.words import blocks, inline

ORDER = {"error": 0, "gap": 1, "slip": 2}


def errata_html(
    run: Mapping[str, Any], entries: Sequence[Erratum], links: Mapping[str, str] | None = None
) -> str:
    """Return the errata in the order given, with a button that puts errors first.

    Parameters
    ----------
    run : mapping
        From `LedgerRun.to_dict`.
    entries : sequence of Erratum
    links : mapping of str to str, optional
        Where each claim is stated.
    """
    rows = {row["id"]: row for row in run["rows"]}
    items = "".join(
        _entry(place, one, rows[one.claim], links or {}) for place, one in enumerate(entries)
    )
    return (
        '<div class="gc-errata tex2jax_process mathjax_process">'
        '<p class="gc-order"><button type="button" aria-pressed="false">errors first</button></p>'
        f"{items}</div>"
    )


def _entry(place: int, one: Erratum, row: Mapping[str, Any], links: Mapping[str, str]) -> str:
    found = next(check for check in row["checks"] if check["name"] == one.check)
    good = found["passed"] and found["twin_rejected"]
    stated = links.get(one.claim)
    where = f'<a href="{escape(stated)}">{inline(one.where)}</a>' if stated else inline(one.where)
    kind = one.group if one.group == one.nature else f"{one.group}: {one.nature}"
    return (
        f'<section id="{escape(one.id)}" data-place="{place}" data-group="{ORDER[one.group]}">'
        f"<h3>{escape(one.id)}. {where} <small>{kind}</small></h3><dl>"
        f"<dt>printed</dt><dd>{blocks(one.printed)}</dd>"
        f"<dt>mended</dt><dd>{blocks(one.mended)}</dd>"
        f"<dt>why</dt><dd>{blocks(one.why)}</dd>"
        f'<dt>check</dt><dd><a href="ledger.html#{escape(one.claim)}">{escape(one.check)}</a> '
        f"({found['method']}), {'sound' if good else 'NOT sound'} in this build</dd></dl></section>"
    )

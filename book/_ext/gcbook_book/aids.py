"""The reading aids, written into the finished pages: claims, steps, code, symbols, citation.

They need all pages at once (a statement's neighbour may stand in the next chapter), and so come
after the last page is written and before the previews are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from gcbook_book import boxes, cite, feet, margin, symbols

if TYPE_CHECKING:
    from sphinx.application import Sphinx

REFERENCE = ("api", "api-companions")
ENTRY = re.compile(r'<dt class="[^"]*" id="(gcbook\.[\w.]+)">')


def contents(toc: Path) -> list[str]:
    """Return the pages of the book in their order."""
    tree = yaml.safe_load(toc.read_text(encoding="utf-8"))
    files = [chapter["file"] for part in tree.get("parts", []) for chapter in part["chapters"]]
    return [str(tree["root"]), *map(str, files)]


def rows(ledger: Path) -> dict[str, dict[str, Any]]:
    """Return the rows of a run of the ledger by their ids, none where there is no run."""
    if not ledger.exists():
        return {}
    run = json.loads(ledger.read_text(encoding="utf-8"))
    return {row["id"]: row for row in (run["rows"] if isinstance(run, dict) else run)}


def with_aids(texts: Mapping[str, str], claims: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the pages with their aids; ``texts`` are all pages in the order of the book."""
    shown = {page: boxes.statements(page, text, claims) for page, text in texts.items()}
    chain = [one for page in shown.values() for one in page if one.boxed]
    where = {name: page for page in REFERENCE for name in ENTRY.findall(texts.get(page, ""))}
    table = boxes.computed()
    listed = symbols.entries(texts["notation"]) if "notation" in texts else {}
    used = {page: symbols.used(text) for page, text in texts.items()}
    for page, text in texts.items():
        text = boxes.with_places(text, shown[page])
        text = feet.with_feet(text, shown[page], chain, table, where)
        if page in REFERENCE:
            text = feet.with_statements(text, chain, table)
        text = symbols.with_symbols(text, page, listed, used[page])
        yield margin.with_claims(text, shown[page])


def renew(site: Path, order: list[str], claims: dict[str, dict[str, Any]], citation: str) -> None:
    """Write the aids into the pages of a site."""
    paths = [site / f"{page}.html" for page in order]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths if path.exists()}
    for page, text in zip(texts, with_aids(texts, claims), strict=True):
        cited = cite.with_citation(text, page, citation)
        (site / f"{page}.html").write_text(cited, encoding="utf-8")


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the aids into the pages of the book."""
    if error is not None or app.builder.name != "html":
        return
    site = Path(app.outdir)
    toc = Path(app.config.external_toc_path)
    citation = cite.known(toc.parent / "CITATION.cff")
    shown = cite.words(citation, app.config.html_baseurl) if citation else ""
    renew(site, contents(toc), rows(site.parent / "ledger.json"), shown)


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("build-finished", write, priority=700)

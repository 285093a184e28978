"""How to cite this book and the paper: written from ``CITATION.cff`` into every page.

A button in the header opens it; the first page shows it as well, for a browser without scripts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import yaml

HEADER = '<div class="article-header-buttons">'
BUTTON = (
    '<a class="btn btn-sm gc-cite-button" href="index.html#cite" title="How to cite" '
    'aria-label="How to cite"><i class="fas fa-quote-left"></i></a>'
)
ENDING = re.compile(r"</section>(?=(?:(?!</section>).)*</article>)", re.S)
DIALOG = (
    '<dialog class="gc-dialog gc-cite" aria-labelledby="gc-cite-title">'
    '<h2 id="gc-cite-title">How to cite</h2>{words}'
    '<form method="dialog"><button>Close</button></form></dialog>\n'
)
SECTION = '<section id="cite"><h2>How to cite</h2>{words}</section>\n'


def known(citation: Path) -> dict[str, Any]:
    """Return what the citation file says, nothing where there is none."""
    if not citation.exists():
        return {}
    found: dict[str, Any] = yaml.safe_load(citation.read_text(encoding="utf-8"))
    return found


def authors(entry: Mapping[str, Any]) -> str:
    """Return the authors as BibTeX names them; a group is one name, in braces.

    >>> authors({"authors": [{"family-names": "Long", "given-names": "Ziang"}, {"name": "We"}]})
    'Long, Ziang and {We}'
    """
    return " and ".join(
        f"{{{one['name']}}}" if "name" in one else f"{one['family-names']}, {one['given-names']}"
        for one in entry["authors"]
    )


def bibtex(kind: str, key: str, fields: Mapping[str, Any]) -> str:
    """Return one entry in BibTeX, without the fields that are not known."""
    known = {name: str(value).replace("&", r"\&") for name, value in fields.items() if value}
    lines = [f"  {name} = {{{value}}}" for name, value in known.items()]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def of_book(citation: Mapping[str, Any], home: str = "") -> str:
    """Return the entry of this book; ``home`` is the address of a published copy."""
    fields = {
        "author": authors(citation),
        "title": f"{{{citation['title']}}}",
        "year": str(citation["date-released"])[:4],
        "note": f"Version {citation['version']}",
        "url": home or citation.get("url") or citation.get("repository-code"),
    }
    return bibtex("misc", "gcbook", fields)


def of_paper(paper: Mapping[str, Any]) -> str:
    """Return the entry of the paper."""
    fields = {
        "author": authors(paper),
        "title": f"{{{paper['title']}}}",
        "journal": paper["journal"],
        "volume": paper["volume"],
        "number": paper["issue"],
        "pages": f"{paper['start']}--{paper['end']}",
        "year": paper["year"],
        "doi": paper["doi"],
    }
    first = paper["authors"][0]["family-names"].lower()
    return bibtex("article", f"{first}{paper['year']}", fields)


def words(citation: Mapping[str, Any], home: str = "") -> str:
    """Return what is shown: a sentence, and an entry to copy for the paper and for the book."""
    entries = {"This edition": of_book(citation, home)}
    papers = citation.get("references", [])
    if papers:
        entries = {"The paper": of_paper(papers[0])} | entries
    shown = "".join(
        f'<div class="gc-entry"><p><strong>{title}</strong> '
        f'<button type="button" class="gc-copy" hidden aria-label="Copy: {title.lower()}">Copy'
        f"</button></p><pre>{escape(text, quote=False)}</pre></div>"
        for title, text in entries.items()
    )
    return f"<p>{escape(citation['message'])}</p>{shown}"


def with_citation(text: str, page: str, shown: str) -> str:
    """Return a page with the button and what it opens; the first page shows it at its end."""
    if not shown or HEADER not in text:
        return text
    text = text.replace(HEADER, HEADER + BUTTON, 1)
    if page == "index":
        text = ENDING.sub(lambda _: SECTION.format(words=shown) + "</section>", text, count=1)
    head, end, tail = text.rpartition("</body>")
    return f"{head}{DIALOG.format(words=shown)}{end}{tail}"

"""What a reference leads to, shown in place: written into each page when the book is built.

A page from disk may not read its neighbours, so each carries the statements, formulas, figures,
citations, rows of the ledger and names of the package that it refers to, as one JSON object from
the link's address to what is shown.  ``previews.js`` shows it; without scripts links are links.
"""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from sphinx.application import Sphinx

WITHOUT = {"ledger", "genindex", "search", "404", "prf-prf", "api"}  # they show it all already
LINKS = ".bd-article a.reference[href*='#'], .bd-article a.gc-api[href*='#']"
PLACE = '<script type="application/json" id="gc-previews">{}</script>\n</body>'
LONGEST = 6000  # characters; longer statements are read on their own page


def bare(tag: Tag) -> Tag:
    """Return a copy that can stand beside the original: no ids, no links, nothing to operate."""
    found = copy.copy(tag)
    for one in found.select("a.headerlink, button, script, style, noscript, .gc-foot"):
        one.decompose()
    for one in [found, *found.find_all(True)]:
        for name in ("id", "aria-labelledby", "tabindex"):
            one.attrs.pop(name, None)
        if one.name == "a":
            one.name = "span"
            one.attrs = {"class": one.get("class", [])} if one.get("class") else {}
    return found


def statement(box: Tag) -> str:
    """Return a statement's box; of one that is mended, the mended words."""
    found = bare(box)
    cards = found.select(".sd-card")
    if len(cards) > 1:
        title, body = found.select_one(".admonition-title"), cards[-1].select_one(".sd-card-body")
        return f"{title}{body.decode_contents() if body else ''}"
    return found.decode_contents()


def row(body: Tag) -> str:
    """Return a claim's row in the ledger: its name, its verdict, its checks."""
    name, _, verdict, checks, *_ = (bare(cell) for cell in body.select("tr")[0].select("td"))
    return (
        f"<p>{name.decode_contents()}</p><p>{verdict.decode_contents()}</p>"
        f"<p>{checks.decode_contents()}</p>"
    )


def signature(term: Tag) -> str:
    """Return a name of the package with the first sentence of its documentation."""
    words = term.find_next_sibling("dd")
    first = words.find("p") if words else None
    return f"<p><code>{bare(term).get_text()}</code></p>{bare(first) if first else ''}"


def is_formula(tag: Tag) -> bool:
    """Whether an element is a formula on lines of its own."""
    return bool({"math", "gc-tagged"} & set(tag.get("class") or []))


def passage(target: Tag) -> str:
    """Return a paragraph, or a formula that has a label, and the formula that follows it."""
    lines = [target] if target.name == "p" or is_formula(target) else []
    follower = target.find_next_sibling() if lines else target.find_next(("p", "div"))
    if follower is not None and (not lines or is_formula(follower)):
        lines.append(follower)
    return "".join(str(bare(line)) for line in lines)


def shown(target: Tag) -> str:
    """Return what is shown of the place a link leads to, nothing of a whole section."""
    classes = target.get("class") or []
    if "proof" in classes:
        text = statement(target)
    elif target.name == "tbody":
        text = row(target)
    elif target.name == "dt":
        text = signature(target)
    elif target.name in {"figure", "tr"} or {"citation", "exercise"} & set(classes):
        text = bare(target).decode_contents()
    elif target.name == "section" or target.name.startswith("h"):
        return ""
    else:
        text = passage(target)
    return text if len(text) <= LONGEST else ""


def previews(site: Path) -> dict[str, dict[str, str]]:
    """Return, for every page of a site, what its references show."""

    @cache
    def page(name: str) -> BeautifulSoup:
        return BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")

    @cache
    def at(name: str, place: str) -> str:
        target = page(name).find(id=place) if (site / name).is_file() else None
        return shown(target) if isinstance(target, Tag) else ""

    found: dict[str, dict[str, str]] = {}
    for path in sorted(site.glob("*.html")):
        if path.stem not in WITHOUT:
            links = {str(link["href"]) for link in page(path.name).select(LINKS)}
            parts = {link: urlsplit(link) for link in sorted(links) if ":" not in link}
            texts = {
                link: at(unquote(url.path) or path.name, unquote(url.fragment))
                for link, url in parts.items()
            }
            found[path.name] = {link: text for link, text in texts.items() if text}
    return found


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the previews into the pages."""
    if error is not None or app.builder.name != "html":
        return
    site = Path(app.outdir)
    for name, texts in previews(site).items():
        if texts:
            kept = json.dumps(texts, ensure_ascii=False).replace("<", "\\u003c")
            text = (site / name).read_text(encoding="utf-8")
            head, _, tail = text.rpartition("</body>")
            (site / name).write_text(head + PLACE.format(kept) + tail, encoding="utf-8")


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("build-finished", write, priority=800)

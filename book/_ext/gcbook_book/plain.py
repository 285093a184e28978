"""A chapter in plain Markdown, for notebooks away from the book.

The book's Markdown has roles and directives that only Sphinx resolves.  A notebook that is
downloaded, or launched in Binder, says the same in words that every notebook shows: statements and
proofs as titled paragraphs between rules, citations as author and year, badges as verdicts.  It
needs Jupyter and gcbook, and no extension.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jupytext

from gcbook_book import marks

OPENING = re.compile(r"^(?P<fence>:{3,}|`{3,})\{(?P<name>[\w:-]+)\}\s*(?P<title>.*)$")
CLOSING = re.compile(r"^(?::{3,}|`{3,})\s*$")
OPTION = re.compile(r"^:[\w-]+:(\s|$)")
CODE = re.compile(r"^(`{3,}|~{3,})(?!\{)")
DROPPED = re.compile(r"^(\([\w.-]+\)=|\{[.#][^}]*\}|<!-- (end )?statement\b.*-->)\s*$")
ROLE = re.compile(r"\{(?P<name>[\w:]+)\}`(?P<text>[^`]+)`")
SPAN = re.compile(r"\[([^\]]+)\]\{[.#][^}]*\}")
LABELLED = re.compile(r"^\$\$\s*\([\w.-]+\)\s*$")
TITLED = re.compile(r"^(?P<title>.*?)\s*<(?P<target>[^<>]+)>$", re.S)
LINK = re.compile(r"(?<!!)\[(?P<words>[^\]]+)\]\((?P<page>[\w-]+)\.md(?P<anchor>#[\w.-]+)?\)")
LABEL = re.compile(r"(?<!!)\[([^\]]+)\]\(#?[\w-]+\)")
ENTRY = re.compile(r"^@\w+\{([^,\s]+),\n(.*?)^\}", re.M | re.S)
FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*?)\},?$", re.M)
ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303"}
ACCENT = re.compile(r"\{?\\(?P<accent>['`\"^~])\{?(?P<letter>[A-Za-z])\}?\}?")
UNSEEN = {"bibliography", "nb-exec-table", "notation", "api-reference", "solution-end"}


@dataclass(frozen=True)
class Words:
    """What the roles of a chapter stand for, as far as it is known.

    ``home`` is the address of the published book; links go there, or are words without it.
    ``keep_links`` leaves links between chapters alone: they stand side by side.
    """

    verdicts: Mapping[str, str] = field(default_factory=dict)
    citations: Mapping[str, str] = field(default_factory=dict)
    home: str = ""
    keep_links: bool = False


def citation(authors: str, year: str) -> str:
    """Return "Long, Yin and Xin (2021)" for two fields of a bibliography's entry.

    >>> citation("Brutzkus, Alon and Globerson, Amir", "2018")
    'Brutzkus and Globerson (2018)'
    """
    names = [one.partition(",")[0] for one in re.split(r"\s+and\s+", authors)]
    names = [unicodedata.normalize("NFC", ACCENT.sub(accented, name)) for name in names]
    names = [re.sub(r"[{}]", "", name) for name in names]
    if len(names) > 3:
        return f"{names[0]} et al. ({year})"
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{listed} ({year})"


def accented(match: re.Match[str]) -> str:
    """Return a letter with the accent that LaTeX writes before it."""
    return match["letter"] + ACCENTS[match["accent"]]


def citations(bibliography: Path) -> dict[str, str]:
    """Return the words for every key of a BibTeX file (of the plain form of this book's)."""
    text = bibliography.read_text(encoding="utf-8") if bibliography.exists() else ""
    found = {}
    for key, body in ENTRY.findall(text):
        fields = dict(FIELD.findall(body))
        people = fields.get("author") or fields.get("editor") or key
        found[key] = citation(people, fields.get("year", "no date"))
    return found


def verdicts(ledger: Path) -> dict[str, str]:
    """Return the verdicts of a run of the ledger, empty where there is none."""
    if not ledger.exists():
        return {}
    return {row["id"]: row["verdict"] for row in json.loads(ledger.read_text("utf-8"))["rows"]}


def role(match: re.Match[str], words: Words) -> str:
    """Return a role in words."""
    name, text = match["name"], match["text"]
    if name == "verdict":
        return f"*[{words.verdicts.get(text.strip(), 'see the ledger')}]*"
    if name.startswith("cite"):
        cited = [words.citations.get(key.strip(), key.strip()) for key in text.split(",")]
        return "; ".join(cited) if name == "cite:t" else f"[{'; '.join(cited)}]"
    if name == "math":
        return f"${text}$"
    if titled := TITLED.match(text):
        return titled["title"]
    return {"numref": "the figure", "eq": "above"}.get(name, text)


def link(match: re.Match[str], words: Words) -> str:
    """Return a link to another chapter as a link to the published book, or as words."""
    if words.keep_links:
        return match.group()
    address = f"{words.home.rstrip('/')}/{match['page']}.html{match['anchor'] or ''}"
    return f"[{match['words']}]({address})" if words.home else match["words"]


def heading(name: str, title: str) -> str:
    """Return the title line of a statement, a proof, an exercise or a remark."""
    kind = name.rpartition(":")[2].removesuffix("-start")
    if name == "admonition":
        return f"**{title}**"
    if kind in {"solution", "dropdown", "grid", "grid-item", "grid-item-card", "card"}:
        return "**Solution**" if kind == "solution" else f"**{title}**" if title else ""
    return f"**{kind.capitalize()} {title}".rstrip() + "**"


def opened(name: str, title: str, words: Words) -> list[str]:
    """Return the lines that a directive opens with: a rule, its heading, the roles of its title."""
    if name == "grid":  # its argument counts columns
        return []
    aside = " ".join(role(match, words) for match in ROLE.finditer(title))
    head = heading(name, ROLE.sub("", title).strip())
    rule = [] if name.startswith("grid") else ["***", ""]
    return [*rule, f"{head} {aside}".strip()]


def inline(line: str, words: Words) -> str:
    """Return one line of prose with its roles, spans and links in words."""
    line = ROLE.sub(lambda match: role(match, words), line)
    line = LABEL.sub(r"\1", SPAN.sub(r"\1", line))
    line = LINK.sub(lambda match: link(match, words), line)
    return "$$" if LABELLED.match(line) else marks.unmarked(line)


def plain(text: str, words: Words) -> str:
    """Return MyST Markdown as Markdown that every notebook shows."""
    lines: list[str] = []
    code = ""
    options = False
    for line in text.split("\n"):
        if code:
            lines.append(line)
            code = "" if line.startswith(code) and not line.strip(code[0] + " ") else code
        elif (fence := CODE.match(line)) and line.strip(fence[1][0]):
            code = fence[1]
            lines.append(line)
        elif opening := OPENING.match(line):
            options = True
            if opening["name"] not in UNSEEN:
                lines += ["", *opened(opening["name"], opening["title"], words), ""]
        elif options and OPTION.match(line):
            continue
        elif CLOSING.match(line):
            lines += ["", "***", ""]
            options = False
        elif not DROPPED.match(line):
            options = False
            lines.append(inline(line, words))
    return tidied("\n".join(lines))


def tidied(text: str) -> str:
    """Return a text without doubled rules, empty bold words and runs of empty lines."""
    text = re.sub(r"\n{3,}", "\n\n", text.strip())
    text = re.sub(r"(?:\*\*\*\s*\n\s*)+\*\*\*", "***", text)
    return re.sub(r"^\*\*\*$", "", text).strip()


def notebook(source: Path, words: Words, values: Mapping[str, Any] | None = None) -> Any:
    """Return a chapter as a notebook in plain Markdown, without outputs.

    ``values`` are the numbers that the cells have computed; without them the prose keeps those
    that are written in the source.
    """
    chapter = jupytext.read(source)
    for number, cell in enumerate(chapter.cells, 1):
        cell["id"] = f"cell-{number}"  # jupytext draws ids at random; a download is reproducible
        if cell.cell_type == "markdown":
            text = marks.fill(cell.source, values or {}, machine=False)
            cell.source = plain(text, words)
    chapter.cells = [cell for cell in chapter.cells if cell.source.strip()]
    return chapter

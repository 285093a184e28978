"""What the ledger and errata chapters need: a run of the ledger, and where the book states what.

The pieces of the page themselves (`ledger_html`, `graph_svg`, `errata_html`, and `assets`, which is
displayed once before them) are those of `gcbook.audit.page`.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gcbook.audit import export
from gcbook.audit.page import assets, badge, errata_html, graph_svg, ledger_html

__all__ = [
    "assets",
    "badge",
    "book_links",
    "chapters",
    "errata_html",
    "graph_svg",
    "ledger_html",
    "load_run",
    "papers",
]


def load_run(path: str | os.PathLike[str] | None = None) -> dict[str, Any]:
    """Return a run of the ledger as plain data.

    Parameters
    ----------
    path : path, optional
        A file that ``gcbook claims --json`` wrote.  Without one, the file named in the environment
        variable ``GCBOOK_LEDGER`` is read if it exists; then ``_build/ledger.json`` here or one
        folder up, if it is a run of this very package; otherwise the ledger is run, with a bar
        that shows how far it is.

    Raises
    ------
    ValueError
        If the named file is not a run of this version of the ledger.
    """
    chosen = path or os.environ.get("GCBOOK_LEDGER")
    if chosen is not None and (path is not None or Path(chosen).exists()):
        return _read(Path(chosen))
    for folder in (Path.cwd(), Path.cwd().parent):
        kept = folder / "_build" / "ledger.json"
        if kept.is_file():
            found = _read(kept)
            if found.get("package") == export.fingerprint():
                return found
    from gcbook.claims import run_ledger

    return run_ledger(progress=True).to_dict()


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


def chapters(folder: str | os.PathLike[str]) -> dict[str, str]:
    """Return the title of the chapter that states each claim: ``{"lem-5.2": "5.2 The ...", ...}``.

    Parameters
    ----------
    folder : path
        The folder of the chapters.
    """
    titles: dict[str, str] = {}
    for page in Path(folder).glob("*.md"):
        title = re.search(r"^# (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        titles[page.stem] = title[1] if title else page.stem
    links = book_links(folder)
    return {name: titles[link.partition(".html")[0]] for name, link in links.items()}


def papers(run: Mapping[str, Any]) -> dict[str, str]:
    """Return the paper of each claim of a run, or ``"Ours"``.

    The paper is the room of its checks: those of "Linear networks" are in ``linear_networks``.

    Parameters
    ----------
    run : mapping
        From `load_run`.
    """
    found = {}
    for row in run["rows"]:
        rooms = [one["source"].split("/")[1] for one in row["checks"][:1]]
        paper = "".join(rooms).replace("_", " ").capitalize()
        found[row["id"]] = "Ours" if row["origin"] == "ours" else paper
    return found


def _read(path: Path) -> dict[str, Any]:
    run = json.loads(path.read_text(encoding="utf-8"))
    version = run.get("version") if isinstance(run, dict) else None
    if version != export.SCHEMA_VERSION or not run["run"]:
        raise ValueError(
            f"path must name a run of version {export.SCHEMA_VERSION}; got {path!s} "
            f"of version {version}"
        )
    return dict(run)

"""Make the chapters ready for a launched copy of the repository; Binder's ``postBuild`` runs this.

The sources are notebooks in the book's own Markdown.  In a launched copy each is rewritten, under
its own name, in plain Markdown: what a reader opens is what the download button gives.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import jupytext
from gcbook_book import plain

ROOT = Path(__file__).resolve().parents[2]


def rewrite(folder: Path, ledger: Path) -> list[str]:
    """Rewrite every chapter of a folder and return their names."""
    words = plain.Words(
        verdicts=plain.verdicts(ledger),
        citations=plain.citations(folder / "references.bib"),
        keep_links=True,
    )
    done = []
    for source in sorted(folder.glob("*.md")):
        if "kernelspec:" in source.read_text(encoding="utf-8"):
            jupytext.write(plain.notebook(source, words), source, fmt="md:myst")
            done.append(source.stem)
    return done


def main() -> None:
    """Rewrite the chapters of this copy, or of the folder that is named."""
    parser = argparse.ArgumentParser(description="Rewrite the chapters in plain Markdown.")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "book")
    ledger = os.environ.get("GCBOOK_LEDGER", ROOT / "_build" / "ledger.json")
    print(*rewrite(parser.parse_args().folder, Path(ledger)), "are plain notebooks now")


if __name__ == "__main__":
    main()

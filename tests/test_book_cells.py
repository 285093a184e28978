"""The cells of the chapters, as a reader sees them: short lines, nothing raw."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import jupytext
import pytest

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = [
    path
    for path in sorted((ROOT / "book").glob("*.md"))
    if "kernelspec:" in path.read_text(encoding="utf-8")
]
COLUMNS = 76  # what the column of a page shows without scrolling


@cache
def code_cells(chapter: Path) -> list[Any]:
    """The code cells of a chapter."""
    return [cell for cell in jupytext.read(chapter).cells if cell.cell_type == "code"]


def is_seen(cell: Any) -> bool:
    """Whether a reader of the page can see the code."""
    return not {"remove-cell", "remove-input"} & set(cell.metadata.get("tags", ()))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_no_line_of_code_is_wider_than_the_column(chapter: Path):
    wide = [
        f"{len(line)}: {line}"
        for cell in code_cells(chapter)
        if is_seen(cell)
        for line in cell.source.splitlines()
        if len(line) > COLUMNS
    ]
    assert wide == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_every_chapter_shows_its_imports(chapter: Path):
    """They may be folded, but a reader who copies a cell has to find them."""
    seen = [cell.source for cell in code_cells(chapter) if is_seen(cell)]
    if any("gcbook" in cell.source for cell in code_cells(chapter)) and seen:
        assert any("import " in source for source in seen)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_what_a_cell_shows_is_the_same_in_every_build(chapter: Path):
    """A styled table draws its name at random; a run time belongs between marks with a tilde."""
    code = "\n".join(cell.source for cell in code_cells(chapter))
    assert len(re.findall(r"\.style\b(?!\.use)", code)) == code.count(".set_uuid(")
    assert not re.search(r"\{seconds[:}]", code)

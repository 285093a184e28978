"""Chapters in plain Markdown, and the marks of computed numbers in them."""

from __future__ import annotations

import re
from pathlib import Path

import jupytext
import launch
import nbformat
import pytest
from gcbook_book import marks, plain

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = sorted(
    path for path in (ROOT / "book").glob("*.md") if "kernelspec:" in path.read_text("utf-8")
)
WORDS = plain.Words(
    verdicts={"lem-5.2": "holds after repair"},
    citations={"long2021": "Long, Yin and Xin (2021)"},
    home="https://ada.github.io/fork",
)


# --- numbers in the prose ------------------------------------------------------------------------


def test_a_mark_takes_the_computed_number_in_its_format():
    text = 'The gap is <data value="gap:.2f">?</data> of <data value="runs">4</data> runs.'
    assert marks.fill(text, {"gap": 0.125, "runs": 400}) == (
        'The gap is <data value="gap:.2f">0.12</data> of <data value="runs">400</data> runs.'
    )
    assert marks.fill(text, {"runs": 5}).count("?") == 1
    assert marks.unmarked(marks.fill(text, {"gap": 2})) == "The gap is 2.00 of 4 runs."


def test_numbers_of_the_machine_are_not_compared():
    text = 'In <data value="~seconds">4</data> s: <data value="steps">574</data> steps.'
    assert marks.written(text) == [("steps", None, "574")]
    again = marks.fill(text, {"seconds": 9, "steps": 600}, machine=False)
    assert marks.unmarked(again) == "In 4 s: 600 steps."


def test_the_numbers_are_those_that_the_last_cell_shows():
    def cell(source: str, shown: str) -> nbformat.NotebookNode:
        data = nbformat.v4.new_output("execute_result", {"text/plain": shown})
        return nbformat.v4.new_code_cell(source, outputs=[data])

    cells = [cell("numbers = {}", "7"), cell("numbers  # all", "{'a': 1.5,\n 'b': 'x ± y'}")]
    assert marks.computed(nbformat.v4.new_notebook(cells=cells)) == {"a": 1.5, "b": "x ± y"}
    assert marks.computed(nbformat.v4.new_notebook(cells=cells[:1])) == {}


@pytest.mark.parametrize("source", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_says_numbers_and_needs_no_macro(source: Path):
    text = source.read_text(encoding="utf-8")
    assert "?</data>" not in text, "write the numbers with: make numbers"
    assert "{glue" not in text
    assert "myst_nb" not in text
    assert marks.OPEN.findall(text) == [] or text.rstrip().endswith("```")
    prose = "".join(
        cell.source for cell in jupytext.read(source).cells if cell.cell_type == "markdown"
    )
    assert re.findall(r"\\(?:R|E|P|sign)(?![A-Za-z])", prose) == []


# --- words for what only Sphinx resolves ---------------------------------------------------------


@pytest.mark.parametrize(
    ("myst", "words"),
    [
        ("See {verdict}`lem-5.2`.", "See *[holds after repair]*."),
        ("{cite:t}`long2021` say", "Long, Yin and Xin (2021) say"),
        ("so {cite}`long2021`", "so [Long, Yin and Xin (2021)]"),
        ("by {prf:ref}`Lemma 5.2 <lem-5.2>`", "by Lemma 5.2"),
        ("of {numref}`fig-a`", "of the figure"),
        ("[holds]{.gc-verdict .gc-holds}", "holds"),
        ("[5.2](condition.md#x)", "[5.2](https://ada.github.io/fork/condition.html#x)"),
        ("[below](degenerate)", "below"),
        ("a [page](https://example.org)", "a [page](https://example.org)"),
        ("(a-label)=\nText", "Text"),
        ("$$ (eq-planar)", "$$"),
        ('7 is <data value="n">7</data>', "7 is 7"),
    ],
)
def test_roles_and_links_become_words(myst: str, words: str):
    assert plain.plain(myst, WORDS) == words


def test_links_become_words_where_no_address_is_known():
    assert plain.plain("[5.2](condition.md)", plain.Words()) == "5.2"
    assert plain.plain("[5.2](condition.md)", plain.Words(keep_links=True)) == "[5.2](condition.md)"


def test_a_statement_becomes_a_titled_paragraph_between_rules():
    text = (
        ":::{prf:lemma} 5.2. Four forms\n:label: lem-5.2\n:nonumber:\n\nThe following.\n:::\n\nOn."
    )
    assert (
        plain.plain(text, WORDS)
        == "***\n\n**Lemma 5.2. Four forms**\n\nThe following.\n\n***\n\nOn."
    )


def test_code_in_a_solution_stays_as_it_is():
    text = ":::{solution} ex-a\n:class: dropdown\n\n```python\nx = {'a': 1}  # {cite}`b`\n```\n:::"
    assert "```python\nx = {'a': 1}  # {cite}`b`\n```" in plain.plain(text, WORDS)


@pytest.mark.parametrize("source", CHAPTERS, ids=lambda path: path.stem)
def test_nothing_of_a_chapter_stays_unread(source: Path):
    found = plain.notebook(source, WORDS)
    code = [cell.source for cell in jupytext.read(source).cells if cell.cell_type == "code"]
    assert [cell.source for cell in found.cells if cell.cell_type == "code"] == code
    for cell in found.cells:
        if cell.cell_type == "markdown":
            assert not re.search(r":::|\{[\w:]+\}`|<data|^:(label|class|nonumber):", cell.source)


def test_a_launched_copy_opens_plain_notebooks_under_the_chapters_names(tmp_path: Path):
    (tmp_path / "one.md").write_text(CHAPTERS[0].read_text("utf-8"), encoding="utf-8")
    (tmp_path / "page.md").write_text("# No notebook\n", encoding="utf-8")
    assert launch.rewrite(tmp_path, tmp_path / "none.json") == ["one"]
    assert (tmp_path / "page.md").read_text("utf-8") == "# No notebook\n"
    again = jupytext.read(tmp_path / "one.md")
    expected = plain.notebook(CHAPTERS[0], plain.Words(keep_links=True))
    assert [one.source for one in again.cells] == [one.source for one in expected.cells]


def test_authors_become_words():
    assert plain.citation("Long, Ziang and Yin, Penghang and Xin, Jack", "2021") == (
        "Long, Yin and Xin (2021)"
    )
    assert plain.citation(r"Carath{\'e}odory, Constantin", "1911") == "Carathéodory (1911)"
    assert plain.citation("A, B and C, D and E, F and G, H", "1") == "A et al. (1)"

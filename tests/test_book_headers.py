"""Tables have one header row: the name of an index stands above its own column."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from gcbook_book import headers

TABLE = pd.DataFrame({"a": [1, 2], "b": [3, 4]}, index=pd.Index([5, 6], name="k"))


def head(table: pd.DataFrame) -> list[list[str]]:
    """What one reads in the header of a table, row by row."""
    text = headers.HEAD.search(table.to_html())[0]
    rows = headers.ROW.findall(headers.merged(text))
    return [[headers.words(cell) for cell in headers.CELL.findall(row)] for row in rows]


def test_the_name_of_an_index_stands_above_its_column():
    assert head(TABLE) == [["k", "a", "b"]]
    assert head(TABLE.set_index("a", append=True)) == [["k", "a", "b"]]


def test_names_of_index_and_columns_stand_together():
    assert head(TABLE.rename_axis(columns="letter")) == [["k, letter", "a", "b"]]


def test_two_levels_of_columns_stay_two():
    both = pd.concat({"one": TABLE, "two": TABLE}, axis=1)
    assert head(both) == [["", "one", "two"], ["k", "a", "b", "a", "b"]]


def test_a_header_without_an_index_name_stays():
    plain = TABLE.reset_index(drop=True)
    text = headers.HEAD.search(plain.to_html())[0]
    assert headers.merged(text) == text
    assert headers.merged(headers.HEAD.search(TABLE.to_html())[0]) != text


@pytest.mark.book
def test_no_header_of_the_book_has_a_row_for_the_index_alone(html: Path):
    texts = {path.name: path.read_text(encoding="utf-8") for path in html.glob("*.html")}
    found = {name: headers.HEAD.findall(text) for name, text in texts.items()}
    assert [name for name, all in found.items() for one in all if headers.merged(one) != one] == []

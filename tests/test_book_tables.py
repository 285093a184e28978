"""Computed tables: numbers to the right, whole; and what the pages are corrected to say."""

from __future__ import annotations

import pytest
from gcbook_book.assets import correct
from gcbook_book.docstrings import apart
from gcbook_book.tables import columns_of_numbers, with_numbers

FRAME = (
    '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><td></td>'
    '<th>name</th><th colspan="2">both</th></tr><tr><td></td><th></th><th>loss</th>'
    "<th>steps</th></tr></thead><tbody>"
    '<tr><th rowspan="2">a</th><td>one</td><td>3.4e-17</td><td>1,024</td></tr>'
    "<tr><td>two</td><td>nan</td><td>7/8</td></tr></tbody></table>"
)


def test_the_columns_of_numbers_are_marked_with_their_headings():
    page = with_numbers(FRAME)
    for cell in ("3.4e-17", "1,024", "nan", "7/8", "loss", "steps"):
        assert f'class="gc-number">{cell}<' in page
    for cell in ("a", "one", "two", "name", "both"):
        assert f'class="gc-number">{cell}<' not in page
    assert with_numbers(f"<p>{FRAME}</p>").removeprefix("<p>").removesuffix("</p>") == page


def test_a_table_of_words_stays_as_it_is():
    words = FRAME.replace("3.4e-17", "small").replace("1,024", "many")
    assert with_numbers(words) == words
    elsewhere = FRAME.replace('class="dataframe"', "")
    assert with_numbers(elsewhere) == elsewhere


@pytest.mark.parametrize(
    "said", ["0.97 to 1.05", "569.6 ± 221.3", "−2.5", "99 %", "80°", "inf", "1e-300", "12"]
)
def test_what_counts_as_a_number(said: str):
    assert columns_of_numbers([[said], [""]]) == {1}


@pytest.mark.parametrize("said", ["", "True", "cut off", "2 of 2 sound", "(1, 2)", "x1"])
def test_what_does_not(said: str):
    assert columns_of_numbers([[said]]) == set()


MATHS = '<span class="math notranslate nohighlight">\\(k = 4\\)</span>'


@pytest.mark.parametrize(
    ("before", "after"), [("(", ")"), ("(", ""), ("", "."), ("“", "”,"), ("[", "]")]
)
def test_brackets_and_stops_stay_on_the_line_of_their_formula(before: str, after: str):
    page = correct(f"<p>points {before}{MATHS}{after} of</p>")
    assert page == f'<p>points <span class="gc-keep">{before}{MATHS}{after}</span> of</p>'


def test_a_formula_among_words_needs_nothing():
    assert correct(f"<p>points {MATHS} of</p>") == f"<p>points {MATHS} of</p>"


def test_a_number_keeps_its_per_cent_and_its_equals_sign():
    assert correct("<p>in 99 % of <data>75</data> %, and</p>") == (
        "<p>in 99&nbsp;% of <data>75</data>&nbsp;%, and</p>"
    )
    assert correct("<pre>12 % 5</pre>") == "<pre>12 % 5</pre>"
    equals = MATHS.replace("= 4", "=")
    assert correct(f"<p>{equals}\n<data>300</data>, so</p>") == (
        f'<p><span class="gc-keep">{equals} <data>300</data>,</span> so</p>'
    )


def test_fields_of_several_names_come_apart():
    lines = [":ivar low, high: Bounds;", "   exact.", ":vartype low, high: float", ":ivar x: y"]
    assert apart(lines) == [
        ":ivar low: Bounds;",
        "   exact.",
        ":vartype low: float",
        ":ivar high: Bounds;",
        "   exact.",
        ":vartype high: float",
        ":ivar x: y",
    ]

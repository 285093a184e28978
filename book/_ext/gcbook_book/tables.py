"""Columns of numbers: to the right, under their heading, and no number broken over two lines."""

from __future__ import annotations

import re
from html import unescape

TABLE = re.compile(r'<table\b[^>]*(?:class="dataframe|id="T_)[^>]*>.*?</table>', re.S)
ROW = re.compile(r"<tr\b.*?</tr>", re.S)
CELL = re.compile(r"<t[hd]\b[^>]*>.*?</t[hd]>", re.S)
NUMBER = re.compile(r"[-−+]?(\d[\d,]*\.?\d*(e[-+]?\d+)?|inf)(/\d+)?\s?[%°]?")
PAIR = re.compile(rf"{NUMBER.pattern}( (±|to) {NUMBER.pattern})?")
NOTHING = ("", "nan", "NaN", "None", "-", "–", "…", "...")


def _said(cell: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", cell)).strip()


def _marked(cell: str) -> str:
    """Return a cell with the class of numbers."""
    head, rest = cell.split(">", 1)
    if 'class="' in head:
        head = head.replace('class="', 'class="gc-number ', 1)
        return f"{head}>{rest}"
    return f'{head} class="gc-number">{rest}'


def columns_of_numbers(rows: list[list[str]]) -> set[int]:
    """Return the columns, counted from the right, that hold numbers and nothing else.

    From the right, because the rows of a grouped index begin with different columns.

    Parameters
    ----------
    rows : list of list of str
        What the cells of the body say.
    """
    width = min((len(row) for row in rows), default=0)
    found = set()
    for place in range(1, width + 1):
        said = [row[-place] for row in rows if row[-place] not in NOTHING]
        if said and all(PAIR.fullmatch(one) for one in said):
            found.add(place)
    return found


def _mark_row(row: str, numbers: set[int]) -> str:
    cells = CELL.findall(row)
    spans = [int(m.group(1)) if (m := re.search(r'colspan="(\d+)"', c)) else 1 for c in cells]
    for index, cell in reversed(list(enumerate(cells))):
        place = sum(spans[index:])
        if spans[index] == 1 and place in numbers:
            before, after = row.rsplit(cell, 1)
            row = before + _marked(cell) + after
    return row


def with_numbers(text: str) -> str:
    """Return a page in whose computed tables the columns of numbers are marked.

    Examples
    --------
    >>> page = '<table class="dataframe"><thead><tr><th>k</th></tr></thead>'
    >>> page += '<tbody><tr><td>12</td></tr></tbody></table>'
    >>> with_numbers(page).count('class="gc-number"')
    2
    """

    def mark(table: re.Match[str]) -> str:
        head, start, body = table.group().partition("<tbody>")
        rows = [[_said(c) for c in CELL.findall(row)] for row in ROW.findall(body)]
        numbers = columns_of_numbers(rows)
        if not numbers:
            return table.group()
        parts = [ROW.sub(lambda row: _mark_row(row.group(), numbers), p) for p in (head, body)]
        return start.join(parts)

    return TABLE.sub(mark, text)

"""The marks of computed numbers in the chapters' text: read them, fill them, take them away.

A chapter writes a number as ``<data value="gap:.3f">0.125</data>``, HTML's own element for a value
that a machine knows too: a name, and Python's format after a colon.  A tilde before the name says
that the number belongs to the machine: a time, a version.  The cells keep what they compute in the
dictionary ``numbers``, which the last cell shows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

OPEN = re.compile(r'<data value="(?P<tilde>~?)(?P<name>[\w.-]+)(?::(?P<spec>[^"]*))?">')
MARK = re.compile(OPEN.pattern + r"(?P<written>[^<]*)</data>")
LAST_CELL = re.compile(r"numbers\b(?!\s*[\[=])")


def computed(notebook: Any) -> dict[str, Any]:
    """Return the dictionary that the last cell of a run notebook shows, empty without one."""
    for cell in reversed(notebook.cells):
        if cell.cell_type == "code" and LAST_CELL.match(cell.source.lstrip()):
            shown = [output.data["text/plain"] for output in cell.outputs if "data" in output]
            return dict(ast.literal_eval(shown[-1])) if shown else {}
    return {}


def in_words(value: Any, spec: str | None) -> str:
    """Return a number as the prose shows it."""
    return format(value, spec) if spec else str(value)


def written(text: str) -> list[tuple[str, str | None, str]]:
    """Return the (name, format, text) of every marked number, those of the machine left out."""
    return [(m["name"], m["spec"], m["written"]) for m in MARK.finditer(text) if not m["tilde"]]


def fill(text: str, values: Mapping[str, Any], *, machine: bool = True) -> str:
    """Return a text with the computed values at its marks; a mark without a value stays.

    Without ``machine`` what belongs to the machine stays as it is written, too.
    """

    def put(mark: re.Match[str]) -> str:
        if mark["name"] not in values or (mark["tilde"] and not machine):
            return mark.group()
        head = mark.group()[: mark.start("written") - mark.start()]
        return f"{head}{in_words(values[mark['name']], mark['spec'])}</data>"

    return MARK.sub(put, text)


def unmarked(text: str) -> str:
    """Return a text with its marked numbers as plain words."""
    return MARK.sub(lambda mark: mark["written"], text)

"""What Napoleon makes of our docstrings and a reader would stumble over, put right."""

from __future__ import annotations

import re
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# ":ivar low, high: what" would be read as one name "high" of the type "low,".
SEVERAL = re.compile(r":(ivar|vartype) (\w+(?:, \w+)+):(.*)")


def apart(lines: list[str]) -> list[str]:
    """Return the fields of a docstring, one for each name, as Napoleon does for parameters.

    Examples
    --------
    >>> apart([":ivar low, high: The bounds."])
    [':ivar low: The bounds.', ':ivar high: The bounds.']
    """
    done: list[str] = []
    blocks: dict[str, list[str]] = {}
    current: list[list[str]] = [done]
    for line in lines:
        field = SEVERAL.match(line)
        if field:
            names = field[2].split(", ")
            current = [blocks.setdefault(name, []) for name in names]
            for name, block in zip(names, current, strict=True):
                block.append(f":{field[1]} {name}:{field[3]}")
            continue
        if line[:1].strip() and current != [done]:  # another field: the names are through
            done += [one for block in blocks.values() for one in block]
            blocks, current = {}, [done]
        for block in current:
            block.append(line)
    return done + [one for block in blocks.values() for one in block]


def mend(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Mend the docstring of one object, after Napoleon."""
    if isinstance(obj, types.GenericAlias):
        lines[:] = [
            f"The type of a {obj.__origin__.__name__} as the functions here take and return it.",
            "",
        ]
        return
    if what == "property" and lines:  # "The critical value: half the sum" is a sentence, no type
        for index, line in enumerate(lines):
            kind = re.fullmatch(r":type: (.+ .+)", line)
            if kind:
                lines[0] = f"{kind[1]}: {lines[0]}"
                lines[index] = ""
    lines[:] = apart(lines)


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx, after Napoleon."""
    app.connect("autodoc-process-docstring", mend, priority=800)

"""Where the claims of the graph stand: one order, cut into columns, and labels broken into lines.

A chapter comes after those that it uses, a claim within its chapter after those that it uses, and
otherwise both keep the papers' order.  So whatever a claim rests on stands above it in its column,
or in a column to the left, however many columns there are: the script on the page only cuts the
same order elsewhere where the page is narrower.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)

# The widths of the signs in hundredths of their size, in the typeface of the book; one that is
# not listed is as wide as an n.  Another typeface is a little wider, so every line has a reserve.
_WIDTHS = {
    24: " '",
    31: "|!,.:;j-[]il/\\",
    37: '(){}tf"IJ',
    46: "?*rszc",
    53: "+0123456789<=>^eSagxov",
    71: "BCXYRAKVG&",
    77: "DOQUNH",
    87: "wmMW%@",
}
_WIDTH = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_SHORT_NUMBER = re.compile(r"(?!Section)[A-Z][a-z]+ \(?[A-Z]?\d")
_MATHS = re.compile(r"\s*\$\$.+?\$\$|\$[^$]+?\$|`[^`]+`", re.DOTALL)
_ASSUMES = re.compile(r"\s*(?:Let|Assume|Suppose|Consider|Fix|Write|Given|Put|Call|For)\b")
_SENTENCE_ENDS = re.compile(r"(?<!^\d)(?<!\n\d)[.!?](?=\s+[A-Z(*])|\n\s*\n|\n(?=[-*\d])")
_BLOCKS = re.compile(r"\n\s*\n|\n(?=[-*\d])")
_ITEM = re.compile(r"\s*(?:[-*]|\d[.)])\s")


def ordered(names: Iterable[Name], uses: Mapping[Name, Iterable[Name]]) -> list[Name]:
    """Return names so that each follows those it uses, and otherwise as they came.

    Chapters may use one another in a circle, as claims may not: the first of them goes first.

    Examples
    --------
    >>> ordered("abc", {"a": "c", "b": "", "c": ""})
    ['b', 'c', 'a']
    """
    waiting = list(names)
    done: list[Name] = []
    while waiting:
        blocked = set(waiting)
        free = (one for one in waiting if not (set(uses.get(one, ())) - {one}) & blocked)
        done.append(next(free, waiting[0]))
        waiting.remove(done[-1])
    return done


def cuts(heights: Sequence[float], columns: int) -> list[int]:
    """Return where each column begins, so that the tallest is as short as it can be.

    Examples
    --------
    >>> cuts([3, 1, 2, 2], 2)
    [0, 2]
    """
    inner = range(1, len(heights))
    choices = combinations(inner, min(columns - 1, len(inner)))

    def tallest(choice: tuple[int, ...]) -> float:
        return max(sum(heights[i:j]) for i, j in pairwise([0, *choice, len(heights)]))

    return [0, *min(choices, key=tallest)]


def width(text: str) -> float:
    """Return about how wide a text is, in units of its size."""
    return 1.04 * sum(_WIDTH.get(sign, 60) for sign in text) / 100


def lines(text: str, room: float, indent: float = 0) -> list[str]:
    """Break a text into lines no wider than `room`, the first of them indented.

    Examples
    --------
    >>> lines("How many neurons the condition needs", 12)
    ['How many neurons the', 'condition needs']
    """
    found: list[str] = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        start = indent if len(found) == 1 else 0
        if found[-1] and start + width(longer) > room:
            found.append(word)
        else:
            found[-1] = longer
    return found


def short_number(number: str) -> str:
    """Return a printed number that fits before a title; nothing for a place said in words.

    Examples
    --------
    >>> short_number("Lemma 5.2"), short_number("Section 6.1, before Table 1")
    ('Lemma 5.2', '')
    """
    fits = len(number) <= 16 and _SHORT_NUMBER.match(number)
    return number if fits else ""


def gist(text: str, longest: int = 420) -> str:
    """Return the first sentence that says something, with the assumptions before it.

    A list belongs to the sentence that opens it, as far as there is room.

    Examples
    --------
    >>> gist("Let $a. B$ be. Then so. And more.")
    'Let $a. B$ be. Then so.'
    """
    text = text.strip()
    masked = _MATHS.sub(lambda found: "X" * len(found[0]), text)
    ends = [*(one.end() for one in _SENTENCE_ENDS.finditer(masked)), len(text)]
    start = 0
    for end in ends:
        said, start = masked[start:end], end
        in_item = not said.endswith("\n") and _ITEM.match(_BLOCKS.split(masked[:end])[-1])
        goes_on = in_item or _ASSUMES.match(said) or said.rstrip().endswith((":", ","))
        if end > longest or not (goes_on or _ITEM.match(masked[end:])):
            break
    return text[:start].strip()

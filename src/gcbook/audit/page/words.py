r"""Our statements as HTML: Markdown's paragraphs, lists and emphasis, and TeX between dollars.

Statements are written in a small part of Markdown, so that the same words stand in a chapter's
box and in the ledger: paragraphs, lists, ``*emphasis*``, ``**strong**``, code between backticks,
``$inline$`` and ``$$display$$`` mathematics.  Everything else is text, and is escaped.
"""

from __future__ import annotations

import re
from html import escape

_ATOMS = re.compile(r"(\$\$.+?\$\$|\$[^$]+?\$|`[^`]+`)", re.DOTALL)
_STRONG = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL)
_EMPHASIS = re.compile(r"(?<![*\w])\*(?=\S)(.+?)(?<=\S)\*(?![*\w])", re.DOTALL)
_ITEM = re.compile(r"^(?:[-*]|\d+[.)])\s+")


def inline(text: str) -> str:
    r"""Return one line of text as HTML.

    Examples
    --------
    >>> inline("if *and only if* $a<b$")
    'if <em>and only if</em> <span class="math notranslate nohighlight">\\(a&lt;b\\)</span>'
    """
    atoms: list[str] = []

    def keep(match: re.Match[str]) -> str:
        atoms.append(_atom(match[0]))
        return f"\0{len(atoms) - 1}\0"

    held = escape(_ATOMS.sub(keep, text.replace("\0", "")), quote=False)
    held = _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", held))
    return re.sub("\0(\\d+)\0", lambda match: atoms[int(match[1])], held)


def blocks(text: str) -> str:
    r"""Return paragraphs and lists as HTML.

    Examples
    --------
    >>> blocks("Two forms:\n\n- one\n- two")
    '<p>Two forms:</p><ul><li>one</li><li>two</li></ul>'
    """
    return "".join(map(_block, _blocks(text)))


def plain(text: str) -> str:
    """Return text without the marks of mathematics, for titles and labels."""
    return text.replace("$", "")


def _atom(source: str) -> str:
    if source.startswith("`"):
        return f"<code>{escape(source[1:-1], quote=False)}</code>"
    if source.startswith("$$"):
        tex = escape(source[2:-2].strip(), quote=False)
        return f'<span class="math notranslate nohighlight">\\[{tex}\\]</span>'
    return (
        f'<span class="math notranslate nohighlight">\\({escape(source[1:-1], quote=False)}\\)'
        "</span>"
    )


def _blocks(text: str) -> list[list[str]]:
    """Return the blocks, each as its lines; a list may follow a paragraph without an empty line."""
    found: list[list[str]] = [[]]
    inside = False  # between $$ and $$, where an empty line or a minus sign starts no block
    for line in text.strip().splitlines():
        starts_list = bool(_ITEM.match(line)) and not (found[-1] and _ITEM.match(found[-1][0]))
        if not inside and (not line.strip() or (starts_list and found[-1])):
            found.append([])
        if line.strip():
            found[-1].append(line)
        inside ^= line.count("$$") % 2 == 1
    return [block for block in found if block]


def _block(lines: list[str]) -> str:
    if not _ITEM.match(lines[0]):
        return f"<p>{inline(chr(10).join(lines))}</p>"
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line):
            items.append(_ITEM.sub("", line))
        else:
            items[-1] += "\n" + line.strip()
    tag = "ul" if lines[0][0] in "-*" else "ol"
    return f"<{tag}>" + "".join(f"<li>{inline(item)}</li>" for item in items) + f"</{tag}>"

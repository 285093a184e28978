"""What the command line shows, and what it never sends to a terminal."""

from __future__ import annotations

import sys


def shows_progress() -> bool:
    """Whether to draw progress bars: they are for people, so only when a terminal is there."""
    return sys.stderr.isatty()


def printable(text: str) -> str:
    r"""Return text in which nothing can move a cursor, colour a line or turn letters around.

    Names of tensors and members come from files, and so from strangers.

    Examples
    --------
    >>> printable("layer\x1b[2J")
    'layer\\x1b[2J'
    """
    # What standard output cannot encode is written in escapes, too, rather than raising.
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    shown = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)
    return shown.encode(encoding, "backslashreplace").decode(encoding)

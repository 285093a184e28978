"""What the command line shows while it works."""

from __future__ import annotations

import sys


def shows_progress() -> bool:
    """Whether to draw progress bars: they are for people, so only when a terminal is there."""
    return sys.stderr.isatty()

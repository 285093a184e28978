"""The Sphinx extension of this book: offline assets, verdict badges, downloads, launch buttons.

The parts are imported when Sphinx asks for them: `marks` and `plain` also serve a launched copy,
where there is no Sphinx.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS = (
    "repository",
    "publish",
    "assets",
    "numbers",
    "downloads",
    "execution",
    "index",
    "fallback",
    "docstrings",
    "reference",
    "verdict",
    "times",
    "icons",
    "names",
    "notation",
    "figures",
    "headers",
    "aids",
    "previews",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register each part; Sphinx calls this once."""
    for part in PARTS:
        importlib.import_module(f"gcbook_book.{part}").register(app)
    return {"parallel_read_safe": False, "parallel_write_safe": True}

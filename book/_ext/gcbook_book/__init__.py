"""The Sphinx extension of this book: offline assets, verdict badges, downloads, launch buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gcbook_book import (
    assets,
    downloads,
    execution,
    fallback,
    numbers,
    reference,
    repository,
    times,
    verdict,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx


PARTS = (
    repository,
    assets,
    numbers,
    downloads,
    execution,
    fallback,
    reference,
    verdict,
    times,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register each part; Sphinx calls this once."""
    for part in PARTS:
        part.register(app)
    return {"parallel_read_safe": False, "parallel_write_safe": True}

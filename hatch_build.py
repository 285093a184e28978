"""The README as PyPI shows it: pictures and links with absolute addresses, or without them.

On PyPI no folder stands beside the text.  The repository's address is the environment's
``GCBOOK_REPOSITORY``, or the git remote ``origin`` where that is on GitHub; where it is not known,
pictures go and links become words.
"""

from __future__ import annotations

import os
import re
import runpy
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

PICTURE = re.compile(r"!\[([^\]]*)\]\((?!https?:)([^)]+)\)\n*")
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)]+)\)")


def known_repository(root: Path) -> str:
    """Return the address of the repository on GitHub, empty where it is not known."""
    finder = root / "book" / "_ext" / "gcbook_book" / "repository.py"
    if finder.exists():
        known = runpy.run_path(str(finder))["repository"](root)
        return known[0] if known else ""
    return os.environ.get("GCBOOK_REPOSITORY", "").rstrip("/")  # in an sdist


def readme(text: str, repository: str, branch: str = "main") -> str:
    """Return the text with every relative address made absolute, or taken away."""
    if not repository:
        return LINK.sub(r"\1", PICTURE.sub("", text))
    text = PICTURE.sub(rf"![\1]({repository}/raw/{branch}/\2)\n\n", text)
    return LINK.sub(rf"[\1]({repository}/blob/{branch}/\2)", text)


class Readme(MetadataHookInterface):
    """Hatchling asks this for what pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in the description."""
        root = Path(self.root)
        repository = known_repository(root)
        text = readme((root / "README.md").read_text(encoding="utf-8"), repository)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}

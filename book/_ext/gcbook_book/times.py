"""How long each chapter took to run, and how much memory, kept for the driver and the tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from myst_nb.sphinx_ import NbMetadataCollector

if TYPE_CHECKING:
    from sphinx.application import Sphinx


# Where nothing was built yet, the long ones must not be left for the end, when a core would idle.
EXPECTED = {"synthetic": 60.0, "real-data": 30.0, "width": 30.0, "rate-law": 20.0, "phases": 20.0}


def last_times(build: Path) -> dict[str, float]:
    """Return ``{chapter: seconds}`` of the last build; before the first, of the long chapters."""
    kept = build / "times.json"
    return dict(json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else EXPECTED


def keep_memory(build: Path, megabytes: dict[str, int]) -> None:
    """Write ``{chapter: megabytes}``; chapters that were not run keep their number."""
    target = build / "memory.json"
    kept = dict(json.loads(target.read_text(encoding="utf-8"))) if target.exists() else {}
    text = json.dumps(dict(sorted((kept | megabytes).items())), indent=1)
    target.write_text(text + "\n", encoding="utf-8")


def write_times(app: Sphinx, error: Exception | None) -> None:
    """Write ``{chapter: seconds}`` beside the built pages."""
    seconds = {}
    for page in sorted(app.env.found_docs):
        run = NbMetadataCollector.get_exec_data(app.env, page)
        if run and run["runtime"] is not None:
            seconds[page] = round(float(run["runtime"]), 2)
    target = Path(app.outdir).parent / "times.json"
    target.write_text(json.dumps(seconds, indent=1) + "\n", encoding="utf-8")


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.connect("build-finished", write_times)

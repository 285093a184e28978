"""What the tests of the claims share: the run of the ledger that the built book shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gcbook import ledger
from gcbook.audit import export

RUN = Path(__file__).parents[2] / "_build" / "ledger.json"


@pytest.fixture(scope="session")
def kept_rows() -> dict[str, dict[str, Any]]:
    """The rows that the build of the book ran, by id, if it ran them of this very package."""
    run = json.loads(RUN.read_text(encoding="utf-8")) if RUN.exists() else {}
    if run.get("package") != export.fingerprint():
        return {}
    return {row["id"]: row for row in run["rows"]}


@pytest.fixture(scope="session")
def found(kept_rows: dict[str, dict[str, Any]]) -> Callable[[str], dict[str, Any]]:
    """What is found of a row, as the ledger writes it: by that build, or by its checks here."""
    return lambda row: kept_rows.get(row) or export.row(ledger()[row].evidence)

"""Some of the wrong formulae that the ledger noticed when all were tried: it still does.

All of them, hundreds, are tried by ``make wrong``; see ``tests/claims/wrong_library``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.claims.wrong_library.plant import stands, table

FOLDER = Path(__file__).with_name("wrong_library")


def test_every_right_formula_stands_in_the_library():
    assert [formula for formula in table() if not stands(formula)] == []


@pytest.mark.slow
def test_a_sample_of_wrong_formulae_is_noticed(root: Path):
    """In a process of its own, whose caches a wrong formula may spoil."""
    command = [sys.executable, "-m", "tests.claims.wrong_library", "--sample"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nine_tenths_are_recorded_as_noticed_in_every_room_that_was_tried():
    rooms = tomllib.loads((FOLDER / "formulae.toml").read_text(encoding="utf-8"))
    recorded = json.loads((FOLDER / "noticed.json").read_text(encoding="utf-8"))
    found = [bool(one["check"]) for one in recorded.values()]
    assert sum(found) >= 0.9 * len(found)
    assert {key.split(" | ")[0] for key in recorded} <= set(rooms)

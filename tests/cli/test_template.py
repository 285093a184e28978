"""``gcbook claims --new``: files that pass lint, and fail until they are filled."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from gcbook.cli import main

ROOT = Path(__file__).parents[2]
NEW = ["claims", "--new", "prop-5", "--section", "phases", "--root"]


@pytest.fixture
def clone(tmp_path):
    (tmp_path / "src" / "gcbook" / "claims" / "slow_to_fast" / "phases").mkdir(parents=True)
    # What the new files import, so that the linter knows it for the project's own.
    for file in ("__init__", "audit", "claims/__init__", "claims/_words"):
        (tmp_path / "src" / "gcbook" / f"{file}.py").write_text('"""A room."""\n')
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return tmp_path


def test_it_writes_words_checks_and_a_test(clone, capsys):
    assert main([*NEW, str(clone)]) == 0
    written = sorted(
        path.relative_to(clone).as_posix() for path in clone.rglob("*prop_5*") if path.is_file()
    )
    assert written == [
        "src/gcbook/claims/slow_to_fast/phases/prop_5.py",
        "src/gcbook/claims/slow_to_fast/phases/prop_5.toml",
        "tests/claims/slow_to_fast/phases/test_prop_5.py",
    ]
    assert "gcbook claims prop-5" in capsys.readouterr().out


def test_what_it_writes_passes_lint(clone):
    """In a clone; who has the package alone has no ruff either, and adds no claims."""
    pytest.importorskip("ruff")
    assert main([*NEW, str(clone)]) == 0
    for step in (["check"], ["format", "--check"]):
        command = [sys.executable, "-m", "ruff", *step, "--no-cache", "."]
        done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_it_fails_until_it_is_filled(clone):
    pytest.importorskip("gcbook.claims._words")
    main([*NEW, str(clone)])
    path = clone / "src/gcbook/claims/slow_to_fast/phases/prop_5.py"
    spec = importlib.util.spec_from_file_location("prop_5", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.CLAIM.number == "Proposition 5"
    assert not module.CLAIM.run().passed
    assert module.CLAIM.verdict == "unproved"


@pytest.mark.parametrize(
    ("claim", "number", "kind"),
    [
        ("lem-5.3", "Lemma 5.3", "lemma"),
        ("thm-4", "Theorem 4", "theorem"),
        ("gc-open", "TODO (gc-open)", "passing"),
    ],
)
def test_the_number_and_the_kind_follow_from_the_id(clone, claim, number, kind):
    assert main(["claims", "--new", claim, "--section", "phases", "--root", str(clone)]) == 0
    (path,) = clone.rglob("phases/*.toml")
    words = tomllib.loads(path.read_text())
    assert (words["id"], words["number"], words["kind"]) == (claim, number, kind)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--new", "Prop 5", "--section", "phases"], "must be an id such as prop-5 or lem-5.2"),
        (["--new", "../x", "--section", "phases"], "must be an id"),
        (["--new", "prop-5", "--section", "nowhere"], "--section must be one of phases; got"),
        (["--new", "prop-5", "--section", "..", "--paper", "x"], "--paper must be one of slow_to"),
        (["--new", "prop-5"], "must come with --section"),
    ],
)
def test_what_it_refuses(clone, arguments, message, capsys):
    assert main(["claims", *arguments, "--root", str(clone)]) == 2
    assert message in capsys.readouterr().err


def test_it_writes_over_nothing(clone, capsys):
    assert main([*NEW, str(clone)]) == 0
    assert main([*NEW, str(clone)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert main([*NEW, str(clone / "tests")]) == 2
    assert "is no clone of the repository" in capsys.readouterr().err

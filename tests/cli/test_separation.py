"""``gcbook separation``: the table, the JSON and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gcbook.cli import main

DATA = "y,age,drug\n0,20,a\n0,30,a\n1,35,b\n1,40,b\n0,50,a\n1,22,a\n"


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "data.csv"
    path.write_text(DATA)
    return str(path)


def test_separation_is_a_no_and_tells_why(data: str, capsys: Any):
    assert main(["separation", data, "--response", "y", "--intercept"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("quasi-complete separation: 2 of 6 rows; drug[b] runs to +inf")
    assert "separated: lines 4, 5 of the file" in said
    assert "verified in exact arithmetic" in said


def test_one_line_is_a_line(data: str, capsys: Any):
    Path(data).write_text("x,rare,y\n1,0,0\n2,0,1\n3,0,0\n4,1,1\n")
    assert main(["separation", data, "--response", "y", "--intercept"]) == 1
    assert "separated: line 5 of the file" in capsys.readouterr().out


def test_an_estimate_that_exists_is_a_yes(data: str, capsys: Any):
    assert main(["separation", data, "--response", "y", "--intercept", "--columns", "age"]) == 0
    assert capsys.readouterr().out.startswith("no separation: the estimate exists and is unique")


def test_json_holds_the_exact_direction(data: str, capsys: Any, tmp_path: Path):
    assert main(["separation", data, "--response", "y", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["separated_rows"] == [2, 3]
    assert report["columns"] == ["age", "drug[b]"]
    assert report["direction"] == ["0", "1"]
    assert report["verified"]
    where = tmp_path / "answer.json"
    assert main(["separation", data, "--response", "y", "--json", str(where)]) == 1
    assert json.loads(where.read_text()) == report


def test_counts_and_categories(tmp_path: Path, capsys: Any):
    path = tmp_path / "trade.tsv"
    path.write_text("n\tfirm\n2\t1\n0\t2\n0\t2\n1\t3\n")
    words = ["separation", str(path), "--response", "n", "--family", "poisson", "--intercept"]
    assert main([*words, "--categories", "firm"]) == 1
    assert "rows; firm[2] runs to -inf" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--response", "z"], "--response must name columns of the file (y, age, drug); got 'z'"),
        (["--response", "y", "--columns", "sex"], "--columns must name columns"),
        (["--response", "y", "--columns", "age", "--categories", "drug"], "--categories must"),
        (["--response", "age"], "A multinomial or ordinal response"),
        (["--response", "age", "--family", "poisson", "--columns", "q"], "got 'q'"),
    ],
)
def test_a_bad_request_is_one_sentence(data: str, arguments: list[str], words: str, capsys: Any):
    assert main(["separation", data, *arguments]) == 2
    error = capsys.readouterr().err
    assert error.startswith("gcbook: error: ")
    assert words in error
    assert error.count("\n") == 1


def test_unreadable_files_are_named(tmp_path: Path, capsys: Any):
    empty, other = tmp_path / "empty.csv", tmp_path / "data.parquet"
    empty.write_text("")
    other.write_text("x")
    for path in (empty, other, tmp_path / "missing.csv"):
        assert main(["separation", str(path), "--response", "y"]) == 2
        assert path.name in capsys.readouterr().err

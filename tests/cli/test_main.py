"""The command line as a new user tries it."""

from __future__ import annotations

import dataclasses
import inspect
import json
import subprocess
import sys

import numpy as np
import pytest

import gcbook
from gcbook import claims
from gcbook.cli import main


@pytest.fixture
def model(tmp_path):
    """A file with one layer that satisfies the condition, one that does not, and a bias."""
    rng = np.random.default_rng(0)
    fails = rng.standard_normal((9, 4))
    fails[:, 0] = np.abs(fails[:, 0])
    path = tmp_path / "model.npz"
    np.savez(path, holds=rng.standard_normal((40, 3)), fails=fails, bias=np.zeros(9))
    return path


def test_check_prints_one_row_per_layer(model, capsys):
    assert main(["check", str(model)]) == 0
    rows = {line.split()[0]: line.split() for line in capsys.readouterr().out.splitlines()}
    assert rows["holds"][1:4] == ["40", "3", "holds"]
    assert rows["fails"][1:4] == ["9", "4", "fails"]
    assert "skipped:" in rows["bias"]


def test_check_as_json_agrees_with_the_library(model, capsys):
    assert main(["check", "--json", "--select", "[hf]*", str(model)]) == 0
    reports = {report["layer"]: report for report in json.loads(capsys.readouterr().out)}
    layers = np.load(model)
    for name in ("holds", "fails"):
        report = reports[name]
        assert report["holds"] == gcbook.holds(layers[name])
        assert report["random"] == float(gcbook.gc_probability(report["k"], report["d"]))
        assert (report["margin"]["low"] > 0) == report["holds"]


def test_certificates_are_written_verified_and_refused_when_tampered_with(model, tmp_path, capsys):
    folder = tmp_path / "certificates"
    assert main(["check", str(model), "--certificates", str(folder)]) == 0
    files = sorted(str(path) for path in folder.iterdir())
    assert len(files) == 2
    assert main(["verify", *files]) == 0
    assert capsys.readouterr().out.count("verified: the condition") == 2

    certificate = json.loads((folder / "fails.json").read_text())
    certificate["holds"] = True
    (folder / "fails.json").write_text(json.dumps(certificate))
    assert main(["verify", *files]) in (1, 2)


def test_a_layer_name_cannot_leave_the_certificate_folder(tmp_path):
    path = tmp_path / "m.npz"
    np.savez(path, **{"../../evil": np.eye(2)})
    folder = tmp_path / "deep" / "down"
    assert main(["check", str(path), "--certificates", str(folder)]) == 0
    assert [p.parent for p in tmp_path.rglob("*.json")] == [folder]


def test_require_turns_a_failing_layer_into_exit_code_1(model):
    assert main(["check", "--require", str(model)]) == 1
    assert main(["check", "--require", "--select", "holds", str(model)]) == 0


def test_a_layer_with_nan_is_skipped_with_the_reason(tmp_path, capsys):
    np.savez(tmp_path / "m.npz", good=np.eye(2), bad=np.array([[np.nan, 1.0]]))
    assert main(["check", str(tmp_path / "m.npz")]) == 0
    assert "must be finite; got nan at index (0, 0)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "none.npy"], "no such file"),
        (["verify", "none.json"], "not a readable certificate"),
        (["probability", "0", "3"], "k must be an integer >= 1; got 0"),
        (["claims", "lem-9.9"], "not a claim of this ledger"),
    ],
)
def test_bad_requests_exit_with_2_and_say_why(arguments, message, capsys):
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_probability(capsys):
    assert main(["probability", "6", "3"]) == 0
    assert capsys.readouterr().out == "P(6, 3) = 0.5 = 1/2\n"
    assert main(["probability", "6", "3", "--trials", "400", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["exact"] == "1/2"
    assert report["estimate"]["low"] < 0.5 < report["estimate"]["high"]


def test_claims_runs_rows_and_writes_json(tmp_path, capsys):
    path = tmp_path / "run.json"
    assert main(["claims", "asm-1", "--json", str(path)]) == 0
    assert "twins rejected" in capsys.readouterr().out
    assert [row["id"] for row in json.loads(path.read_text())["rows"]] == ["asm-1"]


def test_a_failing_check_is_exit_code_1(monkeypatch, capsys):
    row = gcbook.ledger()["asm-1"]
    sound = row.checks[0]

    def run(**keywords):
        return dataclasses.replace(sound.run(**keywords), passed=False)

    run.__signature__ = inspect.signature(sound.run)
    broken = dataclasses.replace(row, checks=(dataclasses.replace(sound, run=run),), proof=())
    monkeypatch.setattr(claims, "run_ledger", lambda *_, **__: claims.Ledger([broken]).run())
    assert main(["claims"]) == 1
    assert f"FAILED asm-1 / {sound.name}" in capsys.readouterr().out


def test_help_names_every_command_and_the_exit_codes():
    done = subprocess.run(
        [sys.executable, "-m", "gcbook", "--help"], capture_output=True, text=True, check=True
    )
    for word in ("check", "verify", "probability", "separation", "claims", "run", "Exit codes"):
        assert word in done.stdout


@pytest.mark.slow
def test_run_keeps_its_table(tmp_path, capsys):
    out = tmp_path / "results"
    arguments = ["run", "table1", "--runs", "5", "--seed", "7", "--out", str(out)]
    assert main(arguments) == 0
    first = (out / "table1" / "table1.csv").read_text()
    assert main(arguments) == 0
    assert (out / "table1" / "table1.csv").read_text() == first
    assert "written to" in capsys.readouterr().out

"""What the command line writes, and what it refuses to write over or to send to a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

import gcbook
from gcbook.cli import _certificates, main
from gcbook.cli._probability import fraction_text, rounded
from gcbook.cli._terminal import printable

SQUARE = np.array([[1.0, 0], [0, 1], [-1, 0], [0, -1]])


@pytest.fixture
def model(tmp_path, monkeypatch):
    """Two layers whose names differ by a separator only; the first holds, the second fails."""
    monkeypatch.chdir(tmp_path)
    np.savez("m.npz", **{"dense/kernel": SQUARE, "dense_kernel": np.abs(SQUARE)})
    return "m.npz"


def test_every_layer_has_a_certificate_of_its_own(model, capsys):
    assert main(["check", model, "--certificates", "c", "--json"]) == 0
    reports = json.loads(capsys.readouterr().out)
    assert len({report["certificate"] for report in reports}) == 2
    for report in reports:
        found = gcbook.Certificate.load(report["certificate"])
        assert found.holds == report["holds"] == (report["layer"] == "dense/kernel")


def test_a_second_run_keeps_what_it_finds(model, tmp_path, capsys):
    arguments = ["check", model, "--certificates", "c", "--json", "--select", "dense_kernel"]
    assert main(arguments) == main(arguments) == 0
    assert [path.name for path in (tmp_path / "c").iterdir()] == ["dense_kernel.json"]
    np.savez("m.npz", dense_kernel=SQUARE)
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])[0]["certificate"].endswith(
        "dense_kernel-2.json"
    )
    assert not gcbook.Certificate.load("c/dense_kernel.json").holds


def test_names_stay_apart_on_disks_that_do_not_tell_case(tmp_path):
    taken: set[str] = set()
    paths = [_certificates.save(tmp_path, name, name, taken) for name in ("W", "w", "W")]
    assert [path.name for path in paths] == ["W.json", "w-2.json", "W-3.json"]
    long = [_certificates.file_name("x" * 500 + end) for end in "ab"]
    assert long[0] != long[1]
    assert max(map(len, long)) <= 150
    assert _certificates.file_name("") == "layer"


def test_json_means_the_same_everywhere(model, tmp_path, capsys):
    commands = [
        ["check", model, "--no-margin"],
        ["verify", "c/dense_kernel.json"],
        ["probability", "6", "3"],
        ["claims", "asm-1"],
    ]
    main(["check", model, "--certificates", "c"])
    capsys.readouterr()
    for command in commands:
        assert main([*command, "--json"]) == 0
        printed = capsys.readouterr()
        shown = json.loads(printed.out)
        assert main([*command, "--json", "out.json"]) == 0
        assert capsys.readouterr().out.strip()
        kept = json.loads((tmp_path / "out.json").read_text())
        assert type(kept) is type(shown)
        assert len(kept) == len(shown)


def test_json_never_takes_an_input_for_its_file(model, tmp_path, capsys):
    before = (tmp_path / model).read_bytes()
    assert main(["check", "--json", model, "--no-margin"]) == 0
    assert main(["check", model, f"--json={model}"]) == 2
    assert "it is one of the inputs" in capsys.readouterr().err
    assert (tmp_path / model).read_bytes() == before
    main(["check", model, "--certificates", "c"])
    first = (tmp_path / "c" / "dense_kernel.json").read_text()
    assert main(["verify", "--json", "c/dense_kernel.json", "c/dense%2Fkernel.json"]) == 2
    assert "but it is a certificate" in capsys.readouterr().err
    assert (tmp_path / "c" / "dense_kernel.json").read_text() == first


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "m.npz", "--certificates", "m.npz"],
        ["check", "m.npz", "--json", "no/such/out.json"],
        ["check", "m.npz", "--certificates", "m.npz/deeper"],
        ["claims", "asm-1", "--json", "no/such/out.json"],
        ["probability", "6", "3", "--json=."],
        ["verify", "."],
        ["check", "."],
        ["check", "m.npz", "--limit", "4G", "--select", "none"],
    ],
)
def test_what_cannot_be_written_or_read_is_one_sentence(model, arguments, capsys):
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("gcbook: error: ")
    assert printed.err.count("\n") == 1


def test_a_certificate_that_cannot_be_written_costs_no_verdict(model, monkeypatch, capsys):
    def full(*_):
        raise OSError(28, "No space left on device", "c/x.json")

    monkeypatch.setattr(_certificates, "save", full)
    assert main(["check", model, "--certificates", "c", "--json"]) == 2
    printed = capsys.readouterr()
    assert [report["holds"] for report in json.loads(printed.out)] == [True, False]
    assert "certificate not written: c/x.json: No space left on device" in printed.err


def test_an_unreadable_certificate_hides_no_other_and_is_named_once(model, capsys):
    main(["check", model, "--certificates", "c"])
    capsys.readouterr()
    assert main(["verify", "none.json", "c/dense_kernel.json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == "c/dense_kernel.json: k = 4, d = 2: verified: the condition fails\n"
    assert printed.err.count("none.json") == 1


def test_a_damaged_layer_is_reported_and_required_layers_must_be_judged(tmp_path, capsys):
    path = tmp_path / "m.npz"
    np.savez(path, a=SQUARE, b=SQUARE.astype(np.longdouble), c=SQUARE, bias=np.ones(4))
    assert main(["check", str(path), "--json"]) == 0
    reports = {report["layer"]: report for report in json.loads(capsys.readouterr().out)}
    assert reports["a"]["holds"]
    assert reports["c"]["holds"]
    assert "float64" in reports["b"]["problem"]
    assert "skipped" in reports["bias"]
    assert main(["check", str(path), "--require"]) == 1
    np.savez(path, a=SQUARE, bias=np.ones(4))
    assert main(["check", str(path), "--require"]) == 0


def test_a_margin_that_cannot_be_had_costs_no_verdict(model, monkeypatch, capsys):
    def refuse(_):
        raise ValueError("no margin today")

    monkeypatch.setattr(gcbook.condition, "margin", refuse)
    assert main(["check", model, "--json"]) == 0
    (first, _) = json.loads(capsys.readouterr().out)
    assert first["holds"]
    assert (first["margin"], first["margin_problem"]) == (None, "no margin today")


def test_a_table_is_one_layer_with_named_columns(tmp_path, capsys):
    path = tmp_path / "data.csv"
    path.write_text("age,dose\n" + "\n".join(f"{x},{y}" for x, y in SQUARE))
    assert main(["check", str(path), "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["columns"] == ["age", "dose"]
    assert report["holds"]
    assert report["layer"] == "data"


def test_nothing_from_a_file_reaches_the_terminal_as_a_command(tmp_path, capsys):
    path = tmp_path / "m.npz"
    np.savez(path, **{"a\x1b[2J\u202eb\x9b": SQUARE})
    assert main(["check", str(path)]) == 0
    printed = capsys.readouterr().out
    assert all(one.isprintable() or one == "\n" for one in printed)
    assert r"a\x1b[2J\u202eb\x9b" in printed
    assert printable("Gewicht_ä") == "Gewicht_ä"


def test_probabilities_of_any_size_and_next_to_one(capsys):
    assert main(["probability", "14336", "4096", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert len(report["exact"]) > 8000
    assert report["approximately"].startswith("1 - 1.362")
    assert main(["probability", "500", "3"]) == 0
    assert "~ 1 - 7.62212732566E-146 (exactly" in capsys.readouterr().out
    assert fraction_text(Fraction(1, 10**6000)) == "1/1" + "0" * 6000
    assert rounded(Fraction(3, 10**7000)) == "3E-7000"
    assert rounded(Fraction(0)) == "0"
    assert rounded(Fraction(1)) == "1"


def test_version_help_and_exit_codes(capsys):
    def printed(*arguments: str) -> str:
        with pytest.raises(SystemExit, match="0"):
            main(arguments)
        return capsys.readouterr().out

    assert printed("--version") == f"gcbook {gcbook.__version__}\n"
    for command in ("check", "verify", "probability", "separation", "claims", "run"):
        assert "Exit codes: 0" in printed(command, "--help")


def test_the_command_line_loads_nothing_before_it_is_needed():
    code = (
        "import sys, types; sys.modules['gcbook'] = front = types.ModuleType('gcbook')\n"
        "import importlib.util as u; front.__path__ = [sys.argv[1]]\n"
        "from gcbook.cli import parser; parser()\n"
        "print([name for name in ('numpy', 'scipy', 'pandas', 'sympy', 'tqdm') "
        "if name in sys.modules])"
    )
    folder = str(gcbook.__path__[0])
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"

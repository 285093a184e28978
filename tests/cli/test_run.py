"""``gcbook run``: options from the configs, JSON, and where the cells are computed."""

from __future__ import annotations

import inspect
import json

import pytest

from gcbook.cli import main
from gcbook.cli._run import _fields, _texts
from gcbook.experiments import REGISTRY

SMALL = ["one-neuron", "--steps", "20", "--etas", "0.1,0.2"]


def test_json_goes_to_the_screen_alone_or_to_a_file(tmp_path, capsys):
    assert main(["run", *SMALL, "--out", str(tmp_path), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["experiment"] == "one-neuron"
    assert shown["config"]["etas"] == [0.1, 0.2]
    assert [row["eta"] for row in shown["table"]] == [0.1, 0.2]
    assert main(["run", *SMALL, "--out", str(tmp_path), "--json", str(tmp_path / "x.json")]) == 0
    assert json.loads((tmp_path / "x.json").read_text()) == shown
    assert "written to" in capsys.readouterr().out


def test_finished_cells_go_where_they_are_told(tmp_path):
    where = tmp_path / "cells"
    assert main(["run", *SMALL, "--out", str(tmp_path / "out"), "--cache", str(where)]) == 0
    assert len(list(where.glob("one-neuron-*.npz"))) == 2
    assert not (tmp_path / "out" / "one-neuron" / "cells").exists()


@pytest.mark.slow
def test_two_workers_write_the_same_table(tmp_path):
    for name, extra in {"one": [], "two": ["--workers", "2"]}.items():
        assert main(["run", *SMALL, "--out", str(tmp_path / name), *extra]) == 0
    tables = [(tmp_path / n / "one-neuron" / "one-neuron.csv").read_text() for n in ("one", "two")]
    assert tables[0] == tables[1]


def test_options_are_the_fields_and_are_explained(capsys):
    assert main(["run", "table1", "--options"]) == 0
    shown = capsys.readouterr().out
    assert "--step-exponent" in shown
    assert "Runs per cell; the paper makes 100." in shown


@pytest.mark.parametrize("name", REGISTRY)
def test_every_option_of_every_experiment_is_explained(name):
    kind = REGISTRY[name].config
    known, texts = _fields(kind), _texts(kind)
    assert known
    assert [field for field in known if not texts.get(field)] == []


@pytest.mark.parametrize("version", ["3.11", "3.13"])
def test_the_words_of_an_option_do_not_depend_on_how_a_docstring_is_indented(version):
    class Config:
        __doc__ = (
            "All.\n\n    Parameters\n    ----------\n    k, d : int\n        How\n        many."
        )

    if version == "3.13":
        Config.__doc__ = inspect.cleandoc(Config.__doc__)
    texts = _texts(Config)
    assert texts["k"] == texts["d"] == "How many."


def test_an_unknown_experiment_lists_all(capsys):
    assert main(["run", "figure99"]) == 2
    assert "NAME must be one of blocks, broken-condition" in capsys.readouterr().err


def test_a_bad_setting_is_named(tmp_path, capsys):
    assert main(["run", "table1", "--runs", "1", "--out", str(tmp_path)]) == 2
    assert "runs must be an integer >= 2; got 1" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["run", "table1", "--sedd", "1"])
    assert "unrecognized arguments: --sedd" in capsys.readouterr().err

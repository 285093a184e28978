"""The front page of the package: complete, documented, on the page of the book."""

from __future__ import annotations

import copy
import importlib
import inspect
import os
import pickle
import re
import subprocess
import sys
from enum import Enum
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import attrs
import numpy as np
import pytest

import gcbook

PACKAGES = ("gcbook",)
PROMISED = {
    "Annulus",
    "Network",
    "PolarGrid",
    "binary_network",
    "certify",
    "descend",
    "descend_many",
    "estimate_gc_probability",
    "gc_probability",
    "holds",
    "ledger",
    "neurons_for",
}


def public() -> list[tuple[str, Any]]:
    return [
        (f"{package}.{name}", getattr(importlib.import_module(package), name))
        for package in PACKAGES
        for name in importlib.import_module(package).__all__
    ]


def members(value: Any) -> list[tuple[str, Any]]:
    """The public methods and properties a class adds itself."""
    return [
        (name, member)
        for name, member in vars(value).items()
        if not name.startswith("_")
        and (inspect.isroutine(member) or isinstance(member, (property, classmethod, staticmethod)))
    ]


def test_the_names_that_others_rely_on_are_there():
    assert set(gcbook.__all__) >= PROMISED


def test_the_front_page_is_sorted_and_true():
    assert list(gcbook.__all__) == sorted(gcbook.__all__)
    assert len(set(gcbook.__all__)) == len(gcbook.__all__)
    for name in gcbook.__all__:
        assert hasattr(gcbook, name), name


@pytest.mark.parametrize(("name", "value"), public(), ids=[name for name, _ in public()])
def test_a_public_name_is_documented_with_an_example(name: str, value: Any):
    text = inspect.getdoc(value) or ""
    assert len(text.splitlines()) > 1
    assert re.search(r"^Examples\n-+\n", text, re.M), f"{name} shows no example"
    assert ">>> " in text
    if inspect.isclass(value):
        for member, function in members(value):
            assert inspect.getdoc(function), f"{name}.{member} is not documented"


@pytest.mark.parametrize(("name", "value"), public(), ids=[name for name, _ in public()])
def test_a_public_function_is_typed(name: str, value: Any):
    if not inspect.isroutine(value):
        return
    signature = inspect.signature(value)
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, f"{name}: {parameter.name}"


def test_every_name_has_a_group_on_the_page():
    reference = pytest.importorskip("gcbook_book.reference", exc_type=ImportError)
    groups = reference.grouped("gcbook")
    assert sorted(name for names in groups.values() for name in names) == sorted(gcbook.__all__)
    assert "Others" not in groups


@pytest.mark.book
def test_every_name_is_on_the_page(html: Path):
    page = (html / "api.html").read_text(encoding="utf-8")
    for name in gcbook.__all__:
        assert f'id="gcbook.{name}"' in page, name


def instances() -> dict[str, Any]:
    """One value of every class on the front page."""
    network, start = gcbook.binary_network(3), gcbook.random_start(6, 2, runs=40, seed=1)
    square = [[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]
    run = gcbook.descend(network, gcbook.PolarGrid(), start[0], max_steps=400, record="weights")
    return {
        "Annulus": gcbook.Annulus(0.5, 1.5, label=1),
        "Certificate": gcbook.certify(square),
        "Certificates": gcbook.certify([square] * 50),
        "ClassData": gcbook.PolarGrid(),
        "Ensemble": gcbook.descend_many(network, gcbook.PolarGrid(), start, max_steps=400),
        "Estimate": gcbook.estimate_gc_probability(4, 2, trials=1000),
        "Margin": gcbook.margin(square),
        "Network": gcbook.Network(network.outputs, 0.25),
        "Points": gcbook.Points(gcbook.PolarGrid().points, label=1),
        "PolarGrid": gcbook.PolarGrid(1),
        "Position": gcbook.classify([[2.0, -1.0], [-2.0, 1.0], [1.0, 0.0]]),
        "Separation": gcbook.separation([[1, 1], [1, 2], [1, 3], [1, 3]], [0, 0, 1, 0]),
        "Subspaces": gcbook.Subspaces(0.5, noise=0.1),
        "Trajectory": run,
        "UndecidedError": gcbook.UndecidedError("too close", [1], np.array([True, False])),
    }


CLASSES = [name for name, value in public() if inspect.isclass(value)]


def same(first: Any, second: Any) -> bool:
    """Whether two values agree, attribute by attribute."""
    if isinstance(first, np.ndarray):
        return bool(np.array_equal(first, second))
    if isinstance(first, gcbook.Certificates):  # made on demand: what it makes is compared
        return [one.to_json() for one in first.flat] == [one.to_json() for one in second.flat]
    state = getattr(first, "__dict__", None)
    if attrs.has(type(first)):
        state = attrs.asdict(first, recurse=False)
        return all(same(value, getattr(second, name)) for name, value in state.items())
    if not state or isinstance(first, Enum) or type(first) is not type(second):
        return bool(first == second)
    return all(same(state[name], vars(second)[name]) for name in state)


@pytest.fixture(scope="module")
def examples() -> dict[str, Any]:
    return instances()


@pytest.mark.parametrize("name", CLASSES)
def test_a_value_is_copied_and_comes_back_from_a_pickle(name: str, examples: dict[str, Any]):
    value = examples[name.removeprefix("gcbook.")]
    assert same(value, copy.deepcopy(value))
    assert same(value, pickle.loads(pickle.dumps(value)))


@pytest.mark.parametrize(("name", "value"), public(), ids=[name for name, _ in public()])
def test_a_name_itself_comes_back_from_a_pickle(name: str, value: Any):
    assert pickle.loads(pickle.dumps(value)) is value


@pytest.mark.parametrize("name", CLASSES)
def test_a_value_is_shown_in_a_line_or_two(name: str, examples: dict[str, Any]):
    value = examples[name.removeprefix("gcbook.")]
    assert 10 < len(repr(value)) < 300


def test_what_is_shown_is_the_answer(examples: dict[str, Any]):
    shown = {name: repr(value) for name, value in examples.items()}
    assert shown["Points"] == "Points(880 in dimension 2, label=1)"
    assert shown["Network"] == "Network(2 classes, 6 neurons, v=0.5, bias up to 0.25)"
    run, runs, estimate = (examples[name] for name in ("Trajectory", "Ensemble", "Estimate"))
    assert shown["Trajectory"].startswith(f"Trajectory({run.outcome.value} after {run.steps} up")
    count = int(runs.converged.sum())
    assert 0 < count < 40
    assert f"40 runs: {count} zero loss, " in shown["Ensemble"]
    assert f"median {np.median(runs.steps):g} updates" in shown["Ensemble"]
    assert f"{estimate.successes} of 1000" in shown["Estimate"]
    for value in (runs, estimate):
        table = ElementTree.fromstring(value._repr_html_())
        assert {len(row) for row in table} in ({3}, {5})
    assert f"<td>zero loss</td><td>{count}</td>" in runs._repr_html_()


def test_every_room_is_an_attribute_and_listed():
    package = Path(gcbook.__file__).parent
    rooms = {
        path.stem
        for path in package.iterdir()
        if not path.name.startswith("_")
        and (path.suffix == ".py" or (path / "__init__.py").exists())
    }
    for room in rooms:
        assert room in dir(gcbook), f"add a line to gcbook/__init__.pyi: {room}"
        assert inspect.ismodule(getattr(gcbook, room))
    assert set(gcbook.__all__) <= set(dir(gcbook))
    with pytest.raises(AttributeError, match="module 'gcbook' has no attribute 'nothing'"):
        gcbook.nothing  # noqa: B018


def fresh(code: str) -> str:
    """What a new Python prints."""
    command = [sys.executable, "-c", code]
    path = str(Path(gcbook.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


HEAVY = (
    "asyncio",
    "concurrent.futures",
    "ipywidgets",
    "matplotlib",
    "networkx",
    "pandas",
    "scipy",
    "sympy",
    "tqdm",
)


@pytest.mark.parametrize(
    "first",
    [
        "import gcbook",
        "from gcbook import Network, Points, PolarGrid, Subspaces, binary_network",
        "import gcbook; gcbook.binary_network(2).loss(gcbook.random_start(4, 2), gcbook.Annulus())",
        "import gcbook; gcbook.gc_probability(10, 3); gcbook.bounds.Shell()",
        "from gcbook import descend, descend_many, PolarGrid, binary_network, random_start; "
        "descend_many(binary_network(2), PolarGrid(), random_start(4, 2, runs=2), max_steps=5)",
    ],
)
def test_what_an_import_must_not_load(first: str):
    loaded = fresh(f"{first}\nimport sys; print(*sys.modules)").split()
    assert set(HEAVY) & set(loaded) == set()


def test_import_gcbook_alone_loads_nothing():
    loaded = fresh("import gcbook, sys; print(*sys.modules)").split()
    assert not {"numpy", "attr", "attrs"} & set(loaded)
    assert [name for name in loaded if name.startswith("gcbook")] == ["gcbook"]

"""The levels of the design: a file imports only from lower levels, lazy imports included."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "gcbook"

LEVELS = {
    "_checks": 0,
    "audit": 0,
    "_progress": 0,
    "hinge": 1,
    "population": 1,
    "data": 2,
    "network": 3,
    "condition": 3,
    "probability": 4,
    "descent": 4,
    "initialisation": 4,
    "bounds": 4,
    "applications": 4,
    "companions": 4,
    "experiments": 5,
    "deep": 4,
    "claims": 6,
    "plots": 7,
    "widgets": 7,
    "cli": 8,
    "__main__": 9,
}
# A heavy dependency stays where it belongs, so that `import gcbook` stays light and the
# mathematics can be read without the drawing.
HOMES = {
    "matplotlib": {"plots", "widgets"},
    "ipywidgets": {"widgets"},
    "anywidget": {"widgets"},
    "sympy": {"claims"},
    "mpmath": {"claims"},
}


# What finds an answer and what proves it do not know each other; the floor both stand on knows
# neither.
STRANGERS = {
    "condition/engines": ("gcbook.condition.evidence",),
    "condition/evidence": ("gcbook.condition.engines",),
    "condition/_exact": ("gcbook.condition.engines", "gcbook.condition.evidence"),
}


def room(path: Path, package: Path = PACKAGE) -> str:
    """The level entry a file belongs to: its first folder below the package, or its stem."""
    relative = path.relative_to(package)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imported(path: Path, package: Path = PACKAGE) -> set[str]:
    """Every dotted module name a file imports anywhere in its syntax tree."""
    names = set()
    parts = path.relative_to(package.parent).with_suffix("").parts
    here = parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = list(here[: len(here) - node.level + 1]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def violations(package: Path) -> list[str]:
    """Imports that break the order of the levels or leave a heavy dependency's home."""
    found = []
    for path in sorted(package.rglob("*.py")):
        here = room(path, package)
        if here == "__init__" and path.parent == package:
            continue  # the front page of the package re-exports from everywhere
        for name in sorted(imported(path, package)):
            top, *rest = name.split(".")
            if top in HOMES and here not in HOMES[top]:
                found.append(f"{path.relative_to(package)} imports {top}")
            if top != "gcbook" or not rest:
                continue
            there = rest[0]
            if there not in LEVELS:
                continue  # a name of gcbook/__init__, checked below
            if there != here and LEVELS[there] >= LEVELS[here]:
                found.append(
                    f"{path.relative_to(package)} (level {LEVELS[here]}) imports {there} "
                    f"(level {LEVELS[there]})"
                )
    return found


def strangers(package: Path) -> list[str]:
    """Imports between folders that must not know each other."""
    return [
        f"{path.relative_to(package)} imports {name}"
        for folder, forbidden in STRANGERS.items()
        for path in sorted((package / folder).rglob("*.py"))
        for name in sorted(imported(path, package))
        if any(name == other or name.startswith(f"{other}.") for other in forbidden)
    ]


def test_engines_and_evidence_are_strangers():
    assert all((PACKAGE / folder).is_dir() for folder in STRANGERS)
    assert strangers(PACKAGE) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("condition/evidence/x.py", "def f():\n    from gcbook.condition.engines import exact\n"),
        ("condition/engines/x.py", "from gcbook.condition.evidence.codec import encode\n"),
        ("condition/engines/y.py", "from ..evidence import codec\n"),
        ("condition/_exact/x.py", "import gcbook.condition.engines\n"),
    ],
)
def test_the_check_of_strangers_sees_a_violation(tmp_path: Path, file: str, source: str):
    package = tmp_path / "gcbook"
    (package / file).parent.mkdir(parents=True, exist_ok=True)
    (package / file).write_text(source)
    assert len(strangers(package)) == 1


def test_every_room_has_a_level():
    rooms = {room(path) for path in PACKAGE.rglob("*.py")} - {"__init__"}
    assert rooms <= set(LEVELS)


def test_files_import_only_from_lower_levels():
    assert violations(PACKAGE) == []


def test_nothing_below_imports_the_front_page():
    front = {
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in PACKAGE.rglob("*.py")
        if path != PACKAGE / "__init__.py"
        for name in imported(path)
        if name == "gcbook" or (name.startswith("gcbook.") and name.split(".")[1] not in LEVELS)
    }
    # the version is the one thing that lives on the front page
    assert {entry for entry in front if not entry.endswith("gcbook.__version__")} == set()


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("data.py", "def f():\n    from gcbook.network import Network\n"),
        ("network.py", "import gcbook.condition\n"),
        ("probability.py", "from .experiments import table1\n"),
        ("bounds.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sympy\n"),
        ("experiments/table_1.py", "import matplotlib.pyplot as plt\n"),
    ],
)
def test_the_check_sees_a_violation(tmp_path: Path, file: str, source: str):
    package = tmp_path / "gcbook"
    (package / file).parent.mkdir(parents=True, exist_ok=True)
    (package / file).write_text(source)
    assert len(violations(package)) == 1

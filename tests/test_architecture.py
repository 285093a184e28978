"""The plan of the house: who imports whom, lazy imports included, and how large anything gets."""

from __future__ import annotations

import ast
from collections import Counter
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


def test_they_have_only_whole_numbers_and_the_reading_of_rows_in_common():
    """As ARCHITECTURE.md and Section 5.2 say of what finds an answer and what verifies it."""
    engines, evidence = (
        {name for path in (PACKAGE / folder).rglob("*.py") for name in imported(path)}
        for folder in ("condition/engines", "condition/evidence")
    )
    ours = {name for name in engines & evidence if name.startswith("gcbook.condition")}
    assert {".".join(name.split(".")[:3]) for name in ours} == {
        "gcbook.condition._exact",
        "gcbook.condition._rows",
    }


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


LONGEST_FILE, LONGEST_FUNCTION, LARGEST_SHARE = 400, 70, 0.25


def wing(path: Path) -> str:
    """The room whose share counts: a first folder, and each paper's claims for themselves."""
    parts = path.relative_to(PACKAGE).parts
    return "/".join(parts[:2]) if parts[0] == "claims" else room(path)


def too_long(path: Path) -> list[str]:
    """What is longer than the house allows: a file, or its functions with their docstrings."""
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    found = [f"{path.name}: {lines} lines"] if lines > LONGEST_FILE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno:
            size = node.end_lineno - node.lineno + 1
            found += (
                [f"{path.name}: {node.name} has {size} lines"] if size > LONGEST_FUNCTION else []
            )
    return found


def test_no_file_and_no_function_is_too_long():
    assert [one for path in sorted(PACKAGE.rglob("*.py")) for one in too_long(path)] == []


def test_the_check_of_length_sees_a_long_file_and_a_long_function(tmp_path: Path):
    path = tmp_path / "x.py"
    path.write_text("def short():\n    pass\n\n\ndef long():\n" + 70 * "    pass\n" + 330 * "\n")
    assert too_long(path) == ["x.py: 405 lines", "x.py: long has 71 lines"]


def test_no_room_has_more_than_a_quarter_of_the_lines():
    lines: Counter[str] = Counter()
    for path in PACKAGE.rglob("*.py"):
        lines[wing(path)] += path.read_text(encoding="utf-8").count("\n")
    limit = LARGEST_SHARE * lines.total()
    assert {name: size for name, size in lines.items() if size > limit} == {}

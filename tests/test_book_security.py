"""What SECURITY.md promises of the sources, read from their syntax trees."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "book" / "_ext").rglob("*.py")])
MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "socket", "ftplib"}
CALLS = {"eval", "exec", "compile", "__import__"}
METHODS = {("os", "system"), ("os", "popen"), ("yaml", "load"), ("subprocess", "getoutput")}
# The link check asks the addresses that the book names; nobody's file is read.
NETWORK = {"urllib.request": {"links.py"}}


def misdeeds(tree: ast.AST, name: str) -> list[str]:
    """What a file does that it must not, each with its line."""
    found = []
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            for one in [module] if module else [alias.name for alias in node.names]:
                if one.partition(".")[0] in MODULES or name not in NETWORK.get(one, {name}):
                    found.append(f"{line}: import {one}")
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name) and function.id in CALLS:
                found.append(f"{line}: {function.id}()")
            if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                called = (function.value.id, function.attr)
                found += [f"{line}: {'.'.join(called)}()"] * (called in METHODS)
            for keyword in node.keywords:
                yes = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
                if keyword.arg in {"shell", "allow_pickle"} and yes:
                    found.append(f"{line}: {keyword.arg}=True")
    return found


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_source_neither_unpickles_nor_evaluates_nor_calls_a_shell(source: Path):
    assert misdeeds(ast.parse(source.read_text(encoding="utf-8")), source.name) == []


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "from pickle import loads",
        "import urllib.request",
        "eval(text)",
        "os.system(text)",
        "subprocess.run(text, shell=True)",
        "np.load(path, allow_pickle=True)",
    ],
)
def test_each_misdeed_is_seen(text: str):
    assert misdeeds(ast.parse(text), "any.py") != []

"""A copy of the library that carries its mutants, as mutmut writes them, and what each changes."""

from __future__ import annotations

import ast
import difflib
import re
import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

METHOD = "method_"  # before the name of a property's method


@dataclass(frozen=True)
class Mutant:
    """One mutant: the name its switch goes by, its function, and its kind.

    `check` tells whether it is of an argument's name, range or error, not of what is computed.
    """

    name: str
    function: str  # mangled, as the switch reports it when it is called
    check: bool
    bodies: tuple[ast.FunctionDef, ast.FunctionDef] = field(repr=False)

    @cached_property
    def change(self) -> str:
        """What stands on the line that differs; slow to find, and few of a sample are asked for."""
        return _change(*self.bodies)


def mutate(source: Path, folder: Path, modules: list[str]) -> list[Mutant]:
    """Copy the library and put every mutant of these modules beside the right function."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("__pycache__"))
    found = []
    for module in modules:
        path = folder / (module.replace(".", "/") + ".py")
        written = mutate_file_contents(str(path), _plain(path.read_text(encoding="utf-8")))
        path.write_text(written.code, encoding="utf-8")
        found += _described(module, written.code, list(written.mutant_names))
    return found


def _plain(source: str) -> str:
    """Return the source with every property as a method, and a property of it under its name.

    mutmut leaves functions with decorators alone, and formulae stand in properties too.
    """
    lines = source.splitlines()
    tree = ast.parse(source)
    methods = [
        one for home in ast.walk(tree) if isinstance(home, ast.ClassDef) for one in home.body
    ]
    for one in sorted(methods, key=lambda node: -node.lineno):
        if not isinstance(one, ast.FunctionDef) or len(one.decorator_list) != 1:
            continue
        kind = ast.unparse(one.decorator_list[0])
        if kind in ("property", "cached_property"):
            end = one.end_lineno or one.lineno
            lines.insert(end, f"{' ' * one.col_offset}{one.name} = {kind}({METHOD}{one.name})")
            line = lines[one.lineno - 1]
            lines[one.lineno - 1] = line.replace(f"def {one.name}(", f"def {METHOD}{one.name}(")
            del lines[one.decorator_list[0].lineno - 1]
    return "\n".join(lines) + "\n"


def _described(module: str, code: str, names: list[str]) -> list[Mutant]:
    functions = {
        node.name: node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)
    }
    found = []
    for name in names:
        stem = re.sub(r"__mutmut_\d+$", "", name)
        right, wrong = functions[f"{stem}__mutmut_orig"], functions[name]
        check = _is_check(right, wrong)
        found.append(Mutant(f"{module}.{name}", f"{module}.{stem}", check, (right, wrong)))
    return found


def _change(right: ast.FunctionDef, wrong: ast.FunctionDef) -> str:
    """Return what stands on the one line of the unparsed function that differs, both ways."""
    lines = [ast.unparse(one).splitlines()[1:] for one in (right, wrong)]
    diff = [line for line in difflib.ndiff(*lines) if line[0] in "-+"]
    signature = [] if diff else [ast.unparse(one.args) for one in (right, wrong)]
    old = " ".join(line[2:].strip() for line in diff if line[0] == "-") or "".join(signature[:1])
    new = " ".join(line[2:].strip() for line in diff if line[0] == "+") or "".join(signature[1:])
    return f"{old}  ->  {new}"


def _is_check(right: ast.FunctionDef, wrong: ast.FunctionDef) -> bool:
    """Return whether the statement that differs checks an argument or words an error."""
    for old, new in zip(right.body, wrong.body, strict=True):
        if ast.dump(old) != ast.dump(new):
            return _checks(old, new)
    return False


def _checks(old: ast.stmt, new: ast.stmt) -> bool:
    blocks = [name for name in ("body", "orelse") if getattr(old, name, None)]
    for name in blocks:
        for before, after in zip(getattr(old, name), getattr(new, name), strict=True):
            if ast.dump(before) != ast.dump(after):
                return _checks(before, after)
    if isinstance(old, ast.If):
        return all(isinstance(one, ast.Raise) for one in old.body)
    return isinstance(old, ast.Raise) or "_checks." in ast.unparse(old)

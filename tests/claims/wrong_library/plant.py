"""Putting one wrong formula into the library, and asking the checks of a room about it."""

from __future__ import annotations

import ast
import inspect
import signal
import sys
import textwrap
import time
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from gcbook.audit import Check, Ledger
from gcbook.audit.outcome import Raised
from gcbook.claims import ledger, linear_networks, local_recovery, slow_to_fast

SECONDS = 200  # of processor time: a wrong formula may make a loop endless
SLIPS = ("NameError", "SyntaxError", "AttributeError", "ImportError")  # of the table, not formulae


@dataclass(frozen=True)
class Wrong:
    """One wrong formula: in the function `name` of the library, `wrong` stands for `right`."""

    room: str
    name: str
    right: str
    wrong: str


@dataclass(frozen=True)
class Found:
    """The check that noticed, with its row and the seconds it took; empty if none did."""

    row: str = ""
    check: str = ""
    seconds: float = 0.0
    how: str = ""


def table() -> list[Wrong]:
    """Return the wrong formulae of ``formulae.toml``, in its order."""
    text = Path(__file__).with_name("formulae.toml").read_text(encoding="utf-8")
    rooms = tomllib.loads(text)
    return [Wrong(room, *each) for room, rows in rooms.items() for each in rows.get("wrong", [])]


def stands(formula: Wrong) -> bool:
    """Tell whether the library has the right formula at its place."""
    home, path = _home(formula.name)
    return formula.right in _source(home, path, _get(home, path))


def plant(formula: Wrong) -> None:
    """Make the library wrong, for the rest of this process.

    The code of a function is replaced where it stands, so that whoever imported it earlier runs
    the wrong one as well; a constant is replaced under every name it goes by.
    """
    home, path = _home(formula.name)
    target = _get(home, path)
    source = _source(home, path, target)
    if formula.right not in source:
        raise ValueError(f"{formula.name} does not contain {formula.right!r}")
    space = dict(vars(home))
    text = "from __future__ import annotations\n" + source.replace(formula.right, formula.wrong)
    exec(compile(text, str(home.__file__), "exec"), space)
    new = _function(space[path[-1]])
    if inspect.isfunction(target):
        target.__code__ = new.__code__
        target.__defaults__, target.__kwdefaults__ = new.__defaults__, new.__kwdefaults__
        return
    for module in [one for name, one in sys.modules.items() if name.startswith("gcbook")]:
        for name in [name for name, value in vars(module).items() if value is target]:
            setattr(module, name, new)


def asked(room: str, book: Ledger | None = None) -> list[tuple[str, Check]]:
    """Return the checks of the rows of a room, each once, with the first row that has it."""
    found: dict[Any, tuple[str, Check]] = {}
    for row in book or ledger():
        if row.id in _rows(room):
            for check in row.checks:
                found.setdefault(check.run, (row.id, check))
    return list(found.values())


def noticed(checks: Iterable[tuple[str, Check]]) -> Found:
    """Return the first of these checks that fails, or does not reject its twin."""
    signal.signal(signal.SIGPROF, _too_long)
    for row, check in checks:
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        begin = time.process_time()
        evidence = check.evidence()
        signal.setitimer(signal.ITIMER_PROF, 0)
        if evidence.sound:
            continue
        seconds = round(time.process_time() - begin, 3)
        outcome = evidence.twin if evidence.outcome.passed else evidence.outcome
        how = "failed" if outcome is evidence.outcome else "twin passed"
        if isinstance(outcome, Raised):
            how = f"raised {outcome.computed}"
            if str(outcome.computed).startswith(SLIPS):
                raise AssertionError(f"{check.name}: {how}: a slip in formulae.toml")
        return Found(row, check.name, seconds, how)
    return Found()


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS} s")


def _rows(room: str) -> set[str]:
    if room in slow_to_fast.ORDER:
        names = slow_to_fast.ORDER[room].split()
        home = f"{slow_to_fast.__name__}.{room}"
    else:
        paper = {"linear_networks": linear_networks, "local_recovery": local_recovery}[room]
        names, home = paper.ORDER.split(), paper.__name__
    return {import_module(f"{home}.{name}").CLAIM.id for name in names}


def _home(name: str) -> tuple[Any, list[str]]:
    parts = name.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        try:
            return import_module(".".join(["gcbook", *parts[:cut]])), parts[cut:]
        except ModuleNotFoundError:
            continue
    raise ValueError(f"{name} is not in the library")


def _get(home: Any, path: list[str]) -> Any:
    target = home
    for part in path:
        target = inspect.getattr_static(target, part)
    return _function(target)


def _function(target: Any) -> Any:
    for inner in ("fget", "func", "__func__", "__wrapped__"):
        if not inspect.isfunction(target) and hasattr(target, inner):
            target = getattr(target, inner)
    return inspect.unwrap(target) if inspect.isfunction(target) else target


def _source(home: Any, path: list[str], target: Any) -> str:
    if inspect.isfunction(target):
        return textwrap.dedent(inspect.getsource(target))
    text = inspect.getsource(home)
    for node in ast.parse(text).body:
        names = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(one, ast.Name) and one.id == path[0] for one in names):
            return ast.get_source_segment(text, node) or ""
    raise ValueError(f"{'.'.join(path)} is neither a function nor a constant")

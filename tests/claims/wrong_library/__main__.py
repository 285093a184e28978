"""``python -m tests.claims.wrong_library``: every wrong formula, each in a process of its own.

python -m tests.claims.wrong_library                the whole table; writes noticed.json and .md
python -m tests.claims.wrong_library phases width   some rooms; the others stay as recorded
python -m tests.claims.wrong_library --missed       what is not recorded as noticed
python -m tests.claims.wrong_library --new          what is not recorded at all
python -m tests.claims.wrong_library --sample       what was noticed quickly, again (the tests)
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import multiprocessing
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gcbook.audit import Check
from gcbook.claims import ledger

from .plant import Found, Wrong, asked, noticed, plant, table

FOLDER = Path(__file__).parent
QUICK, SAMPLE = 0.12, 5.0  # seconds of a check, and of all checks, in the sample


def main() -> int:
    """Run what was asked for; the status is 1 if something recorded as noticed is not."""
    options = _options()
    rows = table()
    asked_now = {_key(one) for one in rows}  # what the table no longer lists is forgotten
    recorded = {key: found for key, found in _recorded().items() if key in asked_now}
    if options.sample:
        return _sample(rows, recorded)
    chosen = [one for one in rows if not options.rooms or one.room in options.rooms]
    if options.new:
        chosen = [one for one in chosen if _key(one) not in recorded]
    if options.missed:
        chosen = [one for one in chosen if not recorded.get(_key(one), Found()).check]
    orders = {room: _order(room) for room in {one.room for one in chosen}}
    tasks = [(one, orders[one.room]) for one in chosen]
    for one, found in zip(chosen, _each(tasks, options.workers), strict=True):
        recorded[_key(one)] = found
        print(_line(one, found), flush=True)
        _write(rows, {_key(one): recorded[_key(one)] for one in rows if _key(one) in recorded})
    return 0


def _sample(rows: Sequence[Wrong], recorded: dict[str, Found]) -> int:
    """Ask only the check that noticed, of formulae whose check is quick, until SAMPLE is used."""
    tasks, total = [], 0.0
    for one in rows:
        found = recorded.get(_key(one), Found())
        if found.check and found.seconds <= QUICK and total + found.seconds <= SAMPLE:
            total += found.seconds
            tasks.append((one, [found.check]))
    missed = [
        one for (one, _), found in zip(tasks, _each(tasks, 1), strict=True) if not found.check
    ]
    for one in missed:
        print("NOT NOTICED", _key(one))
    print(f"{len(tasks) - len(missed)} of {len(tasks)} noticed")
    return 1 if missed or not tasks else 0


def _each(tasks: Sequence[tuple[Wrong, list[str]]], workers: int) -> Any:
    """Plant and ask, every formula in a fresh copy of this process (which has no caches yet)."""
    ledger()  # everything is imported here, once
    with multiprocessing.get_context("fork").Pool(workers, maxtasksperchild=1) as pool:
        yield from pool.imap(_ask, tasks, chunksize=1)


def _ask(task: tuple[Wrong, list[str]]) -> Found:
    formula, order = task
    checks = {check.name: (row, check) for row, check in asked(formula.room)}
    plant(formula)
    return noticed(checks[name] for name in order)


def _order(room: str) -> list[str]:
    """Return the checks of a room: those of the library's formulas first, then the cheap ones."""
    checks = [check for _, check in asked(room)]
    return [one.name for one in sorted(checks, key=_cost)]


def _cost(check: Check) -> tuple[bool, float]:
    return not check.name.startswith("library-"), check.seconds


def _key(one: Wrong) -> str:
    return f"{one.room} | {one.name} | {one.right} -> {one.wrong}"


def _line(one: Wrong, found: Found) -> str:
    where = f"{found.row} / {found.check} ({found.how})" if found.check else "NOT NOTICED"
    return f"{_key(one)}: {where}, {found.seconds:.2f} s"


def _recorded() -> dict[str, Found]:
    path = FOLDER / "noticed.json"
    text = path.read_text(encoding="utf-8") if path.exists() else "{}"
    return {key: Found(**found) for key, found in json.loads(text).items()}


def _write(rows: Sequence[Wrong], found: dict[str, Found]) -> None:
    plain = {key: dataclasses.asdict(one) for key, one in found.items()}
    (FOLDER / "noticed.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    lines = ["| room | noticed | of |", "|---|---|---|"]
    for room in dict.fromkeys(one.room for one in rows):
        mine = [found[_key(one)] for one in rows if one.room == room and _key(one) in found]
        lines.append(f"| {room} | {sum(bool(one.check) for one in mine)} | {len(mine)} |")
    seen = sum(bool(one.check) for one in found.values())
    lines += [f"| all | {seen} | {len(found)} |", "", "Not noticed by the rows of their room:", ""]
    lines += [
        f"- `{one.name}`: `{one.right}` -> `{one.wrong}`"
        for one in rows
        if _key(one) in found and not found[_key(one)].check
    ]
    head = "Written by `make wrong`; the wrong formulae are in `formulae.toml`.\n\n"
    (FOLDER / "noticed.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rooms", nargs="*")
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--new", action="store_true")
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

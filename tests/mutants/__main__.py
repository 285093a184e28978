"""``python -m tests.mutants``: every mutant, asked of the unit tests that call its function.

python -m tests.mutants                            every module; writes _build/mutants.json
python -m tests.mutants bounds.rate probability    some modules, or some rooms
python -m tests.mutants --missed bounds            what is recorded as surviving, again
python -m tests.mutants --sample 200 population    of every room no more formulae than this
MUTANTS_SECONDS=400 python -m tests.mutants ...    stops in time; what is left stays untried
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
SOURCE = ROOT / "src" / "gcbook"
# The unit tests of each room, and no others: what they miss counts as missed.
ROOMS = {
    "probability": ["tests/probability"],
    "bounds": ["tests/bounds"],
    "initialisation": ["tests/initialisation", "tests/test_initialisation.py"],
    "condition": ["tests/condition"],
    "population": ["tests/population", "tests/test_population.py"],
    "network": ["tests/test_network.py"],
    "hinge": ["tests/test_network.py"],
    "experiments.statistics": ["tests/experiments/test_statistics.py"],
}


def main() -> int:
    """Mutate, ask, record; the status is 1 if a test fails without any mutant."""
    options = _options()
    status = 0
    for room, tests in ROOMS.items():
        modules = [one for one in _modules(room) if _asked(one, options.modules)]
        if modules:  # in a process of its own, which has imported no other copy of the library
            process = multiprocessing.get_context("fork").Process(
                target=_ask, args=(room, modules, options.tests or tests, options)
            )
            process.start()
            process.join()
            status |= process.exitcode or 0
    print("\n".join(_table(_recorded())))
    return status


def _ask(room: str, modules: list[str], tests: list[str], options: argparse.Namespace) -> None:
    import pytest

    from .ask import Asking
    from .make import Mutant, mutate

    recorded = _recorded()
    with tempfile.TemporaryDirectory() as folder:
        names = [f"gcbook.{one}" for one in modules]
        found = mutate(SOURCE.parent, Path(folder) / "src", names)
        for name in names:
            recorded.setdefault(name, {})
            mine = {one.name: one for one in found if one.name.rpartition(".")[0] == name}
            recorded[name] = {key: recorded[name].get(key) for key in mine}
        found.sort(key=lambda one: one.check)  # formulae first
        few = found if options.sample is None else _sampled(found, options.sample)
        chosen = [one for one in few if _wanted(recorded, one, options.missed)]

        told: list[str] = []

        def tell(mutant: Mutant, fate: str) -> None:
            home = recorded[mutant.name.rpartition(".")[0]]
            home[mutant.name] = {"fate": fate, "check": mutant.check, "change": mutant.change}
            told.append(fate)
            if len(told) % 25 == 0:
                _write(recorded)
            if fate != "killed":
                print(fate, mutant.name, mutant.change, flush=True)

        sys.path.insert(0, str(Path(folder) / "src"))
        how = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow"]
        status = pytest.main([*how, *tests], plugins=[Asking(chosen, tell, options.quick)])
        _write(recorded)
        if options.sample is not None:
            print(_estimate(room, recorded, few, found))
    sys.exit(0 if status in (0, 5) else 1)


def _wanted(recorded: dict[str, Any], mutant: Any, missed: bool) -> bool:
    known = recorded[mutant.name.rpartition(".")[0]][mutant.name]
    if known is None or known["change"] != mutant.change:
        return True
    return missed and known["fate"] != "killed"


def _sampled(found: list[Any], size: int) -> list[Any]:
    """Return `size` mutants of formulae, the same ones each time (all, if there are fewer).

    They are asked in the order drawn: if time runs out, those asked are a sample, too.
    """
    formulae = {one.name: one for one in found if not one.check}
    names = random.Random(0).sample(sorted(formulae), min(size, len(formulae)))
    return [formulae[name] for name in names]


def _estimate(room: str, recorded: dict[str, Any], drawn: list[Any], found: list[Any]) -> str:
    """Return what the sample says about all formulae, with Clopper and Pearson's interval."""
    from scipy.stats import binomtest

    known = [recorded[one.name.rpartition(".")[0]][one.name] for one in drawn]
    asked = list(itertools.takewhile(bool, known))
    killed, total = sum(one["fate"] == "killed" for one in asked), sum(not o.check for o in found)
    words = f"| **{room}**, sample of {len(asked)} of {total} | {killed} of {len(asked)}"
    if asked:
        within = binomtest(killed, len(asked)).proportion_ci(0.95, "exact")
        words += f": {within.low:.1%} to {within.high:.1%}"
    return f"{words} | | |"


def _table(recorded: dict[str, Any]) -> list[str]:
    """Return the rows of the table in mutants.md."""
    lines = []
    for module, mutants in recorded.items():
        tried = [one for one in mutants.values() if one]
        cells = []
        for check in (False, True):
            fates = [one["fate"] for one in tried if one["check"] == check]
            cells.append(f"{fates.count('killed')} of {len(fates)}")
        left = len(mutants) - len(tried)
        lines.append(f"| `{module.removeprefix('gcbook.')}` | {' | '.join(cells)} | {left} |")
    return lines


def _modules(room: str) -> list[str]:
    path = SOURCE / room.replace(".", "/")
    if not path.is_dir():
        return [room]
    files = [one for one in sorted(path.rglob("*.py")) if one.stem != "__init__"]
    return [".".join(one.relative_to(SOURCE).with_suffix("").parts) for one in files]


def _asked(module: str, names: list[str]) -> bool:
    return not names or any(module == one or module.startswith(one + ".") for one in names)


def _recorded() -> dict[str, Any]:
    path = ROOT / "_build" / "mutants.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _write(recorded: dict[str, Any]) -> None:
    path = ROOT / "_build" / "mutants.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(recorded), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--missed", action="store_true")
    parser.add_argument(
        "--sample",
        type=int,
        metavar="N",
        help="no more formulae of a room (of those of its modules that are named), drawn by "
        "random.Random(0).sample from their sorted names; the table then gives a 95 %% interval "
        "of Clopper and Pearson. Making all mutants of `condition` takes a minute or two",
    )
    parser.add_argument("--tests", nargs="+", help="only these, which may miss more")
    parser.add_argument("--quick", type=float, help="no test of more seconds, which may miss more")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks``: run every pair in its own process and write the table.

python -m benchmarks                    everything; writes benchmarks/results.json and .txt
    python -m benchmarks --record           ... and keeps them for the table in Section 7.1
python -m benchmarks --only batch       one group; rows of others stay as they were recorded
python -m benchmarks --quick            fewer turns, for a first look
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from tqdm import tqdm

import gcbook
from benchmarks import cost, decisions, degenerate, ensembles, imports, tall, work
from benchmarks.decisions import Pair

FOLDER = Path(__file__).parent
RECORD = FOLDER.parent / "src" / "gcbook" / "experiments" / "benchmarks.json"
SECONDS = 300  # a pair that takes longer is cut off and said to be so


def main() -> int:
    """Run the pairs asked for and write the results."""
    options = _options()
    if options.pair:
        print(json.dumps(_measure(_find(options.pair), options.repeats)))
        return 0
    if options.alone:
        print(json.dumps({"ours": tall.alone(_find(options.alone))}))
        return 0
    if options.cost:
        print(json.dumps(cost.costs()))
        return 0
    if options.wrong:
        print(json.dumps([dataclasses.asdict(row) for row in degenerate.wrong_verdicts()]))
        return 0
    chosen = [pair for pair in _pairs() if not options.only or pair.group in options.only]
    repeats = 2 if options.quick else options.repeats
    rows = [_child(pair, repeats) for pair in tqdm(chosen, unit="pair")]
    before = _before(options.json)
    report = before | {  # what the other commands recorded stays
        "machine": _machine(),
        "rows": _merged(before.get("rows", []), [row for row in rows if row]),
        "wrong": _call("--wrong") if _asked("wrong", options) else before.get("wrong", []),
        "cost": _call("--cost") if _asked("cost", options) else before.get("cost", []),
    }
    table = _table(report)
    options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    (FOLDER / "results.txt").write_text(table, encoding="utf-8")
    print(table)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="*", metavar="GROUP", default=[])
    parser.add_argument("--quick", action="store_true", help="fewer turns")
    parser.add_argument("--repeats", type=int, default=5, help="counted turns (default: 5)")
    parser.add_argument(
        "--json",
        type=Path,
        default=FOLDER / "results.json",
        metavar="FILE",
        help="where the results go (default: benchmarks/results.json)",
    )
    parser.add_argument(
        "--record",
        dest="json",
        action="store_const",
        const=RECORD,
        help="keep them in the package, for the table in Section 7.1 of the book",
    )
    parser.add_argument("--pair", help=argparse.SUPPRESS)
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    parser.add_argument("--wrong", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--cost", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _before(path: Path) -> dict[str, Any]:
    """Return what the file holds that is written next."""
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _merged(before: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows in the order of the pairs: the new ones in place of those they repeat."""
    found = {_key(row): row for row in [*before, *rows]}
    return [found[pair.key] for pair in _pairs() if pair.key in found]


def _key(row: dict[str, Any]) -> str:
    return Pair(row["group"], row["d"], row["k"], row["peer"], row["target"], row["task"]).key


def _asked(group: str, options: argparse.Namespace) -> bool:
    return not options.only or group in options.only


def _pairs() -> list[Pair]:
    return [*imports.pairs(), *decisions.pairs(), *tall.pairs(), *work.pairs(), *ensembles.pairs()]


def _find(key: str) -> Pair:
    return next(pair for pair in _pairs() if pair.key == key)


def _measure(pair: Pair, repeats: int) -> dict[str, Any]:
    if pair.group in work.GROUPS:
        return dataclasses.asdict(work.measure(pair, repeats=repeats))
    if pair.group in tall.KINDS:
        timing, right = tall.measure(pair, repeats=repeats)
        return dataclasses.asdict(timing) | {"right": right}
    rooms = {"import": imports, "table-1": ensembles, "general": ensembles}
    source = rooms.get(pair.group, decisions)
    return dataclasses.asdict(source.measure(pair, repeats=repeats))


def _child(pair: Pair, repeats: int) -> dict[str, Any] | None:
    """Measure in a fresh process; None where the peer is not installed."""
    timing = _call("--pair", pair.key, "--repeats", str(repeats))
    if timing is None:
        return None
    if "cut_off" in timing and pair.group in tall.KINDS:  # the peer's fault, as a rule
        timing |= _call("--alone", pair.key)
    row = dataclasses.asdict(pair) | timing
    reached = timing["ratio"] is None or timing["ratio"] >= pair.target
    return row | {"reached": reached, "processor": _processor()}


def _call(*arguments: str) -> Any:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks", *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=FOLDER.parent, timeout=SECONDS, check=True
        )
    except subprocess.TimeoutExpired:
        return {"ours": None, "theirs": None, "ratio": None, "cut_off": SECONDS}
    except subprocess.CalledProcessError as error:
        if "ModuleNotFoundError" in error.stderr:
            tqdm.write(f"not installed, left out: {' '.join(arguments)}", file=sys.stderr)
            return None
        raise RuntimeError(error.stderr) from error
    return json.loads(done.stdout.splitlines()[-1])


def _machine() -> dict[str, str]:
    return {
        "processor": _processor(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "gcbook": gcbook.__version__,
        "threads": "1",
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _table(report: dict[str, Any]) -> str:
    head = (
        f"{'task':<16}{'d':>6}{'k':>6}  {'peer':<16}"
        f"{'ours':>12}{'theirs':>12}{'ratio':>10}{'target':>10}"
    )
    lines = [", ".join(f"{k} {v}" for k, v in report["machine"].items()), "", head, "-" * len(head)]
    for row in report["rows"]:
        ours, theirs = (_time(row[name]) for name in ("ours", "theirs"))
        mark = "" if row["reached"] else "  BEHIND"
        lines.append(
            f"{row['task']:<16}{row['d']:>6}{row['k']:>6}  {row['peer']:<16}{ours:>12}{theirs:>12}"
            f"{_ratio(row['ratio']):>10}{row['target']:>10.2f}{mark}"
        )
    lines += ["", "wrong verdicts, judged exactly:"]
    lines += [
        f"{w['family']:<30}{w['solver']:<12}{w['wrong']:>4} of {w['cases']}"
        for w in report["wrong"]
    ]
    return "\n".join(lines) + "\n"


def _ratio(ratio: float | None) -> str:
    return "cut off" if ratio is None else f"{ratio:.2f}"


def _time(seconds: float | None) -> str:
    if seconds is None:
        return f"> {SECONDS} s"
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


if __name__ == "__main__":
    sys.exit(main())

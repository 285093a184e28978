"""``gcbook claims``: run the ledger."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from gcbook import _checks
from gcbook.cli._terminal import shows_progress


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "claims",
        help="run the ledger: every claim of the paper, its checks and their perturbed twins",
        description="Run the ledger. Exit code 0 if every check passes and every perturbed twin "
        "is rejected, 1 otherwise.",
    )
    command.add_argument("ids", nargs="*", metavar="ID", help="rows to run (default: all)")
    command.add_argument("--full", action="store_true", help="larger samples, longer runs")
    command.add_argument(
        "--json", type=Path, metavar="FILE", help="write the run to FILE ('-': standard output)"
    )
    command.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes to use (default: 1)"
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the rows, show a summary and write the JSON when asked."""
    from gcbook import claims  # here, so that the other commands do not wait for sympy

    workers = _checks.integer(options.workers, "--workers", low=1)
    with _pool(workers) if workers > 1 else nullcontext() as executor:
        outcome = claims.run_ledger(
            options.ids or None, full=options.full, progress=shows_progress(), executor=executor
        )
    text = outcome.to_json()
    if options.json is not None and str(options.json) != "-":
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(text, encoding="utf-8")
    if str(options.json) == "-":
        print(text)
    print(outcome.summary(), file=sys.stderr if str(options.json) == "-" else sys.stdout)
    return 0 if outcome.passed else 1


def _pool(workers: int) -> ProcessPoolExecutor:
    """Return fresh processes with one thread each: workers must not fight for the cores."""
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))

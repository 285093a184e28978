"""``gcbook claims``: run the ledger, or begin a new row of it."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gcbook.cli import _json
from gcbook.cli._terminal import shows_progress

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


def add_parser(commands: Any) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "claims",
        help="run the ledger: every claim of the paper, its checks and their perturbed twins",
        description="Run the ledger: every claim, its checks and their perturbed twins. With "
        "--new, write the files of a new claim instead.",
        epilog="Exit codes: 0 every check passes and every perturbed twin is rejected, 1 not so, "
        "2 bad request or unwritable output.",
    )
    command.add_argument("ids", nargs="*", metavar="ID", help="rows to run (default: all)")
    command.add_argument("--full", action="store_true", help="larger samples, longer runs")
    command.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes to use (default: 1)"
    )
    _json.add_option(command, "the run")
    new = command.add_argument_group("a new claim, in a clone of the repository")
    new.add_argument("--new", metavar="ID", help="write a template that fails until it is filled")
    new.add_argument(
        "--paper", default="slow_to_fast", metavar="PAPER", help="default: slow_to_fast"
    )
    new.add_argument("--section", metavar="SECTION", help="folder of the section, such as phases")
    new.add_argument(
        "--root", type=Path, default=Path(), metavar="FOLDER", help="the clone (default: here)"
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the rows, show a summary and write the JSON when asked."""
    if options.new is not None:
        return _begin(options)
    from gcbook import _checks, claims

    workers = _checks.integer(options.workers, "--workers", low=1)
    _json.prepare(options)
    with _pool(workers) if workers > 1 else nullcontext() as executor:
        outcome = claims.run_ledger(
            options.ids or None, full=options.full, progress=shows_progress(), executor=executor
        )
    _json.write(options, outcome.to_json())
    print(
        outcome.summary(),
        file=sys.stderr if _json.on_standard_output(options) else sys.stdout,
    )
    return 0 if outcome.passed else 1


def _begin(options: argparse.Namespace) -> int:
    from gcbook.cli import _template

    if options.section is None:
        raise ValueError("--new must come with --section, the folder of the claim's section")
    paths = _template.write(options.root, options.new, options.paper, options.section)
    for path in paths:
        print(f"written: {path}")
    print(
        f"Next: add {_template.module_name(options.new)} to the order of the results in "
        f"src/gcbook/claims/{options.paper}/__init__.py, fill the words and the check, and run "
        f"gcbook claims {options.new}"
    )
    return 0


def _pool(workers: int) -> ProcessPoolExecutor:
    """Return fresh processes with one thread each: workers must not fight for the cores."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))

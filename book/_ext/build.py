"""Build the book: ``make book`` runs this file.

A build never trusts what an earlier one left, except the outputs of executed chapters, and those
only while the package, the pins and the vendored files are what they were: Jupyter's cache looks
at the cells alone, so a change under ``src/`` would otherwise leave old results on the page. The
pages are always written afresh, because Sphinx repeats no warning for a page it does not rewrite
and a second run of a failing build would pass.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the outputs of a chapter depend on besides its own cells.
INGREDIENTS = (
    "src",
    "requirements.txt",
    "vendor",
    "book/references.bib",
    "book/_ext/kernel_config.py",
)
SKIPPED = {"__pycache__", ".ipynb_checkpoints"}


def files_of(ingredients: Iterable[str], root: Path) -> list[Path]:
    """Return every file of the ingredients, in a fixed order."""
    found = []
    for name in ingredients:
        path = root / name
        found += [path] if path.is_file() else path.rglob("*")
    return sorted(
        path for path in found if path.is_file() and not SKIPPED & set(path.relative_to(root).parts)
    )


def fingerprint(root: Path, ingredients: Iterable[str] = INGREDIENTS) -> str:
    """Return a hash of the ingredients: names, contents and the Python that runs them."""
    digest = hashlib.sha256(sys.version.encode())
    for path in files_of(ingredients, root):
        digest.update(f"\0{path.relative_to(root)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def forget_stale(build: Path, current: str) -> bool:
    """Drop what an earlier build computed from other ingredients; tell whether there was any.

    The pages and Sphinx's memory of them go in every case.
    """
    for folder in ("html", ".doctrees", "jupyter_execute"):
        shutil.rmtree(build / folder, ignore_errors=True)
    stamp = build / "fingerprint"
    fresh = stamp.exists() and stamp.read_text(encoding="utf-8") == current
    if not fresh:
        shutil.rmtree(build / ".jupyter_cache", ignore_errors=True)
        (build / "ledger.json").unlink(missing_ok=True)
        build.mkdir(parents=True, exist_ok=True)
        stamp.write_text(current, encoding="utf-8")
    return not fresh


def keep_to(build: Path) -> None:
    """Let every tool keep what it keeps in the build's folder, with one thread for each process.

    A home folder that cannot be written to is no obstacle then, and what lies in a reader's own
    folders (styles, start-up files) does not change the book.
    """
    for name, folder in {
        "MPLCONFIGDIR": ".matplotlib",
        "JUPYTER_CONFIG_DIR": ".jupyter",
        "JUPYTER_DATA_DIR": ".jupyter/data",
        "JUPYTER_RUNTIME_DIR": ".jupyter/runtime",
        "IPYTHONDIR": ".ipython",
    }.items():
        (build / folder).mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(build / folder)
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def announce(build: Path, fresh: bool) -> None:
    """Say beforehand what the build takes."""
    kept = build / "times.json"
    if fresh and kept.exists():
        print("Book: unchanged chapters are kept; about half a minute, no network.")
    else:
        print(
            "Book: the ledger and every chapter are run, about 6 minutes on two cores; "
            "40 MB in _build, 2 GB of memory, no network.",
            flush=True,
        )


def run_ledger(root: Path, build: Path) -> int:
    """Run every check of the ledger once, unless this very package has already been through it."""
    ledger = build / "ledger.json"
    if ledger.exists() or not (root / "src/gcbook/claims/__init__.py").exists():
        return 0
    command = [sys.executable, "-m", "gcbook", "claims", "--json", str(ledger), "--workers", "2"]
    done = subprocess.run(command, cwd=root, check=False)
    if done.returncode:  # a failed run is shown, and run again next time
        ledger.replace(build / "ledger-failed.json") if ledger.exists() else None
        print(f"book: the ledger has a failing check (exit {done.returncode})", file=sys.stderr)
    return done.returncode


def run_sphinx(root: Path, build: Path, jobs: int, *, write_numbers: bool = False) -> int:
    """Execute the chapters and write the pages; any warning and any failing cell is an error."""
    from jupyter_book.sphinx import build_sphinx

    outcome = build_sphinx(
        root / "book",
        build / "html",
        path_config=root / "_config.yml",
        confoverrides={
            "external_toc_path": str(root / "_toc.yml"),
            "nb_execution_cache_path": str(build / ".jupyter_cache"),
            "nitpicky": True,
            # Go on to the next chapter and report every failure at once; as warnings are errors
            # and failures are never cached, the build fails all the same.
            "nb_execution_raise_on_error": False,
            "nb_execution_show_tb": True,
            "latex_individualpages": False,
            "gcbook_jobs": jobs,
            "gcbook_write_numbers": write_numbers,
        },
        noconfig=True,
        doctreedir=build / ".doctrees",
        warningiserror=True,
        keep_going=True,
        quiet=True,
    )
    failed = list((build / "html" / "reports").glob("*.log"))
    return outcome if isinstance(outcome, int) and not failed else 1


def show_times(build: Path, seconds: float) -> None:
    """Print how long each chapter ran when it was last executed, and where the book is."""
    times: dict[str, float] = json.loads((build / "times.json").read_text(encoding="utf-8"))
    for chapter, spent in times.items():
        print(f"  {chapter:<18}{spent:8.1f} s")
    print(f"  {'all chapters':<18}{sum(times.values()):8.1f} s, now built in {seconds:.1f} s")
    print(f"\nThe book is at {(build / 'html' / 'index.html').as_uri()}")


def main() -> int:
    """Build the book and return the exit code."""
    parser = argparse.ArgumentParser(description="Build the book into _build/html.")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder of _config.yml")
    parser.add_argument("--output", type=Path, help="default: _build in the root")
    parser.add_argument(
        "--without-ledger", action="store_true", help="quick look: badges read 'verdict pending'"
    )
    parser.add_argument(
        "--write-numbers", action="store_true", help="write the computed numbers into the chapters"
    )
    options = parser.parse_args()
    root = options.root.resolve()
    build = (options.output or root / "_build").resolve()
    started = time.perf_counter()
    keep_to(build)
    announce(build, not forget_stale(build, fingerprint(root)))
    failed = 0 if options.without_ledger else run_ledger(root, build)
    failed = failed or run_sphinx(root, build, options.jobs, write_numbers=options.write_numbers)
    if failed:
        print("\nbook: the build failed; the reasons are above", file=sys.stderr)
        return failed
    show_times(build, time.perf_counter() - started)
    return 0


if __name__ == "__main__":
    sys.exit(main())

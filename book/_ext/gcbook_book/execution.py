"""Run the chapters side by side, before Sphinx reads them one after the other.

Sphinx cannot read in parallel here (the domain of sphinx-proof does not allow it), so the work is
taken ahead: each chapter whose outputs are not in the cache is run in one of a few processes, by
MyST-NB's own client and into MyST-NB's own cache. Sphinx then finds every chapter there. A chapter
that fails is not kept; Sphinx runs it again and reports the failure in the ordinary way.
"""

from __future__ import annotations

import contextlib
import dataclasses
import multiprocessing
import os
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_cache import get_cache
from myst_nb.core.execute import create_client
from myst_nb.core.read import create_nb_reader
from tqdm import tqdm

from gcbook_book import times

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class Silence:
    """A logger that says nothing: Sphinx tells what there is to tell."""

    def __getattr__(self, name: str) -> Any:
        return lambda *message, **details: None


def read(path: str, markdown: Any, settings: Any) -> tuple[Any, Any] | None:
    """Return a chapter as (notebook, the format it was read in), ``None`` for a plain page."""
    text = Path(path).read_text(encoding="utf-8")
    reader = create_nb_reader(path, markdown, settings, text)
    return None if reader is None else (reader.read(text), reader.read_fmt)


def run(path: str, markdown: Any, settings: Any) -> tuple[str, int]:
    """Run one chapter into the cache; return its path and the megabytes of its largest process."""
    chapter = read(path, markdown, settings)
    if chapter is not None:
        with create_client(chapter[0], path, settings, Silence(), chapter[1]):
            pass  # the client runs the notebook when it is entered
    return path, peak()


def peak() -> int:
    """Return the megabytes of the largest process that this one has started, 0 if unknown."""
    try:
        import resource
    except ImportError:  # not on Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit // 10**6


def is_waiting(path: str, markdown: Any, settings: Any) -> bool:
    """Tell whether a page is a chapter whose outputs are not in the cache."""
    chapter = read(path, markdown, settings)
    if chapter is None:
        return False
    try:
        get_cache(settings.execution_cache_path).match_cache_notebook(chapter[0])
    except KeyError:
        return True
    return False


def run_waiting(app: Sphinx, env: BuildEnvironment, pages: list[str]) -> None:
    """Run every chapter that has to be run, a few at a time."""
    jobs = app.config.gcbook_jobs
    settings = dataclasses.replace(
        env.mystnb_config, execution_raise_on_error=False, execution_show_tb=False
    )
    if settings.execution_mode != "cache" or not settings.execution_cache_path:
        return
    chapters = [
        path
        for path in map(str, map(env.doc2path, pages))
        if is_waiting(path, env.myst_config, settings)
    ]
    if len(chapters) < 2 or jobs < 2:
        return
    spent = times.last_times(Path(app.outdir).parent)
    chapters.sort(key=lambda path: -spent.get(Path(path).stem, 0.0))  # the longest one first
    # A process for each chapter: what it leaves behind, and the memory it took, are its own.
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, spawn, max_tasks_per_child=1)
    memory = {}
    with pool, tqdm(total=len(chapters), desc="chapters", unit="chapter") as bar:
        waiting = [pool.submit(run, path, env.myst_config, settings) for path in chapters]
        for done in as_completed(waiting):
            with contextlib.suppress(Exception):  # Sphinx will meet it, and tell
                path, megabytes = done.result()
                memory[Path(path).stem] = megabytes
                bar.set_postfix_str(Path(path).stem)
            bar.update()
    times.keep_memory(Path(app.outdir).parent, memory)


def prepare_kernels(app: Sphinx) -> None:
    """Give the kernels one thread each, a profile of their own, and the run of the ledger.

    The matrices are small, and one thread gives the same digits everywhere. A reader's own
    IPython start-up files must not change the book either; nor may a home folder that cannot be
    written to spoil it, so matplotlib keeps its list of fonts in the build's folder.
    """
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    build = Path(app.outdir).resolve().parent
    os.environ["MPLCONFIGDIR"] = str(build / ".matplotlib")
    profile = build / ".ipython" / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    settings = Path(__file__).parents[1] / "kernel_config.py"
    (build / ".matplotlib").mkdir(exist_ok=True)
    shutil.copyfile(settings, profile / "ipython_kernel_config.py")
    os.environ["IPYTHONDIR"] = str(profile.parent)
    os.environ["GCBOOK_NARROW"] = "1"  # see `figures`
    os.environ["GCBOOK_LEDGER"] = str(build / "ledger.json")


def register(app: Sphinx) -> None:
    """Connect this part to Sphinx."""
    app.add_config_value("gcbook_jobs", 1, "", [int])
    app.connect("builder-inited", prepare_kernels)
    app.connect("env-before-read-docs", run_waiting)

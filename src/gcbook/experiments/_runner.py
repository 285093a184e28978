"""One runner for every experiment: frozen config in, frozen result out, and a killed run resumes.

To add an experiment, write four things in a file of your own and register the fourth:

1. a **config**, a frozen dataclass whose fields all have defaults.  Its fields become the options
   of ``gcbook run NAME`` and their numpydoc ``Parameters`` entries the help, so numbers, strings
   and tuples of those;
2. ``cells(config)``: the grid, one mapping per cell, JSON only (numbers, strings, lists, None).
   A mapping must hold *everything* its cell depends on, seed included: it is the name of the
   finished cell in the cache.  Leave out what only `gather` uses;
3. ``compute(**cell)``: the work of one cell, a module-level function (it is sent to other
   processes) that returns a dict of NumPy arrays and draws only from its own seed.  That is what
   makes a result independent of the executor, of the order and of interruptions;
4. ``gather(config, arrays)``: the frozen result from the arrays of all cells, in the order of the
   grid.  Cheap, and the place for statistics.  The result has ``to_frame()``.

::

    SQUARES = Experiment("squares", SquaresConfig, cells=_cells, compute=_compute, gather=_gather)

    def squares(config: SquaresConfig | None = None, **options: Unpack[Options]) -> Squares:
        '''Say what it reproduces.'''
        return SQUARES.run(config, **options)

Then add ``SQUARES`` to the ``EXPERIMENTS`` of its sub-package, from which `gcbook.experiments`
makes its ``REGISTRY``.  Cells that share something too large for JSON (images) name a `loader`; its
value needs a ``fingerprint``, which enters every cell's name, and it reaches `compute` and `gather`
as the keyword ``data``.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypedDict, TypeVar

from tqdm.auto import tqdm

from gcbook import _checks
from gcbook.experiments._store import Arrays, Cell, Store

C = TypeVar("C")
R = TypeVar("R", covariant=True)


class Options(TypedDict, total=False):
    """What every experiment accepts besides its config; none of it changes the result.

    Attributes
    ----------
    cache : path
        Folder in which finished cells are kept, so that a stopped run resumes.
    executor : concurrent.futures.Executor
        Where to compute the cells: a process pool, or
        ``dask.distributed.Client(...).get_executor()``.
    progress : bool
        Show a progress bar over the cells.
    """

    cache: str | os.PathLike[str] | None
    executor: Executor | None
    progress: bool


class Shared(Protocol):
    """What all cells of an experiment share and no cell can hold: images, say."""

    @property
    def fingerprint(self) -> str:
        """A digest of the contents."""
        ...


@dataclass(frozen=True)
class Experiment(Generic[C, R]):
    """An experiment as the runner sees it; the module says how to write one.

    Attributes
    ----------
    name : str
        ``gcbook run NAME``, and the first part of the names of cached cells.
    config : type
        The frozen dataclass of its settings.
    cells, compute, gather : callable
        The grid, the work of one cell, and the result.
    loader : callable, optional
        ``loader(config)`` returns what all cells share, unless `run` is given it.

    Examples
    --------
    >>> from gcbook.experiments import REGISTRY
    >>> small = REGISTRY["table1"].config(runs=20, neurons=(24,))
    >>> REGISTRY["table1"].run(small).to_frame()["converged"].tolist()
    [20, 20]
    """

    name: str
    config: type[C]
    cells: Callable[[C], Sequence[Cell]]
    compute: Callable[..., Arrays]
    gather: Callable[..., R]
    loader: Callable[[C], Shared] | None = None

    def run(
        self,
        config: C | None = None,
        data: Shared | None = None,
        *,
        cache: str | os.PathLike[str] | None = None,
        executor: Executor | None = None,
        progress: bool = False,
    ) -> R:
        """Run all cells, or take them from the cache, and gather the result.

        Raises
        ------
        TypeError
            If `config` is not of this experiment's type.
        ValueError
            If a file in `cache` is damaged or not ours.
        """
        setting = self.config() if config is None else config
        if not isinstance(setting, self.config):
            raise TypeError(f"config must be a {self.config.__name__}; got {setting!r}")
        shared: dict[str, Shared] = {}
        if self.loader is not None:
            shared["data"] = self.loader(setting) if data is None else data
        arrays = run_cells(
            self.name,
            self.cells(setting),
            self.compute,
            shared=shared,
            cache=cache,
            executor=executor,
            progress=progress,
        )
        return self.gather(setting, arrays, **shared)


def shared_settings(config: Any, *grid: str) -> dict[str, Any]:
    """Return the fields of a config as JSON values, but for those that span the grid."""
    settings = dataclasses.asdict(config)
    return {name: value for name, value in settings.items() if name not in grid}


def at_least(config: Any, **lowest: int) -> None:
    """Refuse a config with a field that is not an integer, or below what is named here."""
    for name, low in lowest.items():
        _checks.integer(getattr(config, name), name, low=low)


def run_cells(
    experiment: str,
    cells: Sequence[Cell],
    compute: Callable[..., Arrays],
    *,
    shared: Mapping[str, Shared] | None = None,
    cache: str | os.PathLike[str] | None = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> list[Arrays]:
    """Return ``compute(**cell, **shared)`` for every cell, in order, from the cache if it is there.

    Parameters
    ----------
    experiment : str
        Name of the experiment; part of each file's name.
    cells : sequence of mappings
        Keyword arguments of `compute`, everything that a cell depends on; must be JSON.
    compute : callable
        Picklable (a module-level function) if `executor` needs it to be.
    shared : mapping, optional
        Keyword arguments that all cells have in common; their fingerprints enter every key.
    cache, executor, progress
        As in `Options`.
    """
    common = dict(shared or {})
    store = None if cache is None else Store(cache)
    marks = {} if store is None else {name: value.fingerprint for name, value in common.items()}
    keys = [{**cell, **marks} for cell in cells]
    # a cell that the grid names twice is one piece of work
    first: dict[str, int] = {}
    twins = [first.setdefault(json.dumps(c, sort_keys=True), i) for i, c in enumerate(cells)]
    done: dict[int, Arrays] = {}
    for index in first.values():
        known = None if store is None else store.load(experiment, keys[index])
        if known is not None:
            done[index] = known
    missing = {i: {**cells[i], **common} for i in first.values() if i not in done}
    finished = _computed(missing, compute, executor)
    bar = tqdm(finished, total=len(first), initial=len(done), desc=experiment, disable=not progress)
    for index, arrays in bar:
        if store is not None:
            store.save(experiment, keys[index], arrays)
        done[index] = arrays
    return [done[index] for index in twins]


def _computed(
    cells: Mapping[int, Cell], compute: Callable[..., Arrays], executor: Executor | None
) -> Iterator[tuple[int, Arrays]]:
    """Yield each cell as it finishes."""
    if executor is None:
        for index, cell in cells.items():
            yield index, compute(**cell)
        return
    futures = {executor.submit(compute, **cell): index for index, cell in cells.items()}
    try:
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        for future in futures:
            future.cancel()

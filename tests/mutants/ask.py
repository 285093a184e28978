"""A pytest plugin that asks the collected tests about one mutant after another.

Everything is imported and collected once.  Every mutant is then switched on in a fork of that
process, which runs the tests that call its function, up to a failure: first those that are quick
and call little else.
"""

from __future__ import annotations

import gc
import json
import math
import os
import resource
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from .make import Mutant

SECONDS = 5.0  # of processor time, beyond ten times what the tests take without a mutant


class Asking:
    """Replaces pytest's loop over the tests by one over the mutants."""

    def __init__(
        self,
        mutants: Iterable[Mutant],
        tell: Callable[[Mutant, str], None],
        quick: float | None = None,
    ) -> None:
        self.mutants = list(mutants)
        self.tell = tell
        self.quick = math.inf if quick is None else quick
        self.deadline = time.monotonic() + float(os.environ.get("MUTANTS_SECONDS", "1e9"))

    def pytest_sessionstart(self) -> None:
        """Draw the same examples for every mutant, keep none, and shrink none."""
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile(
            "mutants",
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Ask about every mutant, until the time given is used up."""
        gc.collect()
        gc.freeze()  # the forks share what was imported, and do not go through it again
        calls = [(*_calls(item), item) for item in session.items] if self.mutants else []
        calls = [each for each in calls if each[0] <= self.quick]
        calls.sort(key=lambda each: each[0] * len(each[1]))
        for mutant in self.mutants:
            if time.monotonic() > self.deadline:
                break
            mine = [(seconds, item) for seconds, seen, item in calls if mutant.function in seen]
            self.tell(mutant, _fate(mutant, mine))
        return True


def _fate(mutant: Mutant, tests: list[tuple[float, pytest.Item]]) -> str:
    if not tests:
        return "no test calls it"
    limit = SECONDS + 10 * sum(seconds for seconds, _ in tests)
    return "killed" if _forked(lambda: _first_failure(tests, mutant.name), limit) else "survived"


def _calls(item: pytest.Item) -> tuple[float, list[str]]:
    """Return how long a test takes, and which functions with mutants it calls."""
    read, write = os.pipe()

    def run() -> int:
        from mutmut.mutation import trampoline

        seen: set[str] = set()
        trampoline.record_trampoline_hit = lambda name, caller=None: seen.add(name)
        begin = time.process_time()
        status = _first_failure([(60.0, item)], "stats")
        answer = json.dumps([time.process_time() - begin, sorted(seen)])
        with os.fdopen(write, "w") as pipe:
            pipe.write(answer)
        return status

    status = _forked(run, 600.0, close=write)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    if status:
        raise pytest.UsageError(f"{item.nodeid} fails without any mutant")
    seconds, seen = json.loads(text)
    return seconds, seen


def _first_failure(tests: list[tuple[float, pytest.Item]], mutant: str) -> int:
    from mutmut.mutation.trampoline import set_mutant_under_test

    set_mutant_under_test(mutant)
    for seconds, item in tests:
        used = time.process_time()
        soft = math.ceil(used + 10 * seconds + 1)  # an endless loop ends with its first test
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))
        reports = runtestprotocol(item, log=False, nextitem=None)
        if any(report.failed for report in reports):
            return 1
    return 0


def _forked(work: Callable[[], int], seconds: float, close: int | None = None) -> int:
    """Return the status of `work` in a fork; what takes too long is stopped, and has failed."""
    child = os.fork()
    if not child:
        status: Any = 3
        try:
            hard = int(seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (hard, hard + 1))
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
            status = work()
        finally:
            os._exit(status)
    if close is not None:
        os.close(close)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

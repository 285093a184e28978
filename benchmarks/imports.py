"""What loading the package costs, against NumPy alone: CPU seconds of fresh processes."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator

from benchmarks._measure import Timing
from benchmarks.decisions import Pair

NUMPY = "import numpy"
# The package itself, and what a first use of its parts loads beyond that.
FIRST = {
    "import gcbook": "import gcbook",
    "import network": "from gcbook import Network, PolarGrid, descend",
    "import holds": "from gcbook import holds",
}
# At most half as much again as NumPy; deciding the condition may load parts of SciPy.
ALLOWED = {"import gcbook": 1.5, "import network": 2.0, "import holds": 4.0}


def pairs() -> Iterator[Pair]:
    """Yield each first line of a session against ``import numpy``."""
    for task in FIRST:
        yield Pair("import", 0, 0, "import numpy", 1 / ALLOWED[task], task=task)


def measure(pair: Pair, *, repeats: int) -> Timing:
    """Measure one pair, each in turn in processes of their own, less what Python itself costs."""
    turns = [
        (_seconds(code) - (python := _seconds("pass")), _seconds(NUMPY) - python)
        for code in [FIRST[pair.task]] * (repeats + 1)
    ][1:]  # the first turn compiles and fills the disk's cache
    return Timing(
        ours=statistics.median(ours for ours, _ in turns),
        theirs=statistics.median(theirs for _, theirs in turns),
        ratio=statistics.median(theirs / max(ours, 1e-4) for ours, theirs in turns),
    )


def _seconds(code: str) -> float:
    """Return the CPU seconds, user and system, of a new Python that runs `code`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)

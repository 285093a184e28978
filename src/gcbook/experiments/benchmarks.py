"""The timings that ``make bench`` last recorded, for the table of Section 7.1.

They are kept with the package, so that a chapter that was downloaded alone can show them.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

FILE_NAME = "benchmarks.json"


def recorded_benchmarks() -> dict[str, Any]:
    """Return the recorded timings as plain data.

    Returns
    -------
    dict
        ``machine``: the processor and the versions; ``rows``: one per pair, with seconds per item
        for ``ours`` and ``theirs``, their ``ratio`` and its ``target``; ``wrong``: counts of wrong
        verdicts per family and solver; ``cost``: CPU seconds per certificate for each (d, k).

    Examples
    --------
    >>> sorted(recorded_benchmarks())
    ['cost', 'machine', 'rows', 'wrong']
    """
    found: dict[str, Any] = json.loads(files(__package__).joinpath(FILE_NAME).read_text("utf-8"))
    return found

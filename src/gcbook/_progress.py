"""Progress bars, loaded when one is shown: tqdm costs as much to import as NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(total: int, unit: str, shown: bool) -> Iterator[Callable[[int], object]]:
    """Give a function that counts finished pieces of work, behind a bar if it is `shown`."""
    if not shown:
        yield _silent
        return
    from tqdm.auto import tqdm

    with tqdm(total=total, unit=unit) as shown_bar:
        yield shown_bar.update


def _silent(count: int) -> None:
    """Count nothing."""

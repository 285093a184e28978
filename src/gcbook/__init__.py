"""The Geometric Condition: the tested package behind the executable edition.

The names of this page stand in ``__init__.pyi``, one line each, where type checkers find them.
A name is imported when it is first used, so that ``import gcbook`` costs next to nothing.
"""

from importlib import import_module as _import_module
from typing import Any as _Any

__version__ = "0.1.0"


def _read_page() -> dict[str, str]:
    """Return where each name comes from; the package itself stands for its rooms."""
    with open(__file__.removesuffix(".py") + ".pyi", encoding="utf-8") as page:
        # from gcbook.data import Points as Points
        words = [line.split() for line in page if line.startswith("from gcbook")]
    return {line[-1]: line[1] for line in words}


_PAGE = _read_page()
__all__ = sorted(name for name, home in _PAGE.items() if home != __name__)


def __getattr__(name: str) -> _Any:
    """Import a name, or a room of the package, when it is first asked for (PEP 562)."""
    if name not in _PAGE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _PAGE[name]
    if home == __name__:
        return _import_module(f"{__name__}.{name}")
    value = getattr(_import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PAGE})

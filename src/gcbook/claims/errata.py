"""The errata, collected from the chapters of the ledger in the paper's order."""

from __future__ import annotations

from gcbook.audit import Erratum


def errata() -> tuple[Erratum, ...]:
    """Return every erratum, in the paper's order.

    Examples
    --------
    >>> from gcbook.claims import errata
    >>> {type(one.check) for one in errata()}
    {<class 'str'>}
    """
    from gcbook.claims._rows import CHAPTERS

    return tuple(one for chapter in CHAPTERS for one in getattr(chapter, "ERRATA", ()))

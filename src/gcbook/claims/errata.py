"""The errata of the papers, in the order of their pages."""

from __future__ import annotations

from gcbook.audit import Erratum


def errata() -> tuple[Erratum, ...]:
    """Return every erratum, in the order of the papers' pages, numbered in this order.

    Examples
    --------
    >>> from gcbook.claims import errata
    >>> errata()[0]
    <Erratum E1: hypothesis in abstract, row intro-critical>
    """
    from gcbook.claims._rows import PAPERS

    return tuple(one for paper in PAPERS for one in paper.ERRATA)

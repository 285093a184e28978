"""The ledger and the errata as HTML, from the plain data of a run; no drawing library is needed.

A verdict is always a word and a sign, never a colour alone.  The pieces share one stylesheet and
one script (`assets`), files of their own in ``gcbook/audit/static``: they travel with the package,
so that a chapter that was launched or downloaded shows what the book shows.
"""

from gcbook.audit.page.assets import assets
from gcbook.audit.page.cards import claim_card, ledger_card, run_card
from gcbook.audit.page.entries import errata_html
from gcbook.audit.page.graph import graph_svg
from gcbook.audit.page.table import badge, ledger_html

__all__ = [
    "assets",
    "badge",
    "claim_card",
    "errata_html",
    "graph_svg",
    "ledger_card",
    "ledger_html",
    "run_card",
]

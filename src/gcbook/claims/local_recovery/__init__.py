"""The second companion: Zhang, Zhang and Luo on local recovery (2023; abstract and introduction).

The full text was not available to us: statements that it proves are our reconstruction, and say so.
One module a result, named after the claim, with its words beside it in a file of the same name.
"""

from importlib import import_module

from gcbook.audit import Claim, Erratum
from gcbook.claims._words import numbered

__all__ = ["CLAIMS", "ERRATA", "ORDER", "RESULTS"]

ORDER = (
    "rec_act rec_indep rec_input rec_qstar rec_count rec_morse rec_thresh rec_sep rec_order "
    "rec_rate rec_bias rec_cross rec_starts rec_fig_4 rec_fig_5 rec_gc"
)
"""The results in the order of the chapter."""

RESULTS = tuple(import_module(f"{__name__}.{result}") for result in ORDER.split())
CLAIMS: tuple[Claim, ...] = tuple(result.CLAIM for result in RESULTS)
ERRATA: tuple[Erratum, ...] = numbered("R", RESULTS)

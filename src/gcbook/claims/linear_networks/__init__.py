"""The first companion: Chitour, Liao and Couillet on linear networks (2018; slides and abstract).

One module a result, named after the claim, with its words beside it in a file of the same name.
"""

from importlib import import_module

from gcbook.audit import Claim, Erratum
from gcbook.claims._words import numbered

__all__ = ["CLAIMS", "ERRATA", "ORDER", "RESULTS"]

ORDER = (
    "lin_gdd lin_red lin_inv lin_inv_gd lin_bound lin_conv lin_exp lin_land lin_land_table "
    "lin_h1 lin_conj lin_chain lin_fig"
)
"""The results in the order of the slides."""

RESULTS = tuple(import_module(f"{__name__}.{result}") for result in ORDER.split())
CLAIMS: tuple[Claim, ...] = tuple(result.CLAIM for result in RESULTS)
ERRATA: tuple[Erratum, ...] = numbered("L", RESULTS)

"""Lemma 4.2: its words in ``words``, its checks in ``printed``, ``proof``."""

from gcbook.claims.slow_to_fast.preliminaries.lem_4_2.words import CLAIM, ERRATA

__all__ = ["CLAIM", "ERRATA"]

"""Lemma 5.1: its words in ``words``, its checks in ``steps``, ``slices``, ``runs``."""

from gcbook.claims.slow_to_fast.weights.lem_5_1.words import CLAIM, ERRATA

__all__ = ["CLAIM", "ERRATA"]

"""Proposition 4: its words in ``words``, its checks in ``printed``, ``proof``, ``runs``."""

from gcbook.claims.slow_to_fast.phases.prop_4.words import CLAIM, ERRATA

__all__ = ["CLAIM", "ERRATA"]

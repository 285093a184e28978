"""Proposition 3: its words in ``words``, its checks in ``cap``, ``printed``, ``runs``."""

from gcbook.claims.slow_to_fast.phases.prop_3.words import CLAIM, ERRATA

__all__ = ["CLAIM", "ERRATA"]

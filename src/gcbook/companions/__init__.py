"""The companion papers: linear networks (Chitour, Liao & Couillet), local recovery (Zhang et al.).

`gcbook.companions.linear` and `gcbook.companions.recovery` hold the two models.
"""

"""The abstract and Section 1: what is claimed in passing."""

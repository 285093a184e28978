"""The ledger, asked about a library in which one formula is wrong: does a row notice?

``python -m tests.claims.wrong_library`` from the root of the repository; see `__main__`.
"""

"""The unit tests, asked about a library in which one expression is mutated: does a test fail?

``python -m tests.mutants`` from the root of the repository; see `__main__`.
"""

"""Exact arithmetic that the engines propose with and the evidence is checked with."""

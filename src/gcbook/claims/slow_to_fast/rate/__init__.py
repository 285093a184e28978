"""Section 7.2: the rate law."""

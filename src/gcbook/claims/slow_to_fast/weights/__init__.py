"""Section 5.1: how weights grow and shrink."""

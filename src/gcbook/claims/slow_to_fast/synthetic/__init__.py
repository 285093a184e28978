"""Section 6.1: the experiments in the plane."""

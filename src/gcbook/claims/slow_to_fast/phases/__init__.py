"""Section 5.4: the two phases of training."""

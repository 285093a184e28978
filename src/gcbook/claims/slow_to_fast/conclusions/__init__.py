"""Section 7: what the paper concludes."""

"""Section 5.3: how likely the condition is at the start."""

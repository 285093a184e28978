"""Section 4: one class at a time, critical points, global minima, smoothness."""

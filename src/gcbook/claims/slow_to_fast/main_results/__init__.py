"""Section 3: the two convergence theorems and the remarks on them."""

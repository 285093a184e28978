"""Section 7.3: the number of neurons and the speed."""

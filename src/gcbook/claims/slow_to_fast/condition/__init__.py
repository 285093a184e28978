"""Section 5.2: the forms of the geometric condition."""

"""Section 6.2: LeNet and the digits."""

"""What the checks of several results share: exact arithmetic, lattices, runs, images."""

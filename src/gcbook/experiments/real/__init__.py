"""Section 6.2: networks on real images."""

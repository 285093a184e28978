"""Section 2: the data, the network, the loss."""

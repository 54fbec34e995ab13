"""The market's off-chain half, and a local chain that plays it."""

"""Folders of every supported model class with random weights, and what PyTorch makes of them."""

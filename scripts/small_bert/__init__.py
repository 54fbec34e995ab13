"""The parts of scripts/train_bert.py: the stories that the model reads, and how it learns from them."""

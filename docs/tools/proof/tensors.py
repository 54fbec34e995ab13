"""The statement's tensors, by their numbers in keys."""
TOKEN, REPLY, BELOW, ROWS, PROMPT, SEGMENT, POSITION, VALUES = range(8)

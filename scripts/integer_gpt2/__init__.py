"""The integer GPT-2 behind scripts/oracle.py: its operations, tables and model, and the cases it is run on."""

"""Step tables in plain Python: how one is written, and what running it does. Nothing here is the contract's or the recorder's code.

    table       a table's bytes, its instructions, and how instructions become parts
    machine     runs a table on a statement and a proof
"""

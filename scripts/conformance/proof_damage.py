"""Proofs that someone changed: every kind of message, and bytes that know nothing of messages."""
from .suite import Edit

P = 2**64 - 2**32 + 1
SAID = ("header", "statement")


def of_bytes(proof_size):
    yield "empty", [Edit(0, proof_size)]
    for size in (1, 3, 4, 5, 6, 37, 38, 41):
        yield f"cut after {size} bytes", [Edit(size, proof_size - size)]
    yield "a byte less", [Edit(proof_size - 1, 1)]
    yield "a byte more", [Edit(proof_size, 0, b"\0")]
    yield "a thousand bytes more", [Edit(proof_size, 0, b"\xff", 1000)]
    yield "a byte more in the middle", [Edit(proof_size // 2, 0, b"\0")]
    yield "a byte less in the middle", [Edit(proof_size // 2, 1)]
    yield "the second half twice", [Edit(proof_size, 0, b"\0", proof_size // 2)]


def of_header():
    yield "another magic", [Edit(0, 4, b"LMPX")]
    yield "a key's magic", [Edit(0, 4, b"LMKY")]
    for version in (0, 2, 256, 65535):
        yield f"version {version}", [Edit(4, 2, version.to_bytes(2, "big"))]


def of_schedule(rows):
    """Every field of the schedule, set to what is likely to hurt."""
    for start, end, *names in rows:
        if names[0] != "schedule":
            continue
        size = end - start
        for word, value in (("zero", 0), ("one", 1), ("two", 2), ("ones", 256**size - 1), ("half", 1 << (8 * size - 2)),
                            ("sixteen", 16), ("forty-one", 41)):
            if value < 256**size:
                yield f"{' / '.join(names)} at {start}, {word}", [Edit(start, size, value.to_bytes(size, "big"))]


def of_messages(rows):
    """One message of each kind: a bit, a word that is p, and the end of the file."""
    groups = {}
    for start, end, *names in rows:
        if names[0] not in SAID and names[0] != "schedule" and end > start:
            groups.setdefault(tuple(names), []).append((start, end))
    for names, places in groups.items():
        label = " / ".join(names)
        start, end = places[0]
        last = places[-1][1]
        yield f"{label}: a bit", [Edit(start, 1, None)]
        yield f"{label}: the last bit", [Edit(last - 1, 1, None)]
        if names[-1] not in ("sibling", "root") and "nonce" not in names[-1]:
            yield f"{label}: a word that is p", [Edit(start, 8, P.to_bytes(8, "big"))]
        yield f"{label}: cut", [Edit((start + end) // 2, 1 << 40)]


def of_roots(rows):
    """Fractions that cancel and have no denominator."""
    start = next(start for start, end, *names in rows if names[0] == "lookups" and end - start == 64)
    yield "roots: 0/0 and what was", [Edit(start, 32, b"\0" * 32)]
    yield "roots: what was and 0/0", [Edit(start + 32, 32, b"\0" * 32)]
    yield "roots: nothing", [Edit(start, 64, b"\0" * 64)]


def of_leaves(rows):
    """One bit of each value of the second tree's leaf columns: lookups, multiplicities and outputs fail differently."""
    start, end, *_ = next(row for row in rows if row[2:4] == ("lookups", "tree 2, leaves"))
    for i, at in enumerate(range(start, end, 16)):
        yield f"value, {i}", [Edit(at + 15, 1, None)]


def filled(edits, data):
    """Edits with the bits flipped that they leave open, and nothing removed beyond the end."""
    result = []
    for edit in edits:
        if edit.inserted is None:
            edit = Edit(edit.at, 1, bytes([data[edit.at] ^ 1]))
        result.append(Edit(edit.at, min(edit.removed, len(data) - edit.at), edit.inserted, edit.times))
        data = result[-1].apply(data)
    return tuple(result)

"""Keys that someone changed: every field once or more, and every rule that a graph must follow."""
from .suite import Edit

P = 2**64 - 2**32 + 1


def of_bytes(key_size):
    """Damage that knows nothing of fields."""
    yield "empty", [Edit(0, key_size)]
    for size in (1, 3, 4, 6, 7, key_size // 2, key_size - 97, key_size - 96, key_size - 1):
        yield f"cut after {size} bytes", [Edit(size, key_size - size)]
    yield "a byte more", [Edit(key_size, 0, b"\0")]
    yield "a thousand bytes more", [Edit(key_size, 0, b"\xff", 1000)]


def of_fields(rows):
    """Every field of the format, by the name the reader gives it: its first and its last occurrence, set to what is likely to hurt."""
    seen = {}
    for start, end, *names in rows:
        seen.setdefault(tuple(names), []).append((start, end))
    for names, places in seen.items():
        label = " / ".join(names)
        for at, (start, end) in {"first": places[0], "last": places[-1]}.items():
            size = end - start
            if size == 0 or (at == "last" and len(places) == 1):
                continue
            for word, value in (("zero", b"\0" * size), ("ones", b"\xff" * size), ("one", (1).to_bytes(size, "big")),
                                ("half", b"\x40" + b"\0" * (size - 1)), ("two", (2).to_bytes(size, "big"))):
                if names[-1] in ("name", "root", "tokenizer", "settings", "checkpoint") and word != "ones":
                    continue
                yield f"{label}, {at}, {word}", [Edit(start, size, value)]


def of_value(rows):
    """The out-of-domain value, which is a field element of two words."""
    start = next(start for start, _, *names in rows if names[-1] == "out-of-domain value")
    for word in range(2):
        yield f"value, word {word} is p", [Edit(start + 8 * word, 8, P.to_bytes(8, "big"))]
        yield f"value, word {word} is the largest", [Edit(start + 8 * word, 8, b"\xff" * 8)]

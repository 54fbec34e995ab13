"""The report that a case must have, byte by byte: docs/clients.md."""
import struct


def expected(case, key_size, proof_size):
    """The whole report; of a rejected proof with zeros for the sections, which say how far it was read."""
    found, said = case.expected, case.expected.get("statement", {})
    prompt, reply, positions, values = (said.get(name, []) for name in ("prompt", "reply", "positions", "values"))
    name = said.get("value_name", "").encode()
    if name.startswith("\ufffd".encode()):
        # What a case's key has in its place.
        name = b"\xff" + name[3:]
    head = struct.pack(
        "<8I", found["rejection"], said.get("ending", 0), len(prompt), len(reply), found.get("security_millibits", 0), int(bool(said)),
        key_size, proof_size)
    digests = b"".join(bytes.fromhex(said.get(which, "00" * 32)) for which in ("model", "context", "tokenizer", "settings", "checkpoint"))
    sections = struct.pack("<8I", *found.get("sections", [0] * 6), 0, 0)
    second = said.get("second_segment", len(prompt))
    more = struct.pack("<7I", said.get("form", 0), said.get("kind", 0), second, len(positions), len(values),
                       said.get("fraction_bits", 0), len(name))
    lists = prompt + reply + positions + [value % (1 << 32) for value in values]
    return head + digests + sections + more + struct.pack(f"<{len(lists)}I", *lists) + name

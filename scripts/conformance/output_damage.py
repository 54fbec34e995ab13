"""Proofs of classes, tokens at positions, embeddings and probabilities whose statement says something else than what was proven.

Each comes with the rejection that follows from the order of checks in docs/protocol.md: what cannot be read, then what the model does
not state, and last what was not proven. A statement that passes both fails at the first proof of work, which it is hashed into.
"""
from .said import Said
from .suite import Edit

FORGED = "proofOfWork"


def number(value):
    return (value % (1 << 32)).to_bytes(4, "big")


def of_output(proof_bytes, subject, vocabulary):
    """Pairs of a name with the expected rejection, and edits."""
    said = Said(proof_bytes)
    yield from of_reply(said, subject, vocabulary)
    yield from of_ending(said)
    yield from of_segment(said, subject)
    yield from of_positions(said)
    yield from of_values(said)
    yield "no prompt", "emptyPromptOrReply", [Edit(said.prompt_at, 4 + 4 * len(said.prompt), number(0))]
    yield "a prompt of 4096 tokens", "contextExceeded", [
        Edit(said.prompt_at, 4, number(len(said.prompt) + 4096)), Edit(said.prompt_at + 4, 0, number(3), 4096)]
    yield "another prompt token", FORGED, [Edit(said.prompt_at + 4, 4, number((said.prompt[0] + 1) % vocabulary))]
    yield "a prompt token of the size of the vocabulary", "tokenOutsideVocabulary", [Edit(said.prompt_at + 4, 4, number(vocabulary))]
    yield "for another context", FORGED, [Edit(said.ending_at + 1, 32, bytes(31) + b"\1")]
    yield "another model digest", "anotherModel", [Edit(6, 32, b"\x5a" * 32)]
    yield "a byte more", "trailingBytes", [Edit(len(proof_bytes), 0, b"\0")]
    yield "a byte less", "truncated", [Edit(len(proof_bytes) - 1, 1)]
    yield "the last bit", "finalSum", [Edit(len(proof_bytes) - 1, 1, bytes([proof_bytes[-1] ^ 1]))]
    for size in range(said.ending_at - 1, said.end + 2, 3):
        yield f"cut after {size} bytes", "truncated", [Edit(size, len(proof_bytes) - size)]


def of_reply(said, subject, vocabulary):
    at, reply = said.reply_at, said.reply
    choices = len(said.values) if subject.kind == 2 else vocabulary
    if subject.kind == 3:
        yield "a reply", "emptyPromptOrReply", [Edit(at, 4, number(1) + number(0))]
        return
    for i, entry in enumerate(reply):
        other = next(token for token in range(3, choices + 3) if token % choices != entry) % choices
        yield f"another reply, entry {i}", FORGED, [Edit(at + 4 + 4 * i, 4, number(other))]
    yield "a reply beyond what can be chosen", "tokenOutsideVocabulary", [Edit(at + 4, 4, number(choices))]
    yield "a reply too large to be written", "tooLarge", [Edit(at + 4, 4, number((1 << 22) + 1))]
    yield "no reply", "emptyPromptOrReply", [Edit(at, 4 + 4 * len(reply), number(0))]
    if subject.form == 1:
        yield "a reply of two more", "wrongOutput", [Edit(at, 4, number(len(reply) + 2)), Edit(at + 4, 0, number(1), 2)]


def of_ending(said):
    for ending in (0, 1, 2):
        if ending == said.ending:
            continue
        if said.has_more:
            yield f"ending {ending}", "wrongEnding", [Edit(said.ending_at, 1, bytes([0x80 | ending]))]
        elif ending < 2:
            yield f"ending {ending}", "wrongEnding", [Edit(said.ending_at, 1, bytes([ending]))]
    yield "an ending that is none", "malformedStatement", [Edit(said.ending_at, 1, b"\x83")]
    yield "an ending of ones", "malformedStatement", [Edit(said.ending_at, 1, b"\xff")]
    yield "whole, and nothing follows", "malformedStatement", [Edit(said.ending_at, 1, b"\2")]
    if said.has_more:
        yield "another ending, and nothing follows", "wrongEnding" if said.ending == 2 else "wrongOutput", [
            Edit(said.ending_at, 1, b"\1"), Edit(said.more_at, said.end - said.more_at)]
        if said.ending != 2:
            yield "what follows says nothing", "malformedStatement", [
                Edit(said.more_at, said.end - said.more_at, number(len(said.prompt)) + bytes(8))]
    else:
        yield "what follows says nothing", "malformedStatement", [
            Edit(said.ending_at, 1, bytes([0x80 | said.ending])), Edit(said.more_at, 0, number(len(said.prompt)) + bytes(8))]
        yield "whole", "wrongEnding", [
            Edit(said.ending_at, 1, b"\x82"), Edit(said.more_at, 0, number(len(said.prompt)) + bytes(8))]
        for name, more in (("a second segment", number(1) + bytes(8)),
                           ("a position", number(len(said.prompt)) + number(1) + number(0) + number(0)),
                           ("a value", number(len(said.prompt)) + number(0) + number(1) + number(1))):
            yield name, "wrongOutput", [
                Edit(said.ending_at, 1, bytes([0x80 | said.ending])), Edit(said.more_at, 0, more)]


def of_segment(said, subject):
    if not said.has_more:
        return
    length = len(said.prompt)
    for row in (0, 1, length - 1, length):
        if row != said.second:
            yield f"a second segment from row {row}", FORGED if subject.has_segments else "wrongOutput", [Edit(said.more_at, 4, number(row))]
    yield "a second segment beyond the prompt", "wrongOutput", [Edit(said.more_at, 4, number(length + 1))]
    yield "a second segment too large to be written", "tooLarge", [Edit(said.more_at, 4, number((1 << 22) + 1))]


def of_positions(said):
    if not said.has_more:
        return
    at, length = said.positions_at, len(said.prompt)
    for i, row in enumerate(said.positions):
        yield f"another position, entry {i}", FORGED, [Edit(at + 4 + 4 * i, 4, number((row + 1) % length))]
    if said.positions:
        yield "a position beyond the prompt", "wrongOutput", [Edit(at + 4, 4, number(length))]
        yield "a position too large to be written", "tooLarge", [Edit(at + 4, 4, number((1 << 22) + 1))]
        yield "one position less", "wrongOutput", [Edit(at, 8, number(len(said.positions) - 1))]
        yield "no positions", "wrongOutput", [Edit(at, 4 + 4 * len(said.positions), number(0))]
    yield "one position more", "wrongOutput", [Edit(at, 4, number(len(said.positions) + 1) + number(0))]
    for count, reason in ((1 << 22, "truncated"), ((1 << 22) + 1, "tooLarge"), (0xFFFFFFFF, "tooLarge")):
        yield f"{count} positions that are not there", reason, [Edit(at, 4, number(count))]


def of_values(said):
    if not said.has_more:
        return
    at = said.values_at
    for i, value in enumerate(said.values):
        for difference in (1, -1):
            yield f"a value, entry {i}, off by {difference}", FORGED, [Edit(at + 4 + 4 * i, 4, number(value + difference))]
    if said.values:
        yield "the other sign", FORGED, [Edit(at + 4, 4, number(-said.values[0]))]
        yield "the smallest value", FORGED, [Edit(at + 4, 4, number(-1 << 31))]
        yield "the largest value", FORGED, [Edit(at + 4, 4, number((1 << 31) - 1))]
        yield "one value less", "wrongOutput", [Edit(at, 8, number(len(said.values) - 1))]
        # Of a reply, the values are all there is to follow.
        yield "no values", "wrongOutput" if said.ending == 2 else "malformedStatement", [Edit(at, 4 + 4 * len(said.values), number(0))]
    yield "one value more", "wrongOutput", [Edit(at, 4, number(len(said.values) + 1) + number(7))]
    for count, reason in ((1 << 22, "truncated"), ((1 << 22) + 1, "tooLarge"), (0xFFFFFFFF, "tooLarge")):
        yield f"{count} values that are not there", reason, [Edit(at, 4, number(count))]


def of_key(key_bytes, subject):
    """Damage to how the key describes stated values, with the subject that a reader finds there: name, bits, or a tag without meaning."""
    name = subject.value_name.encode()
    if not name:
        return
    place = next(at for at in occurrences(key_bytes, bytes([len(name)]) + name) if fraction_bits_at(key_bytes, at) is not None)
    bits_at = fraction_bits_at(key_bytes, place)
    yield "other fraction bits", FORGED, [Edit(bits_at, 1, bytes([subject.fraction_bits + 1]))], {"fraction_bits": subject.fraction_bits + 1}
    yield "the most fraction bits", FORGED, [Edit(bits_at, 1, b"\xff")], {"fraction_bits": 255}
    yield "another name", FORGED, [Edit(place + 1, 1, b"P")], {"value_name": "P" + subject.value_name[1:]}
    yield "a name that is not UTF-8", FORGED, [Edit(place + 1, 1, b"\xff")], {"value_name": "\ufffd" + subject.value_name[1:]}
    yield "no name", FORGED, [Edit(place, 1 + len(name), b"\0")], {"value_name": ""}
    yield "a tensor that is none", "malformedKey", [Edit(bits_at - 1, 1, b"\x08")], None


def occurrences(data, wanted):
    at = data.find(wanted)
    while at >= 0:
        yield at
        at = data.find(wanted, at + 1)


def fraction_bits_at(key_bytes, place):
    """Where the fraction bits of a node of stated values lie, if there is one: docs/formats.md, section 2."""
    axes_at = place + 1 + key_bytes[place]
    kind_at = axes_at + 1 + 2 * key_bytes[axes_at] + 9
    return kind_at + 2 if key_bytes[kind_at:kind_at + 2] == b"\2\7" else None

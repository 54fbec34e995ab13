"""What a proof file states, read once more: docs/formats.md, section 3, up to the schedule."""
from dataclasses import dataclass

CAP = 1 << 22
MORE_FOLLOWS = 0x80


@dataclass(frozen=True)
class Subject:
    """What is known of a pair's model by how it was made: docs/clients.md has the numbers of forms and kinds."""
    form: int = 0
    kind: int = 0
    fraction_bits: int = 0
    value_name: str = ""
    has_segments: bool = False


class Unreadable(Exception):
    pass


class Said:
    """The statement's fields, and where they lie in the file."""

    def __init__(self, data):
        self.data, self.at = data, 0
        self.require(self.take(4) == b"LMPF" and self.number(2) == 1)
        self.model = self.take(32)
        self.prompt_at = self.at
        self.prompt = self.list()
        self.reply_at = self.at
        self.reply = self.list()
        self.ending_at = self.at
        byte = self.number(1)
        self.ending, self.has_more = byte & ~MORE_FOLLOWS, bool(byte & MORE_FOLLOWS)
        self.require(self.ending <= 2)
        self.context = self.take(32)
        self.second, self.positions, self.values = len(self.prompt), [], []
        self.more_at = self.at
        if self.has_more:
            self.second = self.count(CAP)
            self.positions_at = self.at
            self.positions = self.list()
            self.values_at = self.at
            self.values = [value - (value >> 31 << 32) for value in self.list((1 << 32) - 1)]
        self.end = self.at
        needed = self.ending == 2 or self.values or self.positions or self.second != len(self.prompt)
        self.require(bool(needed) == self.has_more)

    def require(self, condition):
        if not condition:
            raise Unreadable

    def take(self, size):
        self.require(len(self.data) - self.at >= size)
        self.at += size
        return self.data[self.at - size:self.at]

    def number(self, size):
        return int.from_bytes(self.take(size), "big")

    def count(self, cap):
        value = self.number(4)
        self.require(value <= cap)
        return value

    def list(self, cap=CAP):
        size = self.count(CAP)
        self.require(len(self.data) - self.at >= 4 * size)
        return [self.count(cap) for _ in range(size)]


def statement(key_bytes, proof_bytes, subject):
    """The expected statement of a case whose key can be read, or None."""
    try:
        said = Said(proof_bytes)
    except Unreadable:
        return None
    tokenizer, settings, checkpoint = (key_bytes[at:at + 32].hex() for at in range(len(key_bytes) - 96, len(key_bytes), 32))
    return {
        "model": said.model.hex(), "prompt": said.prompt, "reply": said.reply, "ending": said.ending, "context": said.context.hex(),
        "tokenizer": tokenizer, "settings": settings, "checkpoint": checkpoint, "form": subject.form, "kind": subject.kind,
        "second_segment": said.second, "positions": said.positions, "values": said.values,
        "fraction_bits": subject.fraction_bits, "value_name": subject.value_name,
    }

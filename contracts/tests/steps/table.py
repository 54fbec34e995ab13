"""A step table's bytes: a header, the schedule, constants, instructions, in parts of one contract each."""

from __future__ import annotations

from dataclasses import dataclass, field

from proof.field import E

# A part is the code of a contract behind one zero byte.
PART = 24_544
WORD = 32

END, PRODUCTS, EQUALITIES, SUMS, DIFFERENCES, INNER = range(6)
MESSAGE, CHALLENGES, WORK, EQUAL, NOT_ZERO, FRACTIONS, ROUNDS, OPENING_ROUNDS = range(0x10, 0x18)
TOKENS, SHIFTED = 0x20, 0x21
HEAD, ROOT, POSITIONS, COLUMNS, LAST_COLUMNS, FINAL_MESSAGE, POWERS, FINAL_VALUE, POINT = range(
    0x30, 0x39
)
COMPACT, NEXT_PART, CUT = 0x3E, 0x3F, 0x40


@dataclass(frozen=True)
class Instruction:
    """An operation, a count, fields of two bytes, and operands, which stand in the words behind the first."""

    operation: int
    count: int = 0
    fields: tuple[int, ...] = ()
    operands: tuple[int, ...] = ()

    @property
    def in_header(self) -> Instruction:
        """With its operands behind the fields, where short arithmetic has them."""
        return Instruction(self.operation, self.count, self.fields + self.operands)

    def encoded(self) -> bytes:
        fields = b"".join(f.to_bytes(2, "big") for f in self.fields)
        words = (bytes([self.operation]) + self.count.to_bytes(2, "big") + fields).ljust(WORD, b"\0")
        size = 1 if self.operation in (ROUNDS, OPENING_ROUNDS) else 2
        each = {EQUALITIES: 15}.get(self.operation, WORD // size)
        for i in range(0, len(self.operands), each):
            word = b"".join(o.to_bytes(size, "big") for o in self.operands[i : i + each])
            words += word.ljust(WORD, b"\0")
        return words


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % WORD)


@dataclass
class Program:
    """A table before it is cut into parts."""

    tokens: int
    replies: int
    schedule: bytes
    constants: list[E] = field(default_factory=list)
    instructions: list[Instruction] = field(default_factory=list)

    def parts(self) -> list[bytes]:
        """Each the code of a contract. Where an instruction does not fit, NEXT_PART leads to the next part."""
        head = bytes(WORD) + _padded(self.schedule)
        head += _padded(b"".join(c.bytes() for c in self.constants))
        parts, cut = [head], (0, 0)
        for instruction in self.instructions:
            encoded = instruction.encoded()
            if len(parts[-1]) + len(encoded) + WORD > PART:
                parts[-1] += Instruction(NEXT_PART).encoded()
                parts.append(b"")
            if instruction.operation == CUT:
                cut = len(parts) - 1, len(parts[-1])
            parts[-1] += encoded
        numbers = self.tokens, self.replies, len(self.constants), len(self.schedule), *cut
        header = b"".join(n.to_bytes(4, "big") for n in numbers).ljust(WORD, b"\0")
        parts[0] = header + parts[0][WORD:]
        return [b"\0" + part.ljust(PART, b"\0") for part in parts]


class Table:
    """A table as its contracts hold it."""

    def __init__(self, codes: tuple[bytes, ...]) -> None:
        self.parts = [code[1:] for code in codes]
        first = self.parts[0]
        self.tokens, self.replies, constants, schedule, part, byte = (
            int.from_bytes(first[i : i + 4], "big") for i in range(0, 24, 4)
        )
        self.cut = part, byte // WORD
        self.schedule = first[WORD : WORD + schedule]
        at = WORD + len(_padded(self.schedule))
        words = [int.from_bytes(first[at + i : at + i + 8], "big") for i in range(0, 16 * constants, 8)]
        self.constants = [E(a, b) for a, b in zip(words[::2], words[1::2])]
        self.start = (at + len(_padded(bytes(16 * constants)))) // WORD

    def word(self, part: int, number: int) -> bytes:
        return self.parts[part][WORD * number : WORD * (number + 1)]

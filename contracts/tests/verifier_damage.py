"""Damaged proofs are declined: for the reason the independent verifier gives, always with a code, and for no more gas."""

import random

import pytest
from conformance import reference, suite
from proof.field import P
from proof.key import Key
from proof.reader import Reader
from proof.verifier import Verifier as Reading
from verifier_world import CODES, DIVIDED, KEY, VECTORS, WHOLE, Call, Stage, stage

from demo.verifier import WHOLE as WHOLE_KIND
from steps.machine import Rejected

NO_TABLE = 81
# What a contract adds to docs/protocol.md, section 14.
DOCUMENTED = {*CODES.values(), 80, 81, 82}
# A rejection stops where the proof is found wrong. Only what is never reached in an honest run may cost more.
MARGIN = 20_000
HEADER = 6
FILE = WHOLE.file
VALUES = WHOLE.calls[0].values


def sibling_blocks() -> list[tuple[int, int]]:
    """Where the file has siblings: from, to."""
    reading = Reading(Key(KEY), Reader(FILE))
    reading.verify()
    blocks: list[list[int]] = []
    for start, end, *names in reading.r.rows:
        if names[-1] == "sibling":
            if blocks and blocks[-1][1] == start:
                blocks[-1][1] = end
            else:
                blocks.append([start, end])
    return [(start, end) for start, end in blocks]


class Translation:
    """From places in the proof file to places in the proof argument, which has no schedule and orders siblings its own way."""

    def __init__(self) -> None:
        self.argument = WHOLE.calls[0].proof
        # Header and statement, then the schedule; the rest is as long in both.
        self.statement_end = HEADER + len(VALUES)
        self.messages = len(FILE) - (len(self.argument) - len(WHOLE_KIND))
        self.blocks = sibling_blocks()

    def place(self, at: int) -> int:
        moved = at - self.messages + len(WHOLE_KIND)
        for start, end in self.blocks:
            if start <= at < end:
                own = start + (at - start) // 32 * 32
                block = self.argument[start - at + moved : end - at + moved]
                found = block.index(FILE[own : own + 32])
                return start - at + moved + found + at - own
        return moved

    def apply(self, edits) -> tuple[bytes, bytes]:
        """Statement and proof argument with a file's edits; those of cases are in order and do not overlap."""
        values, proof = VALUES, self.argument
        for edit in edits:
            if edit.at < self.statement_end:
                values = suite.Edit(edit.at - HEADER, edit.removed, edit.inserted, edit.times).apply(values)
            else:
                # A flipped bit is where its sibling went; what cuts or shifts the file does so at its own place.
                is_whole = edit.removed == len(edit.inserted) * edit.times
                at = self.place(edit.at) if is_whole else edit.at - self.messages + len(WHOLE_KIND)
                proof = suite.Edit(at, edit.removed, edit.inserted, edit.times).apply(proof)
        return values, proof


TRANSLATION = Translation()
CASES = list(suite.read(VECTORS / "cases.json"))


def has_table(values: bytes) -> bool:
    """Whether a statement has as many tokens as the one table is for."""
    prompt = int.from_bytes(values[32:36], "big")
    reply = int.from_bytes(values[36 + 4 * prompt : 40 + 4 * prompt], "big")
    return 28 < prompt + reply - 1 <= 32 and 28 < reply <= 32


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_damaged_file_is_declined_for_the_same_reason(case):
    values, proof = TRANSLATION.apply(case.proof.edits)
    call = WHOLE.calls[0].replaced(values=values, proof=proof)
    expected = case.expected["rejection"]
    if expected == 0:
        stage().send(call)
        return
    if expected not in (1, 9, 20, 21, 22, 23, 24, 7) and not has_table(values):
        # A file brings its own schedule and fails later; the contract has no table of this size.
        expected = NO_TABLE
    assert stage().rejection(call) == expected


def honest_gas(own: Stage, call: Call) -> int:
    return own.send(call).gas


class Damages:
    """Random damages of a call's data, from a fixed seed."""

    def __init__(self, seed: int, data: bytes) -> None:
        self.random, self.data = random.Random(seed), data

    def one(self) -> bytes:
        """Of one kind, anywhere behind the selector."""
        choose, data = self.random, bytearray(self.data)
        at = choose.randrange(4, len(data))
        kind = choose.randrange(8)
        if kind == 0:
            data[at] ^= 1 << choose.randrange(8)
        elif kind == 1:
            data[at] = choose.choice([b for b in (0, 1, 127, 255) if b != data[at]])
        elif kind == 2:
            # A whole word of a field element, where elements are words.
            data[at : at + 8] = choose.choice([P, P + 1, 2**64 - 1, 0]).to_bytes(8, "big")
        elif kind == 3:
            # Among the offsets, lengths and counts at the front.
            at = choose.randrange(36, 300)
            data[at] ^= 1 << choose.randrange(8)
        elif kind == 4:
            del data[at:]
        elif kind == 5:
            del data[at : at + choose.choice([1, 8, 16, 32, 64])]
        elif kind == 6:
            data[at:at] = choose.randbytes(choose.choice([1, 8, 16, 32, 64]))
        else:
            other = choose.randrange(4, len(data) - 64)
            data[at : at + 32], data[other : other + 32] = data[other : other + 32], data[at : at + 32]
        return bytes(data)


def declined(own: Stage, data: bytes, honest: int) -> int:
    refused = own.refused(data)
    assert refused.output, "declined without a word"
    assert refused.rejection in DOCUMENTED, refused.reason
    assert refused.gas <= honest + MARGIN
    return refused.rejection


def is_same(data: bytes, other: bytes) -> bool:
    """Whether two calls differ in nothing that is read: the padding of arguments is not."""
    return arguments(data) == arguments(other)


def arguments(data: bytes) -> tuple:
    def argument(at: int) -> bytes:
        offset = 4 + int.from_bytes(data[at : at + 32], "big")
        length = int.from_bytes(data[offset : offset + 32], "big")
        return data[offset + 32 : offset + 32 + length]

    return data[:36], argument(36), argument(68)


@pytest.mark.parametrize("seed", range(8))
def test_random_damage_is_declined_with_a_code(seed):
    own, call = stage(), WHOLE.calls[0]
    honest = honest_gas(own, call)
    damages = Damages(seed, call.data)
    seen, count = set(), 0
    while count < 100:
        data = damages.one()
        if not is_same(data, call.data):
            seen.add(declined(own, data, honest))
            count += 1
    assert len(seen) > 3


@pytest.mark.parametrize("part", [0, 1])
def test_random_damage_of_a_proof_in_two_is_declined_with_a_code(part):
    own = Stage().knows(DIVIDED)
    calls = [DIVIDED.calls[0], own.begin(DIVIDED)]
    honest = [honest_gas(own, call) for call in calls][part]
    damages = Damages(part, calls[part].data)
    count = 0
    while count < 100:
        data = damages.one()
        if not is_same(data, calls[part].data):
            declined(own, data, honest)
            count += 1


def test_the_plain_machine_declines_damaged_messages_for_the_same_reasons():
    call = WHOLE.calls[0]
    choose = random.Random(7)
    for _ in range(60):
        proof = bytearray(call.proof)
        at = choose.randrange(4, len(proof))
        proof[at] ^= 1 << choose.randrange(8)
        with pytest.raises(Rejected) as rejected:
            WHOLE.machine(bytes(proof[4:])).run()
        assert stage().rejection(call.replaced(proof=bytes(proof))) == rejected.value.args[0]

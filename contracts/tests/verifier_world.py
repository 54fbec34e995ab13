"""The verifier on a chain of its own, with the vectors' model and step tables; and what the vectors hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from conformance import reference
from eth_abi import decode, encode

from demo.chain import Chain, Receipt, Reverted
from demo.compiler import CONTRACTS
from demo.verifier import SECOND, Model, Table, Verifier, snapshot
from steps.machine import Machine, Question
from steps.table import Table as Steps

VECTORS = CONTRACTS.parent / "Tests" / "Vectors" / "contract"
SENDER = "0x" + "11" * 20
STRANGER = "0x" + "22" * 20
CODES = reference.codes()


@dataclass(frozen=True)
class Call:
    """A call of `verifyProof` or `begin`."""

    selector: bytes
    model: bytes
    values: bytes
    proof: bytes

    @classmethod
    def of(cls, data: bytes) -> Call:
        return cls(data[:4], *decode(["bytes32", "bytes", "bytes"], data[4:]))

    @property
    def data(self) -> bytes:
        arguments = self.model, self.values, self.proof
        return self.selector + encode(["bytes32", "bytes", "bytes"], arguments)

    def replaced(self, **changes: bytes) -> Call:
        return Call(**({**self.__dict__} | changes))


@dataclass(frozen=True)
class Said:
    """A statement, taken apart: docs/formats.md, section 3."""

    model: bytes
    prompt: list[int]
    reply: list[int]
    ending: int
    context: bytes
    second: int
    positions: list[int]
    stated: list[int]

    @classmethod
    def of(cls, values: bytes) -> Said:
        at = 32

        def numbers(count: int, is_signed: bool = False) -> list[int]:
            nonlocal at
            at += 4 * count
            words = (values[i : i + 4] for i in range(at - 4 * count, at, 4))
            return [int.from_bytes(word, "big", signed=is_signed) for word in words]

        prompt, reply = numbers(*numbers(1)), numbers(*numbers(1))
        ending, context = values[at], values[at + 1 : at + 33]
        at += 33
        second, positions, stated = len(prompt), [], []
        if ending & 0x80:
            (second,) = numbers(1)
            positions, stated = numbers(*numbers(1)), numbers(*numbers(1), True)
        assert at == len(values)
        return cls(values[:32], prompt, reply, ending & 0x7F, context, second, positions, stated)

    @property
    def bytes(self) -> bytes:
        def listed(numbers: list[int]) -> bytes:
            return b"".join((n % 2**32).to_bytes(4, "big") for n in (len(numbers), *numbers))

        follows = self.ending == 2 or self.positions or self.stated or self.second != len(self.prompt)
        head = self.model + listed(self.prompt) + listed(self.reply)
        head += bytes([self.ending | (0x80 if follows else 0)]) + self.context
        if not follows:
            return head
        return head + self.second.to_bytes(4, "big") + listed(self.positions) + listed(self.stated)


@dataclass(frozen=True)
class Vector:
    """A proof, its table and its transactions: `scripts/make_contract_vectors`."""

    folder: Path

    @property
    def table(self) -> Table:
        return _table(self.folder)

    @property
    def model(self) -> Model:
        return self.table.model

    @property
    def file(self) -> bytes:
        """The proof file."""
        return (self.folder / "reply.proof").read_bytes()

    @property
    def calls(self) -> list[Call]:
        """In the order they are sent."""
        names = ("begin.bin", "verify.bin")
        found = [self.folder / name for name in names if (self.folder / name).exists()]
        return [Call.of(path.read_bytes()) for path in found]

    def second(self, logged: bytes) -> Call:
        """The second call of a proof in two, continuing from what a first one logged.

        The vector has the words of the day it was made: half of the last one is no register and may be anything."""
        (_, call), made = self.calls, (self.folder / "snapshot.bin").read_bytes()
        assert call.proof[4 : 4 + len(made)] == made
        return call.replaced(proof=SECOND + logged + call.proof[4 + len(made) :])

    @property
    def question(self) -> Question:
        values, model = self.calls[0].values, self.model
        said = Said.of(values)
        return Question(
            model.digest,
            model.parameters,
            model.pad,
            values,
            said.prompt,
            said.reply,
            model.output & 255 == 0,
            said.second,
            said.positions,
            said.stated,
        )

    def machine(self, proof: bytes) -> Machine:
        """The plain machine, with its table and a proof without its first four bytes."""
        return Machine(Steps(self.table.parts), self.question, proof)


@lru_cache
def _table(folder: Path) -> Table:
    return Table.read(folder)


WHOLE, DIVIDED = Vector(VECTORS / "whole"), Vector(VECTORS / "divided")
KEY = (VECTORS / "verifying.key").read_bytes() if VECTORS.exists() else b""


class Stage:
    """A chain with registry and verifier; each test that writes there has its own."""

    def __init__(self) -> None:
        self.chain = Chain()
        self.verifier = Verifier(self.chain, SENDER)

    def knows(self, *vectors: Vector) -> Stage:
        """Registers the vectors' model and adds their tables."""
        for vector in vectors:
            self.verifier.register(vector.model)
            self.verifier.add(vector.table)
        return self

    def send(self, call: Call | bytes, gas: int = 2**24) -> Receipt:
        data = call if isinstance(call, bytes) else call.data
        return self.chain.transact(STRANGER, self.verifier.address, data, gas=gas)

    def begin(self, vector: Vector) -> Call:
        """Sends the first of a vector's transactions; returns the second."""
        return vector.second(snapshot(self.send(vector.calls[0])))

    def rejection(self, call: Call | bytes) -> int:
        """The code a call is declined with."""
        return self.refused(call).rejection

    def refused(self, call: Call | bytes) -> Reverted:
        try:
            receipt = self.send(call)
        except Reverted as reverted:
            return reverted
        raise AssertionError(f"accepted for {receipt.gas} gas")


@lru_cache
def stage() -> Stage:
    """A stage that knows both vectors, for tests that leave nothing behind."""
    return Stage().knows(WHOLE, DIVIDED)


def with_last_reply_token(values: bytes, token: int) -> bytes:
    """A statement with another last token; the ending and the context of 32 bytes stand behind it."""
    return values[:-37] + token.to_bytes(4, "big") + values[-33:]

"""The verifier on a chain: its contracts, models, step tables, and proofs in one part or two."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from demo.chain import Chain, Contract, Receipt
from demo.compiler import VERIFIER

WHOLE, SECOND = b"LMP1", b"LMP2"


@dataclass(frozen=True)
class Model:
    """What registers a model: `lemma contract key`."""

    id: bytes
    digest: bytes
    parameters: bytes
    tables: bytes
    context: int
    vocabulary: int
    pad: int
    output: int
    stops: tuple[int, ...]

    @classmethod
    def of(cls, found: dict) -> Model:
        hashes = [bytes.fromhex(found[k]) for k in ("id", "digest", "parameters", "tables")]
        numbers = [found[k] for k in ("context", "vocabulary", "pad", "output")]
        return cls(*hashes, *numbers, tuple(found["stops"]))

    @property
    def fields(self) -> tuple:
        """As an ABI argument."""
        return (
            self.digest,
            self.parameters,
            self.tables,
            self.context,
            self.vocabulary,
            self.pad,
            self.output,
            list(self.stops),
        )


@dataclass(frozen=True)
class Table:
    """A step table, as `lemma contract table` writes it; parts are the code of contracts."""

    model: Model
    rows: int
    replies: int
    index: int
    path: tuple[bytes, ...]
    parts: tuple[bytes, ...]

    @classmethod
    def read(cls, folder: Path) -> Table:
        found = json.loads((folder / "table.json").read_text())
        return cls(
            Model.of(found["model"]),
            found["rows"],
            found["replies"],
            found["index"],
            tuple(map(bytes.fromhex, found["path"])),
            tuple((folder / f"part-{i}.bin").read_bytes() for i in range(found["parts"])),
        )


@dataclass(frozen=True)
class Step:
    """A transaction, and the gas of all of it."""

    name: str
    gas: int


class Verifier:
    """Registry and verifier, deployed in this order."""

    def __init__(self, chain: Chain, sender: str) -> None:
        self.chain, self.sender = chain, sender
        self.registry = chain.deploy(VERIFIER / "ModelRegistry.vy", sender=sender)
        self.contract = chain.deploy(
            VERIFIER / "LemmaVerifier.vy", self.registry.address, sender=sender
        )
        self.steps = [
            Step("deploy the registry of models", self.registry.gas),
            Step("deploy the verifier", self.contract.gas),
        ]

    @property
    def address(self) -> str:
        return self.contract.address

    def register(self, model: Model) -> Step:
        receipt = self.registry.send("register", model.fields, sender=self.sender)
        assert receipt.value == model.id, "registered by another id"
        return Step("register the model", receipt.gas)

    def add(self, table: Table) -> list[Step]:
        """Deploys a table's parts and adds it."""
        parts = [self.chain.deploy_code(part, sender=self.sender) for part in table.parts]
        steps = [Step(f"deploy part {i} of a step table", p.gas) for i, p in enumerate(parts)]
        gas = self.add_parts(table, [part.address for part in parts]).gas
        return steps + [Step("add the step table", gas)]

    def add_parts(self, table: Table, parts: list[str]) -> Receipt:
        """Adds a table whose parts were deployed before."""
        size = table.model.id, table.rows, table.replies
        place = table.index, list(table.path)
        return self.registry.send("addTable", *size, *place, parts, sender=self.sender)

    def verify(self, model: bytes, values: bytes, proof: bytes) -> Receipt:
        return self.contract.send("verifyProof", model, values, proof, sender=self.sender)

    def begin(self, model: bytes, values: bytes, proof: bytes) -> Receipt:
        return self.contract.send("begin", model, values, proof, sender=self.sender)


def snapshot(receipt: Receipt) -> bytes:
    """What the transaction of a first part logged, for `lemma contract calldata --snapshot`."""
    words = [word for event in receipt.all("Snapshot") for word in event["words"]]
    return b"".join(word.to_bytes(32, "big") for word in words)

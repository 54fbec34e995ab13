"""Writes gas.json: what verification costs by the official execution specification. Run by measure_gas."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from eth_abi import encode
from eth_utils import keccak

from demo.chain import TRANSACTION_GAS, Chain, floor_gas
from demo.compiler import CONTRACTS, VERIFIER, compiled
from demo.official import VERSION, OfficialChain
from demo.sections import logging_verifier, sections
from demo.verifier import Table, Verifier, snapshot

ROOT = CONTRACTS.parent
LEMMA = ROOT / ".build" / "release" / "lemma"
VECTORS = ROOT / "Tests" / "Vectors" / "contract"
SENDER = "0x" + "11" * 20
MOST_BYTES = 128 * 1024
MODEL = "(bytes32,bytes32,bytes32,uint256,uint256,uint256,uint256,uint256[])"
SNAPSHOT = "0x" + keccak(text="Snapshot(uint256[8])").hex()


def call(signature: str, types: list[str], *arguments) -> bytes:
    return keccak(text=signature)[:4] + encode(types, arguments)


class OfficialVerifier:
    """Registry, verifier and one table on the official chain; all deployed by transactions."""

    def __init__(self, table: Table) -> None:
        self.chain, model = OfficialChain(), table.model
        registry = self.chain.deploy(compiled(VERIFIER / "ModelRegistry.vy").creation_code)
        creation = compiled(VERIFIER / "LemmaVerifier.vy").creation_code
        self.address = self.chain.deploy(creation + encode(["address"], [registry]))
        data = call(f"register({MODEL})", [MODEL], model.fields)
        self.registration = self.chain.transact(registry, data)
        parts = []
        for part in table.parts:
            parts.append(self.chain.deploy(bytes.fromhex("61%04x80600a5f395ff3" % len(part)) + part))
        types = ["bytes32", "uint256", "uint256", "uint256", "bytes32[]", "address[]"]
        place = model.id, table.rows, table.replies, table.index, list(table.path), parts
        added = self.chain.transact(registry, call(f"addTable({','.join(types)})", types, *place))
        assert self.registration.succeeded and added.succeeded


class Proof:
    """A proof's file and key, and the transactions that the binary makes of it."""

    def __init__(self, file: Path, key: Path, table: Table, folder: Path) -> None:
        self.file, self.key, self.table, self.folder = file, key, table, folder

    def data(self, *more: object) -> bytes:
        encoded = self.folder / "data"
        of = (self.file, "--key", self.key, "--id", self.table.model.id.hex(), *more)
        command = [LEMMA, "contract", "calldata", *map(str, of), "-o", str(encoded)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return encoded.read_bytes()

    def second(self, logged: bytes) -> bytes:
        words = self.folder / "snapshot"
        words.write_bytes(logged)
        return self.data("--snapshot", words)

    @property
    def estimate(self) -> int:
        """What `lemma contract gas` expects."""
        command = [LEMMA, "contract", "gas", self.file, "--key", self.key, "--json"]
        run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(run.stdout[run.stdout.index("{") :])["total_gas"]


class Kept:
    """A transaction that is kept with its table, and what it was expected to cost when it was made."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.table = folder, Table.read(folder)

    def data(self) -> bytes:
        return (self.folder / "verify.bin").read_bytes()

    @property
    def estimate(self) -> int:
        return json.loads((self.folder / "estimate.json").read_text())["total_gas"]


def is_first(data: bytes) -> bool:
    return data[:4] == keccak(text="begin(bytes32,bytes,bytes)")[:4]


def measure(proof: Proof | Kept) -> dict:
    official = OfficialVerifier(proof.table)
    data, gas, byte_counts = [proof.data()], [], []
    while data:
        now = data.pop()
        outcome = official.chain.transact(official.address, now)
        assert outcome.succeeded and not outcome.error, outcome
        assert len(now) < MOST_BYTES and floor_gas(now) <= outcome.gas <= TRANSACTION_GAS
        gas.append(outcome.gas)
        byte_counts.append(len(now))
        if is_first(now):
            logs = [log["data"] for log in outcome.logs if log["topics"][0] == SNAPSHOT]
            data.append(proof.second(b"".join(bytes.fromhex(log[2:]) for log in logs)))
    return {
        "total_gas": sum(gas),
        "transactions": len(gas),
        "each": [{"gas": g, "bytes": b} for g, b in zip(gas, byte_counts)],
        "sections": spent(proof, sum(gas)),
        "estimate": proof.estimate,
    }


def spent(proof: Proof | Kept, total: int) -> dict[str, int]:
    """The total by section; what is not between two instructions is the start."""
    chain = Chain()
    verifier = Verifier(chain, SENDER)
    verifier.register(proof.table.model)
    verifier.add(proof.table)
    verifier.contract = logging_verifier(chain, verifier.registry.address, SENDER)
    data, found = [proof.data()], {"calldata": 0}
    while data:
        now = data.pop()
        zeros = now.count(0)
        found["calldata"] += 21_000 + 4 * zeros + 16 * (len(now) - zeros)
        receipt = chain.transact(SENDER, verifier.address, now, gas=2**40)
        logs = [bytes(log.data[1]) for log in chain.machine.result.logs if not log.topics]
        for name, gas in sections(logs, 2**40).items():
            found[name] = found.get(name, 0) + gas
        if is_first(now):
            data.append(proof.second(snapshot(receipt)))
    found["start"] = total - sum(gas for name, gas in found.items() if name != "start")
    return found


def main() -> None:
    key = VECTORS / "verifying.key"
    folders = {"demo": VECTORS / "whole", "demo_in_two": VECTORS / "divided"}
    proofs = {name: (folder / "reply.proof", key, folder) for name, folder in folders.items()}
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if len(sys.argv) == 3:
            package, proof = map(Path, sys.argv[1:])
            key, table = package / "verifying.key", folder / "table"
            at = ("--key", str(key), "--rows", "64", "-o", str(table))
            subprocess.run([LEMMA, "contract", "table", str(proof), *at], check=True)
            proofs["gpt2-small"] = proof, key, table
        path = CONTRACTS / "gas.json"
        figures = json.loads(path.read_text()) if path.exists() else {}
        found: dict[str, Proof | Kept] = {
            name: Proof(file, key, Table.read(table), folder)
            for name, (file, key, table) in proofs.items()
        }
        for kept in sorted((VECTORS / "statements").iterdir()):
            found[kept.name] = Kept(kept)
        for name, proof in found.items():
            figures[name] = measure(proof)
            print(name, json.dumps(figures[name], indent=1))
        figures["measured_by"] = f"ethereum-execution {VERSION}, Osaka"
        path.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()

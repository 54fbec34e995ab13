"""The real prover and verifier: the bundled model, proven by the `lemma` binary and verified on the chain."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from demo.chain import Chain
from demo.compiler import CONTRACTS, VERIFIER
from demo.proving import Delivery, Reply
from demo.request import LENGTH, STOP, statement
from demo.verifier import SECOND, WHOLE, Model, Step, Table, Verifier, snapshot

ROOT = CONTRACTS.parent
BINARY = Path(os.environ.get("LEMMA", ROOT / ".build" / "release" / "lemma"))
PACKAGE = CONTRACTS / ".build-demo" / "demo.lemma"
# Token rows that the model is registered for; each number of rows has step tables of its own.
ROWS = 64


def lemma(*arguments: object) -> str:
    """Runs the binary; returns what it prints."""
    run = subprocess.run(
        [BINARY, *map(str, arguments)], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return run.stdout


class Lemma:
    """Proves with the binary; deploys a gateway, the verifier behind it, and step tables as they are needed."""

    name = "the bundled model"
    # "What is Lemma?" and the end-of-text token.
    prompt = [313, 260, 821, 68, 947, 30, 1023]

    def __init__(self, package: Path = PACKAGE, rows: int = ROWS) -> None:
        self.package, self.rows = package, rows
        if not BINARY.exists():
            raise SystemExit(f"{BINARY} is missing: make build")
        if not package.exists():
            package.parent.mkdir(parents=True, exist_ok=True)
            lemma("import", "models/demo", "-o", package)
        found = json.loads(lemma("contract", "key", self.key, "--rows", rows))
        self.registration = Model.of(found)
        self.model, self.model_digest = self.registration.id, self.registration.digest

    @property
    def key(self) -> Path:
        return self.package / "verifying.key"

    def deploy(self, chain: Chain, sender: str) -> list[Step]:
        self.chain, self.contracts = chain, Verifier(chain, sender)
        self.gateway = chain.deploy(VERIFIER / "Gateway.vy", sender, sender=sender)
        steps = [*self.contracts.steps, Step("deploy the gateway", self.gateway.gas)]
        for kind in (WHOLE, SECOND):
            route = self.gateway.send("addRoute", kind, self.contracts.address, sender=sender)
            steps.append(Step(f"add the route of {kind.decode()}", route.gas))
        steps.append(Step("freeze the gateway", self.gateway.send("freeze", sender=sender).gas))
        return [*steps, self.contracts.register(self.registration)]

    @property
    def verifier(self) -> str:
        return self.gateway.address

    def prove(self, prompt: list[int], limit: int, context: bytes) -> Reply:
        with TemporaryDirectory() as folder:
            tokens, proof = Path(folder, "prompt"), Path(folder, "reply.proof")
            tokens.write_text(" ".join(map(str, prompt)))
            bound = ("--context", context.hex(), "--profile", "evm", "--raw")
            lemma("prove", self.package, "--tokens-in", tokens, "--tokens", limit, *bound, "-o", proof)
            file = proof.read_bytes()
        reply, ending = read_reply(file)
        values = statement(self.model_digest, prompt, reply, ending, context)
        assert file[6 : 6 + len(values)] == values, "another statement than asked for"
        return Reply(prompt, reply, ending, context, file)

    def submit(self, reply: Reply, sender: str) -> Delivery:
        """Adds the step table of this size if nobody has, and sends the first part of a proof in two."""
        with TemporaryDirectory() as folder:
            proof, steps = Path(folder, "reply.proof"), []
            proof.write_bytes(reply.proof)
            at = ("--key", self.key)
            lemma("contract", "table", proof, *at, "--rows", self.rows, "-o", Path(folder, "table"))
            table = Table.read(Path(folder, "table"))
            size = self.model, table.rows, table.replies
            if not self.contracts.registry.read("table", *size):
                steps += self.contracts.add(table)
            encoded = Path(folder, "argument")
            call = ("contract", "calldata", proof, *at, "--id", self.model.hex(), "--argument")
            printed = lemma(*call, "-o", encoded)
            if printed.startswith("begin"):
                values = statement(
                    self.model_digest, reply.prompt, reply.tokens, reply.ending, reply.context
                )
                receipt = self.contracts.contract.send(
                    "begin", self.model, values, encoded.read_bytes(), sender=sender
                )
                steps.append(Step("the provider sends the first part of the proof", receipt.gas))
                logged = Path(folder, "snapshot")
                logged.write_bytes(snapshot(receipt))
                lemma(*call, "--snapshot", logged, "-o", encoded)
            return Delivery(encoded.read_bytes(), steps)

    def addresses(self) -> dict:
        """What `deployment.json` holds: contracts in the order they were deployed."""
        return {
            "chain": self.chain.identifier,
            "registry": self.contracts.registry.address,
            "verifier": self.contracts.address,
            "gateway": self.gateway.address,
            "models": {self.model.hex(): {"digest": self.model_digest.hex(), "rows": self.rows}},
        }


def read_reply(file: bytes) -> tuple[list[int], int]:
    """Reply tokens and ending of a proof file: docs/formats.md, section 3."""
    at, lists = 6 + 32, []
    for _ in range(2):
        count = int.from_bytes(file[at : at + 4], "big")
        tokens = file[at + 4 : at + 4 + 4 * count]
        lists.append([int.from_bytes(tokens[i : i + 4], "big") for i in range(0, 4 * count, 4)])
        at += 4 + 4 * count
    ending = file[at]
    assert ending in (STOP, LENGTH)
    return lists[1], ending

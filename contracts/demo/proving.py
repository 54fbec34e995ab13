"""Who proves in the demo: what it asks of a prover and verifier, and a stand-in for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from eth_utils import keccak

from demo.chain import Chain, Contract
from demo.compiler import DOUBLES
from demo.request import STOP, statement
from demo.verifier import Step


@dataclass(frozen=True)
class Reply:
    """A reply with its proof, as the prover writes it."""

    prompt: list[int]
    tokens: list[int]
    ending: int
    context: bytes
    proof: bytes


@dataclass(frozen=True)
class Delivery:
    """The argument that a delivery proves a reply with, and the transactions that went before."""

    proof: bytes
    steps: list[Step]


class Proving(Protocol):
    """A model that can be asked, and the contract that verifies what it replies."""

    model: bytes  # the id it is registered by
    model_digest: bytes
    name: str
    prompt: list[int]  # what it is asked in the play

    def deploy(self, chain: Chain, sender: str) -> list[Step]:
        """Deploys the verifier and registers the model."""

    @property
    def verifier(self) -> str:
        """The verifier's address."""

    def prove(self, prompt: list[int], limit: int, context: bytes) -> Reply:
        """The model's reply to `prompt`, of at most `limit` tokens, bound to `context`."""

    def submit(self, reply: Reply, sender: str) -> Delivery:
        """Encodes the proof, and sends the first part of one in two to the verifier."""


class StandIn:
    """Proves nothing: its verifier accepts the statements it was told, to the byte."""

    name = "a stand-in that verifies by list"
    model = keccak(text="the demo's model")
    model_digest = keccak(text="the demo's verifying key")
    prompt = [2061, 318, 406, 21672, 30]

    def __init__(self) -> None:
        self.contract: Contract | None = None
        self.sender = ""

    def deploy(self, chain: Chain, sender: str) -> list[Step]:
        self.contract, self.sender = (
            chain.deploy(DOUBLES / "ListVerifier.vy", sender=sender),
            sender,
        )
        return [Step("deploy the stand-in verifier", self.contract.gas)]

    @property
    def verifier(self) -> str:
        assert self.contract is not None, "not deployed"
        return self.contract.address

    def prove(self, prompt: list[int], limit: int, context: bytes) -> Reply:
        tokens = [token + 1 for token in prompt][:limit]
        reply = Reply(prompt, tokens, STOP, context, b"no proof")
        values = statement(self.model_digest, prompt, reply.tokens, reply.ending, context)
        assert self.contract is not None, "not deployed"
        self.contract.send("accept", self.model, values, reply.proof, sender=self.sender)
        return reply

    def submit(self, reply: Reply, sender: str) -> Delivery:
        return Delivery(reply.proof, [])

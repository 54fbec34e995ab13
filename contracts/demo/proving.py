"""Who proves in the demo: what it asks of a prover and verifier, and a stand-in for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from eth_utils import keccak

from demo.chain import Chain, Contract
from demo.compiler import DOUBLES
from demo.request import STOP, statement


@dataclass(frozen=True)
class Reply:
    """A reply with its proof."""

    tokens: list[int]
    ending: int
    proof: bytes


class Proving(Protocol):
    """A model that can be asked, and the contract that verifies what it replies."""

    model: bytes  # the id it is registered by
    model_digest: bytes
    name: str

    def deploy(self, chain: Chain, sender: str) -> list[tuple[str, int]]:
        """Deploys the verifier and registers the model; returns each transaction's name and gas."""

    @property
    def verifier(self) -> str:
        """The verifier's address."""

    def prove(self, prompt: list[int], limit: int, context: bytes) -> Reply:
        """The model's reply to `prompt`, of at most `limit` tokens, bound to `context`."""

    def submit(self, reply: Reply, sender: str) -> list[tuple[str, int]]:
        """Sends the first part of a proof in two to the verifier."""


class StandIn:
    """Proves nothing: its verifier accepts the statements it was told, to the byte."""

    name = "a stand-in that verifies by list"
    model = keccak(text="the demo's model")
    model_digest = keccak(text="the demo's verifying key")

    def __init__(self) -> None:
        self.contract: Contract | None = None
        self.sender = ""

    def deploy(self, chain: Chain, sender: str) -> list[tuple[str, int]]:
        self.contract, self.sender = (
            chain.deploy(DOUBLES / "ListVerifier.vy", sender=sender),
            sender,
        )
        return [("deploy the stand-in verifier", self.contract.gas)]

    @property
    def verifier(self) -> str:
        assert self.contract is not None, "not deployed"
        return self.contract.address

    def prove(self, prompt: list[int], limit: int, context: bytes) -> Reply:
        reply = Reply([token + 1 for token in prompt][:limit], STOP, b"no proof")
        values = statement(self.model_digest, prompt, reply.tokens, reply.ending, context)
        assert self.contract is not None, "not deployed"
        self.contract.send("accept", self.model, values, reply.proof, sender=self.sender)
        return reply

    def submit(self, reply: Reply, sender: str) -> list[tuple[str, int]]:
        return []

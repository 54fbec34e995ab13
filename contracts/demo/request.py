"""A request as a user makes it, and the statement that a reply to it must prove."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

from eth_abi import encode
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak

NOBODY = "0x" + "00" * 20
COIN = NOBODY
STOP, LENGTH = 0, 1
NO_SALT = bytes(32)
NO_PERMIT = (0, 0, 0, bytes(32), bytes(32))

_SOLIDITY = {"str": "address", "int": "uint256", "bytes": "bytes32"}


def token_bytes(tokens: list[int]) -> bytes:
    """Four bytes each, the highest first."""
    return b"".join(token.to_bytes(4, "big") for token in tokens)


def prompt_commitment(prompt: list[int], salt: bytes = NO_SALT) -> bytes:
    """What a request says of its prompt: nothing, to who lacks a random salt."""
    return keccak(keccak(text="lemma prompt v1") + salt + token_bytes(prompt))


@dataclass(frozen=True)
class Request:
    """The terms, in the order of the contract's struct."""

    user: str
    nonce: int
    model: bytes
    modelDigest: bytes
    promptCommitment: bytes
    replyLimit: int
    token: str
    baseFee: int
    tokenFee: int
    collateral: int
    provider: str
    deadline: int
    expiry: int
    callback: str
    callbackGas: int

    @property
    def terms(self) -> tuple:
        """As an ABI argument."""
        return astuple(self)

    @property
    def largest_fee(self) -> int:
        return self.baseFee + self.tokenFee * self.replyLimit

    def typed_data(self, chain: int, market: str) -> dict:
        """What a wallet shows and signs (EIP-712)."""
        return {
            "domain": {
                "name": "Lemma InferenceMarket",
                "version": "1",
                "chainId": chain,
                "verifyingContract": market,
            },
            "types": {
                "EIP712Domain": [
                    {"name": "name", "type": "string"},
                    {"name": "version", "type": "string"},
                    {"name": "chainId", "type": "uint256"},
                    {"name": "verifyingContract", "type": "address"},
                ],
                "Request": [{"name": f.name, "type": _SOLIDITY[f.type]} for f in fields(self)],
            },
            "primaryType": "Request",
            "message": {f.name: getattr(self, f.name) for f in fields(self)},
        }

    def identifier(self, chain: int, market: str) -> bytes:
        """The request's id: the digest that is signed."""
        message = encode_typed_data(full_message=self.typed_data(chain, market))
        return keccak(b"\x19" + message.version + message.header + message.body)

    def signed(self, key: bytes, chain: int, market: str) -> bytes:
        """The signature of the user's key: 65 bytes."""
        message = self.typed_data(chain, market)
        return bytes(Account.sign_typed_data(key, full_message=message).signature)

    def context(self, chain: int, market: str, payee: str) -> bytes:
        """What a proof must be bound to for `payee` to be paid for it: `lemma prove --context`."""
        identifier = self.identifier(chain, market)
        types = ["uint256", "address", "bytes32", "address"]
        return keccak(encode(types, [chain, market, identifier, payee]))


def statement(
    model_digest: bytes, prompt: list[int], reply: list[int], ending: int, context: bytes
) -> bytes:
    """The public values of a proof: the statement's bytes, docs/formats.md, section 3."""
    lists = [len(part).to_bytes(4, "big") + token_bytes(part) for part in (prompt, reply)]
    return model_digest + lists[0] + lists[1] + bytes([ending]) + context

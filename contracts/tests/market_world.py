"""A market over a verifier that accepts by list, with accounts, tokens and ordinary moves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from eth_account import Account
from eth_utils import keccak

from demo.chain import Chain, Contract, Receipt
from demo.compiler import DOUBLES, MARKET
from demo.request import (
    COIN,
    NO_PERMIT,
    NO_SALT,
    NOBODY,
    STOP,
    Request,
    prompt_commitment,
    statement,
    token_bytes,
)

WEALTH = 10**24
STAKE = 10**20
DAY = 24 * 60 * 60

MODEL = keccak(text="a model, as registered")
MODEL_DIGEST = keccak(text="a verifying key")
PROMPT = [464, 2068, 7586, 21831]
REPLY = [18045, 625, 262, 16931, 3290]
PROOF = b"a proof of some length, not a multiple of 32"


@dataclass(frozen=True)
class Person:
    """An account with a key."""

    key: bytes
    address: str


def person(name: str) -> Person:
    key = keccak(text=name)
    return Person(key, Account.from_key(key).address)


USER, PROVIDER, RIVAL, STRANGER = map(person, ("user", "provider", "rival", "stranger"))
PEOPLE = (USER, PROVIDER, RIVAL, STRANGER)


class World:
    """All that one test needs; each test has its own."""

    def __init__(self, verifier: str = "ListVerifier", chain: Chain | None = None) -> None:
        self.chain = chain or Chain()
        for account in PEOPLE:
            self.chain.fund(account.address, WEALTH)
        self.verifier = self.double(verifier)
        self.market = self.chain.deploy(
            MARKET / "InferenceMarket.vy", self.verifier.address, sender=STRANGER.address
        )
        for provider in (PROVIDER, RIVAL):
            self.deposit(provider.address, STAKE)
        self.nonce = 0

    def double(self, name: str) -> Contract:
        """Deploys one of the tests' own contracts."""
        return self.chain.deploy(DOUBLES / f"{name}.vy", sender=STRANGER.address)

    def token(self, name: str) -> Contract:
        """A token that the user has and lets the market take."""
        token = self.double(name)
        token.send("mint", USER.address, WEALTH, sender=USER.address)
        token.send("approve", self.market.address, WEALTH, sender=USER.address)
        return token

    def terms(self, **changes: Any) -> Request:
        """Ordinary terms, with a nonce of their own."""
        self.nonce += 1
        ordinary = Request(
            user=USER.address,
            nonce=self.nonce,
            model=MODEL,
            modelDigest=MODEL_DIGEST,
            promptCommitment=prompt_commitment(PROMPT),
            replyLimit=8,
            token=COIN,
            baseFee=10_000,
            tokenFee=1_000,
            collateral=5_001,
            provider=NOBODY,
            deadline=self.chain.time + DAY,
            expiry=self.chain.time + 2 * DAY,
            callback=NOBODY,
            callbackGas=0,
        )
        return replace(ordinary, **changes)

    def id(self, request: Request) -> bytes:
        return request.identifier(self.chain.identifier, self.market.address)

    def deposit(self, account: str, amount: int) -> Receipt:
        return self.market.send("deposit", account, sender=STRANGER.address, coin=amount)

    def request(self, request: Request, prompt: bytes = b"", **options: Any) -> Receipt:
        """Sends a request from its user's own account."""
        coin = request.largest_fee if request.token == COIN else 0
        options = {"sender": request.user, "coin": coin, "permit": NO_PERMIT} | options
        permit = options.pop("permit")
        return self.market.send("request", request.terms, prompt, permit, **options)

    def request_signed(
        self, request: Request, signature: bytes, prompt: bytes = b"", permit: tuple = NO_PERMIT
    ) -> Receipt:
        """Sends a request that its user signed."""
        return self.market.send(
            "requestSigned", request.terms, prompt, signature, permit, sender=STRANGER.address
        )

    def sign(self, request: Request, signer: Person = USER) -> bytes:
        return request.signed(signer.key, self.chain.identifier, self.market.address)

    def asked(self, **changes: Any) -> Request:
        """A funded request."""
        request = self.terms(**changes)
        self.request(request)
        return request

    def take(self, request: Request, provider: Person = PROVIDER) -> Receipt:
        return self.market.send("take", request.terms, sender=provider.address)

    def taken(self, taker: Person = PROVIDER, **changes: Any) -> Request:
        """A funded request that somebody took."""
        request = self.asked(**changes)
        self.take(request, taker)
        return request

    def prove(
        self,
        request: Request,
        payee: str = PROVIDER.address,
        prompt: list[int] = PROMPT,
        reply: list[int] = REPLY,
        ending: int = STOP,
        **bound: Any,
    ) -> None:
        """Makes the verifier accept the statement, and nothing but it."""
        context = bound.get("context") or request.context(
            self.chain.identifier, self.market.address, payee
        )
        values = statement(
            bound.get("model_digest", request.modelDigest), prompt, reply, ending, context
        )
        model = bound.get("model", request.model)
        self.verifier.send("accept", model, values, PROOF, sender=STRANGER.address)

    def fulfil(
        self,
        request: Request,
        payee: str = PROVIDER.address,
        prompt: bytes | None = None,
        reply: bytes | None = None,
        ending: int = STOP,
        salt: bytes = NO_SALT,
        **options: Any,
    ) -> Receipt:
        """Delivers; `prompt` and `reply` are bytes, so that they can be wrong ones."""
        return self.market.send(
            "fulfil",
            request.terms,
            payee,
            salt,
            token_bytes(PROMPT) if prompt is None else prompt,
            token_bytes(REPLY) if reply is None else reply,
            ending,
            options.pop("proof", PROOF),
            **({"sender": payee} | options),
        )

    def delivery(self, request: Request, payee: str = PROVIDER.address) -> bytes:
        """The calldata of the ordinary delivery, for somebody else to send."""
        tokens = NO_SALT, token_bytes(PROMPT), token_bytes(REPLY), STOP, PROOF
        return self.market.data("fulfil", request.terms, payee, *tokens)

    def delivered(self, request: Request, payee: str = PROVIDER.address, **options: Any) -> Receipt:
        """Proves the ordinary reply and delivers it."""
        self.prove(request, payee)
        return self.fulfil(request, payee, **options)

    def late(self, request: Request) -> None:
        """Moves to the first moment after the deadline."""
        self.chain.move_to(request.deadline + 1)

    def over(self, request: Request) -> None:
        """Moves to the first moment after the expiry."""
        self.chain.move_to(request.expiry + 1)

    def escrow(self, request: Request) -> dict[str, Any]:
        names = (
            "status",
            "user",
            "token",
            "amount",
            "deadline",
            "expiry",
            "provider",
            "collateral",
        )
        return dict(zip(names, self.market.read("escrowOf", self.id(request))))

    def credit(self, account: str, token: str = COIN) -> int:
        return self.market.read("creditOf", token, account)

    def stake(self, account: str) -> tuple[int, int]:
        """Free and locked."""
        return self.market.read("depositOf", account), self.market.read("lockedOf", account)

"""Plays the market on a local chain: a request that is served, and one that is not."""

from __future__ import annotations

from collections.abc import Callable

from eth_account import Account
from eth_utils import keccak

from demo.chain import Chain, Contract, Receipt
from demo.compiler import MARKET
from demo.proving import Proving
from demo.request import COIN, NO_PERMIT, NO_SALT, NOBODY, Request, prompt_commitment, token_bytes
from demo.verifier import Step

COIN_UNIT = 10**18
DAY = 24 * 60 * 60


class Play:
    """The stage: a chain, a user, a provider, a market over somebody's verifier."""

    def __init__(self, proving: Proving, tell: Callable[[str], None] = print) -> None:
        self.proving, self.tell, self.steps = proving, tell, []
        self.chain = Chain()
        self.user_key = keccak(text="the demo's user")
        self.user = Account.from_key(self.user_key).address
        self.provider = Account.from_key(keccak(text="the demo's provider")).address
        self.anyone = Account.from_key(keccak(text="the demo's passer-by")).address
        for account in (self.user, self.provider, self.anyone):
            self.chain.fund(account, 100 * COIN_UNIT)
        self.market: Contract | None = None
        self.nonce = 0

    def note(self, name: str, gas: int) -> None:
        self.steps.append(Step(name, gas))
        self.tell(f"  {name:<58}{gas:>12,}")

    def send(self, name: str, function: str, *arguments, sender: str, coin: int = 0) -> Receipt:
        receipt = self.market.send(function, *arguments, sender=sender, coin=coin)
        self.note(name, receipt.gas)
        return receipt

    def request(self, limit: int) -> Request:
        self.nonce += 1
        return Request(
            user=self.user,
            nonce=self.nonce,
            model=self.proving.model,
            modelDigest=self.proving.model_digest,
            promptCommitment=prompt_commitment(self.proving.prompt),
            replyLimit=limit,
            token=COIN,
            baseFee=COIN_UNIT // 1000,
            tokenFee=COIN_UNIT // 10_000,
            collateral=COIN_UNIT // 100,
            provider=NOBODY,
            deadline=self.chain.time + DAY,
            expiry=self.chain.time + 2 * DAY,
            callback=NOBODY,
            callbackGas=0,
        )

    def deploy(self) -> None:
        self.tell(f"deployment, with {self.proving.name}")
        for step in self.proving.deploy(self.chain, self.anyone):
            self.note(step.name, step.gas)
        path = MARKET / "InferenceMarket.vy"
        self.market = self.chain.deploy(path, self.proving.verifier, sender=self.anyone)
        self.note("deploy the market", self.market.gas)
        stake, account = COIN_UNIT, self.provider
        self.send("the provider deposits its stake", "deposit", account, sender=account, coin=stake)

    def serve(self, limit: int = 48) -> None:
        """Request, proof, payment."""
        self.tell("a request that is served")
        place = self.chain.identifier, self.market.address
        request = self.request(limit)
        terms, prompt = request.terms, token_bytes(self.proving.prompt)
        user, provider = self.user, self.provider
        arguments = (terms, prompt, NO_PERMIT)
        self.send("the user asks", "request", *arguments, sender=user, coin=request.largest_fee)
        self.send("the provider takes it", "take", terms, sender=provider)

        context = request.context(*place, provider)
        reply = self.proving.prove(self.proving.prompt, limit, context)
        submitted = self.proving.submit(reply, provider)
        for step in submitted.steps:
            self.note(step.name, step.gas)
        tokens = token_bytes(reply.tokens)
        delivery = (terms, provider, NO_SALT, prompt, tokens, reply.ending, submitted.proof)
        receipt = self.send(
            "the provider delivers and is paid", "fulfil", *delivery, sender=provider
        )
        payment = receipt.event("RequestCompleted")["payment"]
        self.send("the provider fetches its payment", "withdraw", COIN, provider, sender=provider)
        self.send("the user fetches what the reply left over", "withdraw", COIN, user, sender=user)
        expected = request.baseFee + request.tokenFee * len(reply.tokens)
        assert payment == expected, "paid another price"

    def fail(self, limit: int = 48) -> None:
        """Request, silence, refund; this one is signed off chain and sent by somebody else."""
        self.tell("a request that is not served")
        place = self.chain.identifier, self.market.address
        request, user, anyone = self.request(limit), self.user, self.anyone
        fee = request.largest_fee
        self.send("the user deposits the largest fee", "deposit", user, sender=user, coin=fee)
        signature = request.signed(self.user_key, *place)
        arguments = (request.terms, token_bytes(self.proving.prompt), signature, NO_PERMIT)
        self.send(
            "anyone sends the request that the user signed",
            "requestSigned",
            *arguments,
            sender=anyone,
        )
        self.send("the provider takes it", "take", request.terms, sender=self.provider)
        identifier = request.identifier(*place)
        self.chain.move_to(request.deadline + 1)
        self.send(
            "after the deadline anyone slashes the provider", "slash", identifier, sender=anyone
        )
        self.chain.move_to(request.expiry + 1)
        self.send(
            "after the expiry anyone refunds the user", "claimRefund", identifier, sender=anyone
        )
        receipt = self.send("anyone sends the user its coin", "withdraw", COIN, user, sender=anyone)
        assert receipt.value == fee + request.collateral // 2, "refunded another amount"

    def finish(self) -> None:
        """What is left in the market is the provider's stake and what was burned."""
        market = self.market
        left = market.read("depositOf", self.provider) + market.read("burned")
        assert self.chain.balance(market.address) == left, "the market does not hold what it owes"
        self.tell("the market holds what it owes, and nothing else")

"""What people, tokens and wallets do, each on the contract and in the ledger at once."""

from __future__ import annotations

from collections import Counter
from typing import Any, Callable

from market_ledger import FUNDED, Job, Ledger
from market_world import DAY, PEOPLE, PROMPT, STRANGER, USER, WEALTH, World

from demo.chain import Contract, Receipt, Reverted
from demo.request import COIN, NO_PERMIT, NO_SALT, NOBODY, Request, prompt_commitment, token_bytes

PLAIN, ANSWERING_FALSE, REVERTING, BURNING, TAKING_SILENTLY = range(5)
CALLING = 3
LIMIT = 3
SALT = prompt_commitment([1])
ENDINGS = ("RequestCompleted", "RequestExpired", "RequestRejected")


class Moves:
    """A market and everybody who uses or abuses it."""

    def __init__(self) -> None:
        self.world = World()
        self.chain, self.market = self.world.chain, self.world.market
        self.wallet, self.listener = self.world.double("Wallet"), self.world.double("Listener")
        self.hostile = self.world.double("HostileToken")
        self.tokens = {
            "honest": self.world.double("HonestToken"),
            "silent": self.world.double("SilentToken"),
            "hostile": self.hostile,
        }
        self.keys = {each.address: each for each in PEOPLE}
        self.accounts = [*self.keys, self.wallet.address]
        self.ledger = Ledger()
        self.chain.fund(self.wallet.address, WEALTH)
        for account in self.accounts:
            self.world.deposit(account, 10_000)
            self.ledger.deposits[account] = self.market.read("depositOf", account)
            for token in self.tokens.values():
                token.send("mint", account, WEALTH, sender=STRANGER.address)
                self.act(account, token, "approve", self.market.address, WEALTH)
        self.behaviour, self.kept, self.refused = PLAIN, 0, set()
        self.is_armed, self.settled_by_attack = False, None
        self.wallet_refuses = False
        self.callback_withdraws: str | None = None
        self.proven: set = set()
        self.nonce = 0
        self.supply = self.all_coin()
        self.ended: Counter = Counter()

    def all_coin(self) -> int:
        return sum(map(self.chain.balance, self.accounts)) + self.chain.balance(self.market.address)

    def address(self, token: str) -> str:
        return COIN if token == "coin" else self.tokens[token].address

    def act(
        self, account: str, contract: Contract, name: str, *arguments: Any, coin: int = 0
    ) -> Receipt:
        """Calls as that account; the wallet calls through its own code."""
        if account != self.wallet.address:
            return contract.send(name, *arguments, sender=account, coin=coin)
        data = contract.data(name, *arguments)
        return self.wallet.send("execute", contract.address, data, coin, sender=USER.address)

    def send(self, name: str, *arguments: Any) -> Receipt:
        """Calls the market as somebody who has no part in it."""
        return self.market.send(name, *arguments, sender=STRANGER.address)

    def attempt(self, is_expected: bool, move: Callable[[], Receipt]) -> bool:
        """The contract does what the ledger did, or refuses what it refused."""
        try:
            receipt = move()
        except Reverted as failure:
            assert not is_expected, f"refused what the rules allow: {failure}"
            return False
        assert is_expected, "did what the rules forbid"
        self.ended.update(event.values["id"] for event in receipt.events if event.name in ENDINGS)
        return True

    def jobs(self, state: str) -> list[Job]:
        """The jobs for which a move makes sense."""
        now = self.chain.time
        suits = {
            "free": lambda job: not job.provider and now <= job.request.deadline,
            "taken": lambda job: job.provider and now <= job.request.expiry,
            "failed": lambda job: job.collateral and now > job.request.deadline,
            "over": lambda job: now > job.last(),
        }[state]
        return [job for job in self.ledger.jobs if job.status == FUNDED and suits(job)]

    # Users

    def new_request(self, user: str, token: str, days: tuple[int, int], **changes: Any) -> Request:
        deadline = self.chain.time + days[0] * DAY
        times = {"deadline": deadline, "expiry": deadline + days[1] * DAY}
        ordinary = {
            "user": user,
            "nonce": self.nonce,
            "token": self.address(token),
            "replyLimit": LIMIT,
        }
        return self.world.terms(**ordinary, **times, **changes)

    def ask(self, request: Request, token: str, is_signed: bool) -> None:
        user, fee, job = request.user, request.largest_fee, Job(request, self.world.id(request))
        is_expected = self.ledger.may_ask(request, self.chain.time)
        amount = fee
        if token == "hostile":
            is_expected = is_expected and self.hostile_moves(user, self.market.address)
            amount = 0 if self.behaviour == TAKING_SILENTLY else fee - fee * self.kept // 10_000
        if token == "coin" and is_signed:
            is_expected = is_expected and self.ledger.spend(user, fee)
        is_sealed = request.promptCommitment != prompt_commitment(PROMPT)
        prompt = b"" if is_sealed else token_bytes(PROMPT)
        if self.attempt(is_expected, lambda: self.send_request(job, token, prompt, is_signed)):
            self.after_transfer(token)
            self.ledger.fund(job, amount)

    def send_request(self, job: Job, token: str, prompt: bytes, is_signed: bool) -> Receipt:
        request = job.request
        if not is_signed:
            coin = request.largest_fee if token == "coin" else 0
            arguments = (request.terms, prompt, NO_PERMIT)
            return self.act(request.user, self.market, "request", *arguments, coin=coin)
        if request.user in self.keys:
            signature = self.world.sign(request, self.keys[request.user])
        else:
            signature = b"the wallet's"
            self.wallet.send("sign", job.id, signature, sender=USER.address)
        return self.world.request_signed(request, signature, prompt)

    def cancel_nonce(self, account: str, nonce: int) -> None:
        is_expected = (account, nonce) not in self.ledger.nonces
        self.ledger.nonces.add((account, nonce))
        self.attempt(is_expected, lambda: self.act(account, self.market, "cancelNonce", nonce))

    def reject(self, job: Job, sender: str) -> None:
        is_expected = self.ledger.reject(job, sender)
        self.attempt(is_expected, lambda: self.act(sender, self.market, "reject", job.id))

    # Providers

    def take(self, job: Job, provider: str) -> None:
        is_expected = self.ledger.take(job, provider, self.chain.time)
        self.attempt(
            is_expected, lambda: self.act(provider, self.market, "take", job.request.terms)
        )

    def deliver(self, job: Job, payee: str, count: int, ending: int, is_proven: bool) -> None:
        reply, claim = list(range(count)), (job.id, payee, count, ending)
        if is_proven:
            self.world.prove(job.request, payee, reply=reply, ending=ending)
            self.proven.add(claim)
        now, is_proven = self.chain.time, claim in self.proven
        is_sealed = job.request.promptCommitment != prompt_commitment(PROMPT)
        options = {"salt": SALT if is_sealed else NO_SALT, "sender": STRANGER.address}
        options |= {"reply": token_bytes(reply), "ending": ending}
        is_done = self.attempt(
            self.ledger.deliver(job, payee, count, ending, is_proven, now),
            lambda: self.world.fulfil(job.request, payee, **options),
        )
        if is_done and job.request.callback != NOBODY and self.callback_withdraws:
            assert self.listener.read("lastSuccess")
            self.ledger.withdraw(COIN, self.callback_withdraws)

    # After deadlines

    def slash(self, job: Job) -> None:
        self.attempt(self.ledger.slash(job, self.chain.time), lambda: self.send("slash", job.id))

    def refund(self, job: Job) -> None:
        is_expected = self.ledger.refund(job, self.chain.time)
        self.attempt(is_expected, lambda: self.send("claimRefund", job.id))

    def settle(self, jobs: list[Job]) -> None:
        self.ledger.settle(jobs, self.chain.time)
        self.attempt(True, lambda: self.send("settle", [job.id for job in jobs]))

    # Money

    def deposit(self, account: str, amount: int) -> None:
        self.ledger.deposits[account] += amount
        self.attempt(True, lambda: self.act(account, self.market, "deposit", account, coin=amount))

    def withdraw_deposit(self, account: str, amount: int) -> None:
        is_expected = self.receives_coin(account) and self.ledger.spend(account, amount)
        arguments = (amount, account)
        self.attempt(
            is_expected, lambda: self.act(account, self.market, "withdrawDeposit", *arguments)
        )

    def withdraw(self, account: str, token: str, to: str) -> None:
        is_expected = token != "coin" or self.receives_coin(to)
        if token == "hostile":
            is_expected = self.hostile_moves(self.market.address, to)
        address = self.address(token)
        if is_expected:
            amount = self.ledger.withdraw(address, account)
            if token == "hostile" and self.behaviour == TAKING_SILENTLY:
                self.ledger.surplus[address] += amount
        if to == account:
            is_done = self.attempt(is_expected, lambda: self.send("withdraw", address, account))
        else:
            is_done = self.attempt(
                is_expected, lambda: self.act(account, self.market, "withdrawTo", address, to)
            )
        if is_done:
            self.after_transfer(token)

    def receives_coin(self, account: str) -> bool:
        return account != self.wallet.address or not self.wallet_refuses

    # Malice

    def hostile_moves(self, *accounts: str) -> bool:
        """Whether the hostile token says yes to a transfer between these."""
        return self.behaviour in (PLAIN, TAKING_SILENTLY) and not self.refused & set(accounts)

    def turn_token(self, behaviour: int, kept: int) -> None:
        self.hostile.send("behave", behaviour, kept, sender=STRANGER.address)
        self.behaviour, self.kept = behaviour, kept

    def blacklist(self, account: str) -> None:
        self.refused ^= {account}
        self.hostile.send("refuse", account, account in self.refused, sender=STRANGER.address)

    def arm_token(self, kind: str) -> None:
        """The token's next transfer calls the market, where nothing may move money then."""
        other = self.world.terms(token=self.hostile.address)
        jobs = self.ledger.jobs[-60:]
        name, *arguments = {
            "withdraw": lambda: ("withdraw", self.hostile.address, USER.address),
            "withdrawTo": lambda: ("withdrawTo", COIN, STRANGER.address),
            "request": lambda: (
                "requestSigned",
                other.terms,
                b"",
                self.world.sign(other),
                NO_PERMIT,
            ),
            "settle": lambda: ("settle", [job.id for job in jobs]),
        }[kind]()
        data = self.market.data(name, *arguments)
        self.hostile.send("attackWith", self.market.address, data, sender=STRANGER.address)
        self.is_armed, self.settled_by_attack = True, jobs if kind == "settle" else None

    def after_transfer(self, token: str) -> None:
        """What came of the attack, if this transfer let the token have one."""
        if token == "hostile" and self.is_armed:
            self.is_armed = False
            assert self.hostile.read("lastSuccess") == (self.settled_by_attack is not None)
            self.ledger.settle(self.settled_by_attack or [], self.chain.time)

    def turn_wallet(self, is_refusing: bool) -> None:
        self.wallet.send("behave", 0, is_refusing, sender=STRANGER.address)
        self.wallet_refuses = is_refusing

    def turn_listener(self, behaviour: int, account: str) -> None:
        """When calling, the listener withdraws an account's coin from within the callback."""
        self.callback_withdraws = account if behaviour == CALLING else None
        self.listener.send("behave", behaviour, sender=STRANGER.address)
        if behaviour == CALLING:
            data = self.market.data("withdraw", COIN, account)
            self.listener.send("attackWith", self.market.address, data, sender=STRANGER.address)

    def donate(self, token: str, amount: int) -> None:
        """Coin can be forced into any contract; tokens can be sent to any."""
        self.ledger.surplus[self.address(token)] += amount
        if token == "coin":
            self.chain.fund(self.market.address, self.chain.balance(self.market.address) + amount)
            self.supply += amount
        else:
            self.tokens[token].send("mint", self.market.address, amount, sender=STRANGER.address)

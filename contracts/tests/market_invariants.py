"""Random interleavings of users, providers, time and hostile tokens, against the ledger.

After each step the contract's state is the ledger's, and its balances are what it owes. At the end
everything can be drained. Games are few and always the same; with MARKET_EXAMPLES=2000, so many,
and others each time.
"""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from market_ledger import FUNDED
from market_moves import (
    ANSWERING_FALSE,
    BURNING,
    LIMIT,
    PLAIN,
    REVERTING,
    SALT,
    TAKING_SILENTLY,
    Moves,
)
from market_world import DAY, PEOPLE, PROMPT, STRANGER

from demo.request import COIN, LENGTH, NO_SALT, NOBODY, STOP, prompt_commitment

WHICH = st.integers(0, 1000)
WHO = st.integers(0, len(PEOPLE))  # the people, then the wallet
TOKENS = st.sampled_from(["coin", "honest", "silent", "hostile"])
BEHAVIOURS = st.sampled_from(
    [PLAIN, PLAIN, PLAIN, ANSWERING_FALSE, REVERTING, BURNING, TAKING_SILENTLY]
)
ATTACKS = st.sampled_from(["settle", "withdraw", "withdrawTo", "request"])
PAST_DEADLINE = (-1, 1)


class Market(RuleBasedStateMachine):
    """One market from its first request to its last withdrawal."""

    @initialize(
        behaviour=BEHAVIOURS,
        attack=st.one_of(st.none(), ATTACKS),
        refused=st.one_of(st.none(), WHO),
        is_refusing=st.booleans(),
    )
    def begin(
        self, behaviour: int, attack: str | None, refused: int | None, is_refusing: bool
    ) -> None:
        self.moves = Moves()
        self.ledger, self.accounts = self.moves.ledger, self.moves.accounts
        for token in ("coin", "hostile", "honest", "silent", "coin"):
            self.ask(0, token, (500, 50, 21), None, (1, 1), (False, token == "coin", False, False))
        self.moves.turn_token(behaviour, 500)
        self.moves.turn_wallet(is_refusing)
        if attack is not None:
            self.moves.arm_token(attack)
        if refused is not None:
            self.moves.blacklist(self.accounts[refused])

    def pick(self, which: int, state: str):
        jobs = self.moves.jobs(state)
        return jobs[which % len(jobs)]

    @rule(
        who=WHO,
        token=TOKENS,
        amounts=st.tuples(st.integers(0, 1_000), st.integers(0, 100), st.integers(0, 3_000)),
        reserved=st.one_of(st.none(), st.none(), WHO),
        days=st.sampled_from([(1, 1), (1, 2), (2, 0), (0, 1), (3, 3), PAST_DEADLINE]),
        manner=st.tuples(*[st.booleans()] * 3, st.integers(0, 9).map(lambda number: number == 9)),
    )
    def ask(self, who, token, amounts, reserved, days, manner) -> None:
        is_sealed, is_calling_back, is_signed, is_repeated = manner
        self.moves.nonce += 0 if is_repeated else 1
        request = self.moves.new_request(
            self.accounts[who],
            token,
            days,
            baseFee=amounts[0],
            tokenFee=amounts[1],
            collateral=amounts[2],
            provider=NOBODY if reserved is None else self.accounts[reserved],
            promptCommitment=prompt_commitment(PROMPT, SALT if is_sealed else NO_SALT),
            callback=self.moves.listener.address if is_calling_back else NOBODY,
            callbackGas=300_000 if is_calling_back else 0,
        )
        self.moves.ask(request, token, is_signed)

    @precondition(lambda self: self.moves.jobs("free"))
    @rule(which=WHICH, who=WHO)
    def take(self, which: int, who: int) -> None:
        job = self.pick(which, "free")
        reserved = job.request.provider
        self.moves.take(job, self.accounts[who] if reserved == NOBODY else reserved)

    @precondition(lambda self: self.moves.jobs("taken"))
    @rule(which=WHICH, who=WHO, count=st.integers(1, LIMIT))
    def deliver(self, which: int, who: int, count: int) -> None:
        job = self.pick(which, "taken")
        is_late = self.moves.chain.time > job.request.deadline
        payee = self.accounts[who] if is_late else job.provider
        self.moves.deliver(job, payee, count, LENGTH if count == LIMIT else STOP, True)

    @rule(
        which=WHICH,
        who=WHO,
        count=st.integers(1, LIMIT + 1),
        ending=st.sampled_from([STOP, LENGTH]),
        is_proven=st.booleans(),
        kind=st.sampled_from(["reject", "take", "deliver", "slash", "refund", "cancel"]),
    )
    def overreach(self, which, who, count, ending, is_proven, kind) -> None:
        """Any move on any job, whether it makes sense or not."""
        job, account = self.ledger.jobs[which % len(self.ledger.jobs)], self.accounts[who]
        {
            "reject": lambda: self.moves.reject(job, job.request.user if is_proven else account),
            "take": lambda: self.moves.take(job, account),
            "deliver": lambda: self.moves.deliver(job, account, count, ending, is_proven),
            "slash": lambda: self.moves.slash(job),
            "refund": lambda: self.moves.refund(job),
            "cancel": lambda: self.moves.cancel_nonce(account, self.moves.nonce + which % 3),
        }[kind]()

    @precondition(lambda self: self.moves.jobs("failed") or self.moves.jobs("over"))
    @rule(which=WHICH, several=st.lists(WHICH, max_size=6), kind=st.sampled_from(["one", "batch"]))
    def collect(self, which: int, several: list[int], kind: str) -> None:
        failed, over, everything = (
            self.moves.jobs("failed"),
            self.moves.jobs("over"),
            self.ledger.jobs,
        )
        if kind == "batch":
            self.moves.settle([everything[each % len(everything)] for each in several])
        elif failed:
            self.moves.slash(failed[which % len(failed)])
        else:
            self.moves.refund(over[which % len(over)])

    @rule(
        who=WHO,
        token=TOKENS,
        amount=st.integers(0, 2_000),
        kind=st.sampled_from(
            ["withdraw", "withdraw elsewhere", "deposit", "take deposit", "too much"]
        ),
    )
    def move_money(self, who: int, token: str, amount: int, kind: str) -> None:
        account = self.accounts[who]
        too_much = self.ledger.deposits[account] + 1
        {
            "withdraw": lambda: self.moves.withdraw(account, token, account),
            "withdraw elsewhere": lambda: self.moves.withdraw(account, token, STRANGER.address),
            "deposit": lambda: self.moves.deposit(account, amount),
            "take deposit": lambda: self.moves.withdraw_deposit(account, amount),
            "too much": lambda: self.moves.withdraw_deposit(account, too_much),
        }[kind]()

    @rule(seconds=st.sampled_from([1, DAY // 2, DAY // 2 + 1, DAY + 1]))
    def wait(self, seconds: int) -> None:
        self.moves.chain.move_to(self.moves.chain.time + seconds)

    @rule(
        kind=st.sampled_from(["token", "blacklist", "attack", "wallet", "listener", "donation"]),
        behaviour=BEHAVIOURS,
        kept=st.sampled_from([0, 1, 500, 10_000]),
        attack=ATTACKS,
        who=WHO,
        token=TOKENS,
    )
    def be_hostile(self, kind, behaviour, kept, attack, who, token) -> None:
        person = self.accounts[who % len(PEOPLE)]
        {
            "token": lambda: self.moves.turn_token(behaviour, kept),
            "blacklist": lambda: self.moves.blacklist(self.accounts[who]),
            "attack": lambda: self.moves.arm_token(attack),
            "wallet": lambda: self.moves.turn_wallet(behaviour != PLAIN),
            "listener": lambda: self.moves.turn_listener(behaviour % 4, person),
            "donation": lambda: self.moves.donate(token, 1 + kept),
        }[kind]()

    @invariant()
    def balances_are_what_is_owed(self) -> None:
        market = self.moves.market.address
        assert self.moves.chain.balance(market) == self.ledger.owed(COIN)
        for token in self.moves.tokens.values():
            assert token.read("balanceOf", market) == self.ledger.owed(token.address)
        assert self.moves.all_coin() == self.moves.supply

    @invariant()
    def state_is_the_ledgers_and_locked_stake_is_what_requests_hold(self) -> None:
        read, ledger = self.moves.market.read, self.ledger
        held: Counter = Counter()
        for job in ledger.jobs:
            status, _, _, amount, _, _, provider, collateral = read("escrowOf", job.id)
            expected = (job.status, job.amount, (job.provider or NOBODY).lower(), job.collateral)
            assert (status, amount, provider, collateral) == expected
            held[provider] += collateral
        assert read("burned") == ledger.burned
        for account in self.accounts:
            free, locked = self.moves.world.stake(account)
            assert free == ledger.deposits[account]
            assert locked == ledger.locked[account] == held[account.lower()]
            for token in ("coin", *self.moves.tokens):
                address = self.moves.address(token)
                assert read("creditOf", address, account) == ledger.credits[address, account]

    @invariant()
    def nobody_is_paid_twice(self) -> None:
        assert all(count == 1 for count in self.moves.ended.values())
        assert all(len(job.paid) <= 1 for job in self.ledger.jobs)

    def teardown(self) -> None:
        """Everything drains, hostile as all still is; last, what the hostile token withheld."""
        if not hasattr(self, "moves"):
            return
        moves = self.moves
        moves.chain.move_to(moves.chain.time + 40 * DAY)
        for start in range(0, len(self.ledger.jobs), 64):
            moves.settle(self.ledger.jobs[start : start + 64])
        assert all(job.status != FUNDED for job in self.ledger.jobs)
        moves.turn_wallet(False)
        for account in self.accounts:
            for token in ("coin", "honest", "silent"):
                moves.withdraw(account, token, account)
            moves.withdraw_deposit(account, self.ledger.deposits[account])
            assert moves.world.stake(account) == (0, 0)
        moves.turn_token(PLAIN, 0)
        for account in list(moves.refused):
            moves.blacklist(account)
        for account in self.accounts:
            moves.withdraw(account, "hostile", account)
        market = moves.market.address
        assert moves.chain.balance(market) == self.ledger.burned + self.ledger.surplus[COIN]
        for token in moves.tokens.values():
            assert token.read("balanceOf", market) == self.ledger.surplus[token.address]


EXAMPLES = os.environ.get("MARKET_EXAMPLES")
TestMarket = Market.TestCase
TestMarket.settings = settings(
    max_examples=int(EXAMPLES or 80),
    stateful_step_count=60,
    derandomize=EXAMPLES is None,
    # Shrinking takes minutes: only who looks for long wants it.
    phases=list(Phase) if EXAMPLES else [Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

"""The market's rules written a second time, in plain Python, as the tests' ground truth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from demo.request import COIN, LENGTH, STOP, Request

OPEN, FUNDED, COMPLETED, REJECTED, EXPIRED = 0, 1, 3, 4, 5


@dataclass
class Job:
    """A request, and where its money is."""

    request: Request
    id: bytes
    status: int = OPEN
    amount: int = 0
    provider: str | None = None
    collateral: int = 0
    paid: list[int] = field(default_factory=list)

    def last(self) -> int:
        return self.request.expiry if self.provider else self.request.deadline


class Ledger:
    """Deposits, credits, jobs. A move that the rules forbid returns False and changes nothing."""

    def __init__(self) -> None:
        self.deposits: dict[str, int] = defaultdict(int)
        self.locked: dict[str, int] = defaultdict(int)
        self.credits: dict[tuple[str, str], int] = defaultdict(int)
        self.burned = 0
        self.surplus: dict[str, int] = defaultdict(int)
        self.nonces: set[tuple[str, int]] = set()
        self.jobs: list[Job] = []

    def owed(self, token: str) -> int:
        """All the market must hold of a token."""
        total = sum(
            job.amount for job in self.jobs if job.status == FUNDED and job.request.token == token
        )
        total += sum(amount for (kind, _), amount in self.credits.items() if kind == token)
        if token == COIN:
            total += sum(self.deposits.values()) + sum(self.locked.values()) + self.burned
        return total + self.surplus[token]

    def spend(self, account: str, amount: int) -> bool:
        if amount > self.deposits[account]:
            return False
        self.deposits[account] -= amount
        return True

    def may_ask(self, request: Request, now: int) -> bool:
        return now <= request.deadline and (request.user, request.nonce) not in self.nonces

    def fund(self, job: Job, amount: int) -> None:
        self.nonces.add((job.request.user, job.request.nonce))
        job.status, job.amount = FUNDED, amount
        self.jobs.append(job)

    def reject(self, job: Job, sender: str) -> bool:
        if job.status != FUNDED or job.provider or sender != job.request.user:
            return False
        self._give_back(job, REJECTED)
        return True

    def take(self, job: Job, provider: str, now: int) -> bool:
        reserved = int(job.request.provider, 16) != 0 and job.request.provider != provider
        if job.status != FUNDED or job.provider or reserved or now > job.request.deadline:
            return False
        if not self.spend(provider, job.request.collateral):
            return False
        self.locked[provider] += job.request.collateral
        job.provider, job.collateral = provider, job.request.collateral
        return True

    def deliver(
        self, job: Job, payee: str, count: int, ending: int, is_proven: bool, now: int
    ) -> bool:
        request = job.request
        if job.status != FUNDED or not job.provider or now > request.expiry or not is_proven:
            return False
        if now <= request.deadline and payee != job.provider:
            return False
        if not (ending == STOP and 1 <= count <= request.replyLimit) and not (
            ending == LENGTH and count == request.replyLimit
        ):
            return False
        job.status = COMPLETED
        if now <= request.deadline:
            self.locked[job.provider] -= job.collateral
            self.deposits[job.provider] += job.collateral
            job.collateral = 0
        self._slash(job)
        payment = min(job.amount, request.baseFee + count * request.tokenFee)
        self.credits[request.token, payee] += payment
        self.credits[request.token, request.user] += job.amount - payment
        job.paid.append(payment)
        return True

    def slash(self, job: Job, now: int) -> bool:
        if job.status != FUNDED or job.collateral == 0 or now <= job.request.deadline:
            return False
        self._slash(job)
        return True

    def refund(self, job: Job, now: int) -> bool:
        if job.status != FUNDED or now <= job.last():
            return False
        self._slash(job)
        self._give_back(job, EXPIRED)
        return True

    def settle(self, jobs: list[Job], now: int) -> None:
        for job in jobs:
            self.refund(job, now) or self.slash(job, now)

    def withdraw(self, token: str, account: str) -> int:
        return self.credits.pop((token, account), 0)

    def _slash(self, job: Job) -> None:
        if job.collateral:
            self.locked[job.provider] -= job.collateral
            self.credits[COIN, job.request.user] += job.collateral // 2
            self.burned += job.collateral - job.collateral // 2
            job.collateral = 0

    def _give_back(self, job: Job, status: int) -> None:
        job.status = status
        self.credits[job.request.token, job.request.user] += job.amount
        job.paid.append(0)

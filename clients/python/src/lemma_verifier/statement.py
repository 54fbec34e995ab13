"""What a proof says, and what a verification found."""
from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Ending(IntEnum):
    """How a reply came to its end."""

    stop = 0
    length = 1


@dataclass(frozen=True)
class Statement:
    """This model, given this prompt, greedily replies with these tokens, ended in this way."""

    model: bytes
    """Keccak-256 of the verifying key."""
    prompt: tuple[int, ...]
    reply: tuple[int, ...]
    ending: Ending
    context: bytes
    """What the proof is bound to; zeros if nothing."""


@dataclass(frozen=True)
class Provenance:
    """Digests of what the model was made of, from its key."""

    tokenizer: bytes
    settings: bytes
    checkpoint: bytes


@dataclass(frozen=True)
class Sections:
    """Bytes of the proof by what they are for."""

    head: int
    lookups: int
    sumchecks: int
    columns: int
    siblings: int
    opening: int


@dataclass(frozen=True)
class Verification:
    """A proof that holds."""

    statement: Statement
    provenance: Provenance
    security_millibits: int
    sections: Sections
    key_bytes: int
    proof_bytes: int

    @property
    def security_bits(self) -> float:
        """What the proven bounds of all errors add up to, rounded down to a thousandth."""
        return self.security_millibits / 1000

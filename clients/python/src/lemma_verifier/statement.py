"""What a proof says, and what a verification found."""
from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Optional


class Ending(IntEnum):
    """How a reply came to its end."""

    stop = 0
    length = 1
    whole = 2
    """There is no end to come to: the prompt was read at once."""


class Form(IntEnum):
    """Which rows a model has."""

    decoder = 0
    encoder = 1
    encoder_decoder = 2


class Kind(IntEnum):
    """What is said of a prompt."""

    reply = 0
    """These tokens are the greedy reply to it."""
    tokens = 1
    """These tokens are the likeliest at these of its positions."""
    classification = 2
    """It is of this class, a number."""
    embedding = 3
    """It has these values; there is no reply."""


@dataclass(frozen=True)
class Values:
    """Stated numbers: an embedding, or probabilities."""

    name: str
    """What the key calls them, such as "probabilities"; for people."""
    integers: tuple[int, ...]
    """As they are stated and proven."""
    fraction_bits: int

    @property
    def numbers(self) -> tuple[float, ...]:
        """What the integers stand for, exactly."""
        return tuple(math.ldexp(integer, -self.fraction_bits) for integer in self.integers)


@dataclass(frozen=True)
class Statement:
    """This model, given this prompt, replies with these tokens, or finds this class or these values."""

    model: bytes
    """Keccak-256 of the verifying key."""
    form: Form
    kind: Kind
    prompt: tuple[int, ...]
    second_segment: int
    """The first row of the prompt's second text; the prompt's length if there is one text."""
    reply: tuple[int, ...]
    """Tokens; of a classification, the class; of an embedding, nothing."""
    positions: tuple[int, ...]
    """The rows of the prompt that the reply's tokens stand at, if the kind is tokens."""
    values: Optional[Values]
    """An embedding; or probabilities, of each entry of the reply or of every class."""
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

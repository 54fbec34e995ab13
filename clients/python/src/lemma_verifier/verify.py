"""The check."""
from __future__ import annotations

import struct
from typing import Optional

from .library import HEAD, report
from .rejection import Reason, Rejection
from .statement import Ending, Form, Kind, Provenance, Sections, Statement, Values, Verification


def verify(key: bytes, proof: bytes, *, model: Optional[bytes] = None, context: Optional[bytes] = None) -> Verification:
    """Checks a proof file against a verifying key; raises `Rejection` if it does not hold.

    A proof is worth something for a model and a purpose that the caller knows. `model` is the digest that the key must have; without
    it the key must come from a place that is trusted. `context` is the 32 bytes that the proof must be bound to.
    """
    found = report(bytes(key), bytes(proof))
    rejection, _, _, _, millibits, has_statement, key_bytes, proof_bytes = struct.unpack_from("<8I", found)
    statement = _statement(found) if has_statement else None
    if rejection or statement is None:
        raise Rejection(rejection, statement)
    if model is not None and model != statement.model:
        raise Rejection(Reason.anotherKey, statement)
    if context is not None and context != statement.context:
        raise Rejection(Reason.anotherContext, statement)
    return Verification(
        statement, Provenance(found[96:128], found[128:160], found[160:192]), millibits,
        Sections(*struct.unpack_from("<6I", found, 192)), key_bytes, proof_bytes)


def _statement(found: bytes) -> Statement:
    """What a report says that the proof states."""
    ending, prompts, replies = struct.unpack_from("<3I", found, 4)
    form, kind, second, positions, values, fraction_bits, name = struct.unpack_from("<7I", found, 224)
    place = HEAD

    def taken(count: int, letter: str) -> tuple[int, ...]:
        nonlocal place
        place += 4 * count
        return struct.unpack_from(f"<{count}{letter}", found, place - 4 * count)

    prompt, reply, rows, integers = taken(prompts, "I"), taken(replies, "I"), taken(positions, "I"), taken(values, "i")
    stated = Values(found[place:place + name].decode(errors="replace"), integers, fraction_bits) if integers else None
    return Statement(
        found[32:64], Form(form), Kind(kind), prompt, second, reply, rows, stated, Ending(ending), found[64:96])

"""The check."""
from __future__ import annotations

import struct
from typing import Optional

from .library import report
from .rejection import Reason, Rejection
from .statement import Ending, Provenance, Sections, Statement, Verification


def verify(key: bytes, proof: bytes, *, model: Optional[bytes] = None, context: Optional[bytes] = None) -> Verification:
    """Checks a proof file against a verifying key; raises `Rejection` if it does not hold.

    A proof is worth something for a model and a purpose that the caller knows. `model` is the digest that the key must have; without
    it the key must come from a place that is trusted. `context` is the 32 bytes that the proof must be bound to.
    """
    found = report(bytes(key), bytes(proof))
    rejection, ending, prompts, replies, millibits, has_statement, key_bytes, proof_bytes = struct.unpack_from("<8I", found)
    statement = None
    if has_statement:
        tokens = struct.unpack_from(f"<{prompts + replies}I", found, 224)
        statement = Statement(found[32:64], tokens[:prompts], tokens[prompts:], Ending(ending), found[64:96])
    if rejection or statement is None:
        raise Rejection(rejection, statement)
    if model is not None and model != statement.model:
        raise Rejection(Reason.anotherKey, statement)
    if context is not None and context != statement.context:
        raise Rejection(Reason.anotherContext, statement)
    return Verification(
        statement, Provenance(found[96:128], found[128:160], found[160:192]), millibits,
        Sections(*struct.unpack_from("<6I", found, 192)), key_bytes, proof_bytes)

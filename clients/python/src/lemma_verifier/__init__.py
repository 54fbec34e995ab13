"""Checks that a reply really came from the language model that was named.

    from lemma_verifier import verify

    result = verify(key, proof)             # raises Rejection, which says why
    result.statement.reply                  # token ids
    result.security_bits                    # from proven bounds
"""
from .library import MissingLibrary, OutOfMemory, keccak256
from .rejection import Reason, Rejection
from .statement import Ending, Provenance, Sections, Statement, Verification
from .tokenizer import Tokenizer, TokenizerMismatch
from .verify import verify

__all__ = [
    "Ending", "MissingLibrary", "OutOfMemory", "Provenance", "Reason", "Rejection", "Sections", "Statement", "Tokenizer",
    "TokenizerMismatch", "Verification", "keccak256", "verify",
]

"""Checks that a reply, a class or an embedding really came from the model that was named.

    from lemma_verifier import verify

    result = verify(key, proof)             # raises Rejection, which says why
    result.statement.kind                   # what is said of the prompt
    result.statement.reply                  # token ids, or a class
    result.statement.values                 # an embedding, or probabilities
    result.security_bits                    # from proven bounds
"""
from .decoder import UnknownTokenizer
from .labels import LabelsMismatch, labels_of_folder
from .library import MissingLibrary, OutOfMemory, keccak256
from .rejection import Reason, Rejection
from .statement import Ending, Form, Kind, Provenance, Sections, Statement, Values, Verification
from .tokenizer import Tokenizer, TokenizerMismatch
from .verify import verify

__all__ = [
    "Ending", "Form", "Kind", "LabelsMismatch", "MissingLibrary", "OutOfMemory", "Provenance", "Reason", "Rejection", "Sections",
    "Statement", "Tokenizer", "TokenizerMismatch", "UnknownTokenizer", "Values", "Verification", "keccak256", "labels_of_folder",
    "verify",
]

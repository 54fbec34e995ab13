"""Why a proof is declined."""
from __future__ import annotations

from enum import IntEnum
from typing import Optional, Union

from .statement import Statement


class Reason(IntEnum):
    """docs/protocol.md, section 14; codes never change their meaning."""

    truncated = 1
    trailingBytes = 2
    notCanonical = 3
    unknownVersion = 4
    unknownProfile = 5
    malformedKey = 6
    malformedStatement = 7
    malformedProof = 8
    tooLarge = 9
    anotherModel = 20
    emptyPromptOrReply = 21
    tokenOutsideVocabulary = 22
    contextExceeded = 23
    wrongEnding = 24
    wrongOutput = 25
    unsoundParameters = 40
    proofOfWork = 41
    fractionsDoNotCancel = 42
    zeroDenominator = 43
    fractionLayer = 44
    leafNumerators = 45
    leafDenominators = 46
    linearRelation = 47
    sumcheck = 48
    openClaim = 49
    missingClaim = 50
    claimOutsideOracle = 60
    merkleRoot = 61
    finalMessage = 62
    finalSum = 63
    # What the caller asked for, which the proof itself does not know; these are this package's.
    anotherKey = 1000
    anotherContext = 1001


class Rejection(Exception):
    """The proof is not good. `statement` is what it claims, where that could be read; it is not to be believed."""

    def __init__(self, code: int, statement: Optional[Statement] = None) -> None:
        self.code = code
        self.statement = statement
        self.reason: Union[Reason, None] = Reason(code) if code in Reason._value2member_map_ else None
        super().__init__(f"{self.name} ({code})")

    @property
    def name(self) -> str:
        return self.reason.name if self.reason is not None else "unknown"

# pragma version 0.4.3
# @title Why a proof is declined
# @notice The codes of docs/protocol.md, section 14, and how a contract reports one.

TRUNCATED: constant(uint256) = 1
TRAILING_BYTES: constant(uint256) = 2
NOT_CANONICAL: constant(uint256) = 3
UNKNOWN_VERSION: constant(uint256) = 4
MALFORMED_STATEMENT: constant(uint256) = 7
MALFORMED_PROOF: constant(uint256) = 8
TOO_LARGE: constant(uint256) = 9
ANOTHER_MODEL: constant(uint256) = 20
EMPTY_PROMPT_OR_REPLY: constant(uint256) = 21
TOKEN_OUTSIDE_VOCABULARY: constant(uint256) = 22
CONTEXT_EXCEEDED: constant(uint256) = 23
WRONG_ENDING: constant(uint256) = 24
WRONG_OUTPUT: constant(uint256) = 25
PROOF_OF_WORK: constant(uint256) = 41
FRACTION_LAYER: constant(uint256) = 44
MERKLE_ROOT: constant(uint256) = 61
FINAL_MESSAGE: constant(uint256) = 62
# A contract's own: what is not registered, or not begun.
UNKNOWN_MODEL: constant(uint256) = 80
NO_TABLE: constant(uint256) = 81
NOT_BEGUN: constant(uint256) = 82


@internal
@pure
def reject(code: uint256):
    """
    @notice Reverts with `Rejected(uint256 code)`.
    """
    raw_revert(abi_encode(code, method_id=method_id("Rejected(uint256)")))

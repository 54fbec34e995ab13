# pragma version 0.4.3
# @title Statements, written out
# @notice docs/formats.md, section 3. Tokens are 4 bytes each, the highest first.

MOST_TOKENS: constant(uint256) = 2048
MOST: constant(uint256) = 4 * MOST_TOKENS


@internal
@pure
def write(
    digest: bytes32, prompt: Bytes[MOST], reply: Bytes[MOST], ending: uint8, context: bytes32
) -> Bytes[2 * MOST + 73]:
    """
    @param ending 0 stop, 1 length.
    """
    assert len(prompt) % 4 == 0 and len(reply) % 4 == 0, "not whole tokens"
    return concat(
        digest,
        convert(convert(len(prompt) // 4, uint32), bytes4),
        prompt,
        convert(convert(len(reply) // 4, uint32), bytes4),
        reply,
        convert(ending, bytes1),
        context,
    )

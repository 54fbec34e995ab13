# pragma version 0.4.3
"""
@title Telling a contract the reply
"""

# What the call itself takes before gas is divided: a cold account, and room to spare.
CALL_GAS: constant(uint256) = 10_000


@internal
def _call(target: address, promised: uint256, message: Bytes[16384]) -> bool:
    """
    @notice Calls with the promised gas and carries on whatever comes back, of which nothing is read.
    @dev A call gets at most 63/64 of the gas there is, silently. Without the check a provider could starve the callback
         and still be paid.
    """
    assert (msg.gas - CALL_GAS) * 63 // 64 >= promised, "less gas than promised"
    return raw_call(target, message, gas=promised, revert_on_failure=False)

# pragma version 0.4.3
# @title What the machine is asked to do

# All of a table, what comes before its cut, what comes after.
WHOLE: constant(uint256) = 0
BEFORE: constant(uint256) = 1
AFTER: constant(uint256) = 2


struct Task:
    # The step table, in parts.
    table: DynArray[address, 4]
    model: bytes32
    parameters: uint256
    pad: uint256
    # Places in the calldata: the statement, its first token, the proof's messages and their end.
    values: uint256
    values_length: uint256
    tokens: uint256
    at: uint256
    end: uint256
    prompt: uint256
    reply: uint256
    half: uint256

# pragma version 0.4.3
# @title What the machine is asked to do

# All of a table, what comes before its cut, what comes after.
WHOLE: constant(uint256) = 0
BEFORE: constant(uint256) = 1
AFTER: constant(uint256) = 2

# Which rows a model has.
DECODER: constant(uint256) = 0
ENCODER: constant(uint256) = 1


# A statement as it lies in the calldata, checked against its model.
struct Statement:
    # Places: the statement's, its first token's, its first position's and its first value's.
    at: uint256
    length: uint256
    tokens: uint256
    positions: uint256
    values: uint256
    prompt: uint256
    reply: uint256
    # The first row of the prompt's second text; the prompt's length if there is one text.
    second: uint256
    form: uint256
    pad: uint256


struct Task:
    # The step table, in parts.
    table: DynArray[address, 8]
    model: bytes32
    parameters: uint256
    statement: Statement
    # Places in the calldata: of the proof's messages and their end.
    at: uint256
    end: uint256
    half: uint256

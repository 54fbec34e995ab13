# pragma version 0.4.3
# @title The statement's tensors
# @notice docs/protocol.md, section 13: sums over the rows of tokens, prompt and reply, over stated values, and a point moved to the last
#         prompt row.

import elements
import codes
import tasks
import transcript

# Rows of an axis: at most 16 blocks of 16.
BLOCKS: constant(uint256) = 16
# Digits of the vocabulary, or of what else an entry is, go in groups of 4.
GROUPS: constant(uint256) = 5

# The tensors, by their numbers in keys and tables; 1 is the reply's tokens.
TOKENS: constant(uint256) = 0
BELOW_REPLY: constant(uint256) = 2
REPLY_ROWS: constant(uint256) = 3
PROMPT_TOKENS: constant(uint256) = 4
SEGMENTS: constant(uint256) = 5
POSITIONS: constant(uint256) = 6
VALUES: constant(uint256) = 7


struct Tensor:
    code: uint256
    # Rows of the token axis.
    rows: uint256
    # Coordinates of the points on the rows and on what an entry is.
    row_digits: uint256
    digits: uint256
    # Values in a row.
    width: uint256


@internal
@view
def _column(code: uint256, statement: tasks.Statement, row: uint256) -> uint256:
    """
    @return Where a row has its one, which is where "below" ends.
    """
    at: uint256 = statement.tokens
    index: uint256 = row
    if code == TOKENS:
        if statement.form != tasks.DECODER:
            # Beside an encoder a reply begins after the pad token.
            index = unsafe_add(statement.prompt, row)
            if row == 0:
                return statement.pad
        elif row >= statement.prompt:
            # Between prompt and reply stands the reply's count.
            index = unsafe_add(row, 1)
        if index >= unsafe_add(statement.prompt, statement.reply):
            return statement.pad
    elif code == SEGMENTS:
        return 1 if row >= statement.second else 0
    elif code == POSITIONS:
        at = statement.positions
    elif code != PROMPT_TOKENS:
        index = unsafe_add(unsafe_add(statement.prompt, row), 1)
    return transcript.number(unsafe_add(at, unsafe_mul(4, index)))


@internal
@pure
def _below(table: uint256[16]) -> uint256[16]:
    """
    @return For each digit the sum over what is below it.
    """
    result: uint256[16] = empty(uint256[16])
    end: uint256 = 0
    for x: uint256 in range(15):
        end = elements.add(end, table[x])
        result[unsafe_add(x, 1)] = end
    return result


@internal
@view
def sum(tensor: Tensor, statement: tasks.Statement, first: uint256[32], second: uint256[32]) -> uint256:
    """
    @param first The point on the rows.
    @param second The point on the vocabulary, or on what else an entry is.
    """
    inner: uint256[16] = codes.equality(first[0], first[1], first[2], first[3])
    outer: uint256[16] = codes.equality(first[4], first[5], first[6], first[7])
    # Of each group of digits its entries and, for "below", the sums of those below each.
    entries: uint256[16][GROUPS] = empty(uint256[16][GROUPS])
    ends: uint256[16][GROUPS] = empty(uint256[16][GROUPS])
    groups: uint256 = max(1, unsafe_add(tensor.digits, 3) >> 2)
    if tensor.code == VALUES:
        groups = 3
    for g: uint256 in range(groups if tensor.code != REPLY_ROWS else 0, bound=GROUPS):
        i: uint256 = unsafe_mul(4, g)
        entries[g] = codes.equality(
            second[i], second[unsafe_add(i, 1)], second[unsafe_add(i, 2)], second[unsafe_add(i, 3)]
        )
        if tensor.code == BELOW_REPLY:
            ends[g] = self._below(entries[g])
    count: uint256 = statement.reply
    if tensor.code == TOKENS:
        count = tensor.rows
    elif tensor.code == PROMPT_TOKENS or tensor.code == SEGMENTS:
        count = statement.prompt
    elif tensor.code == VALUES and tensor.row_digits == 0:
        # A vector is one row, also where nothing is replied.
        count = 1
    # Of all rows, and of a block's.
    sums: uint256[2] = [0, 0]
    for j: uint256 in range(unsafe_add(count, 15) >> 4, bound=BLOCKS):
        sums[1] = 0
        start: uint256 = unsafe_mul(16, j)
        for i: uint256 in range(min(16, unsafe_sub(count, start)), bound=16):
            row: uint256 = unsafe_add(start, i)
            entry: uint256 = 1
            if tensor.code == VALUES:
                entry = 0
                at: uint256 = unsafe_add(statement.values, unsafe_mul(unsafe_mul(4, tensor.width), row))
                for k: uint256 in range(unsafe_add(tensor.width, 15) >> 4, bound=64):
                    # Values have 31 bits and a sign: sums of 16 are far from a lane's end.
                    signed: uint256[2] = [0, 0]
                    for l: uint256 in range(min(16, unsafe_sub(tensor.width, unsafe_mul(16, k))), bound=16):
                        value: uint256 = transcript.number(at)
                        at = unsafe_add(at, 4)
                        if value >> 31 == 1:
                            value = unsafe_sub(1 << 32, value)
                            signed[1] = unsafe_add(signed[1], unsafe_mul(entries[0][l], value))
                        else:
                            signed[0] = unsafe_add(signed[0], unsafe_mul(entries[0][l], value))
                    part: uint256 = elements.subtract(elements.reduce(signed[0]), elements.reduce(signed[1]))
                    part = elements.multiply(elements.multiply(part, entries[1][k & 15]), entries[2][k >> 4])
                    entry = elements.add(entry, part)
            elif tensor.code != REPLY_ROWS:
                # From the highest group down, until the token parts from where the point's block is.
                token: uint256 = self._column(tensor.code, statement, row)
                group: uint256 = unsafe_sub(groups, 1)
                digit: uint256 = (token >> unsafe_mul(4, group)) & 15
                entry = entries[group][digit]
                below: uint256 = ends[group][digit]
                for k: uint256 in range(GROUPS):
                    if entry == 0 or group == 0:
                        break
                    group = unsafe_sub(group, 1)
                    digit = (token >> unsafe_mul(4, group)) & 15
                    if tensor.code == BELOW_REPLY:
                        below = unsafe_add(below, elements.multiply(entry, ends[group][digit]))
                    entry = elements.multiply(entry, entries[group][digit])
                if tensor.code == BELOW_REPLY:
                    entry = elements.reduce(below)
            sums[1] = unsafe_add(sums[1], elements.multiply(inner[i], entry))
        sums[0] = unsafe_add(sums[0], elements.multiply(outer[j], elements.reduce(sums[1])))
    return elements.reduce(sums[0])


@internal
@pure
def shifted(
    first: uint256[32], row_digits: uint256, second: uint256[32], digits: uint256,
    low: uint256, high: uint256, offset: uint256,
) -> uint256:
    """
    @return Σ_x eq(first, x) eq(second, x + offset) over low <= x < high, as far as there are rows.
    """
    inner: uint256[16] = codes.equality(first[0], first[1], first[2], first[3])
    outer: uint256[16] = codes.equality(first[4], first[5], first[6], first[7])
    inner_second: uint256[16] = codes.equality(second[0], second[1], second[2], second[3])
    outer_second: uint256[16] = codes.equality(second[4], second[5], second[6], second[7])
    total: uint256 = 0
    for x: uint256 in range(min(high, convert(1, uint256) << row_digits), bound=256):
        y: uint256 = unsafe_add(x, offset)
        if x >= low and y >> digits == 0:
            total = unsafe_add(
                total,
                elements.multiply(
                    elements.multiply(inner[x & 15], outer[x >> 4]),
                    elements.multiply(inner_second[y & 15], outer_second[y >> 4]),
                ),
            )
    return elements.reduce(total)

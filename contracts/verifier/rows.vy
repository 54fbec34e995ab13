# pragma version 0.4.3
# @title The statement's tensors
# @notice docs/protocol.md, section 13: sums over the rows of tokens and reply, and a point moved to the last prompt row.

import elements
import codes

# Rows of an axis: at most 16 blocks of 16.
BLOCKS: constant(uint256) = 16
# Digits of the vocabulary go in groups of 4.
GROUPS: constant(uint256) = 5


struct Statement:
    # The place of the first prompt token in the calldata.
    tokens: uint256
    prompt: uint256
    reply: uint256
    # Rows of the prompt and all of the reply but its last token, and the token of those that are left.
    rows: uint256
    pad: uint256


@internal
@view
def _token(statement: Statement, tensor: uint256, row: uint256) -> uint256:
    index: uint256 = row
    if tensor != 0:
        # Between prompt and reply stands the reply's count.
        index = unsafe_add(unsafe_add(statement.prompt, row), 1)
    elif row >= statement.prompt:
        index = unsafe_add(row, 1)
        if index >= unsafe_add(statement.prompt, statement.reply):
            return statement.pad
    return convert(convert(slice(msg.data, unsafe_add(statement.tokens, unsafe_mul(4, index)), 4), bytes4), uint256)


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
def sum(
    tensor: uint256, statement: Statement, first: uint256[32], second: uint256[32], digits: uint256
) -> uint256:
    """
    @param tensor 0 tokens, 1 reply tokens, 2 below reply, 3 reply rows.
    @param first The point on the rows.
    @param second The point on the vocabulary, of `digits` coordinates.
    """
    inner: uint256[16] = codes.equality(first[0], first[1], first[2], first[3])
    outer: uint256[16] = codes.equality(first[4], first[5], first[6], first[7])
    # Of each group of digits its entries and, for "below", the sums of those below each.
    entries: uint256[16][GROUPS] = empty(uint256[16][GROUPS])
    ends: uint256[16][GROUPS] = empty(uint256[16][GROUPS])
    groups: uint256 = unsafe_add(digits, 3) >> 2
    for g: uint256 in range(groups if tensor != 3 else 0, bound=GROUPS):
        i: uint256 = unsafe_mul(4, g)
        entries[g] = codes.equality(
            second[i], second[unsafe_add(i, 1)], second[unsafe_add(i, 2)], second[unsafe_add(i, 3)]
        )
        if tensor == 2:
            ends[g] = self._below(entries[g])
    count: uint256 = statement.rows if tensor == 0 else statement.reply
    # Of all rows, and of a block's.
    sums: uint256[2] = [0, 0]
    for j: uint256 in range(unsafe_add(count, 15) >> 4, bound=BLOCKS):
        sums[1] = 0
        start: uint256 = unsafe_mul(16, j)
        for i: uint256 in range(min(16, unsafe_sub(count, start)), bound=16):
            row: uint256 = unsafe_add(start, i)
            entry: uint256 = 1
            if tensor != 3:
                # From the highest group down, until the token parts from where the point's block is.
                token: uint256 = self._token(statement, tensor, row)
                group: uint256 = unsafe_sub(groups, 1)
                digit: uint256 = (token >> unsafe_mul(4, group)) & 15
                entry = entries[group][digit]
                below: uint256 = ends[group][digit]
                for k: uint256 in range(GROUPS):
                    if entry == 0 or group == 0:
                        break
                    group = unsafe_sub(group, 1)
                    digit = (token >> unsafe_mul(4, group)) & 15
                    if tensor == 2:
                        below = unsafe_add(below, elements.multiply(entry, ends[group][digit]))
                    entry = elements.multiply(entry, entries[group][digit])
                if tensor == 2:
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

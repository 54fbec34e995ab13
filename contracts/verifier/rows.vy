# pragma version 0.4.3
# @title The statement's tensors
# @notice docs/protocol.md, section 13: sums over the rows of tokens and reply, and a point moved to the last prompt row.

import elements
import codes

# Rows of an axis, and half the digits of the vocabulary, are at most 8.
MOST: constant(uint256) = 256


@internal
@view
def _token(at: uint256) -> uint256:
    return convert(convert(slice(msg.data, at, 4), bytes4), uint256)


@internal
@pure
def _ends(table: uint256[256], count: uint256) -> uint256[257]:
    """
    @return Σ_{y < x} table[y] for x = 0 ... count.
    """
    result: uint256[257] = empty(uint256[257])
    for x: uint256 in range(count, bound=MOST):
        result[unsafe_add(x, 1)] = elements.add(result[x], table[x])
    return result


@internal
@view
def sum(
    tensor: uint256, tokens: uint256, prompt: uint256, reply: uint256, rows: uint256, pad: uint256,
    first: uint256[32], second: uint256[32], digits: uint256, row_digits: uint256,
) -> uint256:
    """
    @param tensor 0 tokens, 1 reply tokens, 2 below reply, 3 reply rows.
    @param tokens The place of the first prompt token in the calldata.
    @param first The point on the rows.
    @param second The point on the vocabulary.
    """
    outer: uint256[256] = codes.equality(first, row_digits)
    total: uint256 = 0
    if tensor == 3:
        for row: uint256 in range(reply, bound=MOST):
            total = unsafe_add(total, outer[row])
        return elements.reduce(total)
    # The vocabulary's digits in two halves, so that two short tables serve every token.
    split: uint256 = unsafe_sub(digits, digits >> 1)
    upper: uint256[32] = empty(uint256[32])
    for i: uint256 in range(digits >> 1, bound=16):
        upper[i] = second[unsafe_add(split, i)]
    lows: uint256[256] = codes.equality(second, split)
    highs: uint256[256] = codes.equality(upper, digits >> 1)
    low_ends: uint256[257] = empty(uint256[257])
    high_ends: uint256[257] = empty(uint256[257])
    if tensor == 2:
        low_ends = self._ends(lows, convert(1, uint256) << split)
        high_ends = self._ends(highs, convert(1, uint256) << (digits >> 1))
    for row: uint256 in range(rows if tensor == 0 else reply, bound=MOST):
        token: uint256 = pad
        if tensor != 0:
            # Between prompt and reply stands the reply's count.
            token = self._token(unsafe_add(tokens, unsafe_mul(4, unsafe_add(unsafe_add(prompt, row), 1))))
        elif row < prompt:
            token = self._token(unsafe_add(tokens, unsafe_mul(4, row)))
        elif unsafe_add(row, 1) < unsafe_add(prompt, reply):
            token = self._token(unsafe_add(tokens, unsafe_mul(4, unsafe_add(row, 1))))
        low: uint256 = token & unsafe_sub(convert(1, uint256) << split, 1)
        high: uint256 = token >> split
        inner: uint256 = 0
        if tensor == 2:
            inner = elements.add(high_ends[high], elements.multiply(highs[high], low_ends[low]))
        else:
            inner = elements.multiply(highs[high], lows[low])
        total = unsafe_add(total, elements.multiply(outer[row], inner))
    return elements.reduce(total)


@internal
@pure
def shifted(
    first: uint256[32], digits: uint256, second: uint256[32], other: uint256, start: uint256, low: uint256,
    high: uint256
) -> uint256:
    """
    @return Σ_x eq(first, x) eq(second, x + start), low <= x < high.
    """
    a: uint256[256] = codes.equality(first, digits)
    b: uint256[256] = codes.equality(second, other)
    total: uint256 = 0
    for x: uint256 in range(MOST):
        if x >= min(high, convert(1, uint256) << digits) or unsafe_add(x, start) >= convert(1, uint256) << other:
            break
        if x >= low:
            total = unsafe_add(total, elements.multiply(a[x], b[unsafe_add(x, start)]))
    return elements.reduce(total)

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
@view
def sum(
    tensor: uint256, tokens: uint256, prompt: uint256, reply: uint256, rows: uint256, pad: uint256,
    first: uint256[32], row_digits: uint256, second: uint256[32], digits: uint256, low: uint256, high: uint256,
) -> uint256:
    """
    @param tensor 0 tokens, 1 reply tokens, 2 below reply, 3 reply rows; 4: Σ_x eq(first, x) eq(second, x + prompt - 1) over
                  low <= x < high.
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
    split: uint256 = digits if tensor == 4 else unsafe_sub(digits, digits >> 1)
    upper: uint256[32] = empty(uint256[32])
    for i: uint256 in range(unsafe_sub(digits, split), bound=16):
        upper[i] = second[unsafe_add(split, i)]
    lows: uint256[256] = codes.equality(second, split)
    if tensor == 4:
        for x: uint256 in range(min(high, convert(1, uint256) << row_digits), bound=MOST):
            if x >= low and unsafe_sub(unsafe_add(x, prompt), 1) >> digits == 0:
                total = unsafe_add(
                    total, elements.multiply(outer[x], lows[unsafe_sub(unsafe_add(x, prompt), 1)])
                )
        return elements.reduce(total)
    highs: uint256[256] = codes.equality(upper, unsafe_sub(digits, split))
    # Of "below": Σ over what is below each digit.
    ends: uint256[256] = empty(uint256[256])
    if tensor == 2:
        end: uint256 = 0
        for x: uint256 in range(convert(1, uint256) << split, bound=MOST):
            entry: uint256 = lows[x]
            lows[x] = end
            end = elements.add(end, entry)
        end = 0
        for x: uint256 in range(convert(1, uint256) << unsafe_sub(digits, split), bound=MOST):
            ends[x] = end
            end = elements.add(end, highs[x])
    for row: uint256 in range(rows if tensor == 0 else reply, bound=MOST):
        token: uint256 = pad
        if tensor != 0:
            # Between prompt and reply stands the reply's count.
            token = self._token(unsafe_add(tokens, unsafe_mul(4, unsafe_add(unsafe_add(prompt, row), 1))))
        elif row < prompt:
            token = self._token(unsafe_add(tokens, unsafe_mul(4, row)))
        elif unsafe_add(row, 1) < unsafe_add(prompt, reply):
            token = self._token(unsafe_add(tokens, unsafe_mul(4, unsafe_add(row, 1))))
        total = unsafe_add(
            total,
            elements.multiply(
                outer[row],
                elements.add(
                    elements.multiply(
                        highs[token >> split], lows[token & unsafe_sub(convert(1, uint256) << split, 1)]
                    ),
                    ends[token >> split],
                ),
            ),
        )
    return elements.reduce(total)

# pragma version 0.4.3
# @title Points of a code, and what is known of polynomials there
# @notice docs/protocol.md, section 12: position q is the point ω^bitreverse(q).

import codes
import elements
import rejections

MOST_QUERIES: constant(uint256) = 96
P: constant(uint256) = elements.P
WORD: constant(uint256) = elements.WORD
LANE: constant(uint256) = elements.LANE
# Of order 2^32.
ROOT_OF_UNITY: constant(uint256) = 1753635133440165772


@internal
@pure
def roots() -> uint256[32]:
    """
    @return Entry i is the root of unity of order 2^(i + 1): digit i of a position raises it.
    """
    result: uint256[32] = empty(uint256[32])
    x: uint256 = ROOT_OF_UNITY
    for i: uint256 in range(32):
        result[unsafe_sub(31, i)] = x
        x = unsafe_mul(x, x) % P
    return result


@internal
@pure
def weigh(
    positions: uint256[97], gamma: uint256, first: uint256, point: uint256[32], variables: uint256
) -> uint256:
    """
    @return Σ_q first γ^q Π_s (1 + β_s (x_q^(2^s) - 1)), over the positions, with β the point.
    """
    unit: uint256[32] = self.roots()
    factor: uint256 = first
    total: uint256 = 0
    for q: uint256 in range(positions[0], bound=MOST_QUERIES):
        x: uint256 = 1
        digits: uint256 = positions[unsafe_add(q, 1)]
        for i: uint256 in range(30):
            if digits == 0:
                break
            if digits & 1 == 1:
                x = unsafe_mul(x, unit[i]) % P
            digits = digits >> 1
        t0: uint256 = factor & WORD
        t1: uint256 = factor >> 128
        for s: uint256 in range(variables, bound=32):
            # Both coordinates of β (x - 1), not reduced.
            product: uint256 = unsafe_mul(point[s], unsafe_add(x, P - 1) % P)
            g0: uint256 = unsafe_add(product & LANE, 1)
            g1: uint256 = product >> 128
            t: uint256 = unsafe_add(unsafe_mul(t0, g0), unsafe_mul(7, unsafe_mul(t1, g1))) % P
            t1 = unsafe_add(unsafe_mul(t0, g1), unsafe_mul(t1, g0)) % P
            t0 = t
            x = unsafe_mul(x, x) % P
        total = unsafe_add(total, t0 | (t1 << 128))
        factor = elements.multiply(factor, gamma)
    return elements.reduce(total)


@internal
@pure
def agree(
    message: uint256[256], offset: uint256, dimension: uint256, positions: uint256[97], values: uint256[96]
):
    """
    @notice Rejects unless the polynomial with these coefficients has these values.
    """
    unit: uint256[32] = self.roots()
    for q: uint256 in range(positions[0], bound=MOST_QUERIES):
        x: uint256 = 1
        digits: uint256 = positions[unsafe_add(q, 1)]
        for i: uint256 in range(30):
            if digits == 0:
                break
            if digits & 1 == 1:
                x = unsafe_mul(x, unit[i]) % P
            digits = digits >> 1
        value: uint256 = 0
        for c: uint256 in range(dimension, bound=256):
            value = unsafe_add(
                unsafe_mul(value, x), message[unsafe_sub(unsafe_add(offset, dimension), unsafe_add(c, 1))]
            )
            value = (value & LANE) % P | (((value >> 128) % P) << 128)
        if value != values[q]:
            rejections.reject(rejections.FINAL_MESSAGE)


@internal
@pure
def evaluate(message: uint256[256], point: uint256[32], digits: uint256) -> uint256:
    """
    @return Σ_x eq(point, x) message[x], x < 2^digits, digits at most 8.
    """
    inner: uint256[16] = codes.equality(point[0], point[1], point[2], point[3])
    outer: uint256[16] = codes.equality(point[4], point[5], point[6], point[7])
    total: uint256 = 0
    for j: uint256 in range(unsafe_add(convert(1, uint256) << digits, 15) >> 4, bound=16):
        part: uint256 = 0
        for i: uint256 in range(16):
            part = unsafe_add(part, elements.multiply(inner[i], message[unsafe_add(unsafe_mul(16, j), i)]))
        total = unsafe_add(total, elements.multiply(outer[j], elements.reduce(part)))
    return elements.reduce(total)

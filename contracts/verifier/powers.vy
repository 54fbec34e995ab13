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
def _roots() -> uint256[16][8]:
    """
    @return Entry d of table g is the point at position d 16^g: digit i of a position raises the root of order 2^(i + 1).
    """
    tables: uint256[16][8] = empty(uint256[16][8])
    x: uint256 = ROOT_OF_UNITY
    for g: uint256 in range(8):
        d: uint256 = x
        c: uint256 = unsafe_mul(d, d) % P
        b: uint256 = unsafe_mul(c, c) % P
        a: uint256 = unsafe_mul(b, b) % P
        x = unsafe_mul(a, a) % P
        ab: uint256 = unsafe_mul(a, b) % P
        cd: uint256 = unsafe_mul(c, d) % P
        tables[unsafe_sub(7, g)] = [
            1, a, b, ab,
            c, unsafe_mul(a, c) % P, unsafe_mul(b, c) % P, unsafe_mul(ab, c) % P,
            d, unsafe_mul(a, d) % P, unsafe_mul(b, d) % P, unsafe_mul(ab, d) % P,
            cd, unsafe_mul(a, cd) % P, unsafe_mul(b, cd) % P, unsafe_mul(ab, cd) % P,
        ]
    return tables


@internal
@pure
def points(positions: uint256[97]) -> uint256[96]:
    """
    @return The points at positions.
    """
    tables: uint256[16][8] = self._roots()
    result: uint256[96] = empty(uint256[96])
    for q: uint256 in range(positions[0], bound=MOST_QUERIES):
        digits: uint256 = positions[unsafe_add(q, 1)]
        x: uint256 = tables[0][digits & 15]
        for g: uint256 in range(1, 8):
            digits = digits >> 4
            if digits == 0:
                break
            x = unsafe_mul(x, tables[g][digits & 15]) % P
        result[q] = x
    return result


@internal
@pure
def weigh(
    positions: uint256[97], gamma: uint256, first: uint256, point: uint256[32], variables: uint256
) -> uint256:
    """
    @return Σ_q first γ^q Π_s (1 + β_s (x_q^(2^s) - 1)), over the positions, with β the point.
    """
    point_at: uint256[96] = self.points(positions)
    # Two factors at a time; those beyond the last variable are 1.
    groups: uint256[2][16] = empty(uint256[2][16])
    for s: uint256 in range(variables, bound=32):
        groups[s >> 1][s & 1] = point[s]
    factor: uint256 = first
    total: uint256 = 0
    for q: uint256 in range(positions[0], bound=MOST_QUERIES):
        x: uint256 = point_at[q]
        t0: uint256 = factor & WORD
        t1: uint256 = factor >> 128
        for s: uint256 in range(unsafe_add(variables, 1) >> 1, bound=16):
            beta: uint256[2] = groups[s]
            # Both coordinates of β (x - 1), not reduced; a root of unity is never 0.
            product0: uint256 = unsafe_mul(beta[0], unsafe_sub(x, 1))
            g0: uint256 = unsafe_add(product0 & LANE, 1)
            h0: uint256 = product0 >> 128
            u0: uint256 = unsafe_add(unsafe_mul(t0, g0), unsafe_mul(7, unsafe_mul(t1, h0))) % P
            t1 = unsafe_add(unsafe_mul(t0, h0), unsafe_mul(t1, g0)) % P
            t0 = u0
            x = unsafe_mul(x, x) % P
            product1: uint256 = unsafe_mul(beta[1], unsafe_sub(x, 1))
            g1: uint256 = unsafe_add(product1 & LANE, 1)
            h1: uint256 = product1 >> 128
            u1: uint256 = unsafe_add(unsafe_mul(t0, g1), unsafe_mul(7, unsafe_mul(t1, h1))) % P
            t1 = unsafe_add(unsafe_mul(t0, h1), unsafe_mul(t1, g1)) % P
            t0 = u1
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
    point_at: uint256[96] = self.points(positions)
    for q: uint256 in range(positions[0], bound=MOST_QUERIES):
        x: uint256 = point_at[q]
        # Horner's rule, two coefficients at a time behind an odd one.
        c: uint256 = unsafe_add(offset, dimension)
        value: uint256 = 0
        if dimension & 1 == 1:
            c = unsafe_sub(c, 1)
            value = message[c]
        for pair: uint256 in range(dimension >> 1, bound=128):
            value = unsafe_add(unsafe_mul(value, x), message[unsafe_sub(c, 1)])
            value = (value & LANE) % P | (((value >> 128) % P) << 128)
            c = unsafe_sub(c, 2)
            value = unsafe_add(unsafe_mul(value, x), message[c])
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

# pragma version 0.4.3
# @title Elements of E = F_p[X] / (X^2 - 7), p = 2^64 - 2^32 + 1
# @notice An element c0 + c1 X in one word: c0 in the low 64 bits, c1 from bit 128 on. Both lanes have room for a product, so that sums
#         of a few products are reduced once.

P: constant(uint256) = 18446744069414584321
WORD: constant(uint256) = 2**64 - 1
LANE: constant(uint256) = 2**128 - 1
HALF: constant(uint256) = (P + 1) // 2
BOTH: constant(uint256) = (P << 128) | P

# Adding p's complement to 2^64 carries exactly where a 64-bit word is p or more.
COMPLEMENT: constant(uint256) = ((2**32 - 1) << 128) | (2**32 - 1)
CARRY: constant(uint256) = (1 << 192) | (1 << 64)
EVEN: constant(uint256) = ((2**64 - 1) << 128) | (2**64 - 1)


@internal
@pure
def multiply(a: uint256, b: uint256) -> uint256:
    low: uint256 = unsafe_mul(a & WORD, b)
    high: uint256 = a >> 128
    return unsafe_add(low & LANE, unsafe_mul(7, unsafe_mul(high, b >> 128))) % P | (
        (unsafe_add(low >> 128, unsafe_mul(high, b & WORD)) % P) << 128
    )


@internal
@pure
def add(a: uint256, b: uint256) -> uint256:
    sum: uint256 = unsafe_add(a, b)
    return (sum & LANE) % P | (((sum >> 128) % P) << 128)


@internal
@pure
def subtract(a: uint256, b: uint256) -> uint256:
    difference: uint256 = unsafe_sub(unsafe_add(a, BOTH), b)
    return (difference & LANE) % P | (((difference >> 128) % P) << 128)


@internal
@pure
def reduce(a: uint256) -> uint256:
    return (a & LANE) % P | (((a >> 128) % P) << 128)

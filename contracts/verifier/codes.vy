# pragma version 0.4.3
# @title Opened codes: positions, columns, Merkle paths
# @notice docs/protocol.md, sections 2 and 12.

import elements
import rejections

MOST_QUERIES: constant(uint256) = 96
MOST_FINAL: constant(uint256) = 256
P: constant(uint256) = elements.P
WORD: constant(uint256) = elements.WORD
LANE: constant(uint256) = elements.LANE


@internal
@pure
def draw(start: bytes32, count: uint256, bits: uint256) -> (bytes32, uint256[97]):
    """
    @return The transcript's state; how many different positions there are, and the positions, ascending.
    """
    state: bytes32 = start
    found: uint256[97] = empty(uint256[97])
    n: uint256 = 0
    w: uint256 = 0
    for i: uint256 in range(count, bound=MOST_QUERIES):
        if i & 7 == 0:
            state = keccak256(concat(b"\x03", state))
            w = convert(state, uint256)
        position: uint256 = (w >> 224) & unsafe_sub(convert(1, uint256) << bits, 1)
        w = w << 32
        # Larger ones move up; a position that is there already moves them back.
        j: uint256 = n
        for k: uint256 in range(MOST_QUERIES):
            if j == 0:
                break
            before: uint256 = found[j]
            if before <= position:
                break
            found[unsafe_add(j, 1)] = before
            j = unsafe_sub(j, 1)
        if j != 0 and found[j] == position:
            for k: uint256 in range(MOST_QUERIES):
                if j == n:
                    break
                j = unsafe_add(j, 1)
                found[j] = found[unsafe_add(j, 1)]
        else:
            found[unsafe_add(j, 1)] = position
            n = unsafe_add(n, 1)
    found[0] = n
    return state, found


@internal
@view
def _leaf(at: uint256, size: uint256) -> uint256:
    if size == 256:
        return convert(keccak256(concat(b"\x00", slice(msg.data, at, 256))), uint256)
    if size == 512:
        return convert(keccak256(concat(b"\x00", slice(msg.data, at, 512))), uint256)
    if size == 1024:
        return convert(keccak256(concat(b"\x00", slice(msg.data, at, 1024))), uint256)
    if size == 128:
        return convert(keccak256(concat(b"\x00", slice(msg.data, at, 128))), uint256)
    if size == 64:
        return convert(keccak256(concat(b"\x00", slice(msg.data, at, 64))), uint256)
    return convert(keccak256(concat(b"\x00", slice(msg.data, at, 2048))), uint256)


@internal
@pure
def equality(point: uint256[32], count: uint256) -> uint256[256]:
    """
    @return eq(point, x) for all x < 2^count, count at most 8.
    """
    table: uint256[256] = empty(uint256[256])
    table[0] = 1
    size: uint256 = 1
    for i: uint256 in range(count, bound=8):
        r0: uint256 = point[i] & WORD
        r1: uint256 = point[i] >> 128
        for j: uint256 in range(size, bound=128):
            t: uint256 = table[j]
            h0: uint256 = unsafe_add(unsafe_mul(t & WORD, r0), unsafe_mul(7, unsafe_mul(t >> 128, r1))) % P
            h1: uint256 = unsafe_add(unsafe_mul(t & WORD, r1), unsafe_mul(t >> 128, r0)) % P
            table[unsafe_add(size, j)] = h0 | (h1 << 128)
            table[j] = unsafe_add(unsafe_sub(t & WORD, h0), P) % P | (
                (unsafe_add(unsafe_sub(t >> 128, h1), P) % P) << 128
            )
        size = unsafe_mul(size, 2)
    return table


@internal
@view
def columns(
    at: uint256, end: uint256, rows: uint256, coordinates: uint256, count: uint256, weights: uint256[256]
) -> (uint256[96], uint256[96]):
    """
    @notice Reads `count` columns of 2 to 256 rows.
    @return Their values, folded with the weights of the rows, and their hashes.
    """
    place: uint256 = at
    values: uint256[96] = empty(uint256[96])
    hashes: uint256[96] = empty(uint256[96])
    size: uint256 = unsafe_mul(8, unsafe_mul(rows, coordinates))
    if unsafe_add(at, unsafe_mul(count, size)) > end:
        rejections.reject(rejections.TRUNCATED)
    for q: uint256 in range(count, bound=MOST_QUERIES):
        hashes[q] = self._leaf(place, size)
        s0: uint256 = 0
        s1: uint256 = 0
        bad: uint256 = 0
        if coordinates == 1:
            for j: uint256 in range(rows >> 2, bound=64):
                w: uint256 = convert(slice(msg.data, place, 32), uint256)
                place = unsafe_add(place, 32)
                bad = bad | unsafe_add(w & elements.EVEN, elements.COMPLEMENT) | unsafe_add(
                    (w >> 64) & elements.EVEN, elements.COMPLEMENT
                )
                e: uint256 = weights[unsafe_mul(4, j)]
                f: uint256 = weights[unsafe_add(unsafe_mul(4, j), 1)]
                g: uint256 = weights[unsafe_add(unsafe_mul(4, j), 2)]
                h: uint256 = weights[unsafe_add(unsafe_mul(4, j), 3)]
                s0 = unsafe_add(
                    unsafe_add(
                        unsafe_add(unsafe_mul(w >> 192, e & WORD), unsafe_mul((w >> 128) & WORD, f & WORD)),
                        unsafe_add(unsafe_mul((w >> 64) & WORD, g & WORD), unsafe_mul(w & WORD, h & WORD)),
                    ),
                    s0,
                )
                s1 = unsafe_add(
                    unsafe_add(
                        unsafe_add(unsafe_mul(w >> 192, e >> 128), unsafe_mul((w >> 128) & WORD, f >> 128)),
                        unsafe_add(unsafe_mul((w >> 64) & WORD, g >> 128), unsafe_mul(w & WORD, h >> 128)),
                    ),
                    s1,
                )
        else:
            for j: uint256 in range(rows >> 1, bound=128):
                w: uint256 = convert(slice(msg.data, place, 32), uint256)
                place = unsafe_add(place, 32)
                bad = bad | unsafe_add(w & elements.EVEN, elements.COMPLEMENT) | unsafe_add(
                    (w >> 64) & elements.EVEN, elements.COMPLEMENT
                )
                e: uint256 = weights[unsafe_mul(2, j)]
                f: uint256 = weights[unsafe_add(unsafe_mul(2, j), 1)]
                s0 = unsafe_add(
                    unsafe_add(
                        unsafe_add(unsafe_mul(w >> 192, e & WORD), unsafe_mul((w >> 64) & WORD, f & WORD)),
                        unsafe_mul(
                            7, unsafe_add(unsafe_mul((w >> 128) & WORD, e >> 128), unsafe_mul(w & WORD, f >> 128))
                        ),
                    ),
                    s0,
                )
                s1 = unsafe_add(
                    unsafe_add(
                        unsafe_add(unsafe_mul(w >> 192, e >> 128), unsafe_mul((w >> 128) & WORD, e & WORD)),
                        unsafe_add(unsafe_mul((w >> 64) & WORD, f >> 128), unsafe_mul(w & WORD, f & WORD)),
                    ),
                    s1,
                )
        if bad & elements.CARRY != 0:
            rejections.reject(rejections.NOT_CANONICAL)
        values[q] = s0 % P | ((s1 % P) << 128)
    return values, hashes


@internal
@view
def ascend(
    at: uint256, end: uint256, layers: uint256, root: uint256, positions: uint256[97], leaves: uint256[96]
) -> uint256:
    """
    @notice Hashes leaves up to the root, layer by layer; what is not known is read.
    @return The place after the siblings.
    """
    place: uint256 = at
    known: uint256[97] = positions
    hashes: uint256[96] = leaves
    count: uint256 = known[0]
    for layer: uint256 in range(layers, bound=30):
        i: uint256 = 0
        j: uint256 = 0
        for k: uint256 in range(MOST_QUERIES):
            if i == count:
                break
            hash: uint256 = hashes[i]
            i = unsafe_add(i, 1)
            position: uint256 = known[i]
            if position & 1 == 0 and i < count and known[unsafe_add(i, 1)] == unsafe_add(position, 1):
                hash = convert(
                    keccak256(concat(b"\x01", convert(hash, bytes32), convert(hashes[i], bytes32))), uint256
                )
                i = unsafe_add(i, 1)
            else:
                if unsafe_add(place, 32) > end:
                    rejections.reject(rejections.TRUNCATED)
                if position & 1 == 0:
                    hash = convert(
                        keccak256(concat(b"\x01", convert(hash, bytes32), slice(msg.data, place, 32))), uint256
                    )
                else:
                    hash = convert(
                        keccak256(concat(b"\x01", slice(msg.data, place, 32), convert(hash, bytes32))), uint256
                    )
                place = unsafe_add(place, 32)
            hashes[j] = hash
            j = unsafe_add(j, 1)
            known[j] = position >> 1
        count = j
    if hashes[0] != root:
        rejections.reject(rejections.MERKLE_ROOT)
    return place


@internal
@pure
def combine(values: uint256[96], count: uint256, first: uint256, gamma: uint256) -> (uint256, uint256):
    """
    @return Σ_q first γ^q values[q], and first γ^count.
    """
    total: uint256 = 0
    power: uint256 = first
    for q: uint256 in range(count, bound=MOST_QUERIES):
        total = unsafe_add(total, elements.multiply(power, values[q]))
        power = elements.multiply(power, gamma)
    return elements.reduce(total), power

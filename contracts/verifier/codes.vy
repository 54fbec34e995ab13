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
    at: uint256, end: uint256, rows: uint256, coordinates: uint256, count: uint256, table: uint256[256]
) -> (uint256[96], uint256[96]):
    """
    @notice Reads `count` columns of 2 to 256 rows.
    @return Their values, folded with the weights of the rows, and their hashes.
    """
    place: uint256 = at
    values: uint256[96] = empty(uint256[96])
    hashes: uint256[96] = empty(uint256[96])
    # Two weights in a word, so that one load serves both.
    weights: uint256[128] = empty(uint256[128])
    for j: uint256 in range(rows >> 1, bound=128):
        weights[j] = table[unsafe_mul(2, j)] | (table[unsafe_add(unsafe_mul(2, j), 1)] << 64)
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
                e: uint256 = weights[unsafe_mul(2, j)]
                f: uint256 = weights[unsafe_add(unsafe_mul(2, j), 1)]
                s0 = unsafe_add(
                    unsafe_add(
                        unsafe_add(unsafe_mul(w >> 192, e & WORD), unsafe_mul((w >> 128) & WORD, (e >> 64) & WORD)),
                        unsafe_add(unsafe_mul((w >> 64) & WORD, f & WORD), unsafe_mul(w & WORD, (f >> 64) & WORD)),
                    ),
                    s0,
                )
                s1 = unsafe_add(
                    unsafe_add(
                        unsafe_add(unsafe_mul(w >> 192, (e >> 128) & WORD), unsafe_mul((w >> 128) & WORD, e >> 192)),
                        unsafe_add(unsafe_mul((w >> 64) & WORD, (f >> 128) & WORD), unsafe_mul(w & WORD, f >> 192)),
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
                e: uint256 = weights[j]
                s0 = unsafe_add(
                    unsafe_add(
                        unsafe_add(unsafe_mul(w >> 192, e & WORD), unsafe_mul((w >> 64) & WORD, (e >> 64) & WORD)),
                        unsafe_mul(
                            7,
                            unsafe_add(
                                unsafe_mul((w >> 128) & WORD, (e >> 128) & WORD), unsafe_mul(w & WORD, e >> 192)
                            ),
                        ),
                    ),
                    s0,
                )
                s1 = unsafe_add(
                    unsafe_add(
                        unsafe_add(
                            unsafe_mul(w >> 192, (e >> 128) & WORD), unsafe_mul((w >> 128) & WORD, e & WORD)
                        ),
                        unsafe_add(unsafe_mul((w >> 64) & WORD, e >> 192), unsafe_mul(w & WORD, (e >> 64) & WORD)),
                    ),
                    s1,
                )
        if bad & elements.CARRY != 0:
            rejections.reject(rejections.NOT_CANONICAL)
        values[q] = s0 % P | ((s1 % P) << 128)
    return values, hashes


@internal
@pure
def _joining(a: uint256, b: uint256) -> uint256:
    """
    @return The layer in which two positions have one node: the number of digits of a ^ b.
    """
    x: uint256 = a ^ b
    layer: uint256 = 0
    if x >> 16 != 0:
        layer = 16
        x = x >> 16
    if x >> 8 != 0:
        layer = unsafe_add(layer, 8)
        x = x >> 8
    if x >> 4 != 0:
        layer = unsafe_add(layer, 4)
        x = x >> 4
    if x >> 2 != 0:
        layer = unsafe_add(layer, 2)
        x = x >> 2
    if x >> 1 != 0:
        layer = unsafe_add(layer, 1)
        x = x >> 1
    return unsafe_add(layer, x)


@internal
@view
def ascend(
    at: uint256, end: uint256, layers: uint256, root: uint256, positions: uint256[97], leaves: uint256[96]
) -> uint256:
    """
    @notice Hashes leaves up to the root. Each leaf climbs, reading siblings in the order it meets them, until it waits for the next
            one; where an earlier one waits, the two go on as one.
    @return The place after the siblings.
    """
    place: uint256 = at
    waiting: uint256[32] = empty(uint256[32])
    joins: uint256[32] = empty(uint256[32])
    depth: uint256 = 0
    node: uint256 = 0
    for i: uint256 in range(positions[0], bound=MOST_QUERIES):
        path: uint256 = positions[unsafe_add(i, 1)]
        node = leaves[i]
        layer: uint256 = 0
        until: uint256 = unsafe_add(layers, 1)
        if unsafe_add(i, 1) < positions[0]:
            until = self._joining(path, positions[unsafe_add(i, 2)])
        for step: uint256 in range(32):
            target: uint256 = unsafe_sub(min(until, joins[depth]) if depth != 0 else until, 1)
            if unsafe_add(place, unsafe_mul(32, unsafe_sub(target, layer))) > end:
                rejections.reject(rejections.TRUNCATED)
            for k: uint256 in range(unsafe_sub(target, layer), bound=30):
                sibling: bytes32 = convert(slice(msg.data, place, 32), bytes32)
                place = unsafe_add(place, 32)
                if (path >> unsafe_add(layer, k)) & 1 == 0:
                    node = convert(keccak256(concat(b"\x01", convert(node, bytes32), sibling)), uint256)
                else:
                    node = convert(keccak256(concat(b"\x01", sibling, convert(node, bytes32))), uint256)
            layer = unsafe_add(target, 1)
            if depth == 0 or joins[depth] > until:
                break
            node = convert(
                keccak256(concat(b"\x01", convert(waiting[depth], bytes32), convert(node, bytes32))), uint256
            )
            depth = unsafe_sub(depth, 1)
        depth = unsafe_add(depth, 1)
        waiting[depth] = node
        joins[depth] = until
    if node != root:
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

# pragma version 0.4.3
# @title Opened codes: positions, columns, Merkle paths
# @notice docs/protocol.md, sections 2 and 12.

import elements
import rejections

MOST_QUERIES: constant(uint256) = 96
# Of the table that sorts positions: 2^7, and one for every position that finds the last one taken.
SLOTS: constant(uint256) = 224
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
    # Every position waits, plus 1, at the slot that its highest digits name or soon behind it, smaller ones first.
    waiting: uint256[SLOTS] = empty(uint256[SLOTS])
    digits: uint256 = 7 if count > 40 else 6
    last: uint256 = 0
    w: uint256 = 0
    for i: uint256 in range(count, bound=MOST_QUERIES):
        if i & 7 == 0:
            state = keccak256(concat(b"\x03", state))
            w = convert(state, uint256)
        position: uint256 = (w >> 224) & unsafe_sub(convert(1, uint256) << bits, 1)
        w = w << 32
        slot: uint256 = position if bits <= digits else position >> unsafe_sub(bits, digits)
        position = unsafe_add(position, 1)
        for k: uint256 in range(MOST_QUERIES):
            before: uint256 = waiting[slot]
            if before == 0 or before == position:
                break
            if before > position:
                waiting[slot] = position
                position = before
            slot = unsafe_add(slot, 1)
        waiting[slot] = position
        last = max(last, slot)
    found: uint256[97] = empty(uint256[97])
    at: uint256 = 0
    for slot: uint256 in range(unsafe_add(last, 1), bound=SLOTS):
        if waiting[slot] != 0:
            at = unsafe_add(at, 1)
            found[at] = unsafe_sub(waiting[slot], 1)
    found[0] = at
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
def equality(a: uint256, b: uint256, c: uint256, d: uint256) -> uint256[16]:
    """
    @return eq((a, b, c, d), x) for all x < 16, the digit of a lowest.
    """
    table: uint256[16] = empty(uint256[16])
    if a | b | c | d <= 1:
        # A block's place: one entry is 1.
        table[a | (b << 1) | (c << 2) | (d << 3)] = 1
        return table
    low: uint256[4] = self._pair(a, b)
    table[0] = low[0]
    table[1] = low[1]
    table[2] = low[2]
    table[3] = low[3]
    # Points are often short.
    if c | d != 0:
        high: uint256[4] = self._pair(c, d)
        for i: uint256 in range(4):
            h: uint256 = high[i]
            table[unsafe_mul(4, i)] = elements.multiply(low[0], h)
            table[unsafe_add(unsafe_mul(4, i), 1)] = elements.multiply(low[1], h)
            table[unsafe_add(unsafe_mul(4, i), 2)] = elements.multiply(low[2], h)
            table[unsafe_add(unsafe_mul(4, i), 3)] = elements.multiply(low[3], h)
    return table


@internal
@pure
def _pair(a: uint256, b: uint256) -> uint256[4]:
    both: uint256 = elements.multiply(a, b)
    left: uint256 = elements.subtract(a, both)
    right: uint256 = elements.subtract(b, both)
    return [elements.subtract(elements.subtract(1, a), right), left, right, both]


@internal
@view
def columns(
    at: uint256, end: uint256, digits: uint256, coordinates: uint256, count: uint256, point: uint256[32]
) -> (uint256[96], uint256[96]):
    """
    @notice Reads `count` columns of 2^digits rows, 64 to 2048 bytes.
    @return Their values, folded with the weights of the rows, and their hashes.
    """
    place: uint256 = at
    values: uint256[96] = empty(uint256[96])
    hashes: uint256[96] = empty(uint256[96])
    size: uint256 = unsafe_mul(8, coordinates) << digits
    if unsafe_add(at, unsafe_mul(count, size)) > end:
        rejections.reject(rejections.TRUNCATED)
    # Sixteen numbers at a time: a row's weight is the product of its weight within its block and the block's.
    inner: uint256[16] = empty(uint256[16])
    outer: uint256[16] = empty(uint256[16])
    if coordinates == 1:
        inner = self.equality(point[0], point[1], point[2], point[3])
        outer = self.equality(point[4], point[5], point[6], point[7])
    else:
        # The lowest digit tells a row's two coordinates apart, which weigh the same.
        inner = self.equality(elements.HALF, point[0], point[1], point[2])
        outer = self.equality(point[3], point[4], point[5], point[6])
    for q: uint256 in range(count, bound=MOST_QUERIES):
        hashes[q] = self._leaf(place, size)
        sums: uint256[2] = [0, 0]
        for j: uint256 in range(unsafe_add(size, 64) >> 7, bound=16):
            word: uint256[4] = empty(uint256[4])
            if size == 64:
                word[0] = convert(slice(msg.data, place, 32), uint256)
                word[1] = convert(slice(msg.data, unsafe_add(place, 32), 32), uint256)
                place = unsafe_add(place, 64)
            else:
                word = abi_decode(slice(msg.data, place, 128), uint256[4])
                place = unsafe_add(place, 128)
            # Both coordinates of the sums over even and over odd numbers. Each check ends a stretch of the code, without which
            # too many values would be alive.
            e0: uint256 = 0
            e1: uint256 = 0
            o0: uint256 = 0
            o1: uint256 = 0
            if (
                unsafe_add(word[0] & elements.EVEN, elements.COMPLEMENT)
                | unsafe_add((word[0] >> 64) & elements.EVEN, elements.COMPLEMENT)
                | unsafe_add(word[1] & elements.EVEN, elements.COMPLEMENT)
                | unsafe_add((word[1] >> 64) & elements.EVEN, elements.COMPLEMENT)
            ) & elements.CARRY != 0:
                rejections.reject(rejections.NOT_CANONICAL)
            a0: uint256 = unsafe_mul(word[0] >> 192, inner[0])
            b0: uint256 = unsafe_mul((word[0] >> 128) & WORD, inner[1])
            c0: uint256 = unsafe_mul((word[0] >> 64) & WORD, inner[2])
            d0: uint256 = unsafe_mul(word[0] & WORD, inner[3])
            e0 = unsafe_add(e0, unsafe_add(a0 & LANE, c0 & LANE))
            e1 = unsafe_add(e1, unsafe_add(a0 >> 128, c0 >> 128))
            o0 = unsafe_add(o0, unsafe_add(b0 & LANE, d0 & LANE))
            o1 = unsafe_add(o1, unsafe_add(b0 >> 128, d0 >> 128))
            a1: uint256 = unsafe_mul(word[1] >> 192, inner[4])
            b1: uint256 = unsafe_mul((word[1] >> 128) & WORD, inner[5])
            c1: uint256 = unsafe_mul((word[1] >> 64) & WORD, inner[6])
            d1: uint256 = unsafe_mul(word[1] & WORD, inner[7])
            e0 = unsafe_add(e0, unsafe_add(a1 & LANE, c1 & LANE))
            e1 = unsafe_add(e1, unsafe_add(a1 >> 128, c1 >> 128))
            o0 = unsafe_add(o0, unsafe_add(b1 & LANE, d1 & LANE))
            o1 = unsafe_add(o1, unsafe_add(b1 >> 128, d1 >> 128))
            if (
                unsafe_add(word[2] & elements.EVEN, elements.COMPLEMENT)
                | unsafe_add((word[2] >> 64) & elements.EVEN, elements.COMPLEMENT)
                | unsafe_add(word[3] & elements.EVEN, elements.COMPLEMENT)
                | unsafe_add((word[3] >> 64) & elements.EVEN, elements.COMPLEMENT)
            ) & elements.CARRY != 0:
                rejections.reject(rejections.NOT_CANONICAL)
            a2: uint256 = unsafe_mul(word[2] >> 192, inner[8])
            b2: uint256 = unsafe_mul((word[2] >> 128) & WORD, inner[9])
            c2: uint256 = unsafe_mul((word[2] >> 64) & WORD, inner[10])
            d2: uint256 = unsafe_mul(word[2] & WORD, inner[11])
            e0 = unsafe_add(e0, unsafe_add(a2 & LANE, c2 & LANE))
            e1 = unsafe_add(e1, unsafe_add(a2 >> 128, c2 >> 128))
            o0 = unsafe_add(o0, unsafe_add(b2 & LANE, d2 & LANE))
            o1 = unsafe_add(o1, unsafe_add(b2 >> 128, d2 >> 128))
            a3: uint256 = unsafe_mul(word[3] >> 192, inner[12])
            b3: uint256 = unsafe_mul((word[3] >> 128) & WORD, inner[13])
            c3: uint256 = unsafe_mul((word[3] >> 64) & WORD, inner[14])
            d3: uint256 = unsafe_mul(word[3] & WORD, inner[15])
            e0 = unsafe_add(e0, unsafe_add(a3 & LANE, c3 & LANE))
            e1 = unsafe_add(e1, unsafe_add(a3 >> 128, c3 >> 128))
            o0 = unsafe_add(o0, unsafe_add(b3 & LANE, d3 & LANE))
            o1 = unsafe_add(o1, unsafe_add(b3 >> 128, d3 >> 128))
            if coordinates == 1:
                e0 = unsafe_add(e0, o0) % P
                e1 = unsafe_add(e1, o1) % P
            else:
                e0 = unsafe_mul(2, unsafe_add(e0, unsafe_mul(7, o1))) % P
                e1 = unsafe_mul(2, unsafe_add(e1, o0)) % P
            weight: uint256 = outer[j]
            sums[0] = unsafe_add(
                sums[0],
                unsafe_add(unsafe_mul(e0, weight & WORD), unsafe_mul(7, unsafe_mul(e1, weight >> 128))),
            )
            sums[1] = unsafe_add(
                sums[1], unsafe_add(unsafe_mul(e0, weight >> 128), unsafe_mul(e1, weight & WORD))
            )
        values[q] = sums[0] % P | ((sums[1] % P) << 128)
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
@pure
def _parent(node: uint256, sibling: uint256, path: uint256) -> uint256:
    """
    @return The hash above a node and its sibling; the lowest digit of the path says on which side the node is.
    """
    if path & 1 == 0:
        return convert(keccak256(concat(b"\x01", convert(node, bytes32), convert(sibling, bytes32))), uint256)
    return convert(keccak256(concat(b"\x01", convert(sibling, bytes32), convert(node, bytes32))), uint256)


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
            for k: uint256 in range(unsafe_sub(target, layer) >> 2, bound=8):
                sibling: uint256[4] = abi_decode(slice(msg.data, place, 128), uint256[4])
                place = unsafe_add(place, 128)
                node = self._parent(node, sibling[0], path)
                node = self._parent(node, sibling[1], path >> 1)
                node = self._parent(node, sibling[2], path >> 2)
                node = self._parent(node, sibling[3], path >> 3)
                path = path >> 4
            for k: uint256 in range(unsafe_sub(target, layer) & 3, bound=4):
                node = self._parent(node, convert(slice(msg.data, place, 32), uint256), path)
                place = unsafe_add(place, 32)
                path = path >> 1
            path = path >> 1
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

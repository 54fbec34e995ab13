# pragma version 0.4.3
# @title A tree of fraction sums, from its root to its leaves
# @notice docs/protocol.md, section 6, "A layer".

import elements
import rejections
import transcript

MOST_LAYERS: constant(uint256) = 31
# A multiple of p above every product that is taken away.
ROOM: constant(uint256) = P << 72
P: constant(uint256) = elements.P
WORD: constant(uint256) = elements.WORD
LANE: constant(uint256) = elements.LANE
SECOND: constant(uint256) = WORD << 128


@internal
@view
def descend(
    start: bytes32, place: uint256, end: uint256, layers: uint256, numerator: uint256, denominator: uint256
) -> (bytes32, uint256, uint256, uint256, uint256[32]):
    """
    @return The transcript's state, the place after the tree's messages, numerator and denominator at the leaves' point, and the
            point: coordinate 0 first.
    """
    state: bytes32 = start
    at: uint256 = place
    n: uint256 = numerator
    d: uint256 = denominator
    # Challenges in the order they are drawn; the highest coordinate is drawn last.
    drawn: uint256[32] = empty(uint256[32])
    top: uint256 = 0
    for layer: uint256 in range(layers, bound=MOST_LAYERS):
        if unsafe_add(at, unsafe_add(unsafe_mul(32, layer), 64)) > end:
            rejections.reject(rejections.TRUNCATED)
        state = keccak256(concat(b"\x03", state))
        scale: uint256 = transcript.challenge(state)
        running: uint256 = elements.add(n, elements.multiply(scale, d))
        r: uint256 = top
        for i: uint256 in range(layer, bound=MOST_LAYERS):
            w: uint256 = convert(slice(msg.data, at, 32), uint256)
            if (
                unsafe_add(w & elements.EVEN, elements.COMPLEMENT)
                | unsafe_add((w >> 64) & elements.EVEN, elements.COMPLEMENT)
            ) & elements.CARRY != 0:
                rejections.reject(rejections.NOT_CANONICAL)
            at = unsafe_add(at, 32)
            state = keccak256(concat(b"\x02", state, convert(w, bytes32)))
            state = keccak256(concat(b"\x03", state))
            c0: uint256 = (convert(state, uint256) >> 128) % P
            c1: uint256 = (convert(state, uint256) & LANE) % P
            # t_1 + c t_2, not reduced.
            u0: uint256 = unsafe_add(
                unsafe_add(unsafe_mul(c0, (w >> 64) & WORD), unsafe_mul(7, unsafe_mul(c1, w & WORD))), w >> 192
            )
            u1: uint256 = unsafe_add(
                unsafe_add(unsafe_mul(c0, w & WORD), unsafe_mul(c1, (w >> 64) & WORD)), (w >> 128) & WORD
            )
            # t_1 + t_2
            y0: uint256 = unsafe_add(w >> 192, (w >> 64) & WORD)
            y1: uint256 = unsafe_add((w >> 128) & WORD, w & WORD)
            # running + c (t_1 + c t_2) - r (t_1 + t_2)
            running = unsafe_sub(
                unsafe_add(
                    unsafe_add(running & WORD, ROOM),
                    unsafe_add(unsafe_mul(c0, u0), unsafe_mul(7, unsafe_mul(c1, u1))),
                ),
                unsafe_add(unsafe_mul(r & WORD, y0), unsafe_mul(7, unsafe_mul(r >> 128, y1))),
            ) % P | (
                (
                    unsafe_sub(
                        unsafe_add(
                            unsafe_add(running >> 128, ROOM), unsafe_add(unsafe_mul(c0, u1), unsafe_mul(c1, u0))
                        ),
                        unsafe_add(unsafe_mul(r & WORD, y1), unsafe_mul(r >> 128, y0)),
                    ) % P
                ) << 128
            )
            r = drawn[i]
            drawn[i] = c0 | (c1 << 128)
        numerators: uint256 = transcript.word(at)
        denominators: uint256 = transcript.word(unsafe_add(at, 32))
        transcript.check(numerators)
        transcript.check(denominators)
        state = keccak256(concat(b"\x02", state, convert(numerators, bytes32), convert(denominators, bytes32)))
        at = unsafe_add(at, 64)
        n0: uint256 = transcript.first(numerators)
        n1: uint256 = transcript.second(numerators)
        d0: uint256 = transcript.first(denominators)
        d1: uint256 = transcript.second(denominators)
        if running != elements.add(
            elements.multiply(elements.add(n0, elements.multiply(scale, d0)), d1), elements.multiply(n1, d0)
        ):
            rejections.reject(rejections.FRACTION_LAYER)
        state = keccak256(concat(b"\x03", state))
        top = transcript.challenge(state)
        n = elements.add(n0, elements.multiply(top, elements.subtract(n1, n0)))
        d = elements.add(d0, elements.multiply(top, elements.subtract(d1, d0)))
        drawn[layer] = top
    point: uint256[32] = empty(uint256[32])
    for i: uint256 in range(layers, bound=MOST_LAYERS):
        # All but the last were drawn from the highest down.
        point[i] = drawn[unsafe_sub(unsafe_sub(layers, 2), i)] if unsafe_add(i, 1) < layers else top
    return state, at, n, d, point

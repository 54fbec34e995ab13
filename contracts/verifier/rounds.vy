# pragma version 0.4.3
# @title A round of a sumcheck
# @notice docs/protocol.md, sections 8 and 12: coefficients 0, 2, 3 ... are sent, the linear one follows from the claim.

import elements
import rejections
import transcript


@internal
@view
def fold(
    start: bytes32, place: uint256, end: uint256, claim: uint256, count: uint256, bits: uint256
) -> (bytes32, uint256, uint256, uint256):
    """
    @param count Coefficients sent, 1 to 3.
    @param bits Of work before the challenge.
    @return The transcript's state, the place after the round, the challenge, and the round polynomial's value there.
    """
    state: bytes32 = start
    at: uint256 = place
    if unsafe_add(at, unsafe_mul(16, count)) > end:
        rejections.reject(rejections.TRUNCATED)
    lowest: uint256 = 0
    quadratic: uint256 = 0
    cubic: uint256 = 0
    if count == 1:
        w: uint256 = transcript.half(at)
        transcript.check(w)
        state = transcript.absorb_half(state, w)
        lowest = transcript.first(w)
    else:
        w: uint256 = transcript.word(at)
        transcript.check(w)
        lowest = transcript.first(w)
        quadratic = transcript.second(w)
        if count == 2:
            state = transcript.absorb_word(state, w)
        else:
            last: uint256 = transcript.half(unsafe_add(at, 32))
            transcript.check(last)
            cubic = transcript.first(last)
            state = keccak256(concat(b"\x02", state, slice(msg.data, at, 48)))
    at = unsafe_add(at, unsafe_mul(16, count))
    if bits != 0:
        if unsafe_add(at, 8) > end:
            rejections.reject(rejections.TRUNCATED)
        state = transcript.work(state, at, bits)
        at = unsafe_add(at, 8)
    state = keccak256(concat(b"\x03", state))
    challenge: uint256 = transcript.challenge(state)
    linear: uint256 = elements.subtract(
        elements.subtract(claim, elements.add(lowest, lowest)), elements.add(quadratic, cubic)
    )
    if count == 3:
        quadratic = elements.add(quadratic, elements.multiply(challenge, cubic))
    value: uint256 = elements.add(
        lowest, elements.multiply(challenge, elements.add(linear, elements.multiply(challenge, quadratic)))
    )
    return state, at, challenge, value

# pragma version 0.4.3
# @title The transcript, and the proof's bytes in the calldata
# @notice State of 32 bytes; absorb is K(0x02 | state | data), squeeze K(0x03 | state), work K(0x04 | state | nonce).
#         docs/protocol.md, section 2. `at` is a place in the calldata; the caller has checked that the bytes are there.

import elements
import rejections


@internal
@pure
def begin(key: bytes32) -> bytes32:
    """
    @return The state after the label and the key's digest.
    """
    return keccak256(concat(b"\x02", keccak256(concat(b"\x02", empty(bytes32), b"lemma opening v1, 100 bits")), key))


@internal
@pure
def out_of_domain(shape: Bytes[18], root: bytes32) -> bytes32:
    """
    @return The state of the transcript that a commitment's out-of-domain point is drawn from: docs/protocol.md, section 12.
    """
    state: bytes32 = keccak256(concat(b"\x02", empty(bytes32), b"lemma out-of-domain point v1"))
    return keccak256(concat(b"\x02", state, b"\x02", shape, root))


@internal
@view
def word(at: uint256) -> uint256:
    return convert(slice(msg.data, at, 32), uint256)


@internal
@view
def number(at: uint256) -> uint256:
    """
    @notice A number of 4 bytes.
    """
    return convert(convert(slice(msg.data, at, 4), bytes4), uint256)


@internal
@view
def half(at: uint256) -> uint256:
    """
    @notice 16 bytes, in the high half of a word.
    """
    return convert(convert(slice(msg.data, at, 16), bytes16), uint256) << 128


@internal
@pure
def check(w: uint256):
    """
    @notice Rejects a word that holds a 64-bit number which is p or more.
    """
    if (
        unsafe_add(w & elements.EVEN, elements.COMPLEMENT)
        | unsafe_add((w >> 64) & elements.EVEN, elements.COMPLEMENT)
    ) & elements.CARRY != 0:
        rejections.reject(rejections.NOT_CANONICAL)


@internal
@pure
def first(w: uint256) -> uint256:
    """
    @notice The element in the high half of a word.
    """
    return (w >> 192) | (w & (elements.WORD << 128))


@internal
@pure
def second(w: uint256) -> uint256:
    """
    @notice The element in the low half of a word.
    """
    return ((w >> 64) & elements.WORD) | ((w & elements.WORD) << 128)


@internal
@pure
def absorb_word(state: bytes32, w: uint256) -> bytes32:
    """
    @notice Absorbs the two elements of a word.
    """
    return keccak256(concat(b"\x02", state, convert(w, bytes32)))


@internal
@pure
def absorb_half(state: bytes32, w: uint256) -> bytes32:
    """
    @notice Absorbs the element in the high half of a word.
    """
    return keccak256(concat(b"\x02", state, slice(convert(w, bytes32), 0, 16)))


@internal
@view
def absorb(state: bytes32, at: uint256, count: uint256) -> bytes32:
    """
    @notice Absorbs `count` elements. Rounds, and messages of two, which are a word, have quicker ways.
    """
    if count == 1:
        return keccak256(concat(b"\x02", state, slice(msg.data, at, 16)))
    return self.absorb_bytes(state, at, unsafe_mul(16, count))


@internal
@view
def absorb_bytes(state: bytes32, at: uint256, length: uint256) -> bytes32:
    """
    @notice Absorbs at most 16,384 bytes.
    @dev A length that is not known when this is compiled costs a longer slice first; proofs have more bytes than that behind
         every long message and behind the statement, so one that ends before is truncated anyway.
    """
    if length <= 256:
        if unsafe_add(at, 256) > len(msg.data):
            rejections.reject(rejections.TRUNCATED)
        return keccak256(concat(b"\x02", state, slice(slice(msg.data, at, 256), 0, length)))
    if length <= 4096:
        if unsafe_add(at, 4096) > len(msg.data):
            rejections.reject(rejections.TRUNCATED)
        return keccak256(concat(b"\x02", state, slice(slice(msg.data, at, 4096), 0, length)))
    if unsafe_add(at, 16384) > len(msg.data):
        rejections.reject(rejections.TRUNCATED)
    return keccak256(concat(b"\x02", state, slice(slice(msg.data, at, 16384), 0, length)))


@internal
@pure
def squeeze(state: bytes32) -> bytes32:
    return keccak256(concat(b"\x03", state))


@internal
@pure
def challenge(state: bytes32) -> uint256:
    """
    @notice The element that a squeezed state is.
    """
    return (convert(state, uint256) >> 128) % elements.P | (
        ((convert(state, uint256) & elements.LANE) % elements.P) << 128
    )


@internal
@view
def work(state: bytes32, at: uint256, bits: uint256) -> bytes32:
    moved: bytes32 = keccak256(concat(b"\x04", state, slice(msg.data, at, 8)))
    if convert(moved, uint256) >> unsafe_sub(256, bits) != 0:
        rejections.reject(rejections.PROOF_OF_WORK)
    return moved

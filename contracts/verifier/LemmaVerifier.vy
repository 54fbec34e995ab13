# pragma version 0.4.3
# @title The verifier of Lemma's proofs
# @notice Checks that a registered model, given a prompt, greedily replies as stated.
# @dev `verifyProof` and `begin` read the calldata where it lies, so they are selected by hand; ILemmaVerifier.sol has their signatures.

import rejections
import steps
import tasks
import transcript

VERSION: public(constant(String[8])) = "1"

# bytes4 before a proof: all of it, or the second part of one that `begin` has checked the first part of.
WHOLE: constant(uint256) = 1280135217  # LMP1
SECOND: constant(uint256) = 1280135218  # LMP2

MOST_STOPS: constant(uint256) = 16
MOST_PARTS: constant(uint256) = 4
MOST_COUNT: constant(uint256) = 2**22
# Tokens of a statement: more than any table has rows for.
MOST_TOKENS: constant(uint256) = 8191
# Bytes that are read from the beginning of a statement on, whatever its length is: any whole proof has more behind it.
REACH: constant(uint256) = 4096


struct Model:
    # Keccak-256 of the verifying key.
    digest: bytes32
    # Roots: of the parameters' codeword, and of the tree of step tables.
    parameters: bytes32
    tables: bytes32
    context: uint256
    vocabulary: uint256
    pad: uint256
    stops: DynArray[uint256, MOST_STOPS]


interface Registry:
    def model(id: bytes32) -> Model: view
    def table(id: bytes32, tokens: uint256, replies: uint256) -> DynArray[address, MOST_PARTS]: view


# The first part of a proof in two was checked.
event Begun:
    id: indexed(bytes32)
    continuation: indexed(bytes32)


REGISTRY: public(immutable(address))
# K(id | K(statement) | seal) of first parts.
continuations: public(HashMap[bytes32, bool])


@deploy
def __init__(registry: address):
    REGISTRY = registry


@external
def __default__():
    """
    @notice verifyProof(bytes32 model, bytes publicValues, bytes proof), which writes nothing, and begin(bytes32, bytes, bytes).
    """
    if len(msg.data) < 100:
        rejections.reject(rejections.TRUNCATED)
    selector: uint256 = transcript.number(0)
    first: bool = selector == convert(method_id("begin(bytes32,bytes,bytes)", output_type=bytes4), uint256)
    assert first or selector == convert(
        method_id("verifyProof(bytes32,bytes,bytes)", output_type=bytes4), uint256
    ), "no such function"
    id: bytes32 = convert(transcript.word(4), bytes32)
    task: tasks.Task = self._task(id)
    # The first four bytes of a proof say how it is to be read.
    if unsafe_add(task.at, 4) > task.end:
        rejections.reject(rejections.TRUNCATED)
    kind: uint256 = transcript.number(task.at)
    task.at = unsafe_add(task.at, 4)
    if first:
        task.half = tasks.BEFORE
    elif kind == SECOND:
        task.half = tasks.AFTER
    if kind != WHOLE and task.half != tasks.AFTER:
        rejections.reject(rejections.UNKNOWN_VERSION)
    if unsafe_add(task.values, REACH) > len(msg.data):
        rejections.reject(rejections.TRUNCATED)
    seal: bytes32 = steps.run(task)
    if task.half == tasks.WHOLE:
        return
    if seal == empty(bytes32):
        # The table is not one of those that are run in two.
        rejections.reject(rejections.MALFORMED_PROOF)
    values: bytes32 = keccak256(slice(slice(msg.data, task.values, REACH), 0, task.values_length))
    continuation: bytes32 = keccak256(concat(id, values, seal))
    if first:
        self.continuations[continuation] = True
        log Begun(id=id, continuation=continuation)
    elif not self.continuations[continuation]:
        rejections.reject(rejections.NOT_BEGUN)


@internal
@view
def _task(id: bytes32) -> tasks.Task:
    """
    @notice Reads and checks the statement: docs/protocol.md, section 4.
    """
    model: Model = staticcall Registry(REGISTRY).model(id)
    if model.context == 0:
        rejections.reject(rejections.UNKNOWN_MODEL)
    values: uint256 = self._argument(transcript.word(36))
    length: uint256 = transcript.word(unsafe_sub(values, 32))
    end: uint256 = unsafe_add(values, length)
    # Digest, two counts, ending and context are 73 bytes.
    if length < 73:
        rejections.reject(rejections.TRUNCATED)
    tokens: uint256 = unsafe_add(values, 36)
    prompt: uint256 = transcript.number(unsafe_add(values, 32))
    self._count(prompt, unsafe_sub(end, tokens))
    if unsafe_add(unsafe_add(tokens, unsafe_mul(4, prompt)), 4) > end:
        rejections.reject(rejections.TRUNCATED)
    reply: uint256 = transcript.number(unsafe_add(tokens, unsafe_mul(4, prompt)))
    replies: uint256 = unsafe_add(tokens, unsafe_mul(4, unsafe_add(prompt, 1)))
    self._count(reply, unsafe_sub(end, replies))
    ending_at: uint256 = unsafe_add(replies, unsafe_mul(4, reply))
    if unsafe_add(ending_at, 33) > end:
        rejections.reject(rejections.TRUNCATED)
    ending: uint256 = transcript.number(ending_at) >> 24
    if ending > 1:
        rejections.reject(rejections.MALFORMED_STATEMENT)
    if unsafe_add(ending_at, 33) != end:
        rejections.reject(rejections.TRAILING_BYTES)

    if convert(transcript.word(values), bytes32) != model.digest:
        rejections.reject(rejections.ANOTHER_MODEL)
    if prompt == 0 or reply == 0:
        rejections.reject(rejections.EMPTY_PROMPT_OR_REPLY)
    if unsafe_add(prompt, reply) > unsafe_add(model.context, 1) or prompt > model.context:
        rejections.reject(rejections.CONTEXT_EXCEEDED)
    if unsafe_add(prompt, reply) > MOST_TOKENS:
        rejections.reject(rejections.NO_TABLE)
    for i: uint256 in range(unsafe_add(unsafe_add(prompt, reply), 1), bound=MOST_TOKENS + 1):
        # Between prompt and reply stands the reply's count.
        token: uint256 = transcript.number(unsafe_add(tokens, unsafe_mul(4, i)))
        if i != prompt and token >= model.vocabulary:
            rejections.reject(
                rejections.TOO_LARGE if token > MOST_COUNT else rejections.TOKEN_OUTSIDE_VOCABULARY
            )
    for i: uint256 in range(reply, bound=MOST_TOKENS):
        token: uint256 = transcript.number(unsafe_add(replies, unsafe_mul(4, i)))
        if (token in model.stops) != (ending == 0 and unsafe_add(i, 1) == reply):
            rejections.reject(rejections.WRONG_ENDING)

    parts: DynArray[address, MOST_PARTS] = staticcall Registry(REGISTRY).table(
        id,
        self._rows(unsafe_sub(unsafe_add(prompt, reply), 1), model.context),
        self._rows(reply, model.context),
    )
    if len(parts) == 0:
        rejections.reject(rejections.NO_TABLE)
    at: uint256 = self._argument(transcript.word(68))
    return tasks.Task(
        table=parts,
        model=model.digest,
        parameters=convert(model.parameters, uint256),
        pad=model.pad,
        values=values,
        values_length=length,
        tokens=tokens,
        at=at,
        end=unsafe_add(at, transcript.word(unsafe_sub(at, 32))),
        prompt=prompt,
        reply=reply,
        half=tasks.WHOLE,
    )


@internal
@view
def _argument(offset: uint256) -> uint256:
    """
    @return Where the bytes of an argument begin, all of which are in the calldata.
    """
    if offset > len(msg.data) or unsafe_add(offset, 36) > len(msg.data):
        rejections.reject(rejections.TRUNCATED)
    length: uint256 = transcript.word(unsafe_add(offset, 4))
    if length > len(msg.data) or unsafe_add(unsafe_add(offset, 36), length) > len(msg.data):
        rejections.reject(rejections.TRUNCATED)
    return unsafe_add(offset, 36)


@internal
@pure
def _count(count: uint256, left: uint256):
    if count > MOST_COUNT:
        rejections.reject(rejections.TOO_LARGE)
    if unsafe_mul(4, count) > left:
        rejections.reject(rejections.TRUNCATED)


@internal
@pure
def _rows(count: uint256, context: uint256) -> uint256:
    """
    @notice `bucket` of docs/protocol.md, section 4.
    """
    unit: uint256 = 1
    for i: uint256 in range(20):
        if unsafe_mul(8, unit) >= count:
            break
        unit = unsafe_mul(2, unit)
    return min(unsafe_mul(unsafe_add(count, unsafe_sub(unit, 1)) // unit, unit), context)

# pragma version 0.4.3
# @title The verifier of Lemma's proofs
# @notice Checks that a registered model, given a prompt, greedily replies as stated, or says of the prompt what is stated.
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
MOST_PARTS: constant(uint256) = 8
MOST_COUNT: constant(uint256) = 2**22
# Tokens of a statement: more than any table has rows for.
MOST_TOKENS: constant(uint256) = 8191
MOST_VALUES: constant(uint256) = 1024
# Bytes that are read from the beginning of a statement on, whatever its length is: any whole proof has more behind it.
REACH: constant(uint256) = 8192


struct Model:
    # Keccak-256 of the verifying key.
    digest: bytes32
    # Roots: of the parameters' codeword, and of the tree of step tables.
    parameters: bytes32
    tables: bytes32
    context: uint256
    vocabulary: uint256
    pad: uint256
    output: uint256
    stops: DynArray[uint256, MOST_STOPS]


interface Registry:
    def model(id: bytes32) -> Model: view
    def table(id: bytes32, rows: uint256, replies: uint256) -> DynArray[address, MOST_PARTS]: view


# How a statement ended, and what it has behind its context.
struct Ends:
    # Of all its bytes.
    end: uint256
    ending: uint256
    positions: uint256
    values: uint256
    # Where behind the context something follows, what is read next.
    at: uint256


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
    if unsafe_add(task.statement.at, REACH) > len(msg.data):
        rejections.reject(rejections.TRUNCATED)
    seal: bytes32 = steps.run(task)
    if task.half == tasks.WHOLE:
        return
    if seal == empty(bytes32):
        # The table is not one of those that are run in two.
        rejections.reject(rejections.MALFORMED_PROOF)
    values: bytes32 = keccak256(slice(slice(msg.data, task.statement.at, REACH), 0, task.statement.length))
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
    @notice Looks up the model and the table of the statement's size.
    """
    model: Model = staticcall Registry(REGISTRY).model(id)
    if model.context == 0:
        rejections.reject(rejections.UNKNOWN_MODEL)
    statement: tasks.Statement = self._statement(model)
    # An encoder's rows are not rounded up, and an entry that nothing is said about has a row too.
    rows: uint256 = statement.prompt
    replies: uint256 = max(1, statement.reply)
    if statement.form != tasks.ENCODER:
        replies = self._bucket(statement.reply, model.context)
    if statement.form == tasks.DECODER:
        rows = self._bucket(unsafe_sub(unsafe_add(rows, statement.reply), 1), model.context)
    parts: DynArray[address, MOST_PARTS] = staticcall Registry(REGISTRY).table(id, rows, replies)
    if len(parts) == 0:
        rejections.reject(rejections.NO_TABLE)
    at: uint256 = self._argument(transcript.word(68))
    return tasks.Task(
        table=parts,
        model=model.digest,
        parameters=convert(model.parameters, uint256),
        statement=statement,
        at=at,
        end=unsafe_add(at, transcript.word(unsafe_sub(at, 32))),
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
@view
def _statement(model: Model) -> tasks.Statement:
    """
    @notice Reads and checks the statement: docs/protocol.md, section 4.
    """
    statement: tasks.Statement = empty(tasks.Statement)
    ends: Ends = empty(Ends)
    statement.at = self._argument(transcript.word(36))
    statement.length = transcript.word(unsafe_sub(statement.at, 32))
    ends.end = unsafe_add(statement.at, statement.length)
    # Digest, two counts, ending and context are 73 bytes.
    if statement.length < 73:
        rejections.reject(rejections.TRUNCATED)
    statement.tokens = unsafe_add(statement.at, 36)
    statement.prompt = self._count(unsafe_add(statement.at, 32), ends.end)
    ends.at = unsafe_add(statement.tokens, unsafe_mul(4, statement.prompt))
    statement.reply = self._count(ends.at, ends.end)
    ends.at = unsafe_add(unsafe_add(ends.at, 4), unsafe_mul(4, statement.reply))
    if unsafe_add(ends.at, 33) > ends.end:
        rejections.reject(rejections.TRUNCATED)
    ends.ending = transcript.number(ends.at) >> 24
    ends.at = unsafe_add(ends.at, 33)
    statement.second = statement.prompt
    if ends.ending & 127 > 2:
        rejections.reject(rejections.MALFORMED_STATEMENT)
    if ends.ending > 127:
        if unsafe_add(ends.at, 4) > ends.end:
            rejections.reject(rejections.TRUNCATED)
        statement.second = transcript.number(ends.at)
        statement.positions = unsafe_add(ends.at, 8)
        ends.positions = self._count(unsafe_add(ends.at, 4), ends.end)
        ends.at = unsafe_add(statement.positions, unsafe_mul(4, ends.positions))
        statement.values = unsafe_add(ends.at, 4)
        ends.values = self._count(ends.at, ends.end)
        ends.at = unsafe_add(statement.values, unsafe_mul(4, ends.values))
    # Something follows the context if there is something to say, and only then: else a statement had two encodings.
    follows: bool = ends.ending & 127 == 2 or ends.positions | ends.values != 0 or statement.second != statement.prompt
    if follows != (ends.ending > 127):
        rejections.reject(rejections.MALFORMED_STATEMENT)
    ends.ending = ends.ending & 127
    if ends.at != ends.end:
        rejections.reject(rejections.TRAILING_BYTES)

    statement.form = model.output & 255
    statement.pad = model.pad
    # A class is no token.
    choices: uint256 = model.vocabulary
    if statement.form == tasks.ENCODER:
        choices = model.output >> 32
    if convert(transcript.word(statement.at), bytes32) != model.digest:
        rejections.reject(rejections.ANOTHER_MODEL)
    if statement.prompt == 0 or (statement.reply == 0) != (choices == 0):
        rejections.reject(rejections.EMPTY_PROMPT_OR_REPLY)
    both: uint256 = unsafe_add(statement.prompt, statement.reply)
    if statement.prompt > model.context or statement.reply > model.context or (
        statement.form == tasks.DECODER and both > unsafe_add(model.context, 1)
    ):
        rejections.reject(rejections.CONTEXT_EXCEEDED)
    if both > MOST_TOKENS:
        rejections.reject(rejections.NO_TABLE)
    self._below(statement.tokens, statement.prompt, model.vocabulary, rejections.TOKEN_OUTSIDE_VOCABULARY)
    replies: uint256 = unsafe_add(statement.tokens, unsafe_mul(4, unsafe_add(statement.prompt, 1)))
    self._below(replies, statement.reply, choices, rejections.TOKEN_OUTSIDE_VOCABULARY)
    if (ends.ending == 2) != (statement.form == tasks.ENCODER):
        rejections.reject(rejections.WRONG_ENDING)
    if statement.form != tasks.ENCODER:
        for i: uint256 in range(statement.reply, bound=MOST_TOKENS):
            token: uint256 = transcript.number(unsafe_add(replies, unsafe_mul(4, i)))
            if (token in model.stops) != (ends.ending == 0 and unsafe_add(i, 1) == statement.reply):
                rejections.reject(rejections.WRONG_ENDING)
    self._output(statement, ends, model.output >> 8)
    return statement


@internal
@view
def _output(statement: tasks.Statement, ends: Ends, reads: uint256):
    """
    @notice Segments, positions and values are there if the model has them, and only then.
    @param reads 1 segments, 2 positions, 4 values for each entry of the reply; the values of one from bit 8 on.
    """
    positions: uint256 = statement.reply if reads & 2 != 0 else 0
    values: uint256 = unsafe_mul((reads >> 8) & 65535, statement.reply if reads & 4 != 0 else 1)
    if statement.second > MOST_COUNT:
        rejections.reject(rejections.TOO_LARGE)
    if (
        statement.second > statement.prompt
        or (reads & 1 == 0 and statement.second != statement.prompt)
        or ends.positions != positions
        or ends.values != values
        # Without positions an encoder has one thing to say.
        or (statement.form == tasks.ENCODER and reads & 2 == 0 and statement.reply > 1)
    ):
        rejections.reject(rejections.WRONG_OUTPUT)
    self._below(statement.positions, positions, statement.prompt, rejections.WRONG_OUTPUT)
    if values > MOST_VALUES:
        rejections.reject(rejections.NO_TABLE)


@internal
@view
def _below(at: uint256, count: uint256, limit: uint256, code: uint256):
    """
    @notice Rejects unless all of these numbers are below the limit.
    """
    for i: uint256 in range(count, bound=MOST_TOKENS):
        number: uint256 = transcript.number(unsafe_add(at, unsafe_mul(4, i)))
        if number >= limit:
            rejections.reject(rejections.TOO_LARGE if number > MOST_COUNT else code)


@internal
@view
def _count(at: uint256, end: uint256) -> uint256:
    """
    @return The length of a list, all of which is there.
    """
    if unsafe_add(at, 4) > end:
        rejections.reject(rejections.TRUNCATED)
    count: uint256 = transcript.number(at)
    if count > MOST_COUNT:
        rejections.reject(rejections.TOO_LARGE)
    if unsafe_add(unsafe_add(at, 4), unsafe_mul(4, count)) > end:
        rejections.reject(rejections.TRUNCATED)
    return count


@internal
@pure
def _bucket(count: uint256, context: uint256) -> uint256:
    """
    @notice `bucket` of docs/protocol.md, section 4.
    """
    unit: uint256 = 1
    for i: uint256 in range(20):
        if unsafe_mul(8, unit) >= count:
            break
        unit = unsafe_mul(2, unit)
    return min(unsafe_mul(unsafe_add(count, unsafe_sub(unit, 1)) // unit, unit), context)

"""Tensors of statements that are no decoder's tokens: the contract's sums and the plain machine's are the same elements."""

import random

import pytest
from eth_utils import keccak
from verifier_attacks import ROOM, hand_made
from verifier_programs import constants, elements
from verifier_world import WHOLE, Call, Said, Stage

from demo.verifier import WHOLE as WHOLE_KIND
from demo.verifier import snapshot
from steps import table as op
from steps.machine import Machine, Question
from steps.table import Instruction, Program, Table

ENCODER, BOTH = 1, 2
SEGMENTS, POSITIONS, EACH = 1 << 8, 2 << 8, 4 << 8
TOKENS, REPLY, BELOW, ROWS, PROMPT, SEGMENT, POSITION, VALUES = range(8)
# Numbers of 32 bits with a sign, and those at the ends.
EDGES = [0, 1, -1, 2**31 - 1, -(2**31)]


@pytest.fixture(scope="module")
def stage():
    return Stage()


def said(choose: random.Random, prompt: int, reply: int, ending: int = 2, **more) -> Said:
    """A statement of random tokens below 1000."""
    fields = {"second": prompt, "positions": [], "stated": []} | more
    lists = ([choose.randrange(1000) for _ in range(count)] for count in (prompt, reply))
    return Said(WHOLE.model.digest, *lists, ending, bytes(32), **fields)


def numbers(choose: random.Random, count: int) -> list[int]:
    return [choose.choice([*EDGES, choose.randrange(-(2**31), 2**31)]) for _ in range(count)]


def compare(
    stage: Stage, statement: Said, output: int, size: tuple[int, int, int], tensors: list[Instruction]
) -> None:
    """Evaluates tensors on both machines; a size is rows and replies of the table, and rows of the token axis."""
    choose = random.Random(repr(tensors))
    values, proof = constants(choose, 40), elements(choose, 3)
    rows, replies, tokens = size
    program = [*tensors, Instruction(op.HEAD)]
    schedule = WHOLE.machine(b"").table.schedule
    ended = [*program, Instruction(op.END)]
    question = Question(
        WHOLE.model.digest,
        WHOLE.model.parameters,
        WHOLE.model.pad,
        statement.bytes,
        statement.prompt,
        statement.reply,
        output & 255 == 0,
        statement.second,
        statement.positions,
        statement.stated,
    )
    parts = Program(tokens, replies, schedule, values, ended).parts()
    plain = Machine(Table(tuple(parts)), question, proof).run()

    count = len(plain.registers)
    cut = [*program, Instruction(op.CUT, count), Instruction(op.END)]
    model = hand_made(stage, cut, values, replies, rows, tokens, output=output)
    begin = keccak(text="begin(bytes32,bytes,bytes)")[:4]
    call = Call(begin, model.id, statement.bytes, WHOLE_KIND + proof)
    words = snapshot(stage.send(call.data + ROOM * 2))
    assert words[:32] == plain.state
    logged = words[32 * 33 : 32 * 33 + 16 * count]
    assert logged == b"".join(register.bytes() for register in plain.registers)


def tensor(choose: random.Random, code: int, first: int, second: int, *width: int) -> Instruction:
    points = tuple(choose.randrange(2, 42) for _ in range(first + second))
    return Instruction(op.TOKENS, code, (first, second, *width), points)


@pytest.mark.parametrize("second", [0, 1, 7, 19, 20])
@pytest.mark.parametrize("reply", [1, 2, 6])
def test_rows_of_an_encoder(stage, second, reply):
    choose = random.Random(100 * second + reply)
    positions = [choose.randrange(20) for _ in range(reply)]
    statement = said(choose, 20, reply, second=second, positions=positions)
    rows = (reply - 1).bit_length()
    tensors = [
        tensor(choose, PROMPT, 5, 10),
        tensor(choose, SEGMENT, 5, 1),
        tensor(choose, POSITION, rows, 5),
        tensor(choose, REPLY, rows, 10),
        tensor(choose, BELOW, rows, 10),
        tensor(choose, ROWS, rows, 0),
    ]
    compare(stage, statement, ENCODER | SEGMENTS | POSITIONS | 1024 << 32, (20, reply, 1), tensors)


@pytest.mark.parametrize("prompt", [1, 2, 15, 16, 17, 128])
def test_prompts_of_any_length(stage, prompt):
    choose = random.Random(prompt)
    statement = said(choose, prompt, 1, positions=[prompt - 1])
    digits = (prompt - 1).bit_length()
    tensors = [tensor(choose, PROMPT, digits, 17), tensor(choose, POSITION, 0, digits)]
    output = ENCODER | POSITIONS | 1024 << 32
    compare(stage, statement, output, (prompt, 1, 1), tensors)


@pytest.mark.parametrize("choices", [1, 2, 3, 17, 1024])
def test_classes_have_digits_of_their_own(stage, choices):
    choose = random.Random(choices)
    statement = said(choose, 3, 1)
    statement.reply[0] = choices - 1
    digits = (choices - 1).bit_length()
    tensors = [tensor(choose, code, 0, digits) for code in (REPLY, BELOW)]
    compare(stage, statement, ENCODER | choices << 32, (3, 1, 1), tensors)


@pytest.mark.parametrize("width", [1, 5, 15, 16, 17, 100, 170])
@pytest.mark.parametrize("reply", [1, 6])
def test_values_of_each_entry(stage, width, reply):
    choose = random.Random(10 * width + reply)
    positions = [choose.randrange(3) for _ in range(reply)]
    stated = numbers(choose, width * reply)
    statement = said(choose, 3, reply, positions=positions, stated=stated)
    digits = (reply - 1).bit_length(), (width - 1).bit_length()
    output = ENCODER | POSITIONS | EACH | width << 16 | 1024 << 32
    compare(stage, statement, output, (3, reply, 1), [tensor(choose, VALUES, *digits, width)])


@pytest.mark.parametrize("count", [1, 2, 16, 33, 255, 256, 257, 768, 1024])
@pytest.mark.parametrize("edge", [None, 2**31 - 1, -(2**31)])
def test_one_vector_of_values(stage, count, edge):
    """Also with nothing replied, and with the largest values there are, whose sums are the largest."""
    choose = random.Random(count)
    stated = numbers(choose, count) if edge is None else [edge] * count
    statement = said(choose, 3, 0, stated=stated)
    digits = (count - 1).bit_length()
    values = tensor(choose, VALUES, 0, digits, count)
    compare(stage, statement, ENCODER | count << 16, (3, 1, 1), [values])


@pytest.mark.parametrize("reply", [1, 2, 9, 10, 17])
def test_replies_beside_an_encoder_begin_after_the_pad_token(stage, reply):
    choose = random.Random(reply)
    statement = said(choose, 20, reply, ending=1)
    unit = 1 << max(0, (reply - 1).bit_length() - 3)
    bucket = -(-reply // unit) * unit
    digits = (bucket - 1).bit_length()
    tensors = [tensor(choose, code, digits, 10) for code in (TOKENS, REPLY, BELOW)]
    tensors += [tensor(choose, PROMPT, 5, 10), tensor(choose, ROWS, digits, 0)]
    compare(stage, statement, BOTH, (20, bucket, bucket), tensors)


def test_a_decoder_states_values_too(stage):
    choose = random.Random(1)
    statement = said(choose, 24, 9, ending=1, stated=numbers(choose, 9))
    tensors = [tensor(choose, TOKENS, 5, 10), tensor(choose, VALUES, 4, 0, 1)]
    compare(stage, statement, EACH | 1 << 16, (32, 10, 32), tensors)

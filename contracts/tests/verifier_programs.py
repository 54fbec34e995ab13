"""Small random programs: the contract's machine and the plain one end with the same registers.

A program ends with a cut, so that `begin` logs the contract's registers; nothing is added to the deployed bytecode.
"""

import random
from dataclasses import replace

import pytest
from eth_utils import keccak
from proof.field import P, E
from verifier_attacks import ROOM, hand_made
from verifier_world import WHOLE, Call, Stage

from demo.request import LENGTH, statement, token_bytes
from demo.verifier import WHOLE as WHOLE_KIND
from demo.verifier import snapshot
from steps import table as op
from steps.machine import Machine, Question, Rejected
from steps.table import Instruction, Program, Table

EDGES = [0, 1, 2, P - 1, P - 2, 2**32, 2**32 - 1, 2**63, P // 2]
WORDS = EDGES + [7**k % P for k in (20, 30, 41)]


@pytest.fixture(scope="module")
def stage():
    return Stage()


def constants(choose: random.Random, count: int) -> list[E]:
    return [E(0), E(1)] + [E(choose.choice(WORDS), choose.choice(WORDS)) for _ in range(count)]


def elements(choose: random.Random, count: int) -> bytes:
    return b"".join(E(choose.choice(WORDS), choose.choice(WORDS)).bytes() for _ in range(count))


def compare(
    stage: Stage,
    instructions,
    values: list[E],
    proof: bytes = b"",
    question: Question = WHOLE.question,
) -> None:
    """Runs a program on both machines and compares state, positions and registers."""
    plain = run(instructions, values, proof, question)
    count = len(plain.registers)
    program = [*instructions, Instruction(op.CUT, count), Instruction(op.END)]
    model = hand_made(stage, program, values, len(question.reply))
    begin = keccak(text="begin(bytes32,bytes,bytes)")[:4]
    call = Call(begin, model.id, question.values, WHOLE_KIND + proof)
    words = snapshot(stage.send(call.data + ROOM))
    assert words[:32] == plain.state
    for code in (0, 1):
        held = plain.positions.get(code, [])
        start = 32 * 7 + 416 * code
        numbers = [len(held), *held]
        assert words[start : start + 4 * len(numbers)] == token_bytes(numbers)
    logged = words[32 * 33 : 32 * 33 + 16 * count]
    assert logged == b"".join(register.bytes() for register in plain.registers)


def run(
    instructions, values: list[E], proof: bytes, question: Question = WHOLE.question
) -> Machine:
    schedule = WHOLE.machine(b"").table.schedule
    parts = Program(32, 32, schedule, values, [*instructions, Instruction(op.END)]).parts()
    return Machine(Table(tuple(parts)), question, proof).run()


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 32, 33, 256])
@pytest.mark.parametrize("operation", [op.PRODUCTS, op.EQUALITIES, op.SUMS, op.DIFFERENCES])
def test_arithmetic(stage, operation, count):
    choose = random.Random(1000 * operation + count)
    values = constants(choose, 40)
    each = 3 if operation == op.EQUALITIES else 2
    operands = tuple(choose.randrange(len(values)) for _ in range(each * count))
    instruction = Instruction(operation, count, (), operands)
    short = count <= (4 if operation == op.EQUALITIES else 7)
    compare(stage, [instruction.in_header if short else instruction], values)


@pytest.mark.parametrize("operation", [op.PRODUCTS, op.SUMS, op.DIFFERENCES])
def test_every_pair_of_edges(stage, operation):
    values = [E(0), E(1)] + [E(a, b) for a, b in zip(EDGES, EDGES[::-1])] + [E(P - 1, P - 1)]
    pairs = [(a, b) for a in range(len(values)) for b in range(len(values))]
    runs = [
        Instruction(operation, len(pairs[i : i + 64]), (), tuple(sum(pairs[i : i + 64], ())))
        for i in range(0, len(pairs), 64)
    ]
    compare(stage, [r if r.count > 7 else r.in_header for r in runs], values)


SHAPES = [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 1, 1, 1), (2, 0, 3, 4), (0, 5, 1, 0),
          (5, 0, 1, 0), (5, 0, 0, 2), (2, 3, 2, 1), (8, 8, 0, 0), (100, 90, 30, 20), (0, 0, 12, 0), (0, 0, 0, 12),
          (600, 0, 0, 0), (0, 600, 0, 0), (0, 0, 600, 600)]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_inner_products(stage, shape):
    choose = random.Random(str(shape))
    values = constants(choose, 40) + [E(P - 1, P - 1)]
    added, removed, plus, minus = shape
    size = 2 * (added + removed) + plus + minus
    operands = tuple(choose.randrange(len(values)) for _ in range(size))
    if size > 500:
        # The largest terms there are, so that unreduced sums are as large as they get.
        operands = (len(values) - 1,) * size
    instruction = Instruction(op.INNER, added, (removed, plus, minus), operands)
    compare(stage, [instruction.in_header if size <= 11 else instruction], values)


@pytest.mark.parametrize("seed", range(12))
def test_sequences(stage, seed):
    """Arithmetic on results, messages, challenges and compactions, across parts."""
    choose = random.Random(seed)
    values = constants(choose, 20)
    registers, proof, program = len(values), b"", []
    for _ in range(60):
        kind = choose.choice([op.PRODUCTS, op.SUMS, op.DIFFERENCES, op.EQUALITIES, op.INNER,
                              op.MESSAGE, op.CHALLENGES, op.ROUNDS, op.OPENING_ROUNDS, op.COMPACT])  # fmt: skip
        count = choose.choice([1, 2, 3, 4, 5, 7, 8, 16, 17, 33])
        if registers > 1500 or kind == op.COMPACT:
            kept = sorted(choose.sample(range(registers), min(registers, 40)))
            program.append(Instruction(op.COMPACT, len(kept), (), tuple(kept)))
            registers = len(kept)
        elif kind == op.MESSAGE:
            proof += elements(choose, count)
            program.append(Instruction(kind, count))
            registers += count
        elif kind == op.CHALLENGES:
            program.append(Instruction(kind, count))
            registers += count
        elif kind in (op.ROUNDS, op.OPENING_ROUNDS):
            degrees = [choose.choice([1, 2, 3]) for _ in range(count)]
            if kind == op.OPENING_ROUNDS:
                degrees = [0] * count
            proof += elements(choose, sum(d or 2 for d in degrees))
            claim = choose.randrange(registers)
            program.append(Instruction(kind, count, (claim,), tuple(degrees)))
            registers += count + 1
        elif kind == op.INNER:
            parts = [choose.randrange(6) for _ in range(4)]
            size = 2 * parts[0] + 2 * parts[1] + parts[2] + parts[3]
            operands = tuple(choose.randrange(registers) for _ in range(size))
            instruction = Instruction(kind, parts[0], tuple(parts[1:]), operands)
            program.append(instruction.in_header if size <= 11 else instruction)
            registers += 1
        else:
            each = 3 if kind == op.EQUALITIES else 2
            operands = tuple(choose.randrange(registers) for _ in range(each * count))
            instruction = Instruction(kind, count, (), operands)
            short = count <= (4 if kind == op.EQUALITIES else 7)
            program.append(instruction.in_header if short else instruction)
            registers += count
    compare(stage, program, values, proof)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 16, 17, 100, 255, 256])
def test_messages(stage, count):
    choose = random.Random(count)
    compare(stage, [Instruction(op.MESSAGE, count)], constants(choose, 2), elements(choose, count))


@pytest.mark.parametrize("tensor", [0, 1, 2, 3])
@pytest.mark.parametrize("digits", [10, 11, 12, 16])
def test_statement_tensors(stage, tensor, digits):
    choose = random.Random(10 * tensor + digits)
    values = constants(choose, 40)
    points = tuple(choose.randrange(2, 42) for _ in range(5 + (0 if tensor == 3 else digits)))
    fields = (5, len(points) - 5)
    compare(stage, [Instruction(op.TOKENS, tensor, fields, points)], values)


@pytest.mark.parametrize("low", [0, 1, 5])
@pytest.mark.parametrize("high", [1, 6, 31, 32, 65535])
def test_shifted_points(stage, low, high):
    choose = random.Random(100 * low + high)
    values = constants(choose, 40)
    points = tuple(choose.randrange(2, 42) for _ in range(10))
    compare(stage, [Instruction(op.SHIFTED, 0, (5, 5, low, high), points)], values)


LONGER = replace(
    WHOLE.question,
    values=statement(WHOLE.model.digest, list(range(9)), list(range(20, 44)), LENGTH, bytes(32)),
    prompt=list(range(9)),
    reply=list(range(20, 44)),
)


@pytest.mark.parametrize("high", [7, 24, 65535])
@pytest.mark.parametrize("digits", [4, 5, 8])
def test_the_statements_of_a_longer_prompt(stage, high, digits):
    """Rows of prompt, reply and padding, and a point moved by eight rows."""
    choose = random.Random(high + digits)
    values = constants(choose, 40)
    points = tuple(choose.randrange(2, 42) for _ in range(5 + digits))
    program = [Instruction(op.SHIFTED, 0, (5, digits, 1, high), points), Instruction(op.HEAD)]
    points = tuple(choose.randrange(2, 42) for _ in range(15))
    program += [Instruction(op.TOKENS, tensor, (5, 10), points) for tensor in range(3)]
    program += [Instruction(op.TOKENS, 3, (5, 0), points[:5])]
    compare(stage, program, values, elements(choose, 3), LONGER)


# The opening


@pytest.mark.parametrize("queries", [1, 2, 7, 8, 9, 33, 64, 95, 96])
@pytest.mark.parametrize("digits", [1, 3, 6, 8, 9, 12, 17, 23, 30])
def test_positions(stage, queries, digits):
    """Sorted, with repeats removed, of which few digits have many."""
    program = [Instruction(op.CHALLENGES, queries % 3 + 1)]
    program += [Instruction(op.POSITIONS, queries, (code, digits)) for code in (0, 1)]
    program += [Instruction(op.POWERS, min(digits, 9), (0, digits, 2, 3), tuple(range(2, 2 + min(digits, 9))))]
    compare(stage, program, constants(random.Random(digits), 20))


def climb(leaves: list[bytes], wanted: set[int]) -> tuple[bytes, bytes]:
    """The root over all leaves, and the siblings that lead to it from those that are wanted."""
    if len(leaves) == 1:
        return leaves[0], b""
    middle = len(leaves) // 2
    sides = {q for q in wanted if q < middle}, {q - middle for q in wanted if q >= middle}
    (left, first), (right, second) = climb(leaves[:middle], sides[0]), climb(leaves[middle:], sides[1])
    siblings = first + second
    if not sides[0] and sides[1]:
        siblings += left
    if not sides[1] and sides[0]:
        siblings += right
    return keccak(b"\1" + left + right), siblings


@pytest.mark.parametrize("queries", [1, 3, 20, 96])
@pytest.mark.parametrize("digits", [1, 4, 7])
@pytest.mark.parametrize(("fold", "width"), [(3, 1), (3, 2), (4, 1), (4, 2), (5, 1), (6, 1), (5, 2)])
def test_opened_columns(stage, queries, digits, fold, width):
    choose = random.Random(queries * digits + fold)
    values = constants(choose, 20)
    columns = [
        b"".join(choose.randrange(P).to_bytes(8, "big") for _ in range(width << fold))
        for _ in range(1 << digits)
    ]
    leaves = [keccak(b"\0" + column) for column in columns]
    root, _ = climb(leaves, set())
    program = [Instruction(op.ROOT, 0, (2,)), Instruction(op.POSITIONS, queries, (2, digits))]
    positions = run(program, values, root).positions[2]
    _, siblings = climb(leaves, set(positions))
    challenges = tuple(choose.randrange(2, 22) for _ in range(fold))
    program.append(Instruction(op.COLUMNS, fold, (2, width, digits, 4, 5), challenges))
    proof = root + b"".join(columns[q] for q in positions) + siblings
    compare(stage, program, values, proof)

    # Any one bit of it changed is declined, or it would not be bound.
    for _ in range(4):
        damaged = bytearray(proof)
        damaged[choose.randrange(32, len(proof))] ^= 1 << choose.randrange(8)
        model = hand_made(stage, [*program, Instruction(op.END)], values)
        call = WHOLE.calls[0].replaced(model=model.id, proof=WHOLE_KIND + bytes(damaged))
        assert stage.rejection(call.data + ROOM) in (3, 61)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 100, 209, 256])
def test_the_final_message(stage, count):
    choose = random.Random(count)
    digits = max(1, (count - 1).bit_length())
    program = [Instruction(op.FINAL_MESSAGE, count)]
    program += [Instruction(op.FINAL_VALUE, digits, (), tuple(range(2, 2 + digits)))]
    compare(stage, program, constants(choose, 20), elements(choose, count))


@pytest.mark.parametrize(
    ("program", "proof", "code"),
    [
        ([Instruction(op.EQUAL, 0, (0, 1, 77))], b"", 77),
        ([Instruction(op.NOT_ZERO, 0, (0, 78))], b"", 78),
        ([Instruction(op.MESSAGE, 1)], b"", 1),
        ([Instruction(op.MESSAGE, 1)], bytes(15), 1),
        ([Instruction(op.MESSAGE, 1)], bytes(17), 2),
        ([Instruction(op.MESSAGE, 1)], P.to_bytes(8, "big") + bytes(8), 3),
        ([Instruction(op.MESSAGE, 1)], bytes(8) + (2**64 - 1).to_bytes(8, "big"), 3),
        ([Instruction(op.MESSAGE, 3)], bytes(40) + P.to_bytes(8, "big"), 3),
        ([Instruction(op.MESSAGE, 2)], bytes(24) + P.to_bytes(8, "big"), 3),
        ([Instruction(op.ROUNDS, 1, (0,), (3,))], bytes(40) + P.to_bytes(8, "big"), 3),
        ([Instruction(op.ROUNDS, 1, (0,), (1,))], P.to_bytes(8, "big") + bytes(8), 3),
        ([Instruction(op.WORK, 0, (30,))], bytes(8), 41),
        ([Instruction(op.FRACTIONS, 1, (0, 1))], bytes(63), 1),
        ([Instruction(op.FRACTIONS, 1, (0, 1))], bytes(64), 44),
        ([Instruction(op.FRACTIONS, 1, (0, 1))], P.to_bytes(8, "big") + bytes(56), 3),
    ],
    ids=str,
)  # fmt: skip
def test_rejections(stage, program, proof, code):
    with pytest.raises(Rejected) as rejected:
        run(program, [E(0), E(1)], proof)
    assert rejected.value.args[0] == code
    model = hand_made(stage, [*program, Instruction(op.END)], [E(0), E(1)])
    call = WHOLE.calls[0].replaced(model=model.id, proof=WHOLE_KIND + proof)
    assert stage.rejection(call.data + ROOM) == code


@pytest.mark.parametrize("count", [700, 2500, 6000])
def test_a_table_that_never_ends_is_declined(stage, count):
    """Of one part, of some, and of as many as there can be."""
    program = [Instruction(op.EQUAL, 0, (0, 0, 77))] * count + [Instruction(op.NEXT_PART)]
    model = hand_made(stage, program, [E(0), E(1)])
    call = WHOLE.calls[0].replaced(model=model.id, proof=WHOLE_KIND)
    assert stage.rejection(call.data + ROOM) == 8


READING = {
    **{f"message of {n}": ([Instruction(op.MESSAGE, n)], 2 * n) for n in range(1, 7)},
    **{f"round of degree {d}": ([Instruction(op.ROUNDS, 1, (0,), (d,))], 2 * d) for d in (1, 2, 3)},
    "opening round": ([Instruction(op.OPENING_ROUNDS, 1, (0,), (0,))], 4),
    "fraction layers": ([Instruction(op.FRACTIONS, 3, (0, 0))], 3 * 8 + 3 * 4),
    "final message": ([Instruction(op.FINAL_MESSAGE, 3)], 6),
}


@pytest.mark.parametrize("name", READING)
def test_every_word_that_is_p_or_more_is_declined(stage, name):
    """Zeros pass everywhere here, so that each word is reached; p is zero, written another way."""
    program, words = READING[name]
    model = hand_made(stage, [*program, Instruction(op.END)], [E(0), E(1)])
    call = WHOLE.calls[0].replaced(model=model.id)
    stage.send(call.replaced(proof=WHOLE_KIND + bytes(8 * words)).data + ROOM)
    for word in range(words):
        for value in (P, 2**64 - 1):
            proof = bytes(8 * word) + value.to_bytes(8, "big") + bytes(8 * (words - word - 1))
            assert stage.rejection(call.replaced(proof=WHOLE_KIND + proof).data + ROOM) == 3


@pytest.mark.parametrize(("fold", "width"), [(3, 1), (3, 2), (4, 1), (5, 2), (6, 1)])
def test_every_word_of_a_column_that_is_p_or_more_is_declined(stage, fold, width):
    values, size = constants(random.Random(fold), 20), width << fold
    leaf = keccak(b"\0" + bytes(8 * size))
    program = [Instruction(op.ROOT, 0, (2,)), Instruction(op.POSITIONS, 1, (2, 1))]
    program.append(Instruction(op.COLUMNS, fold, (2, width, 1, 4, 5), tuple(range(2, 2 + fold))))
    model = hand_made(stage, [*program, Instruction(op.END)], values)
    call = WHOLE.calls[0].replaced(model=model.id)
    root = keccak(b"\1" + leaf + leaf)
    stage.send(call.replaced(proof=WHOLE_KIND + root + bytes(8 * size) + leaf).data + ROOM)
    for word in range(size):
        column = bytes(8 * word) + P.to_bytes(8, "big") + bytes(8 * (size - word - 1))
        proof = WHOLE_KIND + root + column + leaf
        assert stage.rejection(call.replaced(proof=proof).data + ROOM) == 3

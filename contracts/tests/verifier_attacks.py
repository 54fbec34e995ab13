"""A cheating prover with the source at hand, against the deployed bytecode."""

from dataclasses import replace

import pytest
from eth_utils import keccak
from proof.field import E
from verifier_world import (
    DIVIDED,
    SENDER,
    STRANGER,
    WHOLE,
    Call,
    Stage,
    stage,
    with_last_reply_token,
)

from demo.chain import Reverted
from demo.verifier import SECOND, Model, Table, snapshot
from demo.verifier import WHOLE as WHOLE_KIND
from steps.table import CUT, END, EQUAL, Instruction, Program

TRUNCATED, TRAILING, UNKNOWN_VERSION, MALFORMED_PROOF = 1, 2, 4, 8
ANOTHER_MODEL, PROOF_OF_WORK = 20, 41
UNKNOWN_MODEL, NO_TABLE, NOT_BEGUN = 80, 81, 82
# Bytes behind a call, so that short proofs are not declined for being short.
ROOM = bytes(8192)


def lasting(call: Call) -> bytes:
    return call.data + ROOM


def hand_made(
    stage: Stage,
    instructions: list[Instruction],
    constants: list[E] = [],
    replies: int = 32,
    rows: int = 32,
    tokens: int = 32,
    **changes: int,
) -> Model:
    """Registers the vectors' model with a table of an attacker's own as its only one, under an id of its own."""
    schedule = WHOLE.machine(b"").table.schedule
    program = Program(tokens, replies, schedule, constants, instructions)
    parts = program.parts()
    code = bytes(32)
    for part in parts:
        code = keccak(code + keccak(part))
    sizes = b"".join(size.to_bytes(32, "big") for size in (rows, replies))
    fields = replace(WHOLE.model, tables=keccak(b"\0" + sizes + code), **changes).fields
    id = stage.verifier.registry.send("register", fields, sender=SENDER).value
    model = Model(id, *fields[:-1], tuple(fields[-1]))
    stage.verifier.add(Table(model, rows, replies, 0, (), tuple(parts)))
    return model


# Forged statements


@pytest.mark.parametrize("token", [0, 7, 47, 1022])
def test_another_reply_is_not_proven_by_the_same_proof(token):
    call = WHOLE.calls[0]
    forged = call.replaced(values=with_last_reply_token(call.values, token))
    assert stage().rejection(forged) == PROOF_OF_WORK


def test_a_proof_for_another_context_is_not_this_ones():
    """The context binds chain, market, request and payee: whoever copies the proof cannot change it."""
    call = WHOLE.calls[0]
    for context in (bytes(31) + b"\1", b"\xff" * 32, keccak(text="another payee")):
        forged = call.replaced(values=call.values[:-32] + context)
        assert stage().rejection(forged) == PROOF_OF_WORK


def test_a_forged_nonce_only_moves_the_failure():
    """With a new nonce for the forged statement, what was proven does not fit the new challenges."""
    call = WHOLE.calls[0]
    forged = call.replaced(values=with_last_reply_token(call.values, 7))
    seen = set()
    for nonce in range(20_000):
        proof = forged.proof[:52] + nonce.to_bytes(8, "big") + forged.proof[60:]
        rejection = stage().rejection(forged.replaced(proof=proof)) if nonce_fits(forged, nonce) else 0
        if rejection:
            seen.add(rejection)
            break
    assert seen == {44}


def nonce_fits(call: Call, nonce: int) -> bool:
    machine = WHOLE.machine(call.proof[4:])
    machine.question = replace(machine.question, values=call.values)
    machine.opening(0x30, 0, [0])
    return keccak(b"\4" + machine.state + nonce.to_bytes(8, "big"))[:2] < b"\0\x10"


# Two transactions


@pytest.fixture
def begun():
    own = Stage().knows(WHOLE, DIVIDED)
    return own, own.begin(DIVIDED)


def test_a_second_part_needs_the_first():
    own = Stage().knows(DIVIDED)
    second = Stage().knows(DIVIDED).begin(DIVIDED)
    assert own.rejection(second) == NOT_BEGUN
    with pytest.raises(Reverted):
        own.send(DIVIDED.calls[0].replaced(proof=DIVIDED.calls[0].proof[:-1]))
    assert own.rejection(second) == NOT_BEGUN
    own.send(own.begin(DIVIDED))


def test_a_begun_proof_may_be_ended_by_anyone_and_again(begun):
    own, second = begun
    for sender in (SENDER, STRANGER):
        own.chain.transact(sender, own.verifier.address, second.data)


def test_a_begun_proof_serves_no_other_statement(begun):
    own, second = begun
    for values in (
        second.values[:-41] + (9).to_bytes(4, "big") + second.values[-37:],
        second.values[:-1] + b"\1",
        second.values[:36] + bytes(4) + second.values[40:],
    ):
        assert own.rejection(second.replaced(values=values)) == NOT_BEGUN


def test_a_begun_proof_serves_no_other_model(begun):
    own, second = begun
    other = replace(DIVIDED.model, pad=5)
    id = own.verifier.registry.send("register", other.fields, sender=SENDER).value
    parts = own.verifier.registry.read("table", DIVIDED.model.id, 112, 2)
    table = replace(DIVIDED.table, model=replace(other, id=id))
    own.verifier.add_parts(table, list(parts))
    assert own.rejection(second.replaced(model=id)) == NOT_BEGUN


def test_every_word_of_a_snapshot_counts(begun):
    own, second = begun
    words = len((DIVIDED.folder / "snapshot.bin").read_bytes()) // 32
    for word in range(words):
        at = 4 + 32 * word + word % 32
        proof = bytearray(second.proof)
        proof[at] ^= 1
        # Positions that are not ascending end in other ways, since columns come before the seal.
        assert own.refused(second.replaced(proof=bytes(proof)))


@pytest.mark.parametrize(
    "counts", [(0, 0), (1, 1), (96, 96), (97, 97), (2**32 - 1, 2**32 - 1), (30, 29)]
)
def test_a_forged_number_of_positions_is_declined(begun, counts):
    own, second = begun
    proof = bytearray(second.proof)
    for code, count in enumerate(counts):
        start = 4 + 32 * 7 + code * 416
        proof[start : start + 4] = count.to_bytes(4, "big")
    assert own.refused(second.replaced(proof=bytes(proof)))


def test_the_words_of_another_proof_are_declined(begun):
    """A snapshot that was sealed, of another model's table."""
    own, second = begun
    model = hand_made(own, [Instruction(CUT, 2), Instruction(END)], [E(0), E(1)])
    call = WHOLE.calls[0].replaced(model=model.id, proof=WHOLE_KIND)
    begin = call.replaced(selector=keccak(text="begin(bytes32,bytes,bytes)")[:4])
    other = snapshot(own.send(lasting(begin)))
    own.send(lasting(call.replaced(proof=SECOND + other)))
    own_words = len((DIVIDED.folder / "snapshot.bin").read_bytes())
    swapped = second.replaced(proof=SECOND + other + second.proof[4 + own_words :])
    assert own.refused(swapped)


def test_no_proof_in_one_passes_for_a_second_part():
    own = Stage().knows(WHOLE, DIVIDED)
    call = WHOLE.calls[0]
    begin = keccak(text="begin(bytes32,bytes,bytes)")[:4]
    assert own.rejection(lasting(call.replaced(proof=SECOND))) == MALFORMED_PROOF
    assert own.rejection(call.replaced(proof=SECOND + call.proof[4:])) == TRAILING
    assert own.rejection(call.replaced(selector=begin)) == MALFORMED_PROOF
    assert own.rejection(call.replaced(selector=begin, proof=SECOND + call.proof[4:])) == UNKNOWN_VERSION
    first = DIVIDED.calls[0]
    assert own.rejection(first.replaced(selector=call.selector)) == TRUNCATED
    assert own.rejection(first.replaced(proof=SECOND + first.proof[4:])) == UNKNOWN_VERSION


def test_a_proof_in_two_is_also_checked_in_one():
    first, rest = DIVIDED.calls[0], DIVIDED.second(b"").proof[4:]
    call = WHOLE.calls[0].replaced(
        model=first.model, values=first.values, proof=first.proof + rest
    )
    stage().send(call)


# Kinds, tables, models


@pytest.mark.parametrize("kind", [b"", b"LMP", b"LMP0", b"LMP3", b"\0\0\0\0", b"lmp1"])
def test_other_kinds_of_proofs_are_declined(kind):
    call = WHOLE.calls[0]
    rejection = stage().rejection(lasting(call.replaced(proof=kind)))
    assert rejection == (TRUNCATED if len(kind) < 4 else UNKNOWN_VERSION)


def test_a_statement_of_another_size_has_no_table():
    own, call = Stage().knows(WHOLE), WHOLE.calls[0]
    prompt, rest = call.values[36:40], call.values[40:]
    for count in (2, 5, 33, 64, 97):
        values = call.values[:32] + count.to_bytes(4, "big") + prompt * count + rest
        expected = NO_TABLE if count > 1 else PROOF_OF_WORK
        assert own.rejection(call.replaced(values=values)) == expected
    assert own.rejection(DIVIDED.calls[0]) == NO_TABLE


def test_a_model_nobody_registered_is_unknown():
    call = WHOLE.calls[0]
    for id in (bytes(32), keccak(text="unknown"), call.values[:32]):
        assert stage().rejection(call.replaced(model=id)) == UNKNOWN_MODEL


def test_an_attackers_model_has_another_id_than_the_one_it_imitates():
    """It may name the same digest and accept everything; so users pin the id, never the digest alone."""
    own = Stage().knows(WHOLE)
    model = hand_made(own, [Instruction(END)])
    call = WHOLE.calls[0].replaced(proof=WHOLE_KIND)
    own.send(lasting(call.replaced(model=model.id)))
    assert model.id != WHOLE.model.id and model.digest == WHOLE.model.digest
    assert own.refused(lasting(call))


@pytest.mark.parametrize(
    "instruction",
    [
        Instruction(EQUAL, 0, (65535, 0, 1)),
        Instruction(0x10, 65535),
        Instruction(0x11, 65535),
        Instruction(0x15, 65535, (0, 1)),
        Instruction(0x16, 65535, (0,)),
        Instruction(0x20, 3, (40, 40), (0,) * 80),
        Instruction(0x32, 65535, (0, 65535)),
        Instruction(0x33, 255, (9, 2, 30, 0, 1), (0,) * 255),
        Instruction(0x3E, 65535, (), (65535,) * 65535),
        Instruction(0x3F),
        Instruction(0xFF),
    ],
    ids=lambda i: hex(i.operation),
)
def test_a_malicious_table_harms_nobody_but_its_own_model(instruction):
    """It reverts or accepts, within the gas it is given, and other models are checked as before."""
    own = Stage().knows(WHOLE)
    program = [instruction] if instruction.operation != 0x3E else [Instruction(0x3E, 700, (), (65535,) * 700)]
    model = hand_made(own, [*program, Instruction(END)], [E(0), E(1)])
    try:
        own.send(lasting(WHOLE.calls[0].replaced(model=model.id)))
    except Reverted as reverted:
        assert reverted.gas <= 2**24
    own.send(WHOLE.calls[0])


def test_a_malicious_models_numbers_are_survived():
    own = Stage().knows(WHOLE)
    for change in ({"context": 2**22}, {"vocabulary": 1}, {"stops": tuple(range(16))}):
        fields = replace(WHOLE.model, **({"pad": 0} | change)).fields
        id = own.verifier.registry.send("register", fields, sender=SENDER).value
        assert own.rejection(WHOLE.calls[0].replaced(model=id)) in (NO_TABLE, 22, 24)


def test_a_statement_longer_than_any_table_is_declined():
    own = Stage()
    fields = replace(WHOLE.model, context=2**22).fields
    id = own.verifier.registry.send("register", fields, sender=SENDER).value
    call = WHOLE.calls[0]
    for count in (8190, 8191, 8192, 20_000):
        prompt = count.to_bytes(4, "big") + bytes(4 * count)
        values = call.values[:32] + prompt + call.values[40:]
        assert own.rejection(call.replaced(model=id, values=values)) == NO_TABLE


def test_a_statement_has_nothing_behind_it():
    call = WHOLE.calls[0]
    for more in (b"\0", bytes(32), b"\xff" * 1000):
        assert stage().rejection(call.replaced(values=call.values + more)) == TRAILING
    for size in (0, 31, 72, len(call.values) - 1):
        assert stage().rejection(call.replaced(values=call.values[:size])) == TRUNCATED


def test_a_call_too_short_for_a_proof_is_declined_with_a_code():
    """Even by a table that has nothing to check: what is read from the statement on must be there."""
    own = Stage()
    model = hand_made(own, [Instruction(CUT, 2), Instruction(END)], [E(0), E(1)])
    begin = keccak(text="begin(bytes32,bytes,bytes)")[:4]
    call = WHOLE.calls[0].replaced(model=model.id, proof=WHOLE_KIND, selector=begin)
    assert own.rejection(call) == TRUNCATED
    own.send(lasting(call))


# Calls


def test_coin_is_not_taken():
    own, call = Stage().knows(WHOLE), WHOLE.calls[0]
    own.chain.fund(STRANGER, 10**18)
    with pytest.raises(Reverted):
        own.chain.transact(STRANGER, own.verifier.address, call.data, coin=1)


def test_other_functions_are_none():
    call = WHOLE.calls[0]
    assert stage().refused(b"\1\2\3\4" + call.data[4:]).reason == "no such function"
    for data in (b"", b"\0", call.data[:4], call.data[:99]):
        assert stage().rejection(data) == TRUNCATED


@pytest.mark.parametrize("at", [36, 68])
@pytest.mark.parametrize("offset", [2**256 - 1, 2**256 - 32, 2**255, 2**32, 0])
def test_arguments_lie_within_the_call(at, offset):
    data = bytearray(WHOLE.calls[0].data)
    data[at : at + 32] = offset.to_bytes(32, "big")
    assert stage().refused(bytes(data)).rejection != 0


def test_too_little_gas_proves_nothing():
    call = WHOLE.calls[0]
    honest = stage().send(call).gas
    for gas in (honest // 2, honest * 9 // 10, honest - 10_000):
        with pytest.raises(Reverted):
            stage().send(call, gas=gas)

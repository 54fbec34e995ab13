"""Proofs that hold are accepted, in one transaction or two, and the plain machine runs their tables to the same end."""

import pytest
from verifier_world import DIVIDED, KEY, SENDER, WHOLE, Stage, stage

from demo.chain import CODE_LIMIT, TRANSACTION_GAS
from demo.compiler import VERIFIER, compiled
from demo.verifier import snapshot
from eth_utils import keccak

MOST_BYTES = 128 * 1024


def test_a_proof_is_accepted_by_one_transaction():
    (call,) = WHOLE.calls
    receipt = stage().send(call)
    assert receipt.value == b"" and receipt.events == []
    assert receipt.gas < TRANSACTION_GAS and len(call.data) < MOST_BYTES


def test_a_proof_is_accepted_by_two_transactions():
    own = Stage().knows(DIVIDED)
    first = DIVIDED.calls[0]
    receipt = own.send(first)
    second = DIVIDED.second(snapshot(receipt))
    begun = receipt.event("Begun")
    assert begun["id"] == DIVIDED.model.id
    assert own.verifier.contract.read("continuations", begun["continuation"])
    assert own.send(second).events == []
    for call in (first, second):
        assert len(call.data) < MOST_BYTES


def test_verification_is_a_view():
    """Called with STATICCALL, which lets nothing be written; `begin` cannot be."""
    verifier = stage().verifier
    (call,) = WHOLE.calls
    machine = stage().chain.machine
    arguments = {"gas": TRANSACTION_GAS, "is_static": True}
    assert machine.message_call(SENDER, verifier.address, calldata=call.data, **arguments) == b""
    with pytest.raises(RuntimeError):
        first = DIVIDED.calls[0].data
        machine.message_call(SENDER, verifier.address, calldata=first, **arguments)


def test_the_digest_is_that_of_the_key():
    assert keccak(KEY) == WHOLE.model.digest == DIVIDED.model.digest


@pytest.mark.parametrize("name", [p.stem for p in sorted(VERIFIER.glob("[A-Z]*.vy"))])
def test_the_code_fits_its_limit(name):
    assert len(compiled(VERIFIER / f"{name}.vy").runtime_code) < CODE_LIMIT


def test_the_plain_machine_accepts_the_whole_proof():
    (call,) = WHOLE.calls
    WHOLE.machine(call.proof[4:]).run()


def test_at_the_cut_the_plain_machine_holds_what_is_logged():
    """State, roots, positions and every register: the contract's arithmetic, step by step, against plain integers."""
    first = DIVIDED.calls[0]
    machine = DIVIDED.machine(first.proof[4:]).run(until_cut=True)
    words = snapshot(Stage().knows(DIVIDED).send(first))
    assert words[:32] == machine.state
    roots = [machine.roots.get(code, bytes(32)) for code in range(6)]
    assert words[32 : 32 * 7] == b"".join(roots)
    for code in (0, 1):
        start = 32 * 7 + code * 4 * 104
        numbers = words[start : start + 4 * 104]
        held = [int.from_bytes(numbers[i : i + 4], "big") for i in range(0, len(numbers), 4)]
        drawn = machine.positions[code]
        assert held[: len(drawn) + 1] == [len(drawn), *drawn]
    elements = b"".join(register.bytes() for register in machine.registers)
    assert words[32 * 33 : 32 * 33 + len(elements)] == elements

    rest = DIVIDED.second(b"").proof[4:]
    DIVIDED.machine(first.proof[4:] + rest).run()

"""The gateway: routes are added by the curator, never replaced, and lead where they say."""

import pytest
from verifier_world import SENDER, STRANGER, WHOLE, Stage, with_last_reply_token

from demo.chain import Reverted
from demo.compiler import DOUBLES, VERIFIER

KIND, OTHER = b"LMP1", b"LMP2"


def gateway(stage):
    return stage.chain.deploy(VERIFIER / "Gateway.vy", SENDER, sender=SENDER)


def refused(contract, name, *arguments, sender=SENDER):
    with pytest.raises(Reverted) as reverted:
        contract.send(name, *arguments, sender=sender)
    return reverted.value


@pytest.fixture(scope="module")
def stage():
    return Stage().knows(WHOLE)


def test_a_proof_is_checked_by_the_verifier_of_its_first_bytes(stage):
    gate = gateway(stage)
    call = WHOLE.calls[0]
    question = call.model, call.values, call.proof
    assert refused(gate, "verifyProof", *question).reason == "no route"
    gate.send("addRoute", KIND, stage.verifier.address, sender=SENDER)
    through = gate.send("verifyProof", *question, sender=STRANGER).gas
    # Mostly the memory that the call's data is copied to.
    assert through - stage.send(call).gas < 100_000

    forged = with_last_reply_token(call.values, 7)
    direct = stage.rejection(call.replaced(values=forged))
    assert refused(gate, "verifyProof", call.model, forged, call.proof).rejection == direct != 0
    assert refused(gate, "verifyProof", call.model, call.values, b"LMP").reason == "no route"
    assert refused(gate, "verifyProof", call.model, call.values, b"LMP9").reason == "no route"


def test_routes_are_added_by_the_curator_and_never_replaced(stage):
    gate = gateway(stage)
    verifier, other = stage.verifier.address, stage.verifier.registry.address
    reason = "not the curator"
    assert refused(gate, "addRoute", KIND, verifier, sender=STRANGER).reason == reason
    assert refused(gate, "addRoute", KIND, STRANGER).reason == "no verifier"
    gate.send("addRoute", KIND, verifier, sender=SENDER)
    for again in (verifier, other):
        assert refused(gate, "addRoute", KIND, again).reason == "routed already"
    gate.send("addRoute", OTHER, other, sender=SENDER)
    assert gate.read("routes", KIND) == verifier.lower()


def test_a_frozen_gateway_stays_as_it_is(stage):
    gate = gateway(stage)
    gate.send("addRoute", KIND, stage.verifier.address, sender=SENDER)
    reason = "not the curator"
    assert refused(gate, "freeze", sender=STRANGER).reason == reason
    gate.send("freeze", sender=SENDER)
    for name, arguments in (("freeze", ()), ("addRoute", (OTHER, stage.verifier.address))):
        assert refused(gate, name, *arguments).reason == reason
    call = WHOLE.calls[0]
    gate.send("verifyProof", call.model, call.values, call.proof, sender=STRANGER)


def test_what_a_route_writes_is_not_kept(stage):
    """A route is called so that it cannot write, whatever it is."""
    gate = gateway(stage)
    writing = stage.chain.deploy(DOUBLES / "WritingVerifier.vy", sender=SENDER)
    gate.send("addRoute", KIND, writing.address, sender=SENDER)
    call = WHOLE.calls[0]
    refused(gate, "verifyProof", call.model, call.values, call.proof)

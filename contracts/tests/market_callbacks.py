"""Callbacks: they get the gas they were promised, and nobody waits for them."""

import pytest
from market_world import (
    MODEL_DIGEST,
    PROVIDER,
    REPLY,
    STAKE,
    STRANGER,
    USER,
    World,
)

from demo.chain import Reverted
from demo.request import COIN, LENGTH, NO_PERMIT, token_bytes

RECORDING, REVERTING, BURNING, CALLING = range(4)
PROMISE = 400_000


def listened(world, **changes):
    listener = world.double("Listener")
    request = world.taken(callback=listener.address, callbackGas=PROMISE, **changes)
    world.prove(request)
    return listener, request


def test_the_callback_is_told_the_reply():
    world = World()
    listener, request = listened(world, replyLimit=len(REPLY))
    world.prove(request, ending=LENGTH)
    event = world.fulfil(request, ending=LENGTH).event("CallbackCalled")
    assert event == {"id": world.id(request), "target": listener.address.lower(), "success": True}
    assert listener.read("calls") == 1
    assert listener.read("caller") == world.market.address.lower()
    assert listener.read("id") == world.id(request)
    assert listener.read("user") == USER.address.lower()
    assert listener.read("modelDigest") == MODEL_DIGEST
    assert listener.read("reply") == token_bytes(REPLY)
    assert listener.read("ending") == LENGTH


def test_no_callback_is_no_call():
    world = World()
    request = world.taken()
    assert [e.name for e in world.delivered(request).events] == [
        "CollateralReleased",
        "RequestCompleted",
    ]


def test_who_is_named_is_called_even_without_gas_and_nobody_with_it():
    world = World()
    named = world.taken(callback=STRANGER.address, callbackGas=0)
    assert world.delivered(named).event("CallbackCalled")["success"] is True
    nobody = world.taken(callbackGas=PROMISE)
    assert "CallbackCalled" not in [event.name for event in world.delivered(nobody).events]


@pytest.mark.parametrize("behaviour", [REVERTING, BURNING])
def test_payment_does_not_wait_for_the_callback(behaviour):
    world = World()
    listener, request = listened(world)
    listener.send("behave", behaviour, sender=USER.address)
    receipt = world.fulfil(request)
    assert receipt.event("CallbackCalled")["success"] is False
    assert receipt.gas < 800_000
    assert world.credit(PROVIDER.address) > 0
    assert world.stake(PROVIDER.address) == (STAKE, 0)


def test_returned_bytes_are_not_copied():
    """A listener that answers with 200,000 bytes makes itself pay, not the provider."""
    gas = []
    for code in ("62030d405ffd", "620000005ffd"):
        world = World()
        listener = world.chain.deploy_code(bytes.fromhex(code), sender=USER.address).address
        request = world.taken(callback=listener, callbackGas=PROMISE)
        gas.append(world.delivered(request).gas)
    words = 200_000 // 32
    assert gas[0] - gas[1] == 3 * words + words**2 // 512  # its own memory, and nothing else


def test_an_account_without_code_may_be_named():
    world = World()
    request = world.taken(callback=STRANGER.address, callbackGas=PROMISE)
    assert world.delivered(request).event("CallbackCalled")["success"] is True


def least_gas(world, request):
    """The least transaction gas with which delivery succeeds, to within 50."""
    low, high = 100_000, 5_000_000
    while high - low > 50:
        middle = (low + high) // 2
        state = world.chain.machine.snapshot()
        try:
            world.fulfil(request, gas=middle)
            high = middle
        except Reverted:
            low = middle
        world.chain.machine.revert(state)
    return high


@pytest.mark.parametrize("promise", [400_000, 2_000_000])
def test_a_provider_cannot_starve_the_callback(promise):
    """With whatever gas a delivery succeeds, the callback had what was promised, to the unit."""
    world = World()
    listener = world.double("Listener")
    request = world.taken(callback=listener.address, callbackGas=promise)
    world.prove(request)
    least = least_gas(world, request)
    given = []
    for gas in (least, least + 100, least + 1_000, least + 50_000, 2**24):
        state = world.chain.machine.snapshot()
        world.fulfil(request, gas=gas)
        given.append(listener.read("gasGiven"))
        world.chain.machine.revert(state)
    assert given == [given[-1]] * len(given)
    assert promise - 2_500 < given[0] <= promise  # less what finding the function takes
    with pytest.raises(Reverted, match="less gas than promised"):
        world.fulfil(request, gas=least - 100)
    assert world.credit(PROVIDER.address) == 0


def test_a_callback_may_ask_again():
    """So a program can speak with a model: here its user signed, and its deposit pays."""
    world = World()
    listener, request = listened(world)
    again = world.terms()
    world.deposit(USER.address, again.largest_fee)
    data = world.market.data("requestSigned", again.terms, b"", world.sign(again), NO_PERMIT)
    listener.send("attackWith", world.market.address, data, sender=USER.address)
    world.fulfil(request)
    assert listener.read("lastSuccess")
    assert world.escrow(again)["status"] == 1


def test_a_callback_finds_the_request_complete():
    world = World()
    listener, request = listened(world)
    refund = world.market.data("claimRefund", world.id(request))
    for attack in (world.delivery(request), refund):
        state = world.chain.machine.snapshot()
        listener.send("attackWith", world.market.address, attack, sender=USER.address)
        world.fulfil(request)
        assert listener.read("calls") == 1 and not listener.read("lastSuccess")
        world.chain.machine.revert(state)


def test_delivery_from_within_a_withdrawal_is_refused():
    """There the lock is held, and a callback that asks again would fail without its fault."""
    world = World()
    listener, request = listened(world)
    wallet = world.double("Wallet")
    world.deposit(wallet.address, 10)
    delivery = world.delivery(request)
    out = world.market.data("withdrawDeposit", 10, wallet.address)
    wallet.send("attackWith", world.market.address, delivery, sender=USER.address)
    wallet.send("execute", world.market.address, out, 0, sender=USER.address)
    assert wallet.read("calls") == 1 and not wallet.read("lastSuccess")
    assert world.escrow(request)["status"] == 1
    world.chain.transact(STRANGER.address, world.market.address, delivery)
    assert listener.read("calls") == 1


def test_a_callback_into_the_market_or_a_token_does_nothing():
    world = World()
    token = world.token("HonestToken")
    for target in (world.market.address, token.address, world.verifier.address):
        request = world.taken(callback=target, callbackGas=100_000)
        assert world.delivered(request).event("CallbackCalled")["success"] is False
    assert world.credit(PROVIDER.address, COIN) > 0

"""After the deadlines: slashing, refunds, and batches of both."""

import pytest
from eth_utils import keccak
from market_world import PROVIDER, RIVAL, STAKE, STRANGER, USER, World

from demo.chain import Reverted

FUNDED, COMPLETED, EXPIRED = 1, 3, 5


def send(world, name, request, sender=STRANGER):
    return world.market.send(name, world.id(request), sender=sender.address)


def test_anyone_refunds_what_nobody_took():
    world = World()
    request = world.asked()
    world.late(request)
    event = send(world, "claimRefund", request).event("RequestExpired")
    assert event["refund"] == request.largest_fee
    assert world.credit(USER.address) == request.largest_fee
    assert world.escrow(request)["status"] == EXPIRED


def test_no_refund_before_its_time():
    world = World()
    asked, taken = world.asked(), world.taken()
    world.chain.move_to(asked.deadline)
    for request in (asked, taken):
        with pytest.raises(Reverted, match="not refundable"):
            send(world, "claimRefund", request, USER)
    world.chain.move_to(taken.expiry)
    with pytest.raises(Reverted, match="not refundable"):
        send(world, "claimRefund", taken, USER)


def test_a_refund_comes_once():
    world = World()
    request = world.asked()
    world.late(request)
    send(world, "claimRefund", request)
    with pytest.raises(Reverted, match="not refundable"):
        send(world, "claimRefund", request)
    with pytest.raises(Reverted, match="not funded"):
        world.market.send("reject", world.id(request), sender=USER.address)
    assert world.credit(USER.address) == request.largest_fee


def test_a_withdrawn_request_is_not_refunded_again():
    world = World()
    request = world.asked()
    world.market.send("reject", world.id(request), sender=USER.address)
    world.over(request)
    with pytest.raises(Reverted, match="not refundable"):
        send(world, "claimRefund", request)


def test_slashing_gives_half_to_the_user_and_burns_half():
    world = World()
    request = world.taken(collateral=5_001)
    world.late(request)
    event = send(world, "slash", request).event("CollateralSlashed")
    assert (event["compensation"], event["burned"]) == (2_500, 2_501)
    assert world.credit(USER.address) == 2_500
    assert world.market.read("burned") == 2_501
    assert world.stake(PROVIDER.address) == (STAKE - 5_001, 0)
    assert world.escrow(request)["status"] == FUNDED


def test_nobody_is_slashed_in_time():
    world = World()
    request = world.taken()
    world.chain.move_to(request.deadline)
    with pytest.raises(Reverted, match="nothing to slash"):
        send(world, "slash", request)


def test_nobody_is_slashed_twice():
    world = World()
    request, other = world.taken(), world.taken()
    world.late(request)
    send(world, "slash", request)
    with pytest.raises(Reverted, match="nothing to slash"):
        send(world, "slash", request)
    world.over(request)
    send(world, "claimRefund", request)
    assert world.stake(PROVIDER.address) == (STAKE - 2 * request.collateral, other.collateral)
    assert world.market.read("burned") == 2_501


def test_who_delivered_in_time_is_never_slashed():
    world = World()
    request = world.taken()
    world.delivered(request)
    for move in (world.late, world.over):
        move(request)
        with pytest.raises(Reverted, match="nothing to slash"):
            send(world, "slash", request)
        world.market.send("settle", [world.id(request)], sender=USER.address)
    assert world.stake(PROVIDER.address) == (STAKE, 0)
    assert world.escrow(request)["status"] == COMPLETED


def test_what_was_never_taken_slashes_nobody():
    world = World()
    request = world.asked()
    world.late(request)
    with pytest.raises(Reverted, match="nothing to slash"):
        send(world, "slash", request)


def test_a_refund_slashes_too():
    world = World()
    request = world.taken()
    world.over(request)
    receipt = send(world, "claimRefund", request)
    receipt.event("CollateralSlashed")
    assert world.credit(USER.address) == request.largest_fee + request.collateral // 2
    assert world.stake(PROVIDER.address) == (STAKE - request.collateral, 0)


def test_slashed_then_delivered_then_nothing_is_left():
    world = World()
    request = world.taken()
    world.late(request)
    send(world, "slash", request)
    world.delivered(request, RIVAL.address)
    assert world.stake(PROVIDER.address) == (STAKE - request.collateral, 0)
    world.over(request)
    for name, reason in (("slash", "nothing to slash"), ("claimRefund", "not refundable")):
        with pytest.raises(Reverted, match=reason):
            send(world, name, request)


def test_no_collateral_is_no_obstacle():
    world = World()
    delivered, late, expired = (world.taken(collateral=0) for _ in range(3))
    world.delivered(delivered)
    world.late(late)
    with pytest.raises(Reverted, match="nothing to slash"):
        send(world, "slash", late)
    receipts = [world.delivered(late, RIVAL.address)]
    world.over(expired)
    receipts.append(send(world, "claimRefund", expired))
    assert world.market.read("burned") == 0
    names = [event.name for receipt in receipts for event in receipt.events]
    assert names == ["RequestCompleted", "RequestExpired"]


def test_odd_and_tiny_collaterals_are_accounted_for():
    world = World()
    for collateral, compensation in ((1, 0), (2, 1), (3, 1)):
        request = world.taken(collateral=collateral)
        burned, credit = world.market.read("burned"), world.credit(USER.address)
        world.late(request)
        send(world, "slash", request)
        assert world.market.read("burned") - burned == collateral - compensation
        assert world.credit(USER.address) - credit == compensation


def test_a_batch_passes_over_what_is_done_unknown_or_not_due():
    world = World()
    done, expired, slashable, fresh = (
        world.taken(),
        world.taken(),
        world.taken(expiry=world.chain.time + 20 * 86_400),
        world.taken(deadline=world.chain.time + 9 * 86_400, expiry=world.chain.time + 9 * 86_400),
    )
    world.delivered(done)
    world.over(expired)
    everything = [world.id(r) for r in (done, expired, expired, slashable, slashable, fresh)]
    everything.insert(2, keccak(text="unknown"))
    receipt = world.market.send("settle", everything, sender=STRANGER.address)
    names = [event.name for event in receipt.events]
    assert names == ["CollateralSlashed", "RequestExpired", "CollateralSlashed"]
    assert world.escrow(expired)["status"] == EXPIRED
    assert world.escrow(slashable)["status"] == FUNDED
    assert world.stake(PROVIDER.address) == (
        STAKE - 2 * slashable.collateral - fresh.collateral,
        fresh.collateral,
    )
    again = world.market.send("settle", everything, sender=STRANGER.address)
    assert again.events == []


def test_a_batch_of_64_fits_a_transaction():
    world = World()
    requests = [world.taken() for _ in range(64)]
    world.over(requests[0])
    receipt = world.market.send("settle", list(map(world.id, requests)), sender=STRANGER.address)
    assert len(receipt.events) == 128
    assert world.stake(PROVIDER.address) == (STAKE - 64 * 5_001, 0)


def test_refunds_need_nothing_but_the_id():
    """No terms, no events: what is to be given back, to whom, is in state."""
    world = World()
    request = world.taken()
    identifier = world.id(request)
    world.over(request)
    del request
    world.market.send("claimRefund", identifier, sender=STRANGER.address)
    assert world.credit(USER.address) > 0

"""Delivery: when, for how much, and once."""

import pytest
from market_world import (
    PROVIDER,
    REPLY,
    RIVAL,
    STAKE,
    USER,
    World,
    person,
)

from demo.chain import Reverted
from demo.request import LENGTH, STOP, prompt_commitment, token_bytes

COMPLETED = 3
UNKNOWN = (20).to_bytes(32, "big")  # the code the tests' verifier reverts with


def test_a_proven_reply_is_paid_in_the_transaction_that_brings_it():
    world = World()
    request = world.taken()
    event = world.delivered(request).event("RequestCompleted")
    price = request.baseFee + request.tokenFee * len(REPLY)
    assert (event["payment"], event["refund"]) == (price, request.largest_fee - price)
    assert (event["payee"], event["user"]) == (PROVIDER.address.lower(), USER.address.lower())
    assert (event["reply"], event["ending"]) == (token_bytes(REPLY), STOP)
    assert world.credit(PROVIDER.address) == price
    assert world.credit(USER.address) == request.largest_fee - price
    assert world.escrow(request)["status"] == COMPLETED
    assert world.stake(PROVIDER.address) == (STAKE, 0)


def test_what_is_not_taken_is_not_delivered():
    """Else the user could withdraw with the reply in view."""
    world = World()
    request = world.asked()
    world.prove(request)
    with pytest.raises(Reverted, match="not taken"):
        world.fulfil(request)


def test_a_request_is_paid_once():
    world = World()
    request = world.taken()
    world.delivered(request)
    paid = world.credit(PROVIDER.address)
    with pytest.raises(Reverted, match="not funded"):
        world.fulfil(request)
    world.over(request)
    with pytest.raises(Reverted, match="not funded"):
        world.fulfil(request)
    with pytest.raises(Reverted, match="not refundable"):
        world.market.send("claimRefund", world.id(request), sender=USER.address)
    assert world.credit(PROVIDER.address) == paid


def test_a_reply_is_not_longer_than_asked():
    world = World()
    request = world.taken(replyLimit=len(REPLY) - 1)
    world.prove(request)
    with pytest.raises(Reverted, match="reply too long"):
        world.fulfil(request)


def test_a_reply_cut_short_is_not_what_was_ordered():
    """Else one token, proven, would earn the base fee."""
    world = World()
    request = world.taken(replyLimit=len(REPLY) + 1)
    world.prove(request, ending=LENGTH)
    with pytest.raises(Reverted, match="reply cut short"):
        world.fulfil(request, ending=LENGTH)


def test_a_reply_may_fill_its_limit_either_way():
    for ending in (STOP, LENGTH):
        world = World()
        request = world.taken(replyLimit=len(REPLY))
        world.prove(request, ending=ending)
        event = world.fulfil(request, ending=ending).event("RequestCompleted")
        assert (event["payment"], event["refund"]) == (request.largest_fee, 0)


def test_an_ending_without_meaning_is_for_the_verifier_to_refuse():
    world = World()
    request = world.taken(replyLimit=len(REPLY))
    world.prove(request)
    with pytest.raises(Reverted) as caught:
        world.fulfil(request, ending=2)
    assert caught.value.output == UNKNOWN


def test_long_prompts_replies_and_proofs_go_through():
    world = World()
    prompt, reply = list(range(2048)), list(range(2048))
    request = world.taken(promptCommitment=prompt_commitment(prompt), replyLimit=2048)
    world.prove(request, prompt=prompt, reply=reply, ending=LENGTH)
    world.fulfil(request, prompt=token_bytes(prompt), reply=token_bytes(reply), ending=LENGTH)


def test_the_last_moment_of_each_deadline_counts():
    world = World()
    request = world.taken()
    world.chain.move_to(request.deadline)
    world.delivered(request)
    assert world.stake(PROVIDER.address) == (STAKE, 0)
    request = world.taken(RIVAL, expiry=world.chain.time + 200_000)
    world.chain.move_to(request.expiry)
    world.delivered(request)
    assert world.stake(RIVAL.address) == (STAKE - request.collateral, 0)
    request = world.taken()
    world.over(request)
    world.prove(request)
    with pytest.raises(Reverted, match="expired"):
        world.fulfil(request)


def test_who_took_it_may_deliver_late_and_is_paid_but_slashed():
    world = World()
    request = world.taken()
    world.late(request)
    event = world.delivered(request).event("CollateralSlashed")
    assert event["burned"] == request.collateral - request.collateral // 2
    assert world.credit(PROVIDER.address) > 0
    assert world.stake(PROVIDER.address) == (STAKE - request.collateral, 0)


def test_a_late_rival_needs_no_stake():
    world = World()
    newcomer = person("newcomer")
    world.chain.fund(newcomer.address, 1)
    request = world.taken()
    world.late(request)
    world.delivered(request, newcomer.address)
    assert world.credit(newcomer.address) == request.baseFee + request.tokenFee * len(REPLY)


def test_a_request_for_one_provider_is_open_to_all_once_it_failed():
    world = World()
    request = world.taken(provider=PROVIDER.address)
    world.late(request)
    world.delivered(request, RIVAL.address)


def test_a_provider_may_serve_itself_and_gains_nothing():
    world = World()
    world.deposit(USER.address, STAKE)
    request = world.taken(USER)
    world.delivered(request, USER.address)
    assert world.credit(USER.address) == request.largest_fee
    assert world.stake(USER.address) == (STAKE, 0)


def test_nobody_else_delivers_at_the_last_moment_of_the_deadline():
    world = World()
    request = world.taken()
    world.chain.move_to(request.deadline)
    world.prove(request, RIVAL.address)
    with pytest.raises(Reverted, match="another provider's"):
        world.fulfil(request, payee=RIVAL.address)
    world.late(request)
    world.fulfil(request, payee=RIVAL.address)

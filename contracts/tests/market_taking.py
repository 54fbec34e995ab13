"""Taking: what is locked, and who may."""

from dataclasses import replace

import pytest
from market_world import (
    PROVIDER,
    RIVAL,
    STAKE,
    World,
)

from demo.chain import Reverted

COMPLETED = 3
UNKNOWN = (20).to_bytes(32, "big")  # the code the tests' verifier reverts with


def test_taking_locks_the_collateral():
    world = World()
    request = world.asked()
    event = world.take(request).event("RequestTaken")
    assert (event["id"], event["provider"]) == (world.id(request), PROVIDER.address.lower())
    assert event["collateral"] == request.collateral
    assert world.stake(PROVIDER.address) == (STAKE - request.collateral, request.collateral)
    escrow = world.escrow(request)
    assert (escrow["provider"], escrow["collateral"]) == (
        PROVIDER.address.lower(),
        request.collateral,
    )


def test_a_request_is_taken_once():
    world = World()
    request = world.taken()
    for provider in (PROVIDER, RIVAL):
        with pytest.raises(Reverted, match="taken"):
            world.take(request, provider)


def test_taking_needs_the_stake():
    world = World()
    request = world.asked(collateral=STAKE + 1)
    with pytest.raises(Reverted, match="deposit too small"):
        world.take(request)
    world.deposit(PROVIDER.address, 1)
    world.take(request)


def test_locked_stake_is_not_locked_again_nor_withdrawn():
    world = World()
    world.taken(collateral=STAKE)
    with pytest.raises(Reverted, match="deposit too small"):
        world.take(world.asked(collateral=1))
    with pytest.raises(Reverted, match="deposit too small"):
        world.market.send("withdrawDeposit", 1, PROVIDER.address, sender=PROVIDER.address)


def test_a_request_for_one_provider_is_taken_by_it_alone():
    world = World()
    request = world.asked(provider=RIVAL.address)
    with pytest.raises(Reverted, match="for another provider"):
        world.take(request)
    world.take(request, RIVAL)


def test_nothing_is_taken_after_the_deadline():
    world = World()
    request = world.asked()
    world.chain.move_to(request.deadline)
    world.taken(deadline=request.deadline)
    world.late(request)
    with pytest.raises(Reverted, match="deadline has passed"):
        world.take(request)


def test_other_terms_are_another_request():
    world = World()
    request = world.asked()
    with pytest.raises(Reverted, match="not funded"):
        world.take(replace(request, collateral=0))
    world.take(request)
    dearer = replace(request, tokenFee=request.tokenFee * 1000)
    world.prove(request)
    with pytest.raises(Reverted, match="not funded"):
        world.fulfil(dearer)

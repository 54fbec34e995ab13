"""Taking and delivering: who is paid, for which statement, and never twice."""

from dataclasses import replace

import pytest
from eth_utils import keccak

from demo.chain import Reverted
from demo.request import LENGTH, STOP, prompt_commitment, token_bytes
from market_world import (
    MODEL, PROMPT, PROOF, PROVIDER, REPLY, RIVAL, STAKE, STRANGER, USER, World, person,
)

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
    assert (escrow["provider"], escrow["collateral"]) == (PROVIDER.address.lower(), request.collateral)


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


def test_a_rejection_is_passed_on_with_the_verifiers_own_reason():
    world = World()
    request = world.taken()
    with pytest.raises(Reverted) as caught:
        world.fulfil(request)
    assert caught.value.output == UNKNOWN
    world.prove(request)
    with pytest.raises(Reverted) as caught:
        world.fulfil(request, proof=PROOF + b"!")
    assert caught.value.output == UNKNOWN


def test_anyone_carries_a_proof_and_its_payee_is_paid():
    world = World()
    request = world.taken()
    world.prove(request)
    world.fulfil(request, sender=STRANGER.address)
    assert world.credit(STRANGER.address) == 0
    assert world.credit(PROVIDER.address) > 0


def test_a_copied_proof_pays_nobody_else_before_the_deadline():
    world = World()
    request = world.taken()
    world.prove(request)
    with pytest.raises(Reverted, match="another provider's"):
        world.fulfil(request, payee=RIVAL.address)


def test_a_copied_proof_pays_nobody_else_after_the_deadline():
    """Anyone may deliver then, but only what was proven for them: the payee is in the proof's context."""
    world = World()
    request = world.taken()
    world.prove(request)
    world.late(request)
    with pytest.raises(Reverted) as caught:
        world.fulfil(request, payee=RIVAL.address)
    assert caught.value.output == UNKNOWN
    world.prove(request, RIVAL.address)
    world.fulfil(request, payee=RIVAL.address)


def test_a_proof_for_one_request_does_not_serve_another():
    world = World()
    first, second = world.taken(), world.taken()
    world.prove(first)
    with pytest.raises(Reverted) as caught:
        world.fulfil(second)
    assert caught.value.output == UNKNOWN


def test_a_proof_for_another_chain_or_market_does_not_serve():
    world = World()
    request = world.taken()
    here = (world.chain.identifier, world.market.address, PROVIDER.address)
    identifier = world.id(request)
    from eth_abi import encode

    for chain, market in ((here[0] + 1, here[1]), (here[0], RIVAL.address)):
        bound = keccak(
            encode(["uint256", "address", "bytes32", "address"], [chain, market, identifier, here[2]])
        )
        world.prove(request, context=bound)
        with pytest.raises(Reverted) as caught:
            world.fulfil(request)
        assert caught.value.output == UNKNOWN


@pytest.mark.parametrize(
    "bound", [{"model": keccak(text="other")}, {"model_digest": keccak(text="other")}]
)
def test_a_proof_of_another_model_does_not_serve(bound):
    world = World()
    request = world.taken()
    world.prove(request, **bound)
    with pytest.raises(Reverted) as caught:
        world.fulfil(request)
    assert caught.value.output == UNKNOWN


def test_the_reply_and_its_ending_are_the_proven_ones():
    world = World()
    request = world.taken()
    world.prove(request)
    for wrong in ({"reply": token_bytes(REPLY[:-1])}, {"reply": token_bytes(REPLY[::-1])}):
        with pytest.raises(Reverted) as caught:
            world.fulfil(request, **wrong)
        assert caught.value.output == UNKNOWN
    request = world.taken(replyLimit=len(REPLY))
    world.prove(request, ending=LENGTH)
    with pytest.raises(Reverted) as caught:
        world.fulfil(request, ending=STOP)
    assert caught.value.output == UNKNOWN


def test_the_prompt_is_the_committed_one():
    world = World()
    request = world.taken()
    other = PROMPT[:-1] + [1]
    world.prove(request, prompt=other)
    with pytest.raises(Reverted, match="another prompt"):
        world.fulfil(request, prompt=token_bytes(other))


def test_a_sealed_prompt_is_opened_by_its_salt():
    world = World()
    salt = keccak(text="salt")
    request = world.taken(promptCommitment=prompt_commitment(PROMPT, salt))
    world.prove(request)
    with pytest.raises(Reverted, match="another prompt"):
        world.fulfil(request)
    world.fulfil(request, salt=salt)


def test_bytes_do_not_move_between_prompt_and_reply():
    """A proof of prompt [a, b] and reply [c] is none of prompt [a] and reply [b, c]."""
    world = World()
    request = world.taken(promptCommitment=prompt_commitment([1]))
    world.prove(request, prompt=[1, 2], reply=[3])
    with pytest.raises(Reverted) as caught:
        world.fulfil(request, prompt=token_bytes([1]), reply=token_bytes([2, 3]))
    assert caught.value.output == UNKNOWN


@pytest.mark.parametrize("extra", [1, 2, 3])
def test_tokens_come_whole(extra):
    world = World()
    ragged = token_bytes(PROMPT) + bytes(extra)
    commitment = keccak(keccak(text="lemma prompt v1") + bytes(32) + ragged)
    request = world.taken(promptCommitment=commitment)
    with pytest.raises(Reverted, match="prompt is not whole tokens"):
        world.fulfil(request, prompt=ragged)
    request = world.taken()
    with pytest.raises(Reverted, match="reply is not whole tokens"):
        world.fulfil(request, reply=token_bytes(REPLY) + bytes(extra))


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

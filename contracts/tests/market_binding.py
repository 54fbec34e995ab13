"""What a proof is bound to: nothing but the proven statement is paid, and nobody but its payee."""

import pytest
from eth_utils import keccak
from market_world import (
    PROMPT,
    PROOF,
    PROVIDER,
    REPLY,
    RIVAL,
    STRANGER,
    World,
)

from demo.chain import Reverted
from demo.request import LENGTH, STOP, prompt_commitment, token_bytes

COMPLETED = 3
UNKNOWN = (20).to_bytes(32, "big")  # the code the tests' verifier reverts with


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
    """Anyone may deliver then, but only what was proven for them."""
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
            encode(
                ["uint256", "address", "bytes32", "address"], [chain, market, identifier, here[2]]
            )
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


def test_the_verifier_is_asked_without_leave_to_change_anything():
    """So it cannot call the market back."""
    world = World("WritingVerifier")
    with pytest.raises(Reverted):
        world.fulfil(world.taken())

"""Requests: what is escrowed, what is refused, how a user withdraws."""

import pytest
from eth_utils import keccak
from market_world import DAY, PROMPT, PROVIDER, STAKE, STRANGER, USER, World

from demo.chain import Reverted
from demo.request import COIN, NOBODY, prompt_commitment, token_bytes

FUNDED, REJECTED = 1, 4


def test_a_request_escrows_the_largest_fee_in_coin():
    world = World()
    request = world.terms(baseFee=7, tokenFee=3, replyLimit=5)
    before = world.chain.balance(USER.address)
    world.request(request)
    assert before - world.chain.balance(USER.address) == 7 + 3 * 5
    assert world.chain.balance(world.market.address) == 2 * STAKE + 22
    escrow = world.escrow(request)
    assert (escrow["status"], escrow["amount"]) == (FUNDED, 22)
    assert (escrow["user"], escrow["token"]) == (USER.address.lower(), COIN)
    assert (escrow["provider"], escrow["collateral"]) == (NOBODY, 0)


def test_the_event_has_all_terms_and_the_prompt():
    world = World()
    request = world.terms()
    receipt = world.request(request, token_bytes(PROMPT))
    event = receipt.event("RequestFunded")
    assert receipt.value == event["id"] == world.id(request)
    assert event["terms"] == tuple(
        part.lower() if isinstance(part, str) else part for part in request.terms
    )
    assert (event["escrow"], event["prompt"]) == (request.largest_fee, token_bytes(PROMPT))


def test_a_sealed_prompt_stays_out_of_the_event():
    world = World()
    request = world.terms(promptCommitment=prompt_commitment(PROMPT, keccak(text="salt")))
    assert world.request(request).event("RequestFunded")["prompt"] == b""


@pytest.mark.parametrize("coin", [-1, +1])
def test_coin_must_be_the_largest_fee_exactly(coin):
    world = World()
    request = world.terms()
    with pytest.raises(Reverted, match="not the largest fee"):
        world.request(request, coin=request.largest_fee + coin)


def test_only_the_user_asks_without_a_signature():
    world = World()
    with pytest.raises(Reverted, match="not the user"):
        world.request(world.terms(), sender=STRANGER.address)


def test_an_allowance_is_not_a_request():
    world = World()
    token = world.token("HonestToken")
    with pytest.raises(Reverted, match="not the user"):
        world.request(world.terms(token=token.address), sender=STRANGER.address)


def test_a_published_prompt_must_be_the_committed_one():
    world = World()
    with pytest.raises(Reverted, match="another prompt"):
        world.request(world.terms(), token_bytes(PROMPT[:-1]))


def test_a_published_prompt_has_whole_tokens():
    world = World()
    ragged = token_bytes(PROMPT) + b"\0"
    commitment = keccak(keccak(text="lemma prompt v1") + bytes(32) + ragged)
    with pytest.raises(Reverted, match="not whole tokens"):
        world.request(world.terms(promptCommitment=commitment), ragged)


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("deadline has passed", lambda now: {"deadline": now - 1}),
        ("expiry before deadline", lambda now: {"expiry": now + DAY - 1}),
        ("expiry too far", lambda now: {"expiry": now + 30 * DAY + 1}),
        ("no reply wanted", lambda now: {"replyLimit": 0}),
        ("reply limit too large", lambda now: {"replyLimit": 2049}),
        ("callback gas too large", lambda now: {"callbackGas": 2_000_001}),
        ("fee too large", lambda now: {"baseFee": 2**128, "tokenFee": 0}),
        ("fee too large", lambda now: {"baseFee": 2**128 - 1, "tokenFee": 1, "replyLimit": 1}),
        ("0x", lambda now: {"tokenFee": 2**256 - 1, "replyLimit": 2}),
    ],
)
def test_terms_that_nobody_can_serve_are_refused(reason, change):
    world = World()
    with pytest.raises(Reverted, match=reason):
        world.request(world.terms(**change(world.chain.time)), coin=0)


def test_terms_at_their_limits_are_accepted():
    world = World()
    now = world.chain.time
    longest = {"deadline": now, "expiry": now + 30 * DAY, "replyLimit": 2048}
    world.asked(**longest, callbackGas=2_000_000)
    world.asked(deadline=now, expiry=now, replyLimit=1, baseFee=0, tokenFee=0)
    world.chain.fund(USER.address, 2**129)
    world.asked(baseFee=2**128 - 1, tokenFee=0)


def test_a_nonce_is_used_once():
    world = World()
    request = world.asked()
    with pytest.raises(Reverted, match="nonce used"):
        world.request(request)
    with pytest.raises(Reverted, match="nonce used"):
        world.request(world.terms(nonce=request.nonce, baseFee=1))
    assert world.market.read("isNonceUsed", USER.address, request.nonce)


def test_users_do_not_share_nonces():
    world = World()
    request = world.asked()
    world.request(world.terms(user=STRANGER.address, nonce=request.nonce))


def test_the_user_withdraws_what_nobody_took():
    world = World()
    request = world.asked()
    event = world.market.send("reject", world.id(request), sender=USER.address)
    assert event.event("RequestRejected")["refund"] == request.largest_fee
    assert world.escrow(request)["status"] == REJECTED
    assert world.credit(USER.address) == request.largest_fee
    with pytest.raises(Reverted, match="not funded"):
        world.market.send("reject", world.id(request), sender=USER.address)
    with pytest.raises(Reverted, match="not funded"):
        world.take(request)


def test_nobody_else_withdraws_it():
    world = World()
    request = world.asked()
    for other in (STRANGER, PROVIDER):
        with pytest.raises(Reverted, match="not the user"):
            world.market.send("reject", world.id(request), sender=other.address)


def test_a_taken_request_is_not_withdrawn_even_late():
    """The reply is in the open as soon as its transaction is: a user must not read it and run."""
    world = World()
    request = world.taken()
    for move in (lambda: None, lambda: world.late(request)):
        move()
        with pytest.raises(Reverted, match="taken"):
            world.market.send("reject", world.id(request), sender=USER.address)


def test_an_unknown_id_has_nothing():
    world = World()
    unknown = keccak(text="never asked")
    for name, reason in [
        ("reject", "not funded"),
        ("slash", "nothing"),
        ("claimRefund", "not ref"),
    ]:
        with pytest.raises(Reverted, match=reason):
            world.market.send(name, unknown, sender=USER.address)


def test_coin_sent_without_a_call_is_refused():
    world = World()
    with pytest.raises(Reverted):
        world.chain.transact(USER.address, world.market.address, b"", coin=1)


def test_an_offer_is_announced():
    world = World()
    model = keccak(text="model")
    event = world.market.send(
        "offer", model, COIN, 5, 6, "https://provider.example/models", sender=PROVIDER.address
    ).event("ModelOffered")
    assert event == {
        "provider": PROVIDER.address.lower(),
        "model": model,
        "token": COIN,
        "baseFee": 5,
        "tokenFee": 6,
        "uri": "https://provider.example/models",
    }


def test_a_market_needs_a_verifier():
    from demo.compiler import MARKET

    world = World()
    with pytest.raises(RuntimeError):
        world.chain.deploy(MARKET / "InferenceMarket.vy", USER.address, sender=USER.address)

"""Requests signed off chain: keys, contract wallets, nonces, permits."""

from dataclasses import replace

import pytest
from eth_account import Account
from market_world import RIVAL, STRANGER, USER, WEALTH, World

from demo.chain import Chain, Reverted
from demo.request import NO_PERMIT, NOBODY

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def test_anyone_sends_a_signed_request_and_the_users_deposit_pays():
    world = World()
    request = world.terms()
    world.deposit(USER.address, request.largest_fee + 5)
    receipt = world.request_signed(request, world.sign(request))
    assert receipt.value == world.id(request)
    assert receipt.event("RequestFunded")["escrow"] == request.largest_fee
    paid = {"account": USER.address.lower(), "to": world.market.address.lower()}
    assert receipt.event("DepositWithdrawn") == paid | {"amount": request.largest_fee}
    assert world.stake(USER.address) == (5, 0)


def test_a_signed_request_needs_the_deposit():
    world = World()
    request = world.terms()
    world.deposit(USER.address, request.largest_fee - 1)
    with pytest.raises(Reverted, match="deposit too small"):
        world.request_signed(request, world.sign(request))


def test_a_signed_request_takes_no_coin():
    world = World()
    request = world.terms()
    data = world.market.data("requestSigned", request.terms, b"", world.sign(request), NO_PERMIT)
    with pytest.raises(Reverted):
        world.chain.transact(USER.address, world.market.address, data, coin=1)


def test_a_signature_is_used_once():
    world = World()
    request = world.terms()
    world.deposit(USER.address, 2 * request.largest_fee)
    world.request_signed(request, world.sign(request))
    with pytest.raises(Reverted, match="nonce used"):
        world.request_signed(request, world.sign(request))


def test_a_cancelled_nonce_is_never_used():
    world = World()
    request = world.terms()
    world.deposit(USER.address, request.largest_fee)
    event = world.market.send("cancelNonce", request.nonce, sender=USER.address)
    assert event.event("NonceCancelled")["nonce"] == request.nonce
    with pytest.raises(Reverted, match="nonce used"):
        world.request_signed(request, world.sign(request))
    with pytest.raises(Reverted, match="nonce used"):
        world.market.send("cancelNonce", request.nonce, sender=USER.address)


def test_nobody_cancels_anothers_nonce():
    world = World()
    request = world.terms()
    world.deposit(USER.address, request.largest_fee)
    world.market.send("cancelNonce", request.nonce, sender=STRANGER.address)
    world.request_signed(request, world.sign(request))


def test_a_signature_dies_with_its_deadline():
    world = World()
    request = world.terms()
    world.deposit(USER.address, request.largest_fee)
    world.late(request)
    with pytest.raises(Reverted, match="deadline has passed"):
        world.request_signed(request, world.sign(request))


def test_changed_terms_are_not_signed():
    world = World()
    request = world.terms()
    world.deposit(USER.address, 10 * request.largest_fee)
    signature = world.sign(request)
    for change in ({"baseFee": 1}, {"nonce": 99}, {"callback": RIVAL.address}, {"expiry": 0}):
        with pytest.raises(Reverted, match="not signed"):
            world.request_signed(replace(request, **change), signature)


def test_a_signature_is_for_one_chain_and_one_market():
    home, abroad = World(), World(chain=Chain(identifier=10))
    request = home.terms()
    abroad.deposit(USER.address, request.largest_fee)
    with pytest.raises(Reverted, match="not signed"):
        abroad.request_signed(request, home.sign(request))
    elsewhere = request.signed(USER.key, home.chain.identifier, STRANGER.address)
    with pytest.raises(Reverted, match="not signed"):
        home.request_signed(request, elsewhere)


def test_only_the_users_signature_counts():
    world = World()
    request = world.terms()
    world.deposit(USER.address, request.largest_fee)
    with pytest.raises(Reverted, match="not signed"):
        world.request_signed(request, world.sign(request, STRANGER))


def test_one_signature_has_one_encoding():
    world = World()
    request = world.terms()
    world.deposit(USER.address, request.largest_fee)
    signature = world.sign(request)
    s, v = int.from_bytes(signature[32:64], "big"), signature[64]
    mirrored = signature[:32] + (ORDER - s).to_bytes(32, "big") + bytes([27 + 28 - v])
    others = (mirrored, signature + b"\0", signature[:64], b"", signature[:64] + bytes([v - 27]))
    for other in others:
        with pytest.raises(Reverted, match="not signed"):
            world.request_signed(request, other)


def test_nobody_signs_for_the_zero_address():
    """A signature that recovers to nothing recovers to the zero address."""
    world = World()
    request = world.terms(user=NOBODY)
    world.deposit(NOBODY, request.largest_fee)
    with pytest.raises(Reverted, match="not signed"):
        world.request_signed(request, bytes(64) + bytes([27]))


def wallet_request(world):
    wallet = world.double("Wallet")
    request = world.terms(user=wallet.address)
    world.deposit(wallet.address, request.largest_fee)
    return wallet, request


def test_a_contract_wallet_signs():
    world = World()
    wallet, request = wallet_request(world)
    signature = b"any bytes that the wallet knows"
    with pytest.raises(Reverted, match="not signed"):
        world.request_signed(request, signature)
    wallet.send("sign", world.id(request), signature, sender=USER.address)
    with pytest.raises(Reverted, match="not signed"):
        world.request_signed(request, signature + b"!")
    world.request_signed(request, signature)
    assert world.escrow(request)["status"] == 1


def test_a_contract_wallet_is_asked_with_65_bytes_too():
    world = World()
    wallet, request = wallet_request(world)
    signature = world.sign(request, STRANGER)
    wallet.send("sign", world.id(request), signature, sender=USER.address)
    world.request_signed(request, signature)


@pytest.mark.parametrize(
    "behaviour", [1, 2, 3, 4], ids=["burns gas", "reverts", "answers true", "reverts with yes"]
)
def test_a_hostile_wallet_signs_nothing_and_burns_a_bounded_amount(behaviour):
    world = World()
    wallet, request = wallet_request(world)
    wallet.send("sign", world.id(request), b"signature", sender=USER.address)
    wallet.send("behave", behaviour, False, sender=USER.address)
    with pytest.raises(Reverted, match="not signed") as caught:
        world.request_signed(request, b"signature")
    assert (400_000 if behaviour == 1 else 0) < caught.value.gas < 500_000


def permit(world, token, owner, value):
    deadline = world.chain.time + 1000
    message = {
        "domain": {
            "name": "Honest",
            "version": "1",
            "chainId": world.chain.identifier,
            "verifyingContract": token.address,
        },
        "types": {
            "EIP712Domain": [
                {"name": "name", "type": "string"},
                {"name": "version", "type": "string"},
                {"name": "chainId", "type": "uint256"},
                {"name": "verifyingContract", "type": "address"},
            ],
            "Permit": [
                {"name": "owner", "type": "address"},
                {"name": "spender", "type": "address"},
                {"name": "value", "type": "uint256"},
                {"name": "nonce", "type": "uint256"},
                {"name": "deadline", "type": "uint256"},
            ],
        },
        "primaryType": "Permit",
        "message": {
            "owner": owner.address,
            "spender": world.market.address,
            "value": value,
            "nonce": 0,
            "deadline": deadline,
        },
    }
    signed = Account.sign_typed_data(owner.key, full_message=message)
    return value, deadline, signed.v, signed.r.to_bytes(32, "big"), signed.s.to_bytes(32, "big")


def permitted(world):
    token = world.double("HonestToken")
    token.send("mint", USER.address, WEALTH, sender=USER.address)
    request = world.terms(token=token.address)
    return token, request, permit(world, token, USER, request.largest_fee)


@pytest.mark.parametrize("is_signed", [False, True], ids=["sent", "signed"])
def test_a_permit_replaces_the_approval(is_signed):
    world = World()
    token, request, allowed = permitted(world)
    if is_signed:
        world.request_signed(request, world.sign(request), permit=allowed)
    else:
        world.request(request, permit=allowed)
    assert token.read("balanceOf", world.market.address) == request.largest_fee


@pytest.mark.parametrize("is_signed", [False, True], ids=["sent", "signed"])
def test_a_permit_that_somebody_spent_before_does_no_harm(is_signed):
    world = World()
    token, request, allowed = permitted(world)
    token.send("permit", USER.address, world.market.address, *allowed, sender=STRANGER.address)
    if is_signed:
        world.request_signed(request, world.sign(request), permit=allowed)
    else:
        world.request(request, permit=allowed)
    assert world.escrow(request)["amount"] == request.largest_fee


def test_a_permit_without_a_request_moves_nothing():
    world = World()
    token, request, allowed = permitted(world)
    token.send("permit", USER.address, world.market.address, *allowed, sender=STRANGER.address)
    with pytest.raises(Reverted, match="not signed"):
        world.request_signed(request, world.sign(request, STRANGER))
    assert token.read("balanceOf", USER.address) == WEALTH

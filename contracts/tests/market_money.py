"""Tokens of every kind, deposits, and money that is fetched, never pushed into somebody's way."""

import pytest
from market_world import PROVIDER, REPLY, RIVAL, STAKE, STRANGER, USER, WEALTH, World

from demo.chain import Reverted
from demo.request import COIN, NO_PERMIT

PLAIN, ANSWERING_FALSE, REVERTING, BURNING, TAKING_SILENTLY = range(5)


def withdraw(world, account, token=COIN):
    return world.market.send("withdraw", token, account, sender=STRANGER.address)


@pytest.mark.parametrize("name", ["HonestToken", "SilentToken", "HostileToken"])
def test_a_fee_in_tokens_goes_all_the_way(name):
    world = World()
    token = world.token(name)
    request = world.taken(token=token.address)
    assert token.read("balanceOf", USER.address) == WEALTH - request.largest_fee
    world.delivered(request)
    price = request.baseFee + request.tokenFee * len(REPLY)
    assert withdraw(world, PROVIDER.address, token.address).value == price
    withdraw(world, USER.address, token.address)
    assert token.read("balanceOf", PROVIDER.address) == price
    assert token.read("balanceOf", USER.address) == WEALTH - price
    assert token.read("balanceOf", world.market.address) == 0


def test_a_fee_in_tokens_takes_no_coin():
    world = World()
    token = world.token("HonestToken")
    with pytest.raises(Reverted, match="fee is not in coin"):
        world.request(world.terms(token=token.address), coin=1)


def test_a_token_must_have_code():
    world = World()
    with pytest.raises(Reverted):
        world.request(world.terms(token=RIVAL.address))


def test_what_arrived_is_escrowed_not_what_was_sent():
    world = World()
    token = world.token("HostileToken")
    token.send("behave", PLAIN, 1_000, sender=USER.address)
    request = world.terms(token=token.address, baseFee=10_000, tokenFee=0)
    assert world.request(request).event("RequestFunded")["escrow"] == 9_000
    world.take(request)
    event = world.delivered(request).event("RequestCompleted")
    assert (event["payment"], event["refund"]) == (9_000, 0)
    assert world.credit(PROVIDER.address, token.address) == 9_000


def test_a_token_that_keeps_all_escrows_nothing():
    world = World()
    token = world.token("HostileToken")
    token.send("behave", PLAIN, 10_000, sender=USER.address)
    request = world.asked(token=token.address)
    world.late(request)
    world.market.send("claimRefund", world.id(request), sender=USER.address)
    assert world.credit(USER.address, token.address) == 0


@pytest.mark.parametrize("behaviour", [ANSWERING_FALSE, REVERTING, BURNING])
def test_a_token_that_refuses_makes_no_request(behaviour):
    world = World()
    token = world.token("HostileToken")
    token.send("behave", behaviour, 0, sender=USER.address)
    request = world.terms(token=token.address)
    with pytest.raises(Reverted, match="refused|reverting|0x"):
        world.request(request)
    assert world.escrow(request)["status"] == 0


def test_a_token_that_only_says_yes_escrows_nothing():
    world = World()
    token = world.token("HostileToken")
    token.send("behave", TAKING_SILENTLY, 0, sender=USER.address)
    assert world.request(world.terms(token=token.address)).event("RequestFunded")["escrow"] == 0


def test_an_invented_balance_is_not_credited_beyond_the_fee():
    """Else two of them would overflow a sum, and hold up whoever shares it."""
    world = World()
    token = world.token("HostileToken")
    requests = []
    for _ in range(3):
        token.send("invent", 2**255, sender=USER.address)
        requests.append(world.taken(token=token.address))
        assert world.escrow(requests[-1])["amount"] == requests[-1].largest_fee
    for request in requests:
        world.delivered(request)
    assert world.stake(PROVIDER.address) == (STAKE, 0)


@pytest.mark.parametrize("behaviour", [ANSWERING_FALSE, REVERTING, BURNING])
def test_a_refusing_token_holds_up_its_own_withdrawal_and_nothing_else(behaviour):
    world = World()
    token = world.token("HostileToken")
    delivered, expired = world.taken(token=token.address), world.taken(token=token.address)
    token.send("behave", behaviour, 0, sender=USER.address)
    world.delivered(delivered)
    world.over(expired)
    world.market.send("claimRefund", world.id(expired), sender=STRANGER.address)
    owed = world.credit(USER.address, token.address)
    assert owed > expired.largest_fee
    with pytest.raises(Reverted):
        withdraw(world, USER.address, token.address)
    assert world.credit(USER.address, token.address) == owed
    token.send("behave", PLAIN, 0, sender=USER.address)
    withdraw(world, USER.address, token.address)
    assert (
        token.read("balanceOf", USER.address)
        == WEALTH - delivered.largest_fee - expired.largest_fee + owed
    )


def test_a_blacklisted_account_sends_its_credit_elsewhere():
    world = World()
    token = world.token("HostileToken")
    request = world.taken(token=token.address)
    token.send("refuse", USER.address, True, sender=USER.address)
    world.over(request)
    world.market.send("claimRefund", world.id(request), sender=STRANGER.address)
    with pytest.raises(Reverted, match="refused"):
        withdraw(world, USER.address, token.address)
    world.market.send("withdrawTo", token.address, RIVAL.address, sender=USER.address)
    assert token.read("balanceOf", RIVAL.address) == request.largest_fee


def test_credit_is_sent_to_its_owner_whoever_sends_it_and_once():
    world = World()
    request = world.asked()
    world.late(request)
    world.market.send("claimRefund", world.id(request), sender=STRANGER.address)
    before = world.chain.balance(USER.address)
    event = withdraw(world, USER.address).event("Withdrawn")
    assert event["amount"] == request.largest_fee
    assert (event["account"], event["to"]) == (USER.address.lower(), USER.address.lower())
    assert world.chain.balance(USER.address) == before + request.largest_fee
    assert withdraw(world, USER.address).value == 0
    assert world.chain.balance(world.market.address) == 2 * STAKE


def test_nobody_sends_anothers_credit_elsewhere():
    world = World()
    request = world.asked()
    world.late(request)
    world.market.send("claimRefund", world.id(request), sender=STRANGER.address)
    assert world.market.send("withdrawTo", COIN, RIVAL.address, sender=RIVAL.address).value == 0
    assert world.credit(USER.address) == request.largest_fee


def test_a_receiver_of_coin_that_refuses_holds_up_nobody():
    world = World()
    wallet = world.double("Wallet")
    request = world.terms(user=wallet.address)
    data = world.market.data("request", request.terms, b"", NO_PERMIT)
    wallet.send(
        "execute",
        world.market.address,
        data,
        request.largest_fee,
        sender=USER.address,
        coin=request.largest_fee,
    )
    wallet.send("behave", 0, True, sender=USER.address)
    world.take(request)
    world.delivered(request)
    with pytest.raises(Reverted, match="no coin"):
        withdraw(world, wallet.address)
    assert withdraw(world, PROVIDER.address).value > 0
    refund = world.credit(wallet.address)
    data = world.market.data("withdrawTo", COIN, RIVAL.address)
    before = world.chain.balance(RIVAL.address)
    wallet.send("execute", world.market.address, data, 0, sender=USER.address)
    assert world.chain.balance(RIVAL.address) == before + refund


def test_deposits_come_and_go_and_are_their_owners_alone():
    world = World()
    event = world.deposit(USER.address, 500).event("Deposited")
    assert event == {"account": USER.address.lower(), "amount": 500}
    for amount, sender in ((501, USER), (1, STRANGER)):
        with pytest.raises(Reverted, match="deposit too small"):
            world.market.send("withdrawDeposit", amount, sender.address, sender=sender.address)
    before = world.chain.balance(RIVAL.address)
    receipt = world.market.send("withdrawDeposit", 499, RIVAL.address, sender=USER.address)
    assert receipt.event("DepositWithdrawn")["amount"] == 499
    assert world.chain.balance(RIVAL.address) == before + 499
    assert world.stake(USER.address) == (1, 0)


def attacks(world, request):
    """Every call that moves money, as calldata for a re-entrant attacker."""
    market = world.market
    other = world.terms(token=request.token)
    return {
        "withdraw": market.data("withdraw", request.token, USER.address),
        "withdrawTo": market.data("withdrawTo", request.token, STRANGER.address),
        "request": market.data("requestSigned", other.terms, b"", world.sign(other), NO_PERMIT),
    }


@pytest.mark.parametrize("attack", ["withdraw", "withdrawTo", "request"])
def test_a_token_does_not_reenter_on_its_way_in(attack):
    """The worst is a second request: the first would measure the second's tokens as its own."""
    world = World()
    token = world.token("HostileToken")
    old = world.asked(token=token.address)
    world.market.send("reject", world.id(old), sender=USER.address)
    owed = world.credit(USER.address, token.address)
    request = world.terms(token=token.address)
    token.send(
        "attackWith", world.market.address, attacks(world, request)[attack], sender=USER.address
    )
    world.request(request)
    assert token.read("calls") == 1 and not token.read("lastSuccess")
    assert world.escrow(request)["amount"] == request.largest_fee
    assert world.credit(USER.address, token.address) == owed
    assert token.read("balanceOf", world.market.address) == owed + request.largest_fee


@pytest.mark.parametrize("attack", ["withdraw", "withdrawTo", "request"])
def test_a_token_does_not_reenter_on_its_way_out(attack):
    world = World()
    token = world.token("HostileToken")
    request = world.taken(token=token.address)
    kept = world.asked(token=token.address)
    old = world.asked(token=token.address)
    world.market.send("reject", world.id(old), sender=USER.address)
    world.prove(request)
    token.send(
        "attackWith", world.market.address, attacks(world, request)[attack], sender=USER.address
    )
    withdraw(world, USER.address, token.address)
    assert token.read("calls") == 1 and not token.read("lastSuccess")
    assert token.read("balanceOf", world.market.address) == request.largest_fee + kept.largest_fee


def stake_of(world, wallet, amount):
    world.deposit(wallet.address, amount)
    return world.market.data("withdrawDeposit", amount, wallet.address)


def test_a_receiver_of_coin_does_not_reenter():
    """Whatever a receiver calls while coin is on its way, nothing comes twice."""
    for again in ("withdrawDeposit", "withdraw", "withdrawTo"):
        world = World()
        wallet = world.double("Wallet")
        once = stake_of(world, wallet, 1_000)
        stake_of(world, wallet, 1_000)
        attack = {
            "withdrawDeposit": once,
            "withdraw": world.market.data("withdraw", COIN, wallet.address),
            "withdrawTo": world.market.data("withdrawTo", COIN, wallet.address),
        }[again]
        wallet.send("attackWith", world.market.address, attack, sender=USER.address)
        wallet.send("execute", world.market.address, once, 0, sender=USER.address)
        assert wallet.read("calls") == 1 and not wallet.read("lastSuccess")
        assert world.chain.balance(wallet.address) == 1_000
        assert world.stake(wallet.address) == (1_000, 0)


def test_earned_coin_is_withdrawn_once_however_it_is_asked():
    world = World()
    wallet = world.double("Wallet")
    request = world.taken()
    world.late(request)
    world.delivered(request, wallet.address, sender=STRANGER.address)
    earned = world.credit(wallet.address)
    attack = world.market.data("withdraw", COIN, wallet.address)
    wallet.send("attackWith", world.market.address, attack, sender=USER.address)
    withdraw(world, wallet.address)
    assert wallet.read("calls") == 1 and not wallet.read("lastSuccess")
    assert world.chain.balance(wallet.address) == earned


def test_donations_belong_to_nobody_and_harm_nobody():
    world = World()
    token = world.token("HonestToken")
    token.send("mint", world.market.address, 12_345, sender=USER.address)
    world.chain.fund(world.market.address, world.chain.balance(world.market.address) + 777)
    request, coins = world.taken(token=token.address), world.taken()
    assert world.escrow(request)["amount"] == request.largest_fee
    for each in (request, coins):
        world.delivered(each)
    for account in (USER.address, PROVIDER.address):
        withdraw(world, account, token.address)
        withdraw(world, account)
    for provider in (PROVIDER, RIVAL):
        world.market.send("withdrawDeposit", STAKE, provider.address, sender=provider.address)
    assert token.read("balanceOf", world.market.address) == 12_345
    assert world.chain.balance(world.market.address) == 777

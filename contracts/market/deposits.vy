# pragma version 0.4.3
"""
@title Coin that accounts keep in the market
@notice A provider's stake, of which each request it takes locks a part; and a user's purse for requests signed off chain.
        Nobody but the owner can move a free deposit, so nobody can empty it just before it is needed.
"""

import tokens


event Deposited:
    account: indexed(address)
    amount: uint256


event DepositWithdrawn:
    account: indexed(address)
    to: indexed(address)
    amount: uint256


depositOf: public(HashMap[address, uint256])  # free
lockedOf: public(HashMap[address, uint256])  # the sum of what requests hold
burned: public(uint256)  # never leaves: no line lowers it


@external
@payable
def deposit(account: address):
    self.depositOf[account] += msg.value
    log Deposited(account=account, amount=msg.value)


@external
@nonreentrant
def withdrawDeposit(amount: uint256, to: address):
    self._spend(msg.sender, amount)
    log DepositWithdrawn(account=msg.sender, to=to, amount=amount)
    tokens._push(tokens.COIN, to, amount)


@internal
def _spend(account: address, amount: uint256):
    assert amount <= self.depositOf[account], "deposit too small"
    self.depositOf[account] -= amount


@internal
def _pay(account: address, amount: uint256):
    """
    @notice Uses a free deposit for the account's own request: it stays in the market.
    """
    self._spend(account, amount)
    log DepositWithdrawn(account=account, to=self, amount=amount)


@internal
def _lock(account: address, amount: uint256):
    self._spend(account, amount)
    self.lockedOf[account] += amount


@internal
def _release(account: address, amount: uint256):
    self.lockedOf[account] -= amount
    self.depositOf[account] += amount


@internal
def _slash(account: address, amount: uint256) -> uint256:
    """
    @notice Burns one half, the larger one; returns the other, which goes to the user. Were it all the user's, asking
            for the impossible would pay.
    """
    compensation: uint256 = amount // 2
    self.lockedOf[account] -= amount
    self.burned += amount - compensation
    return compensation

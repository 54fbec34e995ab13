# pragma version 0.4.3
"""
@title What the market owes
@notice Fees and refunds become credit, and credit is fetched in a call of its own: no receiver, token or blacklist can
        hold up a request. Anyone may send an account its credit; only the account itself may send it elsewhere.
"""

import tokens


event Withdrawn:
    token: indexed(address)
    account: indexed(address)
    to: indexed(address)
    amount: uint256


creditOf: public(HashMap[address, HashMap[address, uint256]])  # token, account


@internal
def _add(token: address, account: address, amount: uint256):
    self.creditOf[token][account] += amount


@external
@nonreentrant
def withdraw(token: address, account: address) -> uint256:
    """
    @notice Sends `account` all of its credit in `token` (zero: the chain's coin).
    """
    return self._withdraw(token, account, account)


@external
@nonreentrant
def withdrawTo(token: address, to: address) -> uint256:
    """
    @notice Sends the caller's credit to another address: for accounts that a token refuses, or that take no coin.
    """
    return self._withdraw(token, msg.sender, to)


@internal
def _withdraw(token: address, account: address, to: address) -> uint256:
    amount: uint256 = self.creditOf[token][account]
    self.creditOf[token][account] = 0
    log Withdrawn(token=token, account=account, to=to, amount=amount)
    tokens._push(token, to, amount)
    return amount

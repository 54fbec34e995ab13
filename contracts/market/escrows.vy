# pragma version 0.4.3
"""
@title Where the money of each request is
@notice All that gives a fee or a collateral back is here, and works from state alone: no terms, no event of the past, no
        receiver, token or callback is needed for it.
"""

import credits
import deposits
import tokens

uses: credits
uses: deposits

event RequestRejected:
    id: indexed(bytes32)
    user: indexed(address)
    refund: uint256


event RequestExpired:
    id: indexed(bytes32)
    user: indexed(address)
    refund: uint256


event CollateralReleased:
    id: indexed(bytes32)
    provider: indexed(address)
    amount: uint256


event CollateralSlashed:
    id: indexed(bytes32)
    provider: indexed(address)
    user: indexed(address)
    compensation: uint256
    burned: uint256


# Where the money of a request is, so that it can be given back from state alone, without the terms.
struct Escrow:
    status: uint8
    user: address
    token: address
    amount: uint256  # what arrived
    deadline: uint256
    expiry: uint256
    provider: address  # who took it; zero while nobody has
    collateral: uint256  # what is locked for it now


OPEN: constant(uint8) = 0
FUNDED: constant(uint8) = 1
# 2, submitted: never at rest, since a reply is submitted, verified and paid in one call.
COMPLETED: constant(uint8) = 3
REJECTED: constant(uint8) = 4
EXPIRED: constant(uint8) = 5
MAXIMUM_BATCH: constant(uint256) = 64

escrowOf: public(HashMap[bytes32, Escrow])


@external
def reject(id: bytes32):
    """
    @notice The user withdraws a request. Not once it is taken: by then a reply may be on its way, for all to read.
    """
    escrow: Escrow = self.escrowOf[id]
    assert escrow.status == FUNDED, "not funded"
    assert escrow.user == msg.sender, "not the user"
    assert escrow.provider == empty(address), "taken"
    self.escrowOf[id].status = REJECTED
    credits._add(escrow.token, escrow.user, escrow.amount)
    log RequestRejected(id=id, user=escrow.user, refund=escrow.amount)


@external
def slash(id: bytes32):
    """
    @notice Slashes the collateral of a provider that did not deliver in time: half to the user, half burned.
    """
    assert self._is_slashable(self.escrowOf[id]), "nothing to slash"
    self._slash(id)


@external
def claimRefund(id: bytes32):
    """
    @notice Gives the fee back to the user once nobody may deliver any more. Anyone may call; nothing is called.
    """
    assert self._is_refundable(self.escrowOf[id]), "not refundable"
    self._refund(id)


@external
def settle(ids: DynArray[bytes32, MAXIMUM_BATCH]):
    """
    @notice Slashes and refunds whatever is due among `ids`, and passes over what is not.
    """
    for id: bytes32 in ids:
        if self._is_refundable(self.escrowOf[id]):
            self._refund(id)
        elif self._is_slashable(self.escrowOf[id]):
            self._slash(id)


@internal
def _fund(
    id: bytes32, user: address, token: address, amount: uint256, deadline: uint256, expiry: uint256
):
    self.escrowOf[id] = Escrow(
        status=FUNDED,
        user=user,
        token=token,
        amount=amount,
        deadline=deadline,
        expiry=expiry,
        provider=empty(address),
        collateral=0,
    )


@internal
def _assign(id: bytes32, provider: address, collateral: uint256):
    deposits._lock(provider, collateral)
    self.escrowOf[id].provider = provider
    self.escrowOf[id].collateral = collateral


@internal
def _complete(id: bytes32, payee: address, price: uint256) -> (uint256, uint256):
    """
    @notice Pays, and settles the collateral; returns what the payee and what the user gets of the fee.
    """
    escrow: Escrow = self.escrowOf[id]
    self.escrowOf[id].status = COMPLETED
    if block.timestamp > escrow.deadline:
        self._slash(id)
    else:
        self._release(id)
    # A token that kept a part of the fee on its way in may leave less than the price.
    payment: uint256 = min(price, escrow.amount)
    refund: uint256 = escrow.amount - payment
    credits._add(escrow.token, payee, payment)
    credits._add(escrow.token, escrow.user, refund)
    return payment, refund


@internal
@view
def _is_slashable(escrow: Escrow) -> bool:
    """
    @notice What has ended holds no collateral: each way to an end settles it.
    """
    return escrow.collateral > 0 and block.timestamp > escrow.deadline


@internal
@view
def _is_refundable(escrow: Escrow) -> bool:
    """
    @notice What was never taken has no second deadline to wait for.
    """
    last: uint256 = escrow.expiry
    if escrow.provider == empty(address):
        last = escrow.deadline
    return escrow.status == FUNDED and block.timestamp > last


@internal
def _refund(id: bytes32):
    escrow: Escrow = self.escrowOf[id]
    self.escrowOf[id].status = EXPIRED
    self._slash(id)
    credits._add(escrow.token, escrow.user, escrow.amount)
    log RequestExpired(id=id, user=escrow.user, refund=escrow.amount)


@internal
def _release(id: bytes32):
    escrow: Escrow = self.escrowOf[id]
    self.escrowOf[id].collateral = 0
    deposits._release(escrow.provider, escrow.collateral)
    log CollateralReleased(id=id, provider=escrow.provider, amount=escrow.collateral)


@internal
def _slash(id: bytes32):
    """
    @notice Slashes what is still locked, which may be nothing: it happens once.
    """
    escrow: Escrow = self.escrowOf[id]
    if escrow.collateral == 0:
        return
    self.escrowOf[id].collateral = 0
    compensation: uint256 = deposits._slash(escrow.provider, escrow.collateral)
    credits._add(tokens.COIN, escrow.user, compensation)
    log CollateralSlashed(
        id=id,
        provider=escrow.provider,
        user=escrow.user,
        compensation=compensation,
        burned=escrow.collateral - compensation,
    )

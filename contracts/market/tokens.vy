# pragma version 0.4.3
"""
@title Moving coin and ERC-20 tokens in and out
@notice Tokens are believed about nothing but their balances: some return nothing, some return false, some keep a part.
"""

from ethereum.ercs import IERC20

COIN: constant(address) = empty(address)


struct Permit:
    value: uint256
    deadline: uint256  # zero if there is no permit
    v: uint8
    r: bytes32
    s: bytes32


@internal
def _permit(token: address, owner: address, permit: Permit):
    """
    @notice Spends an ERC-2612 permit, if there is one. Whoever saw it may have spent it before: the allowance decides.
    """
    if permit.deadline == 0:
        return
    success: bool = raw_call(
        token,
        abi_encode(
            owner,
            self,
            permit,
            method_id=method_id("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)"),
        ),
        revert_on_failure=False,
    )


@internal
def _pull(token: address, owner: address, amount: uint256) -> uint256:
    """
    @notice Takes tokens from `owner`; returns what arrived, never more than was asked for.
    """
    before: uint256 = staticcall IERC20(token).balanceOf(self)
    assert extcall IERC20(token).transferFrom(
        owner, self, amount, default_return_value=True
    ), "token refused"
    return min(amount, staticcall IERC20(token).balanceOf(self) - before)


@internal
def _push(token: address, to: address, amount: uint256):
    if token == COIN:
        raw_call(to, b"", value=amount)
    else:
        assert extcall IERC20(token).transfer(
            to, amount, default_return_value=True
        ), "token refused"

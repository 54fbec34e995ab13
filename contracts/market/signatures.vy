# pragma version 0.4.3
"""
@title Whether an account signed a digest
@notice ECDSA for keys, ERC-1271 for wallets that are contracts. An account that is both (EIP-7702) may use either.
"""

MAXIMUM_SIGNATURE: constant(uint256) = 2048
# Enough for a wallet that checks a P-256 signature in contract code.
WALLET_GAS: constant(uint256) = 400_000
HALF_ORDER: constant(uint256) = (
    57896044618658097711785492504343953926418782139537452191302581570759080747168
)
ACCEPTED: constant(bytes32) = 0x1626ba7e00000000000000000000000000000000000000000000000000000000


@internal
@view
def _is_signed(signer: address, digest: bytes32, signature: Bytes[MAXIMUM_SIGNATURE]) -> bool:
    # A digest that recovers to nobody must not sign for nobody.
    if len(signature) == 65 and signer != empty(address):
        if signer == self._recovered(digest, signature):
            return True
    return signer.is_contract and self._accepts(signer, digest, signature)


@internal
@view
def _recovered(digest: bytes32, signature: Bytes[MAXIMUM_SIGNATURE]) -> address:
    r: uint256 = extract32(signature, 0, output_type=uint256)
    s: uint256 = extract32(signature, 32, output_type=uint256)
    v: uint256 = convert(slice(signature, 64, 1), uint256)
    # The other half of s would be a second encoding of the same signature.
    if s > HALF_ORDER:
        return empty(address)
    return ecrecover(digest, v, r, s)


@internal
@view
def _accepts(wallet: address, digest: bytes32, signature: Bytes[MAXIMUM_SIGNATURE]) -> bool:
    success: bool = False
    answer: Bytes[32] = b""
    success, answer = raw_call(
        wallet,
        abi_encode(digest, signature, method_id=method_id("isValidSignature(bytes32,bytes)")),
        max_outsize=32,
        gas=WALLET_GAS,
        is_static_call=True,
        revert_on_failure=False,
    )
    return success and len(answer) == 32 and convert(answer, bytes32) == ACCEPTED

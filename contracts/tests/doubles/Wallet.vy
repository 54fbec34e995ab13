# pragma version 0.4.3
"""
@title A wallet that is a contract: signs by list, sends calls, may refuse coin or call back when it gets some
"""

ACCEPTED: constant(bytes32) = 0x1626ba7e00000000000000000000000000000000000000000000000000000000
SIGNING: constant(uint256) = 0
BURNING: constant(uint256) = 1
REVERTING: constant(uint256) = 2
ANSWERING_TRUE: constant(uint256) = 3
REVERTING_WITH_YES: constant(uint256) = 4

signed: HashMap[bytes32, bytes32]  # digest to the hash of its signature
behaviour: uint256
isRefusingCoin: bool
target: address
message: Bytes[8192]
lastSuccess: public(bool)
calls: public(uint256)


@external
def sign(digest: bytes32, signature: Bytes[2048]):
    self.signed[digest] = keccak256(signature)


@external
def behave(behaviour: uint256, isRefusingCoin: bool):
    self.behaviour = behaviour
    self.isRefusingCoin = isRefusingCoin


@external
def attackWith(target: address, message: Bytes[8192]):
    self.target = target
    self.message = message


@external
@payable
def execute(target: address, message: Bytes[8192], amount: uint256):
    raw_call(target, message, value=amount)


@external
@view
def isValidSignature(digest: bytes32, signature: Bytes[2048]) -> bytes32:
    if self.behaviour == BURNING:
        burnt: bytes32 = digest
        for i: uint256 in range(max_value(uint256)):
            burnt = keccak256(burnt)
    assert self.behaviour != REVERTING, "reverting"
    if self.behaviour == REVERTING_WITH_YES:
        raw_revert(abi_encode(ACCEPTED))
    if self.behaviour == ANSWERING_TRUE:
        return convert(convert(1, uint256), bytes32)
    if self.signed[digest] == keccak256(signature):
        return ACCEPTED
    return empty(bytes32)


@external
@payable
def __default__():
    assert not self.isRefusingCoin, "no coin"
    if self.target != empty(address):
        target: address = self.target
        self.target = empty(address)
        self.lastSuccess = raw_call(target, self.message, revert_on_failure=False)
        self.calls += 1

# pragma version 0.4.3
"""
@title A contract that is told replies, and may behave badly when it is
"""

RECORDING: constant(uint256) = 0
REVERTING: constant(uint256) = 1
BURNING: constant(uint256) = 2
CALLING: constant(uint256) = 3

behaviour: uint256
target: address
message: Bytes[8192]
lastSuccess: public(bool)
calls: public(uint256)
gasGiven: public(uint256)
caller: public(address)
id: public(bytes32)
user: public(address)
modelDigest: public(bytes32)
reply: public(Bytes[8192])
ending: public(uint8)
burnt: bytes32


@external
def behave(behaviour: uint256):
    self.behaviour = behaviour


@external
def attackWith(target: address, message: Bytes[8192]):
    self.behaviour = CALLING
    self.target = target
    self.message = message


@external
def onReply(id: bytes32, user: address, modelDigest: bytes32, reply: Bytes[8192], ending: uint8):
    gasGiven: uint256 = msg.gas
    assert self.behaviour != REVERTING, "reverting"
    if self.behaviour == BURNING:
        for i: uint256 in range(max_value(uint256)):
            self.burnt = keccak256(self.burnt)
    if self.behaviour == CALLING:
        self.lastSuccess = raw_call(self.target, self.message, revert_on_failure=False)
    self.gasGiven = gasGiven
    self.calls += 1
    self.caller = msg.sender
    self.id = id
    self.user = user
    self.modelDigest = modelDigest
    self.reply = reply
    self.ending = ending

# pragma version 0.4.3
"""
@title A token that does what it is told to, all of it bad
@notice Keeps a part of each transfer, returns false, reverts, burns gas, refuses accounts, calls out, invents balances.
"""

PLAIN: constant(uint256) = 0
ANSWERING_FALSE: constant(uint256) = 1
REVERTING: constant(uint256) = 2
BURNING: constant(uint256) = 3
TAKING_SILENTLY: constant(uint256) = 4  # returns true and moves nothing

balances: HashMap[address, uint256]
allowance: public(HashMap[address, HashMap[address, uint256]])
refused: public(HashMap[address, bool])
behaviour: public(uint256)
keptOf10000: public(uint256)
invented: public(uint256)  # added to each balance after a transfer from
isInventing: bool
target: address
message: Bytes[2048]
lastSuccess: public(bool)
calls: public(uint256)


@external
def mint(to: address, amount: uint256):
    self.balances[to] += amount


@external
def approve(spender: address, amount: uint256) -> bool:
    self.allowance[msg.sender][spender] = amount
    return True


@external
def behave(behaviour: uint256, keptOf10000: uint256):
    self.behaviour = behaviour
    self.keptOf10000 = keptOf10000


@external
def invent(amount: uint256):
    self.invented = amount
    self.isInventing = False


@external
def refuse(account: address, isRefused: bool):
    self.refused[account] = isRefused


@external
def attackWith(target: address, message: Bytes[2048]):
    self.target = target
    self.message = message


@external
@view
def balanceOf(account: address) -> uint256:
    if self.isInventing:
        return unsafe_add(self.balances[account], self.invented)
    return self.balances[account]


@external
def transfer(to: address, amount: uint256) -> bool:
    return self._move(msg.sender, to, amount)


@external
def transferFrom(owner: address, to: address, amount: uint256) -> bool:
    self.isInventing = self.invented > 0
    self.allowance[owner][msg.sender] -= amount
    return self._move(owner, to, amount)


@internal
def _move(owner: address, to: address, amount: uint256) -> bool:
    assert not self.refused[owner] and not self.refused[to], "refused"
    assert self.behaviour != REVERTING, "reverting"
    if self.behaviour == BURNING:
        for i: uint256 in range(max_value(uint256)):
            self.calls += 1
    if self.target != empty(address):
        # Once, so that an attack that succeeds does not go on for ever.
        target: address = self.target
        self.target = empty(address)
        self.lastSuccess = raw_call(target, self.message, revert_on_failure=False)
        self.calls += 1
    if self.behaviour == ANSWERING_FALSE:
        return False
    if self.behaviour == TAKING_SILENTLY:
        return True
    self.balances[owner] -= amount
    self.balances[to] += amount - amount * self.keptOf10000 // 10000
    return True

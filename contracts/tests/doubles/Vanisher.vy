# pragma version 0.4.3
"""
@title Makes contracts that are gone when the transaction that makes them ends, and then others at the same addresses
"""

# Where the code of the next contract is copied from, and whom its constructor calls in its own name.
source: address
helper: address


@external
def make(creation: Bytes[256], source: address, vanishing: bool) -> address:
    self.source = source
    self.helper = empty(address)
    if vanishing:
        self.helper = self
    return raw_create(creation, salt=empty(bytes32))


@external
def make_and_call(creation: Bytes[256], source: address, target: address, data: Bytes[4096]):
    """
    @notice Makes a contract that vanishes, and calls another one before it does.
    """
    self.source = source
    self.helper = self
    created: address = raw_create(creation, salt=empty(bytes32))
    raw_call(target, data)


@external
@view
def plan() -> (address, address):
    return self.source, self.helper


@external
def vanish():
    """
    @notice Run by a constructor with delegatecall, so that it is the new contract that destroys itself.
    """
    selfdestruct(msg.sender)

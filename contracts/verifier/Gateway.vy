# pragma version 0.4.3
# @title One address for every version of the verifier
# @notice The first four bytes of a proof say which verifier checks it. A route, once added, is never replaced; `freeze` ends adding.
# @dev Whoever may add routes may add one that accepts everything, under four bytes of its own: trust the curator, or a gateway that is
#      frozen. A proof in two parts is begun at its verifier, whose address `routes` gives.

event RouteAdded:
    kind: indexed(bytes4)
    verifier: indexed(address)


event Frozen:
    pass


# Who may add routes; nobody once the gateway is frozen.
curator: public(address)
routes: public(HashMap[bytes4, address])


@deploy
def __init__(curator: address):
    self.curator = curator


@external
def addRoute(kind: bytes4, verifier: address):
    """
    @notice Has proofs that begin with these four bytes checked by this verifier, for good.
    """
    assert msg.sender == self.curator, "not the curator"
    assert verifier.is_contract, "no verifier"
    assert self.routes[kind] == empty(address), "routed already"
    self.routes[kind] = verifier
    log RouteAdded(kind=kind, verifier=verifier)


@external
def freeze():
    """
    @notice Ends adding, for good.
    """
    assert msg.sender == self.curator, "not the curator"
    self.curator = empty(address)
    log Frozen()


@external
@view
def __default__():
    """
    @notice verifyProof(bytes32 model, bytes publicValues, bytes proof): returns if the proof's verifier does, and reverts with
            whatever it reverts with.
    @dev Selected by hand, since arguments that are declared are copied, which costs as much again as forwarding them.
    """
    selector: bytes4 = convert(slice(msg.data, 0, 4), bytes4)
    assert selector == method_id("verifyProof(bytes32,bytes,bytes)", output_type=bytes4), "no such function"
    offset: uint256 = convert(slice(msg.data, 68, 32), uint256)
    route: address = self.routes[convert(slice(msg.data, offset + 36, 4), bytes4)]
    assert route != empty(address), "no route"
    raw_call(route, msg.data, is_static_call=True)

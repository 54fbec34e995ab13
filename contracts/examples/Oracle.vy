# pragma version 0.4.3
# @title Keeps what a model replied
# @notice The example of contracts/README.md.

VERIFIER: immutable(address)
MODEL: immutable(bytes32)
replied: public(HashMap[bytes32, bool])

@deploy
def __init__(verifier: address, model: bytes32):
    VERIFIER = verifier
    MODEL = model

@external
def tell(statement: Bytes[4096], proof: Bytes[131072]):
    question: Bytes[135556] = abi_encode(MODEL, statement, proof, method_id=method_id("verifyProof(bytes32,bytes,bytes)"))
    raw_call(VERIFIER, question, is_static_call=True)
    self.replied[keccak256(statement)] = True

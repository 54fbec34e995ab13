# pragma version 0.4.3
# @title ERC-7007, verifiable AI-generated content: the half that verifies
# @notice For one model. Prompt and content are its tokens, 4 bytes each; `proof` is abi.encode(uint8 ending, bytes32 context, bytes proof).
# @dev What a token is and whose is the collection's business, which calls `verify`. A token's number is the hash of its prompt.

import statements

struct Model:
    digest: bytes32
    parameters: bytes32
    tables: bytes32
    context: uint256
    vocabulary: uint256
    pad: uint256
    output: uint256
    stops: DynArray[uint256, 16]


interface Registry:
    def model(id: bytes32) -> Model: view


event AigcData:
    tokenId: indexed(uint256)
    prompt: Bytes[statements.MOST]
    aigcData: Bytes[statements.MOST]
    proof: Bytes[MOST_ARGUMENT]


MOST_PROOF: constant(uint256) = 131072
# A proof with what else its argument has.
MOST_ARGUMENT: constant(uint256) = MOST_PROOF + statements.MOST + 256
ERC165: constant(bytes4) = 0x01ffc9a7
# addAigcData ^ verify; the two others are those of mint ^ verify and of an older mint ^ verify, by which callers know the standard.
ERC7007: constant(bytes4[3]) = [0x702c55a6, 0x2a8ab591, 0x7e52e423]

verifier: public(immutable(address))
model: public(immutable(bytes32))
modelDigest: public(immutable(bytes32))


@deploy
def __init__(verifier_: address, registry: address, model_: bytes32):
    """
    @param verifier_ The verifier, or a gateway that is frozen.
    """
    assert verifier_.is_contract, "no verifier"
    verifier = verifier_
    model = model_
    modelDigest = (staticcall Registry(registry).model(model_)).digest
    assert modelDigest != empty(bytes32), "unknown model"


@external
@view
def verify(prompt: Bytes[statements.MOST], aigcData: Bytes[statements.MOST], proof: Bytes[MOST_ARGUMENT]) -> bool:
    """
    @return Whether the model greedily replies to the prompt with this content.
    """
    return self._verify(prompt, aigcData, proof)


@external
def addAigcData(
    tokenId: uint256, prompt: Bytes[statements.MOST], aigcData: Bytes[statements.MOST], proof: Bytes[MOST_ARGUMENT]
):
    """
    @notice Says in an event what the model replies to a token's prompt.
    """
    assert tokenId == convert(keccak256(prompt), uint256), "another token"
    assert self._verify(prompt, aigcData, proof), "not proven"
    log AigcData(tokenId=tokenId, prompt=prompt, aigcData=aigcData, proof=proof)


@external
@pure
def supportsInterface(id: bytes4) -> bool:
    return id == ERC165 or id in ERC7007


@internal
@view
def _verify(prompt: Bytes[statements.MOST], reply: Bytes[statements.MOST], proof: Bytes[MOST_ARGUMENT]) -> bool:
    ending: uint8 = 0
    context: bytes32 = empty(bytes32)
    inner: Bytes[MOST_PROOF] = b""
    ending, context, inner = abi_decode(proof, (uint8, bytes32, Bytes[MOST_PROOF]))
    return raw_call(
        verifier,
        abi_encode(
            model,
            statements.write(modelDigest, prompt, reply, ending, context),
            inner,
            method_id=method_id("verifyProof(bytes32,bytes,bytes)"),
        ),
        is_static_call=True,
        revert_on_failure=False,
    )

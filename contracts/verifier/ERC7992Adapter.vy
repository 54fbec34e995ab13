# pragma version 0.4.3
# @title ERC-7992, verifiable inference: registry and verifier in one
# @notice A model's hashes are: `modelHash` its digest, `circuitHash` the root of its step tables, `vkHash` its id in the registry of
#         Lemma's verifier, all of which must agree. A change makes a new number: `updateModel` always fails.
# @dev `output` is the reply's tokens, 4 bytes each; `proof` is abi.encode(bytes32 salt, bytes prompt, uint8 ending, bytes proof). The
#      proof's context must be the input commitment, so that it serves no other chain, adapter, model or salt.

import statements

struct ModelCommitment:
    modelHash: bytes32
    circuitHash: bytes32
    vkHash: bytes32
    proofSystemId: bytes4
    uri: String[256]


struct Entry:
    commitment: ModelCommitment
    deprecated: bool
    owner: address


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


event ModelRegistered:
    modelId: indexed(uint256)
    owner: indexed(address)
    commitment: ModelCommitment


event ModelDeprecated:
    modelId: indexed(uint256)


event InferenceVerified:
    modelId: indexed(uint256)
    inputCommitment: indexed(bytes32)
    output: Bytes[statements.MOST]
    caller: indexed(address)


MOST_PROOF: constant(uint256) = 131072
# A proof with what else its argument has.
MOST_ARGUMENT: constant(uint256) = MOST_PROOF + statements.MOST + 256
INPUT: constant(bytes32) = keccak256("lemma erc-7992 input v1")
# bytes4(keccak256("lemma-v1"))
PROOF_SYSTEM: public(constant(bytes4)) = 0x46e072f3
ERC165: constant(bytes4) = 0x01ffc9a7

verifier: public(immutable(address))
models: public(immutable(address))
count: public(uint256)
entries: HashMap[uint256, Entry]


@deploy
def __init__(verifier_: address, registry_: address):
    """
    @param verifier_ The verifier, or a gateway that is frozen.
    @param registry_ The registry that the verifier looks models up in.
    """
    assert verifier_.is_contract, "no verifier"
    verifier = verifier_
    models = registry_


@external
def registerModel(commitment: ModelCommitment) -> uint256:
    """
    @notice Numbers a model that Lemma's registry knows.
    """
    if commitment.proofSystemId != PROOF_SYSTEM:
        raw_revert(
            abi_encode(commitment.proofSystemId, method_id=method_id("UnsupportedProofSystem(bytes4)"))
        )
    known: Model = staticcall Registry(models).model(commitment.vkHash)
    if known.context == 0 or known.digest != commitment.modelHash or known.tables != commitment.circuitHash:
        raw_revert(method_id("ModelMismatch()"))
    self.count += 1
    self.entries[self.count] = Entry(commitment=commitment, deprecated=False, owner=msg.sender)
    log ModelRegistered(modelId=self.count, owner=msg.sender, commitment=commitment)
    return self.count


@external
def updateModel(modelId: uint256, newCommitment: ModelCommitment):
    raise "register anew"


@external
def deprecateModel(modelId: uint256):
    """
    @notice Has nothing more verified for this number, for good.
    """
    entry: Entry = self._entry(modelId)
    if msg.sender != entry.owner:
        raw_revert(
            abi_encode(modelId, msg.sender, method_id=method_id("NotModelOwner(uint256,address)"))
        )
    self.entries[modelId].deprecated = True
    log ModelDeprecated(modelId=modelId)


@external
@view
def getModel(modelId: uint256) -> (ModelCommitment, bool, address):
    entry: Entry = self._entry(modelId)
    return entry.commitment, entry.deprecated, entry.owner


@external
@view
def proofSystemOf(modelId: uint256) -> bytes4:
    return self._entry(modelId).commitment.proofSystemId


@external
@view
def registry() -> address:
    return self


@external
@view
def inputCommitment(modelId: uint256, salt: bytes32, prompt: Bytes[statements.MOST]) -> bytes32:
    """
    @notice What stands for a prompt, and what a proof must have as its context.
    """
    return self._input(modelId, salt, prompt)


@external
def verifyInference(
    modelId: uint256, inputCommitment: bytes32, output: Bytes[statements.MOST], proof: Bytes[MOST_ARGUMENT]
):
    """
    @notice Reverts unless the model greedily replies to the committed prompt with this output.
    """
    entry: Entry = self._entry(modelId)
    if entry.deprecated:
        raw_revert(
            abi_encode(modelId, method_id=method_id("VerificationRefused_ModelDeprecated(uint256)"))
        )
    salt: bytes32 = empty(bytes32)
    prompt: Bytes[statements.MOST] = b""
    ending: uint8 = 0
    inner: Bytes[MOST_PROOF] = b""
    salt, prompt, ending, inner = abi_decode(proof, (bytes32, Bytes[statements.MOST], uint8, Bytes[MOST_PROOF]))
    if self._input(modelId, salt, prompt) != inputCommitment:
        raw_revert(method_id("InputCommitmentMismatch()"))
    raw_call(
        verifier,
        abi_encode(
            entry.commitment.vkHash,
            statements.write(entry.commitment.modelHash, prompt, output, ending, inputCommitment),
            inner,
            method_id=method_id("verifyProof(bytes32,bytes,bytes)"),
        ),
        is_static_call=True,
    )
    log InferenceVerified(
        modelId=modelId, inputCommitment=inputCommitment, output=output, caller=msg.sender
    )


@external
@pure
def supportsInterface(id: bytes4) -> bool:
    """
    @notice ERC-165, the registry's four functions, and `verifyInference` alone and with its two views.
    """
    return id in [ERC165, 0xd28519b1, 0x80b171ef, 0x5df65472]


@internal
@view
def _entry(modelId: uint256) -> Entry:
    entry: Entry = self.entries[modelId]
    if entry.owner == empty(address):
        raw_revert(abi_encode(modelId, method_id=method_id("ModelNotFound(uint256)")))
    return entry


@internal
@view
def _input(modelId: uint256, salt: bytes32, prompt: Bytes[statements.MOST]) -> bytes32:
    return keccak256(abi_encode(INPUT, chain.id, self, modelId, salt, keccak256(prompt)))

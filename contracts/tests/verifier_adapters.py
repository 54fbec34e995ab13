"""ERC-7007 and ERC-7992: what they hand to the verifier is what they were asked, and nothing else passes."""

import pytest
from eth_abi import encode
from eth_utils import keccak
from verifier_world import SENDER, STRANGER, WHOLE, Stage

from demo.chain import Reverted
from demo.compiler import DOUBLES, VERIFIER
from demo.request import LENGTH, STOP, statement, token_bytes

PROMPT, REPLY = [5, 6, 7], [8, 9]
SALT, INNER = keccak(text="salt"), b"LMP1 and so on"
LEMMA = keccak(text="lemma-v1")[:4]


class Adapters:
    """The real registry and verifier; and a verifier by list, for statements that nobody has proven."""

    def __init__(self) -> None:
        self.stage = Stage().knows(WHOLE)
        self.chain, self.model = self.stage.chain, WHOLE.model
        self.listed = self.chain.deploy(DOUBLES / "ListVerifier.vy", sender=SENDER)
        self.registry = self.stage.verifier.registry.address

    def inference(self, verifier: str):
        return self.chain.deploy(
            VERIFIER / "ERC7992Adapter.vy", verifier, self.registry, sender=SENDER
        )

    def content(self, verifier: str):
        path = VERIFIER / "ERC7007Adapter.vy"
        return self.chain.deploy(path, verifier, self.registry, self.model.id, sender=SENDER)

    def commitment(self, **changes):
        ordinary = {
            "modelHash": self.model.digest,
            "circuitHash": self.model.tables,
            "vkHash": self.model.id,
            "proofSystemId": LEMMA,
            "uri": "ipfs://model",
        }
        return tuple((ordinary | changes).values())

    def accept(self, values: bytes, proof: bytes = INNER) -> None:
        self.listed.send("accept", self.model.id, values, proof, sender=SENDER)


@pytest.fixture(scope="module")
def adapters():
    return Adapters()


def output_of(contract, name, *arguments, sender=SENDER) -> bytes:
    with pytest.raises(Reverted) as reverted:
        contract.send(name, *arguments, sender=sender)
    return reverted.value.output


def error(signature: str, *values) -> bytes:
    types = signature[signature.index("(") + 1 : -1]
    return keccak(text=signature)[:4] + encode(types.split(",") if types else [], values)


# ERC-7992


def test_models_are_numbered_anew_and_never_changed(adapters):
    adapter = adapters.inference(adapters.listed.address)
    for number in (1, 2):
        receipt = adapter.send("registerModel", adapters.commitment(), sender=SENDER)
        assert receipt.value == number
        assert receipt.event("ModelRegistered")["owner"] == SENDER
    assert adapter.read("getModel", 2) == (adapters.commitment(), False, SENDER)
    assert adapter.read("proofSystemOf", 1) == LEMMA
    assert output_of(adapter, "updateModel", 1, adapters.commitment())
    not_found = error("ModelNotFound(uint256)", 3)
    assert output_of(adapter, "getModel", 3) == not_found
    assert output_of(adapter, "deprecateModel", 3) == not_found


@pytest.mark.parametrize("field", ["modelHash", "circuitHash", "vkHash"])
def test_a_model_has_the_hashes_it_is_registered_with(adapters, field):
    adapter = adapters.inference(adapters.listed.address)
    wrong = adapters.commitment(**{field: keccak(text="another")})
    assert output_of(adapter, "registerModel", wrong) == error("ModelMismatch()")


def test_a_model_names_the_proof_system(adapters):
    adapter = adapters.inference(adapters.listed.address)
    wrong = adapters.commitment(proofSystemId=b"\1\2\3\4")
    expected = error("UnsupportedProofSystem(bytes4)", b"\1\2\3\4")
    assert output_of(adapter, "registerModel", wrong) == expected


def test_an_inference_is_verified_for_its_commitment_alone(adapters):
    adapter = adapters.inference(adapters.listed.address)
    for _ in range(2):
        adapter.send("registerModel", adapters.commitment(), sender=SENDER)
    prompt, reply = token_bytes(PROMPT), token_bytes(REPLY)
    committed = adapter.read("inputCommitment", 1, SALT, prompt)
    adapters.accept(statement(adapters.model.digest, PROMPT, REPLY, STOP, committed))
    types = ["bytes32", "bytes", "uint8", "bytes"]
    proof = encode(types, [SALT, prompt, STOP, INNER])
    receipt = adapter.send("verifyInference", 1, committed, reply, proof, sender=STRANGER)
    verified = receipt.event("InferenceVerified")
    assert verified["inputCommitment"] == committed and verified["output"] == reply

    mismatch = error("InputCommitmentMismatch()")
    for salt, text in ((bytes(32), prompt), (SALT, prompt + bytes(4)), (SALT, prompt[:8])):
        other = encode(types, [salt, text, STOP, INNER])
        assert output_of(adapter, "verifyInference", 1, committed, reply, other) == mismatch
    assert output_of(adapter, "verifyInference", 2, committed, reply, proof) == mismatch
    for wrong in (reply[:4], reply + bytes(4), reply[::-1]):
        assert output_of(adapter, "verifyInference", 1, committed, wrong, proof)
    for parts in ([SALT, prompt, LENGTH, INNER], [SALT, prompt, STOP, INNER + b"\0"]):
        assert output_of(adapter, "verifyInference", 1, committed, reply, encode(types, parts))

    elsewhere = adapters.inference(adapters.listed.address)
    elsewhere.send("registerModel", adapters.commitment(), sender=SENDER)
    assert elsewhere.read("inputCommitment", 1, SALT, prompt) != committed


def test_a_deprecated_model_verifies_nothing(adapters):
    adapter = adapters.inference(adapters.listed.address)
    adapter.send("registerModel", adapters.commitment(), sender=SENDER)
    refused = output_of(adapter, "deprecateModel", 1, sender=STRANGER)
    assert refused == error("NotModelOwner(uint256,address)", 1, STRANGER)
    adapter.send("deprecateModel", 1, sender=SENDER)
    refused = output_of(adapter, "verifyInference", 1, bytes(32), b"", b"")
    assert refused == error("VerificationRefused_ModelDeprecated(uint256)", 1)


def test_inference_is_found_by_its_interfaces(adapters):
    adapter = adapters.inference(adapters.listed.address)
    for id in ("01ffc9a7", "80b171ef", "d28519b1", "5df65472"):
        assert adapter.read("supportsInterface", bytes.fromhex(id))
    for id in ("ffffffff", "00000000", "2a8ab591"):
        assert not adapter.read("supportsInterface", bytes.fromhex(id))
    assert adapter.read("registry") == adapter.address.lower()
    assert adapter.read("PROOF_SYSTEM") == LEMMA


# ERC-7007


def test_content_is_verified_by_the_real_verifier(adapters):
    adapter, call = adapters.content(adapters.stage.verifier.address), WHOLE.calls[0]
    question = WHOLE.question
    prompt, reply = token_bytes(question.prompt), token_bytes(question.reply)
    proof = encode(["uint8", "bytes32", "bytes"], [LENGTH, bytes(32), call.proof])
    assert adapter.read("verify", prompt, reply, proof)
    assert not adapter.read("verify", prompt, reply[:-4] + bytes(4), proof)
    assert not adapter.read("verify", prompt + bytes(4), reply, proof)
    number = int.from_bytes(keccak(prompt), "big")
    receipt = adapter.send("addAigcData", number, prompt, reply, proof, sender=STRANGER)
    assert receipt.event("AigcData")["aigcData"] == reply
    assert output_of(adapter, "addAigcData", number + 1, prompt, reply, proof)
    assert output_of(adapter, "addAigcData", number, prompt, bytes(128), proof)


def test_content_is_found_by_its_interfaces(adapters):
    adapter = adapters.content(adapters.listed.address)
    add, verify = (
        int.from_bytes(keccak(text=signature)[:4], "big")
        for signature in ("addAigcData(uint256,bytes,bytes,bytes)", "verify(bytes,bytes,bytes)")
    )
    for id in (0x01FFC9A7, 0x2A8AB591, 0x7E52E423, add ^ verify):
        assert adapter.read("supportsInterface", id.to_bytes(4, "big"))
    assert not adapter.read("supportsInterface", b"\xff" * 4)


def test_a_model_nobody_registered_has_no_adapter(adapters):
    path = VERIFIER / "ERC7007Adapter.vy"
    with pytest.raises(RuntimeError):
        adapters.chain.deploy(
            path, adapters.listed.address, adapters.registry, bytes(32), sender=SENDER
        )

"""The published ABI and the Solidity interface are what is deployed."""

import re

from eth_utils import keccak
from verifier_world import stage

from demo.chain import _types
from demo.compiler import VERIFIER, compiled

SOLIDITY = (VERIFIER / "ILemmaVerifier.sol").read_text()


def types(parameters: str) -> list[str]:
    return [part.split()[0] for part in parameters.split(",") if part.strip()]


def test_the_solidity_interface_is_the_contracts_abi():
    abi = compiled(VERIFIER / "LemmaVerifier.vy").abi
    for kind in ("function", "event", "error"):
        declared = {n: types(p) for n, p in re.findall(rf"{kind} (\w+)\((.*?)\)", SOLIDITY)}
        deployed = {e["name"]: _types(e["inputs"]) for e in abi if e["type"] == kind}
        assert declared == deployed
    for name, rest in re.findall(r"function (\w+)\(.*?\)(.*?);", SOLIDITY):
        (entry,) = [e for e in abi if e.get("name") == name and e["type"] == "function"]
        assert (" view" in rest) == (entry["stateMutability"] == "view")
        returned = re.search(r"returns \((.*)\)", rest)
        assert types(returned.group(1) if returned else "") == _types(entry["outputs"])


def test_the_selector_is_the_one_that_others_have():
    assert keccak(text="verifyProof(bytes32,bytes,bytes)")[:4].hex() == "41493c60"


def test_every_declared_function_answers():
    verifier = stage().verifier
    assert verifier.contract.read("VERSION") == "1"
    assert verifier.contract.read("REGISTRY") == verifier.registry.address.lower()
    assert verifier.contract.read("continuations", bytes(32)) is False


def test_nobody_is_special():
    """No constructor takes or keeps who deploys; nothing is called but the registry, and nothing is destroyed."""
    for name in ("LemmaVerifier", "ModelRegistry"):
        abi = compiled(VERIFIER / f"{name}.vy").abi
        inputs = [e["inputs"] for e in abi if e["type"] == "constructor"]
        assert [p["name"] for each in inputs for p in each] in (["registry"], [])
        assert not any(e.get("stateMutability") == "payable" for e in abi)

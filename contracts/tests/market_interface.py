"""The ABI and the Solidity interface are what is deployed, and it can be deployed."""

import re

from eth_utils import keccak
from market_world import STRANGER, World
from vyper.compiler import compile_code
from vyper.compiler.input_bundle import FilesystemInputBundle

from demo.chain import CODE_LIMIT, _types
from demo.compiler import CONTRACTS, MARKET, compiled
from write_abi import PUBLISHED, abi_path, abi_text

SOLIDITY = (CONTRACTS / "market" / "IInferenceMarket.sol").read_text()
STRUCTS = {
    name: [line.split()[0] for line in body.strip().splitlines()]
    for name, body in re.findall(r"struct (\w+) \{(.*?)\}", SOLIDITY, re.DOTALL)
}


def contract():
    return compiled(MARKET / "InferenceMarket.vy")


def test_the_code_fits_its_limit():
    assert len(contract().runtime_code) < CODE_LIMIT


def test_the_published_abi_is_the_contracts():
    for source in PUBLISHED:
        assert abi_path(source).read_text() == abi_text(source)


def canonical(parameters: str) -> list[str]:
    """Types of a Solidity parameter list, structs written out."""
    types = [part.split()[0] for part in parameters.split(",") if part.strip()]
    return [f"({','.join(STRUCTS[t])})" if t in STRUCTS else t for t in types]


def declared(kind: str, text: str) -> dict[str, tuple]:
    found = re.findall(rf"{kind} (\w+)\((.*?)\)(.*?);", text)
    return {name: (parameters, rest) for name, parameters, rest in found}


def mutability(rest: str) -> str:
    words = set(rest.split("returns")[0].split())
    (found,) = words & {"view", "pure", "payable"} or {"nonpayable"}
    return found


def test_the_solidity_interface_declares_every_function_as_it_is():
    functions = {e["name"]: e for e in contract().abi if e["type"] == "function"}
    market = SOLIDITY[: SOLIDITY.index("interface ILemmaListener")]
    solidity = declared("function", market)
    assert set(solidity) == set(functions)
    for name, (parameters, rest) in solidity.items():
        entry = functions[name]
        assert canonical(parameters) == _types(entry["inputs"]), name
        assert mutability(rest) == entry["stateMutability"], name
        returned = re.search(r"returns \((.*)\)", rest)
        outputs = entry["outputs"]
        if len(outputs) == 1 and outputs[0]["type"] == "tuple":
            outputs = outputs[0]["components"]
        assert canonical(returned.group(1) if returned else "") == _types(outputs), name


def test_the_solidity_interface_declares_every_event_as_it_is():
    events = {e["name"]: e for e in contract().abi if e["type"] == "event"}
    solidity = declared("event", SOLIDITY)
    assert set(solidity) == set(events)
    for name, (parameters, _) in solidity.items():
        inputs = events[name]["inputs"]
        assert canonical(parameters) == _types(inputs), name
        indexed = ["indexed" in part for part in parameters.split(",")]
        assert indexed == [part["indexed"] for part in inputs], name
        words = [part.split()[-1] for part in parameters.split(",")]
        assert words == [part["name"] for part in inputs], name


def test_the_callback_is_the_one_that_is_declared():
    ((name, (parameters, _)),) = declared(
        "function", SOLIDITY[SOLIDITY.index("interface ILemmaListener") :]
    ).items()
    selector = keccak(text=f"{name}({','.join(canonical(parameters))})")[:4]
    assert selector in contract().runtime_code


def test_nobody_is_special():
    """Construction leaves no address but the verifier's, and no other code runs as the market's."""
    inputs = [entry["inputs"] for entry in contract().abi if entry["type"] == "constructor"]
    assert [[part["name"] for part in each] for each in inputs] == [["verifier_"]]
    world = World()
    deployer = bytes.fromhex(STRANGER.address[2:])
    assert deployer not in bytes(world.chain.machine.get_code(world.market.address))
    assert not {"DELEGATECALL", "CALLCODE", "SELFDESTRUCT", "CREATE", "CREATE2"} & instructions()
    assert "CALL" in instructions() and "STATICCALL" in instructions()


def instructions() -> set[str]:
    output = compile_code(
        (MARKET / "InferenceMarket.vy").read_text(),
        output_formats=["opcodes_runtime"],
        input_bundle=FilesystemInputBundle([MARKET]),
    )
    return set(output["opcodes_runtime"].split())

"""Compiles a contract of this folder, once for each state of its sources."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import vyper
from vyper.compiler import compile_code
from vyper.compiler.input_bundle import FilesystemInputBundle
from vyper.compiler.settings import OptimizationLevel, Settings

CONTRACTS = Path(__file__).resolve().parent.parent
COMPILED = CONTRACTS / ".build-compiled"
# A changed copy may be tested in their place: so `mutate` sees what tests notice.
MARKET = Path(os.environ.get("MARKET_SOURCES", CONTRACTS / "market"))
VERIFIER = Path(os.environ.get("VERIFIER_SOURCES", CONTRACTS / "verifier"))
DOUBLES = CONTRACTS / "tests" / "doubles"


@dataclass(frozen=True)
class Compiled:
    """What deploying a contract and talking to it needs."""

    abi: list
    creation_code: bytes
    runtime_code: bytes


# No Vyper declaration says this one: the verifier reverts with it by hand.
REJECTED = {
    "type": "error",
    "name": "Rejected",
    "inputs": [{"name": "code", "type": "uint256"}],
}


@lru_cache(maxsize=None)
def compiled(path: Path) -> Compiled:
    """The contract in the file at `path`, with modules from its own folder."""
    output = _output(path, ("abi", "bytecode", "bytecode_runtime"))
    creation, runtime = (
        bytes.fromhex(output[form][2:]) for form in ("bytecode", "bytecode_runtime")
    )
    abi = output["abi"]
    interface = path.with_name(f"I{path.stem}.vyi")
    if interface.exists():
        # Functions that a contract selects by hand stand in an interface beside it.
        own = [entry["name"] for entry in abi if "name" in entry]
        abi += [e for e in _output(interface, ("abi",))["abi"] if e["name"] not in own]
        abi.append(REJECTED)
    return Compiled(abi, creation, runtime)


def _output(path: Path, formats: tuple[str, ...]) -> dict:
    """What the compiler says; the verifier takes it the better part of a minute, so that it is kept in a file."""
    sources = sorted(path.parent.glob("*.vy*"))
    state = [vyper.__version__, path.name, *formats, *(s.name + s.read_text() for s in sources)]
    kept = COMPILED / (hashlib.sha256("\0".join(state).encode()).hexdigest() + ".json")
    if kept.exists():
        return json.loads(kept.read_text())
    output = compile_code(
        path.read_text(),
        contract_path=path.name,
        output_formats=formats,
        input_bundle=FilesystemInputBundle([path.parent]),
        # Only with the new code generator does the verifier fit its gas and the code limit.
        settings=Settings(
            optimize=OptimizationLevel.GAS,
            experimental_codegen=True if path.parent.name == VERIFIER.name else None,
        ),
    )
    COMPILED.mkdir(exist_ok=True)
    with NamedTemporaryFile("w", dir=COMPILED, delete=False) as file:
        json.dump(output, file)
    os.replace(file.name, kept)
    return output

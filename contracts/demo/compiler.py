"""Compiles a contract of this folder, once a process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vyper.compiler import compile_code
from vyper.compiler.input_bundle import FilesystemInputBundle
from vyper.compiler.settings import OptimizationLevel, Settings

CONTRACTS = Path(__file__).resolve().parent.parent
# A changed copy of the market may be tested in its place: so `mutate` sees what tests notice.
MARKET = Path(os.environ.get("MARKET_SOURCES", CONTRACTS / "market"))
DOUBLES = CONTRACTS / "tests" / "doubles"


@dataclass(frozen=True)
class Compiled:
    """What deploying a contract and talking to it needs."""

    abi: list
    creation_code: bytes
    runtime_code: bytes


@lru_cache(maxsize=None)
def compiled(path: Path) -> Compiled:
    """The contract in the file at `path`, with modules from its own folder."""
    output = compile_code(
        path.read_text(),
        contract_path=path.name,
        output_formats=["abi", "bytecode", "bytecode_runtime"],
        input_bundle=FilesystemInputBundle([path.parent]),
        settings=Settings(optimize=OptimizationLevel.GAS),
    )
    creation, runtime = (
        bytes.fromhex(output[form][2:]) for form in ("bytecode", "bytecode_runtime")
    )
    return Compiled(output["abi"], creation, runtime)

"""Writes the ABI of each deployed contract to abi/: contracts/environment python write_abi.py"""

from __future__ import annotations

import json
from pathlib import Path

from demo.compiler import CONTRACTS, compiled

PUBLISHED = [
    "market/InferenceMarket.vy",
    "verifier/ModelRegistry.vy",
    "verifier/LemmaVerifier.vy",
    "verifier/Gateway.vy",
    "verifier/ERC7007Adapter.vy",
    "verifier/ERC7992Adapter.vy",
]


def abi_text(source: str) -> str:
    """The JSON file of a contract, by its path in this folder."""
    return json.dumps(compiled(CONTRACTS / source).abi, indent=1) + "\n"


def abi_path(source: str) -> Path:
    return CONTRACTS / "abi" / f"{Path(source).stem}.json"


if __name__ == "__main__":
    for each in PUBLISHED:
        abi_path(each).write_text(abi_text(each))
        print(abi_path(each).relative_to(CONTRACTS))

"""Runs transactions by Ethereum's official execution specification (PyPI: ethereum-execution), fork Osaka."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from eth_account import Account
from eth_utils import keccak

VERSION = "2.20.0"
GAS_LIMIT = 60_000_000
KEY = keccak(text="who sends the transactions")
SENDER = Account.from_key(KEY).address.lower()


@dataclass(frozen=True)
class Outcome:
    """What became of a transaction: its gas has calldata, floor and refunds in it."""

    gas: int
    succeeded: bool
    logs: list[dict]
    # Why it is not in the block at all, if it is not.
    error: str = ""


@dataclass
class OfficialChain:
    """The state of a chain; each transaction has a block of its own."""

    executable: str = field(default_factory=lambda: _executable())
    accounts: dict = field(default_factory=lambda: {SENDER: {"balance": hex(10**24), "nonce": "0x0"}})

    def transact(self, to: str | None, data: bytes, gas: int = 2**24) -> Outcome:
        nonce = self.accounts[SENDER]["nonce"]
        transaction = {
            "type": "0x0", "input": "0x" + data.hex(), "gas": hex(gas), "gasPrice": hex(10**9),
            "nonce": nonce, "to": to, "value": "0x0", "v": "0x0", "r": "0x0", "s": "0x0",
            "secretKey": "0x" + KEY.hex(), "protected": True,
        }  # fmt: skip
        block = {
            "currentCoinbase": "0x" + "00" * 20, "currentDifficulty": "0x0",
            "currentRandom": "0x0", "currentGasLimit": hex(GAS_LIMIT), "currentNumber": "0x1",
            "currentTimestamp": "0x3e8", "currentBaseFee": "0x7", "currentExcessBlobGas": "0x0",
            "parentBeaconBlockRoot": "0x" + "00" * 32, "withdrawals": [],
            "blockHashes": {"0": "0x" + "00" * 32}, "parentHash": "0x" + "00" * 32,
        }  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            inputs = {"alloc": self.accounts, "env": block, "txs": [transaction]}
            for name, value in inputs.items():
                Path(folder, f"{name}.json").write_text(json.dumps(value))
            named = [f"--input.{name}={folder}/{name}.json" for name in inputs]
            outputs = ["--output.basedir", folder, "--output.result", "r.json", "--output.alloc", "a.json"]
            subprocess.run(
                [self.executable, "t8n", "--state.fork", "Osaka", "--state.chainid", "1", *named, *outputs],
                check=True, capture_output=True,
            )  # fmt: skip
            result = json.loads(Path(folder, "r.json").read_text())
            self.accounts = json.loads(Path(folder, "a.json").read_text())
        if result.get("rejected"):
            return Outcome(0, False, [], str(result["rejected"][0]))
        (receipt,) = result["receipts"]
        gas_used = int(receipt.get("gasUsed") or receipt["cumulativeGasUsed"], 16)
        succeeded = receipt.get("status", receipt.get("succeeded")) in ("0x1", True, 1)
        return Outcome(gas_used, succeeded, receipt.get("logs", []))

    def deploy(self, creation: bytes) -> str:
        """Deploys a contract; returns its address."""
        nonce = int(self.accounts[SENDER]["nonce"], 16)
        outcome = self.transact(None, creation)
        assert outcome.succeeded, "not deployed"
        encoded = b"\x80" if nonce == 0 else bytes([nonce])
        address = keccak(b"\xd6\x94" + bytes.fromhex(SENDER[2:]) + encoded)[12:]
        return "0x" + address.hex()

    def place(self, address: str, code: bytes) -> None:
        """Puts code at an address, with no transaction."""
        self.accounts[address.lower()] = {"balance": "0x0", "nonce": "0x1", "code": "0x" + code.hex(), "storage": {}}


def _executable() -> str:
    found = os.environ.get("ETHEREUM_SPEC_EVM") or shutil.which("ethereum-spec-evm")
    if found is None:
        raise SystemExit(f"ethereum-execution {VERSION} is missing: contracts/measure_gas gets it")
    return found

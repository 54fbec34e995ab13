"""A local chain: accounts, time, transactions with the gas they cost, contracts called by name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyrevm
from eth_abi import decode, encode
from eth_utils import keccak, to_checksum_address

from demo.compiler import compiled

TRANSACTION_GAS = 2**24  # EIP-7825
CODE_LIMIT = 24_576  # EIP-170


class Reverted(Exception):
    """A call that failed: the sentence of an assertion, a verifier's code, or whatever came back."""

    def __init__(self, output: bytes, gas: int) -> None:
        self.output, self.gas = output, gas
        self.reason, self.rejection = "", 0
        if output[:4] == keccak(text="Error(string)")[:4]:
            (self.reason,) = decode(["string"], output[4:])
        if output[:4] == keccak(text="Rejected(uint256)")[:4]:
            (self.rejection,) = decode(["uint256"], output[4:])
        super().__init__(self.reason or "0x" + output.hex())


@dataclass(frozen=True)
class Event:
    """A log entry, by name."""

    name: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Receipt:
    """What a transaction returned, logged and cost."""

    value: Any
    events: list[Event]
    gas: int

    def event(self, name: str) -> dict[str, Any]:
        """The values of the one event of this name."""
        (found,) = self.all(name)
        return found

    def all(self, name: str) -> list[dict[str, Any]]:
        """The values of each event of this name."""
        return [event.values for event in self.events if event.name == name]


def _type(entry: dict) -> str:
    """The canonical type of an ABI entry; structs are written out."""
    if not entry["type"].startswith("tuple"):
        return entry["type"]
    return "(" + ",".join(map(_type, entry["components"])) + ")" + entry["type"][5:]


def _types(entries: list[dict]) -> list[str]:
    return [_type(entry) for entry in entries]


def floor_gas(data: bytes) -> int:
    """The least a transaction with this data costs (EIP-7623)."""
    zeros = data.count(0)
    return 21_000 + 10 * zeros + 40 * (len(data) - zeros)


@dataclass
class Chain:
    """One EVM (Prague) with a clock that stands still until it is moved."""

    identifier: int = 31_337
    time: int = 1_800_000_000
    machine: pyrevm.EVM = field(init=False)
    _events: dict[str, dict] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        settings = pyrevm.Env(cfg=pyrevm.CfgEnv(chain_id=self.identifier))
        self.machine = pyrevm.EVM(spec_id="PRAGUE", env=settings)
        self.move_to(self.time)

    def move_to(self, time: int) -> None:
        """Sets the clock."""
        self.time = time
        self.machine.set_block_env(pyrevm.BlockEnv(timestamp=time, number=1, basefee=0))

    def fund(self, account: str, coin: int) -> None:
        """Gives an account that much coin, out of nothing."""
        self.machine.set_balance(account, coin)

    def balance(self, account: str) -> int:
        return self.machine.get_balance(account)

    def deploy(self, path: Path, *arguments: Any, sender: str) -> Contract:
        """Deploys the contract in the file at `path`."""
        parts = compiled(path)
        constructor = [entry for entry in parts.abi if entry["type"] == "constructor"]
        data = encode(_types(constructor[0]["inputs"]), arguments) if constructor else b""
        creation = parts.creation_code + data
        address = self.machine.deploy(sender, creation, gas=TRANSACTION_GAS)
        gas = max(self.machine.result.gas_used, floor_gas(creation))
        for entry in parts.abi:
            if entry["type"] == "event":
                self._events[_signature_hash(entry).hex()] = entry
        return Contract(self, to_checksum_address(address), parts.abi, gas)

    def deploy_code(self, runtime: bytes, sender: str) -> Contract:
        """Deploys bare runtime code."""
        creation = bytes.fromhex("61%04x80600a5f395ff3" % len(runtime)) + runtime
        address = self.machine.deploy(sender, creation, gas=TRANSACTION_GAS)
        gas = max(self.machine.result.gas_used, floor_gas(creation))
        return Contract(self, to_checksum_address(address), [], gas)

    def put_code(self, address: str, code: bytes) -> None:
        """Has other code at an address, as if its contract were gone and another one there."""
        self.machine.insert_account_info(address, pyrevm.AccountInfo(nonce=1, code=code))

    def transact(
        self, sender: str, to: str, data: bytes, coin: int = 0, gas: int = TRANSACTION_GAS
    ) -> Receipt:
        """Runs a transaction. Its gas has the floor for calldata, which the machine leaves out."""
        self.machine.reset_transient_storage()
        try:
            output = self.machine.message_call(sender, to, calldata=data, value=coin, gas=gas)
        except RuntimeError as failure:
            # The machine tells in words alone what a failed call returned and cost.
            output = re.search(r"output: 0x([0-9a-f]*)", str(failure))
            gas = re.search(r"gas_used: ([0-9]+)", str(failure))
            raise Reverted(
                bytes.fromhex(output.group(1)) if output else b"",
                int(gas.group(1)) if gas else 0,
            ) from failure
        result = self.machine.result
        events = [event for log in result.logs if (event := self._event(log)) is not None]
        return Receipt(bytes(output), events, max(result.gas_used, floor_gas(data)))

    def _event(self, log: pyrevm.Log) -> Event | None:
        entry = self._events.get(log.topics[0][2:]) if log.topics else None
        if entry is None:
            return None
        indexed = [part for part in entry["inputs"] if part["indexed"]]
        others = [part for part in entry["inputs"] if not part["indexed"]]
        values = {}
        for part, topic in zip(indexed, log.topics[1:]):
            (values[part["name"]],) = decode([_type(part)], bytes.fromhex(topic[2:]))
        for part, value in zip(others, decode(_types(others), bytes(log.data[1]))):
            values[part["name"]] = value
        return Event(entry["name"], values)


def _signature_hash(entry: dict) -> bytes:
    return keccak(text=f"{entry['name']}({','.join(_types(entry['inputs']))})")


@dataclass(frozen=True)
class Contract:
    """A deployed contract."""

    chain: Chain
    address: str
    abi: list
    gas: int  # what its deployment cost

    def data(self, name: str, *arguments: Any) -> bytes:
        """The calldata of a call."""
        entry = self._entry(name)
        return _signature_hash(entry)[:4] + encode(_types(entry["inputs"]), arguments)

    def send(
        self, name: str, *arguments: Any, sender: str, coin: int = 0, gas: int = TRANSACTION_GAS
    ) -> Receipt:
        """Calls a function in a transaction of its own."""
        data = self.data(name, *arguments)
        receipt = self.chain.transact(sender, self.address, data, coin, gas)
        return Receipt(self._result(name, receipt.value), receipt.events, receipt.gas)

    def read(self, name: str, *arguments: Any) -> Any:
        """Calls a view."""
        data = self.data(name, *arguments)
        output = self.chain.machine.message_call(
            "0x" + "00" * 20, self.address, calldata=data, gas=TRANSACTION_GAS, is_static=True
        )
        return self._result(name, bytes(output))

    def _entry(self, name: str) -> dict:
        (entry,) = [e for e in self.abi if e["type"] == "function" and e["name"] == name]
        return entry

    def _result(self, name: str, output: bytes) -> Any:
        outputs = self._entry(name)["outputs"]
        values = decode(_types(outputs), output)
        return values[0] if len(values) == 1 else values or None

"""What a verification's gas is spent on: a copy of the verifier that logs its gas before each instruction."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from demo.chain import Chain, Contract
from demo.compiler import VERIFIER, compiled

INSTRUCTION = "            operation: uint256 = instruction >> 248\n"
LOGGED = INSTRUCTION + "            raw_log([], abi_encode(operation, msg.gas))\n"
SECTIONS = {
    "transcript": {0x10, 0x11, 0x12, 0x30, 0x31, 0x38},
    "lookup tree": {0x15},
    "sumchecks": {1, 2, 3, 4, 5, 0x13, 0x14, 0x16, 0x20, 0x21, 0x3E},
    "opening": {0x17, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37},
    "start": {0, 0x3F, 0x40},
}
# A log of 64 bytes, with the words stored for it.
LOG = 375 + 8 * 64 + 40
NAMES = {operation: name for name, operations in SECTIONS.items() for operation in operations}


def logging_verifier(chain: Chain, registry: str, sender: str) -> Contract:
    """The verifier with a log before each instruction; its own gas is taken off again."""
    source = (VERIFIER / "steps.vy").read_text()
    assert source.count(INSTRUCTION) == 1, "the machine reads instructions in another way now"
    with TemporaryDirectory() as folder:
        copy = Path(folder, "verifier")
        shutil.copytree(VERIFIER, copy)
        (copy / "steps.vy").write_text(source.replace(INSTRUCTION, LOGGED))
        return chain.deploy(copy / "LemmaVerifier.vy", registry, sender=sender)


def sections(logs: list[bytes], gas: int) -> dict[str, int]:
    """Execution by section, from the logs of a run that was given `gas`."""
    points = [(int.from_bytes(log[:32], "big"), int.from_bytes(log[32:64], "big")) for log in logs]
    found: dict[str, int] = defaultdict(int)
    found["start"] = gas - points[0][1]
    for (operation, before), (_, after) in zip(points, points[1:]):
        found[NAMES[operation]] += before - after - LOG
    return dict(found)

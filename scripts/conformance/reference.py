"""What the independent verifier says of a key and a proof: the truth that every client is held to."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "tools"))

import proof.keccak  # noqa: E402

try:
    # The same function from a library, many times faster; taken before the other modules take theirs.
    from Crypto.Hash import keccak as library

    proof.keccak.keccak = lambda data: library.new(digest_bits=256, data=data).digest()
except ImportError:
    pass
keccak = proof.keccak.keccak

from proof.key import Key  # noqa: E402
from proof.reader import Reader, Rejected  # noqa: E402
from proof.verifier import Verifier  # noqa: E402

SECTIONS = ("head", "lookups", "sumchecks", "columns", "siblings", "opening")


def codes():
    """Names and codes of rejections, from the table of docs/protocol.md, section 14."""
    table = (ROOT / "docs" / "protocol.md").read_text().split("## 14.")[1].split("## 15.")[0]
    result = {}
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) < 3 or not cells[0][:1].isdigit():
            continue
        names = [name.strip() for name in cells[1].split(",")]
        numbers = cells[0].replace(" ", "")
        if "-" in numbers:
            first, last = map(int, numbers.split("-"))
            numbers = range(first, last + 1)
        else:
            numbers = map(int, numbers.split(","))
        result.update(zip(names, numbers))
    return result


def section_of(names):
    """A row of the reader as one of the report's sections."""
    if names[0] == "opening":
        return {"column": "columns", "sibling": "siblings"}.get(names[-1], "opening")
    return {"lookups": "lookups", "walk": "sumchecks", "final merge": "sumchecks"}.get(names[0], "head")


def millibits(whole):
    """Floor of 1000 · log2(2^256 / whole): the largest n with whole^1000 · 2^n <= 2^256000."""
    return 256000 - (whole**1000 - 1).bit_length()


def examine(key_bytes, proof_bytes, codes):
    """The expected entries of a case, and the verifier for whoever wants its rows."""
    result = {"rejection": 0, "reason": "valid"}
    verifier = None
    try:
        key = Key(key_bytes)
        verifier = Verifier(key, Reader(proof_bytes))
        verifier.verify()
    except Rejected as rejection:
        result["reason"] = str(rejection)
        result["rejection"] = codes[result["reason"]]
    if verifier is not None and hasattr(verifier, "statement_bytes"):
        result["statement"] = statement(verifier)
    if result["rejection"] == 0:
        sections = dict.fromkeys(SECTIONS, 0)
        for start, end, *names in verifier.r.rows:
            sections[section_of(names)] += end - start
        result["security_millibits"] = millibits(verifier.whole)
        result["sections"] = list(sections.values())
    return result, verifier


def statement(verifier):
    return {
        "model": verifier.model.hex(), "prompt": verifier.prompt, "reply": verifier.reply, "ending": verifier.ending,
        "context": verifier.statement_bytes[-32:].hex(), "tokenizer": verifier.key.provenance[0].hex(),
        "settings": verifier.key.provenance[1].hex(), "checkpoint": verifier.key.provenance[2].hex(),
    }

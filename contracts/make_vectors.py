"""Makes Tests/Vectors/contract: proofs of the bundled model, their step tables and transactions.

    scripts/make_contract_vectors [PACKAGE]

    whole           a prompt of one token and 32 reply tokens, checked by one transaction
    divided         a prompt of 97 tokens, whose proof takes two
    statements      one of each kind, of Tests/Vectors/families: key, step table, transaction, and what it was estimated to cost

The binary makes all of it; the second transaction of the divided proof needs what the first one logs, so that one is run here.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from demo.chain import Chain
from demo.compiler import CONTRACTS
from demo.verifier import Table, Verifier, snapshot

ROOT = CONTRACTS.parent
LEMMA = ROOT / ".build" / "release" / "lemma"
VECTORS = ROOT / "Tests" / "Vectors" / "contract"
SENDER = "0x" + "11" * 20
# Both sizes belong to one registration.
ROWS = 128
PROMPTS = {"whole": [48], "divided": list(range(1, 98))}
FAMILIES = ROOT / "Tests" / "Vectors" / "families"
# Each with its family, prompt, and what is asked.
STATEMENTS = {
    "llama": ("llama", [3, 5, 7], ("--tokens", 5)),
    "classes": ("bert-classes", [2, 11, 9, 3, 8], ("--second-segment", 3)),
    "masked": ("bert-masked", [2, 11, 9, 3, 8, 17], ("--positions", "2,5")),
    "embedding": ("bert-mean", [2, 11, 9, 3, 8], ()),
    "marian": ("marian", [2, 11, 9, 3, 8], ("--tokens", 5)),
    "t5": ("t5", [2, 11, 9, 3, 8, 13], ("--tokens", 5)),
}
SIZES = ("--rows", 8, "--replies", 8)


def lemma(*arguments: object) -> str:
    """Runs the binary; what it prints on standard output."""
    command = [LEMMA, *map(str, arguments)]
    return subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout


def prove(package: Path, tokens: list[int], *options: object) -> None:
    with tempfile.NamedTemporaryFile("w") as prompt:
        prompt.write(" ".join(map(str, tokens)))
        prompt.flush()
        lemma("prove", package, "--tokens-in", prompt.name, "--profile", "evm", *options)


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def make(name: str, package: Path) -> None:
    folder, key = emptied(VECTORS / name), VECTORS / "verifying.key"
    proof = folder / "reply.proof"
    prove(package, PROMPTS[name], "--tokens", 32, "--raw", "-o", proof)
    lemma("contract", "table", proof, "--key", key, "--rows", ROWS, "-o", folder)

    table = Table.read(folder)
    call = ("contract", "calldata", proof, "--key", key, "--id", table.model.id.hex())
    first = folder / ("begin.bin" if name == "divided" else "verify.bin")
    lemma(*call, "-o", first)
    if name == "divided":
        chain = Chain()
        verifier = Verifier(chain, SENDER)
        verifier.register(table.model)
        verifier.add(table)
        receipt = chain.transact(SENDER, verifier.address, first.read_bytes())
        logged = folder / "snapshot.bin"
        logged.write_bytes(snapshot(receipt))
        lemma(*call, "--snapshot", logged, "-o", folder / "verify.bin")


def make_statement(name: str, temporary: Path) -> None:
    family, tokens, options = STATEMENTS[name]
    folder = emptied(VECTORS / "statements" / name)
    package, proof = temporary / f"{family}.lemma", temporary / f"{name}.proof"
    lemma("import", FAMILIES / family, "-o", package)
    prove(package, tokens, *options, "-o", proof)
    key = shutil.copyfile(package / "verifying.key", folder / "verifying.key")
    lemma("contract", "table", proof, "--key", key, *SIZES, "-o", folder)
    model = Table.read(folder).model.id.hex()
    lemma("contract", "calldata", proof, "--key", key, "--id", model, "-o", folder / "verify.bin")
    figures = json.loads(lemma("contract", "gas", proof, "--key", key, "--json"))
    (folder / "estimate.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", nargs="?", type=Path, help="the bundled model, imported")
    parser.add_argument("--statements", action="store_true", help="make these alone")
    options = parser.parse_args()
    package = options.package
    with tempfile.TemporaryDirectory() as temporary:
        for name in STATEMENTS:
            make_statement(name, Path(temporary))
    if options.statements:
        return
    with tempfile.TemporaryDirectory() as temporary:
        if package is None:
            package = Path(temporary) / "demo.lemma"
            lemma("import", "models/demo", "-o", package)
        VECTORS.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package / "verifying.key", VECTORS / "verifying.key")
        for name in PROMPTS:
            make(name, package)


if __name__ == "__main__":
    main()

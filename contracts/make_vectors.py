"""Makes Tests/Vectors/contract: proofs of the bundled model, their step tables and transactions.

    scripts/make_contract_vectors [PACKAGE]

    whole       a prompt of one token and 32 reply tokens, checked by one transaction
    divided     a prompt of 97 tokens, whose proof takes two

The binary makes all of it; the second transaction of the divided proof needs what the first one logs, so that one is run here.
"""

from __future__ import annotations

import argparse
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


def lemma(*arguments: object) -> None:
    subprocess.run([LEMMA, *map(str, arguments)], check=True, cwd=ROOT)


def make(name: str, package: Path) -> None:
    folder, key = VECTORS / name, VECTORS / "verifying.key"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    proof = folder / "reply.proof"
    with tempfile.NamedTemporaryFile("w") as prompt:
        prompt.write(" ".join(map(str, PROMPTS[name])))
        prompt.flush()
        made = ("--profile", "evm", "--tokens", 32, "--raw")
        lemma("prove", package, "--tokens-in", prompt.name, *made, "-o", proof)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", nargs="?", type=Path, help="the bundled model, imported")
    package = parser.parse_args().package
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

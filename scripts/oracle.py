#!/usr/bin/env python3
"""An independent integer GPT-2: what every tensor of Lemma's forward pass must hold.

Written from the definition of the arithmetic (circuits/*.swift), sharing no code with the prover: plain loops over layers, heads and
positions, Python integers throughout, exact square roots instead of tables of them, decimal arithmetic for the tables of functions.

    scripts/oracle.py vectors             write Tests/Vectors/forward.json and Tests/Vectors/operations.json
    scripts/oracle.py check               compute both again and compare with what is stored
    scripts/oracle.py forward CASE.json   print every tensor of one case: {"settings", "parameters", "prompt", "limit"}
"""
import json
import sys
from pathlib import Path

from integer_gpt2.forward_vectors import forward_vectors
from integer_gpt2.model import Model
from integer_gpt2.operation_vectors import operation_vectors
from integer_gpt2.operations import Refusal

VECTORS = Path(__file__).resolve().parent.parent / "Tests" / "Vectors"


def documents():
    return {"forward.json": {"cases": forward_vectors()}, "operations.json": operation_vectors()}


def encoded(document):
    return json.dumps(document, separators=(",", ":")).replace("},{", "},\n{") + "\n"


def main(arguments):
    if arguments == ["vectors"]:
        for name, document in documents().items():
            (VECTORS / name).write_text(encoded(document))
            print(f"{name}: {(VECTORS / name).stat().st_size} bytes")
    elif arguments == ["check"]:
        for name, document in documents().items():
            same = (VECTORS / name).read_text() == encoded(document)
            print(f"{name}: {'as stored' if same else 'DIFFERENT'}")
            if not same:
                return 1
    elif len(arguments) == 2 and arguments[0] == "forward":
        case = json.loads(Path(arguments[1]).read_text())
        try:
            print(encoded(Model(case["settings"], case["parameters"]).run(case["prompt"], case["limit"])), end="")
        except Refusal as refusal:
            print("refused:", *refusal.args, file=sys.stderr)
            return 3
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

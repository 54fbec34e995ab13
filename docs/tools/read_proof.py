#!/usr/bin/env python3
"""Reads a Lemma proof with its verifying key, names every byte, and repeats every check.

    python3 docs/tools/read_proof.py MODEL.lemma/verifying.key REPLY.proof [--all] [--states] [--terms]
    python3 docs/tools/read_proof.py MODEL.lemma/verifying.key [--all]              the key alone

    --all      one line for each value, not for each run of values
    --states   the transcript's state after each section: where a verifier that rejects a valid proof parts from this one
    --terms    what shows in no message: the codes' bounds and every soundness term as integers, the effort, and for each node of
               the walk its claims before and after combining and the two sides of "merging pays"

A second reading of docs/protocol.md and docs/formats.md: plain Python, no imports from the project, written for clarity and not
for speed. It exits with status 0 if the proof is valid. Readings of the pages that accept one real proof alike are listed in
docs/formats.md, section 4; `--terms` tells most of them apart.
"""
import sys
from math import log2

from proof.key import Key
from proof.reader import Reader, Rejected
from proof.report import show, show_terms
from proof.verifier import Verifier

# The modules are those of proof/; its __init__.py says in which order to read them.


def main():
    paths = [a for a in sys.argv[1:] if not a.startswith("--")]
    if not paths:
        sys.exit(__doc__)
    try:
        key = Key(open(paths[0], "rb").read())
    except Rejected as rejection:
        sys.exit(f"rejected key: {rejection}")
    if len(paths) == 1:
        show(key.r.rows)
        print("model digest", key.digest.hex())
        return
    verifier = Verifier(key, Reader(open(paths[1], "rb").read()))
    try:
        verifier.verify()
        verdict = "valid"
    except Rejected as rejection:
        verdict = f"rejected: {rejection}"
    show(verifier.r.rows)
    if "--states" in sys.argv:
        print("\ntranscript, state after")
        for state, name in verifier.states:
            print(f"  {state}  {name}")
    if verdict == "valid" and "--terms" in sys.argv:
        show_terms(verifier)
    if verdict == "valid":
        sums = {}
        for name, _, e in verifier.terms:
            sums[name] = sums.get(name, 0) + e
        print("\nsoundness, bits of each step's summed error:")
        for name, e in sums.items():
            print(f"  {256 - log2(e) if e else 256:8.2f}  {name}")
        print(f"  {256 - log2(verifier.whole):8.2f}  sum")
    print(verdict)
    sys.exit(0 if verdict == "valid" else 1)


if __name__ == "__main__":
    main()

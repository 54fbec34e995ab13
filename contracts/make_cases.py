"""Makes Tests/Vectors/contract/cases.json: damages of a proof file, and what the independent verifier says of each.

    contracts/environment python make_cases.py            minutes

A contract sees neither the file's header nor its schedule, so that those are left whole.
"""

from __future__ import annotations

import sys
from multiprocessing import Pool
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "scripts"))

from conformance import proof_damage, reference, statement_damage  # noqa: E402
from conformance.suite import Case, Edit, Source, write  # noqa: E402

VECTORS = ROOT / "Tests" / "Vectors" / "contract"
KEY, PROOF = Source("verifying.key"), Source("whole/reply.proof")
CODES = reference.codes()


def damages():
    proof = PROOF.read(VECTORS)
    _, verifier = reference.examine(KEY.read(VECTORS), proof, CODES)
    size = len(proof)
    yield "as made", []
    yield "a byte less", [Edit(size - 1, 1)]
    yield "a byte more", [Edit(size, 0, b"\0")]
    yield "a thousand bytes more", [Edit(size, 0, b"\xff", 1000)]
    for parts in (4, 3, 2):
        yield f"a byte more after 1/{parts}", [Edit(size // parts, 0, b"\0")]
        yield f"a byte less after 1/{parts}", [Edit(size // parts, 1)]
    yield "the second half twice", [Edit(size, 0, proof[size // 2 :])]
    rows = verifier.r.rows
    for name, edits in statement_damage.of_statement(verifier):
        yield f"statement: {name}", edits
    for found in (proof_damage.of_roots(rows), proof_damage.of_messages(rows)):
        for name, edits in found:
            yield f"message: {name}", proof_damage.filled(edits, proof)


def judged(case: Case) -> Case:
    found, _ = reference.examine(KEY.read(VECTORS), case.proof.read(VECTORS), CODES)
    expected = {name: found[name] for name in ("rejection", "reason")}
    return Case(case.name, case.key, case.proof, expected)


def main() -> None:
    cases = [Case(name, KEY, PROOF.with_edits(*edits)) for name, edits in damages()]
    with Pool() as pool:
        cases = pool.map(judged, cases, chunksize=2)
    write(cases, VECTORS / "cases.json")
    reasons = sorted({case.expected["reason"] for case in cases}, key=lambda r: CODES.get(r, 0))
    print(f"{len(cases)} cases: {', '.join(reasons)}")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes Tests/Vectors/conformance/cases.json from the pairs of key and proof beside it; every expectation is the independent verifier's.

    python3 scripts/make_conformance.py            minutes, with the package pycryptodome installed; longer without

The pairs are `scripts/demo --keep DIR` and `lemma bench tiny --tokens 2 --runs 1 --keep DIR`: copy key and proof here as demo.key,
demo.proof, small.key, small.proof when the protocol or a format has changed.
"""
from multiprocessing import Pool

from conformance import key_damage, proof_damage, reference, statement_damage
from conformance.suite import FOLDER, Case, Edit, Source, write

PAIRS = ("demo", "small")
CODES = reference.codes()


def cases_of(pair):
    key, proof = Source(f"{pair}.key"), Source(f"{pair}.proof")
    key_bytes, proof_bytes = key.read(), proof.read()
    _, verifier = reference.examine(key_bytes, proof_bytes, CODES)
    yield Case(f"{pair}: as made", key, proof)

    def proofs(kind, damages):
        for name, edits in damages:
            edits = proof_damage.filled(edits, proof_bytes)
            if Source(proof.file, edits).read() != proof_bytes:
                yield Case(f"{pair} {kind}: {name}", key, proof.with_edits(*edits))

    def keys(damages):
        for name, edits in damages:
            damaged = key.with_edits(*edits)
            changed = damaged.read()
            if changed == key_bytes:
                continue
            yield Case(f"{pair} key: {name}", damaged, proof)
            # The statement may name the key that was damaged, as a forger's would.
            digest = reference.keccak(changed)
            yield Case(f"{pair} key, named: {name}", damaged, proof.with_edits(Edit(6, 32, digest)))

    rows = verifier.r.rows
    yield from proofs("proof", proof_damage.of_bytes(len(proof_bytes)))
    yield from proofs("header", proof_damage.of_header())
    yield from proofs("statement", statement_damage.of_statement(verifier))
    yield from proofs("roots", proof_damage.of_roots(rows))
    yield from proofs("leaves", proof_damage.of_leaves(rows))
    yield from keys(key_damage.of_bytes(len(key_bytes)))
    yield from keys(key_damage.of_value(verifier.key.r.rows))
    # Once is enough for what has many places.
    if pair == PAIRS[0]:
        yield from proofs("schedule", proof_damage.of_schedule(rows))
        yield from proofs("message", proof_damage.of_messages(rows))
        yield from keys(key_damage.of_fields(verifier.key.r.rows))


def swaps():
    for one, other in (PAIRS, PAIRS[::-1]):
        yield Case(f"{one}'s key, {other}'s proof", Source(f"{one}.key"), Source(f"{other}.proof"))
        digest = reference.keccak(Source(f"{one}.key").read())
        yield Case(f"{one}'s key, {other}'s proof that names it", Source(f"{one}.key"),
                   Source(f"{other}.proof", (Edit(6, 32, digest),)))
    yield Case("key and proof changed places", Source("demo.proof"), Source("demo.key"))
    yield Case("the key twice", Source("demo.key"), Source("demo.key"))
    yield Case("the proof twice", Source("demo.proof"), Source("demo.proof"))


def judged(case):
    expected, _ = reference.examine(case.key.read(), case.proof.read(), CODES)
    return Case(case.name, case.key, case.proof, expected)


def main():
    cases = [case for pair in PAIRS for case in cases_of(pair)] + list(swaps())
    with Pool() as pool:
        cases = list(pool.imap(judged, cases, chunksize=4))
    kept, seen = [], {}
    for case in cases:
        # Of damage to one kind of bytes with one outcome, one case says as much as all.
        kind = (case.name.split(":")[0], case.name.split(",")[0].split(" at ")[0], case.expected["reason"])
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] == 1 or "message" in kind[0] or case.expected["reason"] == "valid":
            kept.append(case)
    write(kept, FOLDER / "cases.json")
    names = sorted({case.expected["reason"] for case in kept}, key=lambda name: CODES.get(name, 0))
    print(f"{len(kept)} of {len(cases)} cases, outcomes: {', '.join(names)}")
    print("never seen: " + ", ".join(sorted(set(CODES) - set(names))))


if __name__ == "__main__":
    main()

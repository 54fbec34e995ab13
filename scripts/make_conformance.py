#!/usr/bin/env python3
"""Makes Tests/Vectors/conformance/cases.json from the pairs of key and proof beside it.

    python3 scripts/make_conformance.py            minutes, with the package pycryptodome installed; longer without
    python3 scripts/make_conformance.py outputs    the cases of the pairs with other statements than GPT-2's replies alone

The pairs are `scripts/demo --keep DIR` and `lemma bench tiny --tokens 2 --runs 1 --keep DIR`: copy key and proof here as demo.key,
demo.proof, small.key, small.proof when the protocol or a format has changed; and those of `scripts/conformance-pairs`.

Every expectation is the independent verifier's. Those of the other statements follow from how the cases were made, and the
independent verifier has to agree as far as it reads such keys.
"""
import sys
from dataclasses import replace
from multiprocessing import Pool

from conformance import key_damage, output_damage, proof_damage, reference, said, statement_damage
from conformance.suite import FOLDER, Case, Edit, Source, read, write

PAIRS = ("demo", "small")
CODES = reference.codes()
OUTPUTS = {
    "masked": said.Subject(form=1, kind=1, fraction_bits=14, value_name="probabilities", has_segments=True),
    "classes": said.Subject(form=1, kind=2, fraction_bits=14, value_name="probabilities", has_segments=True),
    "embedding": said.Subject(form=1, kind=3, fraction_bits=14, value_name="sentence embedding", has_segments=True),
    "translation": said.Subject(form=2),
    "likely": said.Subject(fraction_bits=14, value_name="probabilities"),
}
VOCABULARY = 41


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


def outputs():
    """The cases of the pairs in OUTPUTS, with what is expected of them."""
    for pair, subject in OUTPUTS.items():
        key, proof = Source(f"{pair}.key"), Source(f"{pair}.proof")
        key_bytes, proof_bytes = key.read(), proof.read()
        yield valid(pair, key, proof, subject)
        for name, reason, edits in output_damage.of_output(proof_bytes, subject, VOCABULARY):
            yield rejected(f"{pair} output: {name}", reason, key, proof.with_edits(*edits), subject)
        for name, reason, edits, changes in output_damage.of_key(key_bytes, subject):
            damaged = key.with_edits(*edits)
            found = None if changes is None else replace(subject, **changes)
            yield rejected(f"{pair} key: {name}", reason if found is None else "anotherModel", damaged, proof, found)
            named = proof.with_edits(Edit(6, 32, reference.keccak(damaged.read())))
            yield rejected(f"{pair} key, named: {name}", reason, damaged, named, found)
        for other in OUTPUTS:
            if other != pair:
                yield rejected(f"{pair}'s key, {other}'s proof", "anotherModel", key, Source(f"{other}.proof"), subject)


def rejected(name, reason, key, proof, subject):
    expected = {"rejection": CODES[reason], "reason": reason}
    stated = None if subject is None else said.statement(key.read(), proof.read(), subject)
    if stated is not None:
        expected["statement"] = stated
    return Case(name, key, proof, expected)


def valid(pair, key, proof, subject):
    """Level and sections are the independent verifier's if it reads the key, else those that are there."""
    found, _ = reference.examine(key.read(), proof.read(), CODES)
    if found["rejection"] != 0:
        found = next(case.expected for case in read() if case.name == f"{pair}: as made")
    levels = {name: found[name] for name in ("security_millibits", "sections")}
    stated = said.statement(key.read(), proof.read(), subject)
    return Case(f"{pair}: as made", key, proof, {"rejection": 0, "reason": "valid", "statement": stated, **levels})


def disagreement(case):
    """What the independent verifier says, if it says something else and reads the key at all."""
    found, _ = reference.examine(case.key.read(), case.proof.read(), CODES)
    return None if found["rejection"] == case.expected["rejection"] else f"{case.name}: {found['reason']}"


def is_of_outputs(case):
    return case.key.file.removesuffix(".key") in OUTPUTS


def judged(case):
    expected, _ = reference.examine(case.key.read(), case.proof.read(), CODES)
    return Case(case.name, case.key, case.proof, expected)


def main():
    path = FOLDER / "cases.json"
    kept = [case for case in read() if not is_of_outputs(case)] if "outputs" in sys.argv else replies()
    others = list(outputs())
    reads = [pair for pair in OUTPUTS if reference.examine(*pair_of(pair), CODES)[0]["rejection"] == 0]
    with Pool() as pool:
        checked = [case for case in others if case.key.file.removesuffix(".key") in reads]
        wrong = [said for said in pool.imap(disagreement, checked, chunksize=4) if said is not None]
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"of other statements {len(others)} cases, {len(checked)} of them checked by the independent verifier")
    kept += others
    write(kept, path)
    names = sorted({case.expected["reason"] for case in kept}, key=lambda name: CODES.get(name, 0))
    print(f"{len(kept)} cases, outcomes: {', '.join(names)}")
    print("never seen: " + ", ".join(sorted(set(CODES) - set(names))))


def pair_of(pair):
    return Source(f"{pair}.key").read(), Source(f"{pair}.proof").read()


def replies():
    """The cases of GPT-2's replies, each judged."""
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
    print(f"of replies {len(kept)} of {len(cases)} cases")
    return kept


if __name__ == "__main__":
    main()

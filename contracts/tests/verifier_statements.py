"""Proofs of every kind of statement: accepted as they were made, and declined for the right reason once the statement says something else.

What is expected follows from docs/protocol.md alone: scripts/conformance/output_damage.py. A statement that passes what is checked in the
clear fails at the first proof of work, which it is hashed into."""

from dataclasses import replace
from functools import lru_cache

import pytest
from conformance import output_damage, suite
from conformance.said import Subject
from eth_utils import keccak
from verifier_world import CODES, VECTORS, Call, Said, Stage, Vector

from demo.chain import TRANSACTION_GAS
from demo.verifier import WHOLE

NO_TABLE = 81
HEADER = b"LMPF\0\1"
SUBJECTS = {
    "llama": Subject(),
    "classes": Subject(form=1, kind=2, has_segments=True),
    "masked": Subject(form=1, kind=1, has_segments=True),
    "embedding": Subject(form=1, kind=3, has_segments=True),
    "marian": Subject(form=2),
    "t5": Subject(form=2),
}
KINDS = {name: Vector(VECTORS / "statements" / name) for name in SUBJECTS}


@lru_cache
def stage() -> Stage:
    return Stage().knows(*KINDS.values())


def said(name: str) -> Said:
    return Said.of(KINDS[name].calls[0].values)


@pytest.mark.parametrize("name", KINDS)
def test_a_proof_is_accepted_by_one_transaction(name):
    (call,) = KINDS[name].calls
    receipt = stage().send(call)
    assert receipt.value == b"" and receipt.events == []
    assert receipt.gas < TRANSACTION_GAS and len(call.data) < 128 * 1024


@pytest.mark.parametrize("name", KINDS)
def test_the_plain_machine_accepts_it(name):
    (call,) = KINDS[name].calls
    KINDS[name].machine(call.proof[4:]).run()


def test_the_vectors_are_of_every_kind():
    """Two texts, positions, values of an entry and of one vector, classes that are no tokens, replies beside an encoder."""
    assert said("classes").second == 3 and len(said("classes").stated) == 5
    assert said("masked").positions == [2, 5]
    assert said("embedding").reply == [] and len(said("embedding").stated) == 12
    assert said("embedding").ending == said("classes").ending == said("masked").ending == 2
    outputs = {name: vector.model.output for name, vector in KINDS.items()}
    assert outputs == {
        "llama": 0,
        "classes": 1 | 5 << 8 | 5 << 16 | 5 << 32,
        "masked": 1 | 3 << 8 | 41 << 32,
        "embedding": 1 | 1 << 8 | 12 << 16,
        "marian": 2,
        "t5": 2,
    }
    for name, vector in KINDS.items():
        assert keccak((vector.folder / "verifying.key").read_bytes()) == vector.model.digest
        assert said(name).bytes == vector.calls[0].values


def damages(name: str):
    """Each with its name, the code that is expected, and the damaged call."""
    call, subject = KINDS[name].calls[0], SUBJECTS[name]
    file = HEADER + call.values + call.proof[len(WHOLE) :]
    end = len(HEADER) + len(call.values)
    for title, reason, edits in output_damage.of_output(file, subject, KINDS[name].model.vocabulary):
        values, proof = call.values, file[end:]
        # The last first, so that places stay.
        for edit in reversed(edits):
            if edit.at > end or (edit.at == end and edit.removed):
                proof = suite.Edit(edit.at - end, edit.removed, edit.inserted, edit.times).apply(proof)
                continue
            within = min(edit.removed, end - edit.at)
            proof = proof[edit.removed - within :]
            values = suite.Edit(edit.at - len(HEADER), within, edit.inserted, edit.times).apply(values)
        yield title, CODES[reason], call.replaced(values=values, proof=WHOLE + proof)


@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_statement_is_declined_for_its_reason(name):
    seen = {}
    for title, code, call in damages(name):
        assert stage().rejection(call) == code, title
        seen[code] = seen.get(code, 0) + 1
    assert {1, 7, 9, 20, 21, 22, 23, 24, 25, 41} - {22 if name == "embedding" else 0} <= set(seen)


def changed(name: str, **fields) -> Call:
    return KINDS[name].calls[0].replaced(values=replace(said(name), **fields).bytes)


@pytest.mark.parametrize("name", KINDS)
def test_another_length_of_the_prompt_has_another_table(name):
    """An encoder's rows are not rounded up; of a decoder these eight are not either."""
    for more in (-1, 1):
        own = said(name)
        prompt = (own.prompt + [7])[: len(own.prompt) + more]
        second = min(own.second, len(prompt)) if own.second < len(own.prompt) else len(prompt)
        positions = [min(p, len(prompt) - 1) for p in own.positions]
        call = changed(name, prompt=prompt, second=second, positions=positions)
        assert stage().rejection(call) == NO_TABLE


def test_another_number_of_entries_has_another_table():
    own = said("masked")
    for count in (1, 3):
        fields = {of: (getattr(own, of) * 2)[:count] for of in ("reply", "positions", "stated")}
        assert stage().rejection(changed("masked", **fields)) == NO_TABLE


def test_a_reply_beside_an_encoder_has_the_table_of_its_bucket():
    own = said("t5")
    for reply in (own.reply[:-1], own.reply + [7]):
        assert stage().rejection(changed("t5", reply=reply)) == NO_TABLE


def test_a_model_says_what_its_registration_says():
    """With another output a model has another id, so that no proof of one serves the other."""
    vector = KINDS["classes"]
    own = Stage()
    for output in (0, 1, 2, vector.model.output ^ 1 << 8):
        model = replace(vector.model, output=output)
        id = own.verifier.registry.send("register", model.fields, sender="0x" + "11" * 20).value
        assert id != vector.model.id
        parts = stage().verifier.registry.read(
            "table", vector.model.id, vector.table.rows, vector.table.replies
        )
        assert len(parts) == len(vector.table.parts)
        codes = [own.chain.deploy_code(p, sender="0x" + "11" * 20).address for p in vector.table.parts]
        own.verifier.add_parts(replace(vector.table, model=replace(model, id=id)), codes)
        assert own.rejection(vector.calls[0].replaced(model=id)) != 0


@pytest.mark.parametrize("name", KINDS)
def test_a_rejection_costs_no_more_than_the_honest_call(name):
    honest = stage().send(KINDS[name].calls[0]).gas
    for title, _, call in damages(name):
        assert stage().refused(call).gas <= honest + 20_000, title

"""Models and step tables, once registered, stay what they are; nobody else's can be put in their place."""

from dataclasses import replace

import pytest
from eth_utils import keccak
from verifier_world import SENDER, WHOLE, Stage, with_last_reply_token

from demo.chain import Reverted
from steps.table import END, Instruction, Program

TRUNCATED, UNKNOWN_MODEL, NO_TABLE = 1, 80, 81


def test_a_models_id_covers_every_field():
    stage, model = Stage(), WHOLE.model
    changes = {
        "digest": bytes(32),
        "parameters": bytes(32),
        "tables": bytes(32),
        "context": model.context + 1,
        "vocabulary": model.vocabulary + 1,
        "pad": model.pad - 1,
        "output": 1,
        "stops": (),
    }
    ids = {model.id} | {keccak(text="no model")}
    for name, value in changes.items():
        fields = replace(model, **{name: value}).fields
        ids.add(stage.verifier.registry.send("register", fields, sender=SENDER).value)
    more = replace(model, stops=(*model.stops, 0)).fields
    ids.add(stage.verifier.registry.send("register", more, sender=SENDER).value)
    assert len(ids) == len(changes) + 3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"context": 0}, "context"),
        ({"context": 2**22 + 1}, "context"),
        ({"context": 2**256 - 1}, "context"),
        ({"vocabulary": 0}, "vocabulary"),
        ({"vocabulary": 2**20 + 1}, "vocabulary"),
        ({"output": 3}, "output"),
        ({"output": 1025 << 16}, "output"),
        ({"output": (2**20 + 1) << 32}, "output"),
        ({"output": 2**256 - 1}, "output"),
        ({"pad": 1024}, "pad"),
        ({"pad": 2**256 - 1}, "pad"),
    ],
)
def test_a_model_beyond_what_the_verifier_can_hold_is_not_registered(change, reason):
    fields = replace(WHOLE.model, **change).fields
    with pytest.raises(Reverted) as reverted:
        Stage().verifier.registry.send("register", fields, sender=SENDER)
    assert reverted.value.reason == reason


def test_registering_again_changes_nothing():
    stage = Stage().knows(WHOLE)
    registry = stage.verifier.registry
    parts = registry.read("table", WHOLE.model.id, WHOLE.table.rows, WHOLE.table.replies)
    stage.verifier.register(WHOLE.model)
    others = [stage.chain.deploy_code(p, sender=SENDER).address for p in WHOLE.table.parts]
    receipt = stage.verifier.add_parts(WHOLE.table, others)
    assert not receipt.events
    assert parts == registry.read("table", WHOLE.model.id, WHOLE.table.rows, WHOLE.table.replies)
    stage.send(WHOLE.calls[0])


def parts_of(stage, codes):
    return [stage.chain.deploy_code(code, sender=SENDER).address for code in codes]


def refused(stage, table, codes):
    with pytest.raises(Reverted) as reverted:
        stage.verifier.add_parts(table, parts_of(stage, codes))
    return reverted.value.reason


def test_only_a_models_own_tables_are_added():
    stage = Stage()
    stage.verifier.register(WHOLE.model)
    table, codes = WHOLE.table, WHOLE.table.parts
    foreign = "not a table of this model"
    assert refused(stage, table, codes[::-1]) == foreign
    assert refused(stage, table, codes[:1]) == foreign
    assert refused(stage, table, (*codes, codes[1])) == foreign
    assert refused(stage, table, (codes[0], codes[1][:-1] + b"\1")) == foreign
    assert refused(stage, table, (codes[0], codes[1][:-1])) == foreign
    assert refused(stage, table, ()) == "malformed"
    assert refused(stage, replace(table, rows=table.rows + 8), codes) == foreign
    assert refused(stage, replace(table, replies=table.replies + 8), codes) == foreign
    assert refused(stage, replace(table, rows=table.replies, replies=31), codes) == foreign
    assert refused(stage, replace(table, index=table.index ^ 1), codes) == foreign
    assert refused(stage, replace(table, index=table.index + 2**10), codes) == "malformed"
    assert refused(stage, replace(table, path=table.path[:-1]), codes) in (foreign, "malformed")
    assert refused(stage, replace(table, path=(*table.path, bytes(32))), codes) == foreign
    assert stage.rejection(WHOLE.calls[0]) == NO_TABLE


def test_tables_are_added_to_a_model_that_is_there():
    stage = Stage()
    assert refused(stage, WHOLE.table, WHOLE.table.parts) == "unknown model"
    assert stage.rejection(WHOLE.calls[0]) == UNKNOWN_MODEL


# A table whose first instruction ends it: with no messages left to check, it accepts whatever is stated.
ACCEPTING = Program(32, 32, b"", [], [Instruction(END)]).parts()[0]


def test_a_part_that_became_another_is_no_part():
    """What official_vanishing.py does in earnest: a part is there when it is added, and later other code is."""
    stage = Stage()
    verifier, table, call = stage.verifier, WHOLE.table, WHOLE.calls[0]
    verifier.register(table.model)
    parts = parts_of(stage, table.parts)
    verifier.add_parts(table, parts)
    stage.send(call)
    stage.chain.put_code(parts[0], ACCEPTING)
    forged = call.replaced(values=with_last_reply_token(call.values, 7), proof=b"LMP1")
    assert stage.rejection(forged.data + bytes(4096)) == NO_TABLE
    assert stage.rejection(call) == NO_TABLE

    verifier.add(table)
    stage.send(call)
    assert stage.rejection(forged.data + bytes(4096)) == TRUNCATED

"""Every case of the shared suite: the same verdict, and of what can be read the same statement."""
from conformance import suite
from lemma_verifier import Rejection, Statement, verify

CASES = list(suite.read())


def described(statement):
    return None if statement is None else {
        "model": statement.model.hex(), "form": statement.form, "kind": statement.kind, "prompt": list(statement.prompt),
        "second_segment": statement.second_segment, "reply": list(statement.reply), "positions": list(statement.positions),
        "ending": statement.ending, "context": statement.context.hex(), **described_values(statement.values)}


def described_values(values):
    return {} if values is None else {
        "values": list(values.integers), "fraction_bits": values.fraction_bits, "value_name": values.name}


def expected_statement(case):
    stated = case.expected.get("statement")
    if stated is None:
        return None
    plain = {"form": 0, "kind": 0, "second_segment": len(stated["prompt"]), "positions": []}
    names = [*plain, "model", "prompt", "reply", "ending", "context"]
    # Of no values, nobody asks what they are.
    names += ["values", "fraction_bits", "value_name"] if stated.get("values") else []
    return {name: stated[name] if name in stated else plain[name] for name in names}


def outcome(case):
    try:
        return 0, "valid", verify(case.key.read(), case.proof.read())
    except Rejection as rejection:
        return rejection.code, rejection.name, rejection.statement


def test_the_suite_is_there():
    assert len(CASES) > 500
    assert len({case.expected["rejection"] for case in CASES}) > 20


def test_every_case_has_its_outcome():
    wrong = []
    for case in CASES:
        code, name, found = outcome(case)
        statement = found if found is None or isinstance(found, Statement) else found.statement
        if (code, name, described(statement)) != (case.expected["rejection"], case.expected["reason"], expected_statement(case)):
            wrong.append((case.name, code, name))
    assert wrong == []


def test_valid_cases_have_their_level_sections_and_provenance():
    valid = [case for case in CASES if case.expected["rejection"] == 0]
    assert valid
    for case in valid:
        result = verify(case.key.read(), case.proof.read())
        sections = result.sections
        assert [sections.head, sections.lookups, sections.sumchecks, sections.columns, sections.siblings,
                sections.opening] == case.expected["sections"]
        assert result.security_millibits == case.expected["security_millibits"]
        for name in ("tokenizer", "settings", "checkpoint"):
            assert getattr(result.provenance, name).hex() == case.expected["statement"][name]

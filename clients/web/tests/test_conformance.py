"""The browser rejects what every other client rejects, for the same reasons."""

import json

from conftest import CONFORMANCE
from playwright.sync_api import Page


def test_every_case_has_the_expected_outcome(page: Page) -> None:
    cases = json.loads((CONFORMANCE / "cases.json").read_text())["cases"]
    outcome = page.evaluate("async () => (await import('/tests/conformance-in-browser.js')).run('/conformance')")
    assert outcome["wrong"] == []
    assert outcome["cases"] == len(cases) > 100
    assert outcome["proven"] == sum(case["rejection"] == 0 for case in cases) > 0
    assert outcome["codes"] == sorted({case["rejection"] for case in cases})
    print(f"{outcome['cases']} cases, {outcome['proven']} of them proven, {len(outcome['codes'])} outcomes")

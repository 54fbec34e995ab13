"""The page shows what is stated of a text that is read at once: a class, predicted tokens, an embedding; and probabilities."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import CONFORMANCE, opened, picked
from page_object import expect_proven, expect_rejected, pick
from playwright.sync_api import Browser, Page, expect

PAIRS = ["masked", "classes", "embedding", "translation", "likely"]
CASES = {case["name"]: case for case in json.loads((CONFORMANCE / "cases.json").read_text())["cases"]}


def files(pair: str, *others: str) -> list[dict]:
    names = {f"{pair}.key": f"{pair}.key", f"{pair}.proof": f"{pair}.proof", **{name.removeprefix("classes."): name for name in others}}
    return [picked(name, (CONFORMANCE / file).read_bytes()) for name, file in names.items()]


def stated(pair: str) -> dict:
    return CASES[f"{pair}: as made"]["statement"]


def bars(page: Page) -> list[tuple[str, str]]:
    return [tuple(row.locator("th, td:last-child").all_inner_texts()) for row in page.locator("#chances-rows tr").all()]


def test_a_class_has_a_bar_for_every_probability(page: Page) -> None:
    pick(page, files("classes"))
    expect_proven(page)
    expect(page.get_by_role("region", name="Text and class")).to_be_visible()
    expect(page.locator("#reply")).to_contain_text("Class 2")
    expect(page.locator("#tokenizer-note")).to_contain_text("settings.json")
    probabilities = [value / 2**14 for value in stated("classes")["values"]]
    expected = sorted(range(5), key=lambda i: -probabilities[i])
    assert bars(page) == [(f"Class {i}", f"{100 * probabilities[i]:.1f}%") for i in expected]
    widths = [float(rect.get_attribute("width")) for rect in page.locator("#chances-rows rect:not(.room)").all()]
    assert widths == pytest.approx([100 * probabilities[i] for i in expected])

    pick(page, files("classes", "vocab.txt", "classes.settings.json"))
    expect(page.locator("#reply")).to_contain_text("fear")
    expect(page.locator("#second-text")).to_contain_text("not very happy!")
    expect(page.get_by_role("table", name="probabilities")).to_be_visible()
    assert [name for name, _ in bars(page)] == ["fear", "calm", "joy", "anger", "surprise"]
    expect(page.locator("#chances-rows .chosen th")).to_have_text("fear")
    expect(page.locator("#tokenizer-note")).to_be_hidden()


def test_labels_that_the_key_does_not_name_are_not_shown(page: Page) -> None:
    settings = (CONFORMANCE / "classes.settings.json").read_bytes().replace(b"fear", b"love")
    pick(page, [*files("classes"), picked("settings.json", settings)])
    expect_proven(page)
    expect(page.locator("#reply")).to_contain_text("Class 2")


def test_predicted_tokens_stand_in_the_text(page: Page) -> None:
    pick(page, files("masked", "vocab.txt"))
    expect_proven(page)
    expect(page.locator("#prompt")).to_contain_text("sat on the mat.")
    expect(page.locator("#prompt .mark").nth(1)).to_have_text("MASK")
    assert page.locator("#reply .predicted").all_inner_texts() == [".", "."]
    assert bars(page) == [("row 2: .", "64.4%"), ("row 11: .", "86.6%")]
    said = page.locator("#reply").inner_text().replace("\u00a0", " ").split()
    # A full stop stands at the word before it.
    assert said[:4] == ["CLS", "the.", "sat", "on"]


def test_predicted_tokens_stand_among_numbers(page: Page) -> None:
    pick(page, files("masked"))
    expect_proven(page)
    said = stated("masked")
    expected = list(said["prompt"])
    for row, token in zip(said["positions"], said["reply"]):
        expected[row] = token
    assert page.locator("#reply li").all_inner_texts() == [str(token) for token in expected]
    assert page.locator("#reply .predicted").count() == 2


def test_an_embedding_can_be_copied(page: Page) -> None:
    pick(page, files("embedding"))
    expect_proven(page)
    numbers = [value / 2**14 for value in stated("embedding")["values"]]
    expect(page.locator("#reply")).to_contain_text("12 numbers")
    expect(page.locator("#numbers-first")).to_contain_text(f"{numbers[0]:.4f}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as JSON").click()
    expect(page.locator("#numbers-copied")).to_have_text("Copied.")
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == numbers


def test_where_nothing_may_be_copied_it_is_selected(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    pick(page, files("embedding"))
    expect_proven(page)
    page.get_by_role("button", name="Copy as JSON").click()
    expect(page.locator("#numbers-copied")).to_contain_text("Selected")
    assert len(json.loads(page.evaluate("getSelection().toString()"))) == 12


def test_a_replys_tokens_have_their_probabilities(page: Page) -> None:
    pick(page, files("likely"))
    expect_proven(page)
    page.get_by_text("Token by token").click()
    assert page.locator("#reply-tokens .chance").all_inner_texts() == ["> 99.9%"] * 4
    expect(page.locator("#chances")).to_be_hidden()
    expect(page.locator("#numbers")).to_be_hidden()


@pytest.mark.parametrize(("pair", "button", "rejection"), [
    ("masked", "Change a predicted token", (41, "proofOfWork")),
    ("classes", "Name another class", (41, "proofOfWork")),
    ("embedding", "Change a number a little", (41, "proofOfWork")),
    # Here another token is the one that ends replies.
    ("translation", "Change a word of the reply", (24, "wrongEnding")),
])
def test_a_changed_answer_is_rejected(page: Page, pair: str, button: str, rejection: tuple[int, str]) -> None:
    pick(page, files(pair))
    expect_proven(page)
    before = page.locator("#conversation").inner_text()
    page.get_by_role("button", name=button).click()
    expect_rejected(page, *rejection)
    expect(page.locator("#conversation-caution")).to_be_visible()
    page.get_by_role("button", name="Undo the damage").click()
    expect_proven(page)
    assert page.locator("#conversation").inner_text() == before


def test_a_value_too_few_is_another_output(page: Page) -> None:
    case = CASES["embedding output: one value less"]
    (at, removed, inserted, _), = case["proof"]["edits"]
    proof = (CONFORMANCE / "embedding.proof").read_bytes()
    proof = proof[:at] + bytes.fromhex(inserted) + proof[at + removed:]
    pick(page, [files("embedding")[0], picked("embedding.proof", proof)])
    expect_rejected(page, 25, "wrongOutput")
    expect(page.locator("#verdict-sentence")).to_have_text("Segments, positions or values are not those that this model states.")
    expect(page.locator("#reply")).to_contain_text("11 numbers")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_them(browser: Browser, site: str, scheme: str) -> None:
    page, watched = opened(browser, site, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    for pair in PAIRS:
        pick(page, files(pair, "vocab.txt", "classes.settings.json"))
        expect(page.locator("#slot-key .name")).to_contain_text(f"{pair}.key")
        expect_proven(page)
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
        assert found.violations_count == 0, f"{pair}: {found.generate_report()}"
    assert watched.complaints == []
    page.context.close()

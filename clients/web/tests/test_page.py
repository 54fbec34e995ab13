"""The page shows what the verifier found, and nothing else."""

import re
import subprocess
from base64 import b64encode

import pytest
from conftest import WEB, Demo, opened, picked
from page_object import expect_proven, expect_rejected, open_demo, pick
from playwright.sync_api import Browser, Page, expect


def test_the_demo_is_proven(page: Page, demo: Demo) -> None:
    expect(page).to_have_title("Lemma: check a proof")
    open_demo(page)
    expect(page).to_have_title("Proven · Lemma")
    expect(page.locator("#prompt")).to_contain_text("What is Lemma?")
    expect(page.locator("#reply")).to_contain_text("Lemma is a program that proves")
    expect(page.locator("#facts .digest")).to_have_text(demo.proof[6:38].hex())
    expect(page.locator("#facts")).to_contain_text(f"{len(demo.proof):,} bytes")
    bits = float(page.locator("#measures dd").first.inner_text().removesuffix(" bits"))
    assert 100 <= bits < 128
    expect(page.locator("#conversation-caution")).to_be_hidden()


def test_the_picture_is_all_of_the_proof(page: Page, demo: Demo) -> None:
    open_demo(page)
    sizes = [int(cell.replace(",", "")) for cell in page.locator("#parts td:nth-child(2)").all_inner_texts()]
    assert len(sizes) == 6 and sum(sizes) == len(demo.proof)
    areas = page.evaluate(
        "[...document.querySelectorAll('#areas rect')].map(r => [r.className.baseVal, r.width.baseVal.value * r.height.baseVal.value])")
    names = ["head", "lookups", "sumchecks", "columns", "siblings", "rounds"]
    drawn = dict(areas)
    whole = sum(drawn.values())
    for name, size in zip(names, sizes):
        assert drawn[f"part-{name}"] / whole == pytest.approx(size / len(demo.proof), rel=0.01)


def test_each_offered_damage_is_rejected_and_can_be_undone(page: Page, demo: Demo) -> None:
    open_demo(page)
    for name, rejection in {
        "Change a word of the reply": (41, "proofOfWork"),
        "Name another model": (20, "anotherModel"),
        "Cut off the end": (1, "truncated"),
        "Damage this byte": (61, "merkleRoot"),
    }.items():
        page.get_by_role("button", name=name).click()
        expect_rejected(page, *rejection)
        expect(page.locator("#damage-found")).to_have_text(f"Not proven: check {rejection[0]}, {rejection[1]}.")
        expect(page.locator("#conversation-caution")).to_be_visible()
        page.get_by_role("button", name="Undo the damage").click()
        expect_proven(page)
        expect(page.locator("#damage-outcome")).to_be_hidden()


def test_a_changed_word_is_shown_as_a_claim(page: Page) -> None:
    open_demo(page)
    before = page.locator("#reply").inner_text()
    page.get_by_role("button", name="Change a word of the reply").click()
    expect_rejected(page, 41, "proofOfWork")
    old, new = re.findall("“(.*?)”", page.locator("#damage-done").inner_text())
    claimed = page.locator("#reply").inner_text()
    assert old in before and claimed.strip() != before.strip()
    assert claimed.count(new) == before.count(new) + 1


@pytest.mark.parametrize("position", ["first", "last"])
def test_any_byte_can_be_damaged(page: Page, demo: Demo, position: str) -> None:
    open_demo(page)
    number = page.get_by_label("Number of the byte")
    # Beyond the end is the last byte.
    number.fill("0" if position == "first" else "999999999")
    number.blur()
    page.get_by_role("button", name="Damage this byte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not proven.")
    at = 0 if position == "first" else len(demo.proof) - 1
    expect(page.locator("#damage-done")).to_contain_text(
        f"Byte {at:,} was {demo.proof[at]:02x} and is {demo.proof[at] ^ 1:02x} now.")


def damaged(content: bytes, at: int, value: int) -> bytes:
    return content[:at] + bytes([value]) + content[at + 1 :]


# What docs/protocol.md, section 14, says of each.
@pytest.mark.parametrize(
    ("code", "name", "change"),
    [
        (1, "truncated", lambda demo: {"proof": demo.proof[:200]}),
        (1, "truncated", lambda demo: {"key": b"LMKY"}),
        (2, "trailingBytes", lambda demo: {"proof": demo.proof + b"\0"}),
        (2, "trailingBytes", lambda demo: {"key": demo.key + b"\0"}),
        (3, "notCanonical", lambda demo: {"proof": demo.proof[:-16] + b"\xff" * 16}),
        (4, "unknownVersion", lambda demo: {"proof": damaged(demo.proof, 5, 9)}),
        (4, "unknownVersion", lambda demo: {"key": damaged(demo.key, 5, 9)}),
        (5, "unknownProfile", lambda demo: {"key": damaged(demo.key, 6, 99)}),
        (6, "malformedKey", lambda demo: {"key": damaged(demo.key, 0, 0)}),
        (8, "malformedProof", lambda demo: {"proof": damaged(demo.proof, 0, 0)}),
        (20, "anotherModel", lambda demo: {"key": damaged(demo.key, len(demo.key) - 1, demo.key[-1] ^ 1)}),
        (63, "finalSum", lambda demo: {"proof": damaged(demo.proof, len(demo.proof) - 1, demo.proof[-1] ^ 1)}),
    ],
)
def test_a_damaged_file_shows_the_check_that_failed(page: Page, demo: Demo, code: int, name: str, change) -> None:
    pick(page, demo.picked(**change(demo)))
    expect_rejected(page, code, name)
    expect(page.get_by_role("region", name="See it fail")).to_be_hidden()


def test_files_may_come_one_by_one_and_be_exchanged(page: Page, demo: Demo) -> None:
    pick(page, [picked("reply.proof", demo.proof)])
    expect(page.locator("#files-note")).to_contain_text("key is missing")
    pick(page, [picked("verifying.key", demo.key)])
    expect_proven(page)
    expect(page.locator("#files-note")).to_be_hidden()
    expect(page.locator("#tokenizer-note")).to_contain_text("Add the tokenizer’s files")
    token = int.from_bytes(demo.proof[42:46], "big")
    expect(page.locator("#prompt li").first).to_have_text(str(token))

    pick(page, [picked("tokenizer.json", demo.bytes["tokenizer.json"])])
    expect(page.locator("#tokenizer-note")).to_contain_text("not those that the key names, or some are missing")
    pick(page, [picked(name, demo.bytes[name]) for name in demo.names[3:]])
    expect(page.locator("#reply")).to_contain_text("Lemma is a program")
    expect(page.locator("#tokenizer-note")).to_be_hidden()

    pick(page, [picked("other.proof", demo.proof[:-1])])
    expect_rejected(page, 1, "truncated")


def test_files_can_be_dropped_anywhere(page: Page, demo: Demo) -> None:
    page.evaluate(
        """files => {
             const transfer = new DataTransfer();
             for (const [name, encoded] of files) {
               const bytes = Uint8Array.from(atob(encoded), character => character.charCodeAt(0));
               transfer.items.add(new File([bytes], name));
             }
             document.querySelector("footer").dispatchEvent(
               new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
           }""",
        [["a.proof", b64encode(demo.proof).decode()], ["b.key", b64encode(demo.key).decode()]])
    expect_proven(page)


def test_a_file_of_another_kind_is_named_and_its_name_is_text(page: Page, demo: Demo) -> None:
    pick(page, [picked("<img src=x onerror=alert(1)>.txt", b"hello")])
    expect(page.locator("#files-note")).to_have_text(
        "<img src=x onerror=alert(1)>.txt: neither a proof, nor a key, nor a tokenizer’s file.")
    assert page.locator("#files img").count() == 0


def test_the_model_can_be_compared_with_an_expected_digest(page: Page, demo: Demo) -> None:
    open_demo(page)
    page.get_by_text("Compare the model").click()
    expected = page.get_by_label("Digest you expect")
    answer = page.locator("#expected-answer")
    expected.fill("0x" + demo.proof[6:38].hex().upper())
    expect(answer).to_have_text("The same model.")
    expected.fill("00" * 32)
    expect(answer).to_have_text("Another model: the digests differ.")
    expected.fill("2284")
    expect(answer).to_have_text("That is not a digest of 64 hexadecimal digits.")


def test_a_server_that_does_not_know_webassembly_will_do(browser: Browser, untyped_site: str) -> None:
    page, watched = opened(browser, untyped_site)
    open_demo(page)
    assert watched.complaints == []
    page.context.close()


def test_without_the_verifier_the_page_says_so(browser: Browser, site: str, demo: Demo) -> None:
    page = browser.new_context().new_page()
    page.context.route("**/*.wasm", lambda route: route.fulfill(status=404))
    page.goto(f"{site}/index.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Could not check.")
    expect(page.get_by_role("status").first).to_contain_text("could not be loaded")
    pick(page, demo.picked())
    expect(page.get_by_role("heading", level=1)).to_have_text("Could not check.")
    page.context.close()


def test_a_check_without_end_is_shown_and_can_be_overtaken(browser: Browser, site: str, demo: Demo) -> None:
    endless = subprocess.run(
        ["node", "--input-type=module", "--eval",
         f"import {{ failingModule }} from '{(WEB / 'tests' / 'failing-module.mjs').as_uri()}';"
         "process.stdout.write(failingModule({ failure: 'end' }));"],
        check=True, capture_output=True).stdout
    page = browser.new_context().new_page()
    page.context.route("**/*.wasm", lambda route: route.fulfill(body=endless, content_type="application/wasm"))
    page.goto(f"{site}/index.html")
    pick(page, demo.picked())
    expect(page.get_by_role("heading", level=1)).to_have_text("Checking…")
    page.context.unroute("**/*.wasm")
    pick(page, demo.picked(proof=demo.proof[:200]))
    expect_rejected(page, 1, "truncated")
    page.context.close()


def test_the_page_may_ask_nobody_but_its_own_server(browser: Browser, site: str, untyped_site: str) -> None:
    page, watched = opened(browser, site)
    answer = page.evaluate("url => fetch(url, { mode: 'no-cors' }).then(() => 'answered', () => 'refused')", untyped_site)
    assert answer == "refused"
    assert any("Content Security Policy" in complaint for complaint in watched.complaints)
    assert not any(url.startswith(untyped_site) for url in watched.requests)
    page.context.close()

"""The page in a reader's words."""

from playwright.sync_api import Page, expect


def open_demo(page: Page) -> None:
    page.get_by_role("button", name="Open the demo").click()
    expect_proven(page)


def pick(page: Page, files: list[dict]) -> None:
    page.locator("#picker").set_input_files(files)


def expect_proven(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Proven.")
    expect(page.get_by_role("status").first).to_contain_text("Proven:")


def expect_rejected(page: Page, code: int, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Not proven.")
    expect(page.locator("#verdict-code")).to_have_text(f"{code} {name}")
    expect(page.get_by_role("status").first).to_contain_text(f"Failed check {code} {name}.")
    # Nothing on the page may look like a proven figure.
    expect(page.locator("#measures")).to_be_hidden()
    expect(page.locator("#reply .tombstone")).to_have_count(0)

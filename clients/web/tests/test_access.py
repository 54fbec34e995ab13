"""The page can be read and used by everyone: by keyboard, by screen reader, on a phone, by day and by night."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import opened
from page_object import expect_proven, expect_rejected, open_demo
from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


def focused(page: Page) -> str:
    return page.evaluate(
        """() => { const e = document.activeElement;
             return e.id === "picker" ? "Choose files" : e.labels?.[0]?.textContent ?? e.textContent.trim(); }""")


def tab_to(page: Page, name: str, key: str = "Tab", most: int = 30) -> None:
    for _ in range(most):
        page.keyboard.press(key)
        if focused(page).startswith(name):
            return
    pytest.fail(f"the keyboard does not reach {name!r}")


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    tab_to(page, "Choose files", most=1)
    outline = page.locator("label[for=picker]").evaluate("label => getComputedStyle(label).outlineStyle")
    assert outline == "solid"
    tab_to(page, "Open the demo", most=1)
    page.keyboard.press("Enter")
    expect_proven(page)
    # The answer is where reading goes on.
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    tab_to(page, "Token by token")
    page.keyboard.press("Enter")
    expect(page.locator("#reply-tokens li").first).to_be_visible()
    tab_to(page, "Compare the model")
    page.keyboard.press("Space")
    tab_to(page, "Digest you expect", most=1)
    tab_to(page, "Change a word of the reply")
    page.keyboard.press("Enter")
    expect_rejected(page, 41, "proofOfWork")

    tab_to(page, "Or damage one byte")
    before = int(page.locator("#position").input_value())
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert int(page.locator("#position").input_value()) == before + 2
    assert f"{before + 2:,}" in page.locator("#position").get_attribute("aria-valuetext")
    tab_to(page, "Damage this byte")
    page.keyboard.press("Space")
    expect_rejected(page, 61, "merkleRoot")
    tab_to(page, "Undo the damage", most=1)
    page.keyboard.press("Enter")
    expect_proven(page)
    tab_to(page, "Damage this byte")
    tab_to(page, "Change a word of the reply", key="Shift+Tab")


def test_a_screen_reader_finds_its_way(page: Page) -> None:
    open_demo(page)
    for landmark in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    for name in ("Proven.", "Asked and answered", "By which model", "What the proof is made of", "See it fail", "Check a proof"):
        expect(page.get_by_role("region", name=name)).to_be_visible()
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].filter(h => h.checkVisibility()).map(h => Number(h.localName[1]))")
    assert levels[0] == 1 and all(b <= a + 1 for a, b in zip(levels, levels[1:]))
    expect(page.get_by_role("slider", name="Or damage one byte of the proof")).to_be_visible()
    expect(page.get_by_role("img", name="Parts of the proof")).to_be_visible()
    expect(page.get_by_role("table", name="Parts of the proof").get_by_role("row")).to_have_count(7)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: str, viewport: dict, scheme: str) -> None:
    page, _ = opened(browser, site, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    # The page's policy forbids the checker's own script tag, so it is evaluated instead.
    axe = Axe()

    def check(state: str) -> None:
        found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
        assert found.violations_count == 0, f"{state}: {found.generate_report()}"
        assert len(found.response["passes"]) > 20

    check("start")
    open_demo(page)
    for summary in page.locator("summary:visible").all():
        summary.click()
    check("proven")
    page.get_by_role("button", name="Change a word of the reply").click()
    expect_rejected(page, 41, "proofOfWork")
    check("rejected")
    page.context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, site: str, width: int) -> None:
    page, _ = opened(browser, site, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    open_demo(page)
    for summary in page.locator("summary:visible").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_what_is_pressed_is_large_enough_for_a_thumb(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site, viewport=PHONE, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Open the demo").tap()
    expect_proven(page)
    for control in page.locator("button:visible, .button:visible, input[type=number]:visible").all():
        assert control.bounding_box()["height"] >= 44
    page.context.close()


def test_nothing_moves_for_who_asks_for_that(browser: Browser, site: str) -> None:
    page, _ = opened(browser, site, reduced_motion="reduce")
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].map(e => getComputedStyle(e))
             .filter(style => style.transitionDuration !== "0s" || style.animationName !== "none").length""")
    assert moving == 0
    page.context.close()

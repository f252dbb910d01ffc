"""Digital inclusion in a browser: the three questions, the keyboard alone, contrast of seven to one, enlargement."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config.settings import ROOT
from config.vendor import ensure_vendor
from tests.a11y.test_pages import READY, Scheme

AXE = """async () => (await axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: {'color-contrast-enhanced': {enabled: true}, 'target-size': {enabled: true}},
})).violations.map((found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))}`)"""
# Everything on the page that is pressed, but links in the middle of a sentence and the tools of libraries.
SMALL = """() => [...document.querySelectorAll('#main a, #main button, #main input, #main select, #main textarea, ' +
    '#main summary, .header a, .header button')]
  .filter((one) => one.offsetParent && !one.closest('.ag-root, .maplibregl-ctrl, .access-trap, .modebar'))
  .filter((one) => !['hidden', 'checkbox'].includes(one.type))
  .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 120))"""
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
LOOKS: tuple[tuple[str, Scheme, str], ...] = (
    ("ru", "light", ""), ("kk", "dark", ""), ("en", "light", "size=200&contrast=high"), ("ru", "dark", "contrast=high"),
)  # fmt: skip


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    page.wait_for_function(READY)
    page.wait_for_selector("#module-page")
    page.evaluate("() => document.fonts.ready")
    return page


@pytest.fixture
def desk(browser: Browser, url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=url, locale="ru", reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_R080_three_questions_of_the_leadership_are_answered_at_the_top(desk: Page) -> None:
    page = opened(desk, "/inclusion")
    for number, figure in ((1, "415 из 4\u00a0083"), (2, "Медеуский район"), (3, "Для коляски")):
        answer = page.locator(f"#answer-{number}")
        expect(answer).to_contain_text(figure)
    page.locator("#answer-1 a").click()
    expect(page.locator("#plan")).to_be_in_viewport()
    page.locator("#answer-2 a").click()
    expect(page.locator("#barriers-title")).to_be_in_viewport()
    page.locator("#answer-3 a").click()
    expect(page.locator("#access-near")).to_be_in_viewport()
    page.select_option("#module-ask-d", "medeu")
    expect(page.locator("#module-count")).to_contain_text("501 из 4\u00a0083")
    expect(page.locator("#answer-1")).to_contain_text("34 из 501")


def test_R084_a_person_finds_and_reports_with_the_keyboard_alone(desk: Page) -> None:
    page = opened(desk, "/inclusion")
    page.focus("input[name=wheelchair]")
    page.keyboard.press("Space")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "access-near"
    page.keyboard.type("43.238, 76.945")
    page.keyboard.press("Enter")
    page.wait_for_url("**near=43.238*")
    page.wait_for_selector(".access-results")
    assert page.evaluate("document.activeElement.id") == "there-title"
    expect(page.locator("#answer-3")).to_contain_text("43.2380, 76.9450")
    link = page.locator(".access-report-link").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("input[name=object]", state="attached")
    page.focus("#report-kind")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "report-text"
    page.keyboard.type("Лифт стоит с весны")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "file"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "submit"
    page.keyboard.press("Enter")
    page.wait_for_url("**reported=ok*")
    expect(page.locator("#report [role=status]")).to_be_visible()


def test_R084_what_was_chosen_stands_in_the_address_and_stays(desk: Page) -> None:
    page = opened(desk, "/inclusion")
    before = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.locator(".access-look a", has_text="200").click()
    page.wait_for_url("**size=200*")
    page.wait_for_selector("#module-page")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 2 * before
    opened(page, "/inclusion")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 2 * before


@pytest.mark.parametrize(("lang", "scheme", "query"), LOOKS)
def test_R084_contrast_is_seven_to_one_and_targets_are_large(
    browser: Browser, url: str, lang: str, scheme: Scheme, query: str
) -> None:
    axe = Path(ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8")
    context = browser.new_context(base_url=url, locale=lang, color_scheme=scheme, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "lang", "value": lang, "url": url}])
    page = opened(context.new_page(), f"/inclusion?near=43.238,76.945&wheelchair=1&r=500&{query}")
    page.evaluate(axe)
    assert page.evaluate(AXE) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(OVERFLOW) <= 0
    context.close()


def test_R084_the_page_flows_anew_when_enlarged_four_times(browser: Browser, url: str) -> None:
    context = browser.new_context(base_url=url, viewport={"width": 320, "height": 256}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    page = opened(context.new_page(), "/inclusion?near=43.238,76.945&wheelchair=1&r=500")
    assert page.evaluate(OVERFLOW) <= 0
    expect(page.locator(".access-result").first).to_be_visible()
    context.close()

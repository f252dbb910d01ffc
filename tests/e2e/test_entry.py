"""Entry of values in a browser: an official enters, a second one approves, everybody sees it; axe, phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config.settings import ROOT
from config.vendor import ensure_vendor
from data.accounts import add_account
from tests import indicator_world
from tests.app_world import PASSWORD, make_app, people_store, serving
from tests.entry_world import EDUCATION

AXE = """async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))
  .violations.map((found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))}`)"""
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
FORM = f"/entry?body={EDUCATION}&line=plan-051a%7Calmaty%7C"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("entry")
    store = people_store(folder)
    indicator_world.load(store, "plan2025")
    with store.write() as conn:
        for name in ("aigul", "berik"):
            add_account(conn, name, "official", None, PASSWORD, EDUCATION)
    with serving(make_app(store, folder, ensure_vendor(ROOT / "var"))) as address:
        yield address
    store.close()


def signed_in(browser: Browser, url: str, name: str, **look: object) -> Page:
    context = browser.new_context(base_url=url, locale="ru", reduced_motion="reduce", **look)  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    page = context.new_page()
    if name:
        page.goto("/account/signin")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/")
    return page


def test_R140_a_value_goes_over_two_people_to_everybody(browser: Browser, url: str) -> None:
    aigul, berik, visitor = (signed_in(browser, url, name) for name in ("aigul", "berik", ""))
    aigul.goto("/indicators/plan-051a")
    aigul.click("#history a")
    aigul.fill("#entry-period", "2019")
    aigul.fill("#entry-value", "88")
    aigul.click("button[value=propose]")
    expect(aigul.locator(".entry-told")).to_contain_text("за 2019 сейчас стоит 87")
    aigul.fill("#entry-reason", "Пересчёт групп")
    aigul.keyboard.press("Tab")
    aigul.keyboard.press("Enter")
    expect(aigul.locator("#mine")).to_contain_text("ждёт проверки")
    aigul.goto("/entry/review")
    expect(aigul.locator(".entry-case")).to_contain_text("Это ваше значение")
    assert aigul.locator("input[value=approve]").count() == 0
    berik.goto("/entry/review")
    berik.click(".entry-decide button:has-text('Утвердить')")
    expect(berik.locator("#decided")).to_contain_text("утверждено")
    visitor.goto("/indicators/plan-051a")
    expect(visitor.locator("#history")).to_contain_text("Пересчёт групп")
    expect(visitor.locator("#history")).to_contain_text("Источники расходятся")
    for page in (aigul, berik, visitor):
        page.context.close()


def test_R011_entry_reads_well_on_a_phone_in_three_languages_and_passes_axe(browser: Browser, url: str) -> None:
    axe = Path(ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8")
    page = signed_in(browser, url, "aigul", viewport={"width": 360, "height": 780}, color_scheme="dark")
    asked = f"{FORM}&failed=found&kind=fact&period=2019&value=1,234&lang=kk"
    for path in (asked, "/entry?lang=en", "/entry/review?lang=ru"):
        page.goto(path)
        page.wait_for_selector(".entry .section")
        page.evaluate("() => document.fonts.ready")
        page.evaluate(axe)
        assert (path, page.evaluate(AXE)) == (path, [])
        assert (path, page.evaluate(OVERFLOW) <= 0) == (path, True)
    page.context.close()

"""axe finds nothing on any page, in three languages, light and dark, on a desk and on a phone; nothing overflows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import pages
from config import i18n
from config.settings import ROOT
from config.vendor import ensure_vendor
from data.store import Store
from tests.app_world import PASSWORD
from tests.pages.test_all import path_of

Scheme = Literal["light", "dark"]
SIZES = {"desk": (1440, 900), "phone": (360, 740)}
LOOKS: list[tuple[i18n.Lang, Scheme, str]] = [
    ("ru", "light", "desk"), ("kk", "dark", "phone"), ("en", "dark", "desk"),
]  # fmt: skip
READY = (
    "() => document.getElementById('main') && !document.querySelector('._dash-loading, [data-dash-is-loading=true]')"
)
# What those who work here see, with the menu that has most in it.
WORKED = ("/account", "/districts/medeu", "/moderation", "/entry", "/entry/review", "/admin/import", "/admin/walls",
          "/admin/walls/hall")  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """async (tags) => (await axe.run(document, {runOnly: tags})).violations.map(
  (found) => `${found.id}: ${found.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`)"""


@pytest.fixture(scope="module")
def store(site_store: Store) -> Store:
    return site_store


@pytest.fixture(scope="module")
def url(site_url: str) -> str:
    return site_url


@pytest.fixture(scope="module")
def axe() -> str:
    return (ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def context(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[BrowserContext]:
    lang, scheme, size = request.param
    width, height = SIZES[size]
    found = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", locale=lang,
        base_url=url,
    )  # fmt: skip
    found.set_default_timeout(60_000)
    found.add_cookies([{"name": "lang", "value": lang, "url": url}])
    yield found
    found.close()


def opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.goto(path)
    page.wait_for_function(READY)
    page.evaluate("() => document.fonts.ready")
    return page


def faults(page: Page, axe: str) -> list[Any]:
    page.evaluate(axe)
    return list(page.evaluate(AXE, RULES))


@pytest.mark.parametrize("record", pages.records(), ids=lambda record: str(record.key))
def test_axe_finds_nothing(context: BrowserContext, axe: str, record: pages.PageRecord, store: Store) -> None:
    page = opened(context, path_of(record, store))
    assert faults(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.close()


def test_axe_finds_nothing_on_the_page_of_an_unknown_path(context: BrowserContext, axe: str) -> None:
    page = opened(context, "/no/such/page")
    assert faults(page, axe) == []
    page.close()


def test_axe_finds_nothing_for_someone_signed_in(context: BrowserContext, axe: str) -> None:
    page = opened(context, "/account/signin?failed=wrong")
    page.fill("#field-name", "admin")
    page.fill("#field-password", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_selector(".account-link >> text=admin", state="attached")
    for path in WORKED:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        page.wait_for_function(READY)
        assert faults(page, axe) == [], path
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    page.close()
    context.clear_cookies(name="sitcenter")


def test_axe_finds_nothing_on_the_plain_page_of_an_error(context: BrowserContext, axe: str) -> None:
    page = context.new_page()
    page.goto("/account/signout")
    assert page.locator("h1").count() == 1
    assert faults(page, axe) == []
    page.close()


@pytest.mark.parametrize("record", pages.records(), ids=lambda record: str(record.key))
def test_nothing_overflows_when_enlarged_four_times(
    browser: Browser, url: str, record: pages.PageRecord, store: Store
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 256}, base_url=url, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    page = opened(context, path_of(record, store))
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_the_libraries_of_the_tests_are_there() -> None:
    assert Path(ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").is_file()

"""Every page, once in each look: axe finds nothing, nothing overflows or breaks, and nobody else is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

import pages
from config import i18n
from config.settings import ROOT
from config.vendor import ensure_vendor
from data.store import Store
from tests.app_world import PASSWORD
from tests.pages.test_all import READERS, path_of

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
# The review of an import needs an import: tests/e2e/test_import.py walks it.
ELSEWHERE = {"import_review"}
OPEN = [record for record in pages.records() if record.key not in READERS]
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
# 1280 × 1024 enlarged four times: a reader enlarges the page that is open.
ENLARGED: ViewportSize = {"width": 320, "height": 256}
REFLOWED = f"() => innerWidth === {ENLARGED['width']} && {OVERFLOW} <= 0"
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
BLOCKED = "addEventListener('securitypolicyviolation', (e) => console.error('csp ' + e.blockedURI))"
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


@dataclass
class Look:
    """A browser of one look, its page, and what its pages complained about or asked of another host."""

    context: BrowserContext
    page: Page
    size: ViewportSize
    faults: list[str] = field(default_factory=list)

    def watch(self, url: str) -> "Look":
        own = (url, "data:", "blob:")
        self.context.add_init_script(BLOCKED)
        self.context.on("weberror", lambda error: self.faults.append(str(error.error)))
        self.context.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.context.on("request", lambda asked: None if asked.url.startswith(own) else self.faults.append(asked.url))
        return self

    def check(self, axe: str, path: str) -> None:
        """Open a path and look at it from all sides."""
        page = self.page
        self.faults.clear()
        page.set_viewport_size(self.size)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        page.wait_for_function(READY)
        page.evaluate("() => document.fonts.ready")
        assert faults(page, axe) == [], path
        assert page.evaluate(OVERFLOW) <= 0, path
        page.wait_for_load_state("networkidle")
        page.set_viewport_size(ENLARGED)
        page.wait_for_function(REFLOWED)
        page.evaluate(FRAMES)
        assert page.evaluate(OVERFLOW) <= 0, f"{path} enlarged"
        assert self.faults == [], path


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def look(request: pytest.FixtureRequest, browser: Browser, url: str) -> Iterator[Look]:
    lang, scheme, size = request.param
    width, height = SIZES[size]
    found = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", locale=lang,
        base_url=url,
    )  # fmt: skip
    found.set_default_timeout(60_000)
    found.add_cookies([{"name": "lang", "value": lang, "url": url}])
    yield Look(found, found.new_page(), {"width": width, "height": height}).watch(url)
    found.close()


@pytest.fixture
def context(look: Look) -> BrowserContext:
    return look.context


def opened(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.goto(path)
    page.wait_for_function(READY)
    page.evaluate("() => document.fonts.ready")
    return page


def faults(page: Page, axe: str) -> list[Any]:
    page.evaluate(axe)
    return list(page.evaluate(AXE, RULES))


@pytest.mark.parametrize("record", OPEN, ids=lambda record: str(record.key))
def test_a_page_is_clean_for_axe_overflows_nowhere_and_asks_nobody_else(
    look: Look, axe: str, record: pages.PageRecord, store: Store
) -> None:
    look.check(axe, path_of(record, store))


def test_axe_finds_nothing_on_the_page_of_an_unknown_path(context: BrowserContext, axe: str) -> None:
    page = opened(context, "/no/such/page")
    assert faults(page, axe) == []
    page.close()


def test_the_pages_of_those_who_work_here_are_so_too(look: Look, axe: str) -> None:
    page = look.page
    page.goto("/account/signin?failed=wrong")
    page.fill("#field-name", "admin")
    page.fill("#field-password", PASSWORD)
    page.click("form button[type=submit]")
    page.wait_for_selector(".account-link >> text=admin", state="attached")
    for path in WORKED:
        look.check(axe, path)
    look.context.clear_cookies(name="sitcenter")


def test_every_page_is_visited(store: Store) -> None:
    closed = [record for record in pages.records() if record.key in READERS]
    assert {record.key for record in closed if path_of(record, store) not in WORKED} == ELSEWHERE


def test_axe_finds_nothing_on_the_plain_page_of_an_error(context: BrowserContext, axe: str) -> None:
    page = context.new_page()
    page.goto("/account/signout")
    assert page.locator("h1").count() == 1
    assert faults(page, axe) == []
    page.close()


def test_the_libraries_of_the_tests_are_there() -> None:
    assert Path(ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").is_file()

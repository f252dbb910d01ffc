"""A resident sends a picture from a phone, a moderator shows it, an official adds one before and one after; axe."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from config.settings import ROOT
from config.vendor import ensure_vendor
from tests.app_world import PASSWORD, make_app, people_store, serving
from tests.e2e.test_entry import AXE, OVERFLOW
from tests.map_world import put, row
from tests.picture_world import photo

PAGE = "/o/works.real"
DAY = date(2026, 5, 12)
WHOLE = "(image) => image.complete && image.naturalWidth > 0"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pictures")
    store = people_store(folder)
    put(store, "works", [row("real", 76.95, 43.25, kind="repair", state="done", district="medeu", origin="official",
                             name_ru="Ремонт улицы Абая", fact_end=DAY)])  # fmt: skip
    with serving(make_app(store, folder, ensure_vendor(ROOT / "var"))) as address:
        yield address
    store.close()


def checked(page: Page, axe: str) -> None:
    page.evaluate("() => document.fonts.ready")
    page.evaluate(axe)
    assert page.evaluate(AXE) == []
    assert page.evaluate(OVERFLOW) <= 0


def sign_in(page: Page, name: str, url: str) -> None:
    page.context.clear_cookies(name="sitcenter")
    page.goto("/account/signin")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{url}/")


def sends(page: Page, file: Path, said: str) -> None:
    """A resident sends a mark with a file; the form wants three seconds of a person."""
    page.set_input_files("#say-picture", file)
    page.wait_for_timeout(3_200)
    page.click(".say-form button[type=submit]")
    expect(page.locator("#feedback .notice")).to_contain_text(said)


def adds(page: Page, file: Path, which: str, day: str) -> None:
    """An official adds a picture."""
    page.goto(PAGE)
    page.set_input_files("#picture-file", file)
    page.select_option("#picture-which", which)
    page.fill("#picture-day", day)
    page.click("#pictures button.button:not(.button-quiet)")
    expect(page.locator("#pictures [role=status]")).to_contain_text("Снимок показан")


def test_R054_a_picture_goes_from_a_phone_over_the_check_to_everybody(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    axe = (ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8")
    good, bad = tmp_path / "good.jpg", tmp_path / "bad.jpg"
    good.write_bytes(photo(6, 1200, 900))
    bad.write_bytes(b"no picture")
    phone = {"width": 360, "height": 740}
    context = browser.new_context(base_url=url, locale="ru", viewport=phone, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(PAGE)
    page.fill("#say-comment", "Яма у подъезда")
    sends(page, bad, "нужен JPEG, PNG или WebP")
    expect(page.locator("#say-comment")).to_have_value("Яма у подъезда")
    checked(page, axe)
    sends(page, good, "Спасибо")
    assert page.locator("#feedback img").count() == 0
    sign_in(page, "moderator", url)
    page.goto("/moderation")
    expect(page.locator("#marks img")).to_be_visible()
    assert page.locator("#marks img").evaluate(WHOLE)
    checked(page, axe)
    page.click("#marks button[value=accept]")
    expect(page.locator("#marks")).to_contain_text("Отзывов нет")
    sign_in(page, "official", url)
    adds(page, good, "before", "2026-05-01")
    adds(page, good, "after", "2026-06-01")
    checked(page, axe)
    page.context.clear_cookies(name="sitcenter")
    page.goto(PAGE)
    shown = page.locator(".object-card .story-pictures img")
    expect(shown).to_have_count(2)
    expect(page.locator("#feedback img")).to_have_count(1)
    assert all(image.evaluate(WHOLE) for image in (*shown.all(), page.locator("#feedback img")))
    shown.first.click()
    page.wait_for_url(f"{url}/picture/*")
    context.close()

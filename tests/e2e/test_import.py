"""A table brought by an official in a browser: dragged, chosen by keyboard, tried, loaded, reviewed, known again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from config.settings import ROOT
from config.vendor import ensure_vendor
from tests.a11y.test_pages import AXE, RULES
from tests.app_world import PASSWORD, make_app, people_store, serving
from tests.import_world import HEAD, ROADS, ROWS, write_xlsx
from tests.map_world import DISTRICTS, put


class Desk:
    """A signed-in official before the screen of imports, and what the page complained about."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        """Sign in."""
        self.page: Page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.goto(f"{url}/account/signin")
        self.page.fill("#field-name", "official")
        self.page.fill("#field-password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{url}/")
        self.url = url

    def bring(self, path: Path, lang: str = "ru") -> Page:
        """Open the screen and bring a file."""
        self.page.goto(f"{self.url}/admin/import?lang={lang}")
        self.page.wait_for_selector("#import-choose")
        self.page.set_input_files("#import-file-input", str(path))
        self.page.wait_for_selector("#import-layer")
        return self.page

    def violations(self) -> list[Any]:
        """What axe finds."""
        self.page.evaluate((ensure_vendor(ROOT / "var", dev=True) / "axe-core" / "axe.min.js").read_text("utf-8"))
        return list(self.page.evaluate(AXE, RULES))


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("import")
    store = people_store(folder)
    put(store, "districts", DISTRICTS)
    put(store, "roads", ROADS)
    with serving(make_app(store, folder, ensure_vendor(ROOT / "var"))) as address:
        yield address
    store.close()


@pytest.fixture
def desk(browser: Browser, url: str) -> Iterator[Desk]:
    expect.set_options(timeout=60_000)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="ru-RU")
    found = Desk(context, url)
    yield found
    context.close()
    assert found.faults == []


def loaded(page: Page, name: str) -> None:
    """Name the mapping, say the date, load all that is good."""
    page.fill("#import-name", name)
    page.fill("#import-data-date", "2026-11-01")
    page.keyboard.press("Tab")
    page.check("#import-actions input[type=checkbox]")
    page.click("#import-load-button")
    page.wait_for_selector(".import-outcome[data-status]")


def drag_while(page: Page, card: str, target: str, held: list[Route]) -> None:
    """Drag a card onto a field; answers the screen waits for arrive while the card is over it."""
    page.locator(card).hover()
    page.mouse.down()
    page.locator("#import-columns-title").hover()
    page.wait_for_selector(".import-card-moving")
    for step in range(3):  # the first is dragenter, the next ones are dragover
        page.locator(target).hover(position={"x": 20 + step, "y": 12})
    page.wait_for_selector(f"{target}.import-over")
    assert held, "the screen asks for the codes of a column while it is being mapped"
    for route in held:
        with page.expect_response("**/codes?*"):
            route.continue_()
    page.unroute("**/codes?*")
    page.mouse.up()


def test_R001_a_table_is_dragged_tried_loaded_and_stands_on_the_map(desk: Desk, tmp_path: Path) -> None:
    head = ["Код", "Что", "Вид работ", "Статус", "Где находится", "Деньги", "Срок"]
    page = desk.bring(write_xlsx(tmp_path / "works.xlsx", ROWS, head))
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/codes?*", hold)
    page.select_option("#import-layer", "works")
    page.wait_for_selector('[data-field="name_ru"] select')
    drag_while(page, '[data-column="Что"]', '[data-field="name_ru"]', held)
    expect(page.locator('[data-field="name_ru"] select').first).to_have_value("Что")
    place = page.locator('[data-field="place"] select').first
    place.focus()
    page.keyboard.type("Где")
    page.keyboard.press("Enter")
    place.select_option("Где находится")
    expect(page.locator("[data-tried]")).to_contain_text("Ремонт тротуара")
    expect(page.locator("[data-tried]")).to_contain_text("перекрёсток")
    expect(page.locator(".import-refused")).to_contain_text("ул. Нигде 7")
    assert desk.violations() == []
    loaded(page, "Мышь и клавиши")
    expect(page.locator('[data-count="added"]')).to_have_attribute("data-value", "3")
    page.click('.import-outcome a[href*="/map?"]')
    page.wait_for_selector('#city-map[data-idle="true"]')
    found = page.evaluate("() => fetch('/api/layers/works/items').then((r) => r.json())")
    assert "Ремонт тротуара" in str(found)


def test_R005_the_next_file_with_the_same_header_is_mapped_at_once(desk: Desk, tmp_path: Path) -> None:
    page = desk.bring(write_xlsx(tmp_path / "one.xlsx", ROWS, [*HEAD[:-1], "Крайний день"]))
    page.select_option("#import-layer", "works")
    page.wait_for_selector("[data-tried]")
    page.select_option('[data-field="plan_end"] select', "Крайний день")
    loaded(page, "Знакомая")
    page = desk.bring(write_xlsx(tmp_path / "two.xlsx", ROWS[:1], [*HEAD[:-1], "Крайний день"]))
    expect(page.locator(".import-known")).to_contain_text("Знакомая")
    expect(page.locator('[data-field="plan_end"] select').first).to_have_value("Крайний день")
    page.wait_for_selector("[data-tried]")
    loaded(page, "Знакомая")
    expect(page.locator('[data-count="read"]')).to_have_attribute("data-value", "1")


def test_R015_an_unsure_address_is_pointed_out_on_the_map_and_taken_back(desk: Desk, tmp_path: Path) -> None:
    page = desk.bring(write_xlsx(tmp_path / "unsure.xlsx", ROWS[1:2], [*HEAD[:-1], "Когда"]))
    page.select_option("#import-layer", "works")
    page.wait_for_selector("[data-tried]")
    loaded(page, "Неуверенные")
    page.click('.import-outcome a[href*="/review"]')
    page.wait_for_selector(".review-open")
    page.wait_for_selector('#import-map[data-idle="true"]')
    assert desk.violations() == []
    page.click("#import-map canvas", position={"x": 200, "y": 200})
    page.click("#review-use")
    expect(page.locator("#review-left")).to_contain_text("0")
    page.click(".review-decided button")
    expect(page.locator("#review-left")).to_contain_text("1")


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_the_screen_is_whole_on_a_phone_in_three_languages(
    browser: Browser, url: str, tmp_path: Path, lang: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce", locale=lang)
    desk = Desk(context, url)
    page = desk.bring(write_xlsx(tmp_path / "phone.xlsx", ROWS, [*HEAD[:-1], f"Phone {lang}"]), lang)
    page.select_option("#import-layer", "works")
    page.wait_for_selector("[data-tried]")
    assert desk.violations() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
    assert desk.faults == []

"""The map page in a browser over the whole city: switches, filters, search, card, list, link, keyboard, phone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from config.vendor import ensure_vendor
from data.store import Store
from tests.app_world import city_store, make_app, serving
from tests.house.files import ROOT

IDLE = '#city-map[data-idle="true"]'
WAIT_MS = 60_000


@dataclass
class Desk:
    """An open page, what it asked for, and what it complained about."""

    page: Page
    url: str
    store: Store
    asked: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def open(self, address: str = "/map?lang=ru") -> None:
        """Show the map and wait until it is drawn and its scripts listen."""
        self.page.goto(self.url + address)
        self.idle()
        assert self.page.evaluate("window.sitcenterMap.ready()")

    def idle(self) -> None:
        """Wait until all that was asked for is drawn."""
        self.page.wait_for_selector(IDLE)

    def settle(self) -> None:
        """Wait until the map is drawn again and the address was written."""
        self.page.wait_for_timeout(400)
        self.idle()

    def until(self, name: str, value: str) -> None:
        """Wait until the address carries a value."""
        self.page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get(name) == [value])

    def query(self) -> dict[str, str]:
        """The query of the address."""
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.page.url).query, True).items()}

    def count(self, sql: str) -> int:
        """A number from the store."""
        with self.store.read() as conn:
            return int(conn.exec_driver_sql(sql).scalar_one())

    def figure(self, layer: str) -> int:
        """The count of a layer as the page says it."""
        text = self.page.text_content(f'[data-shown="{layer}"]') or ""
        return int("".join(filter(str.isdigit, text)))

    def drawn(self, layer: str) -> list[dict[str, Any]]:
        """Attributes of the objects of a layer in the picture."""
        found: list[dict[str, Any]] = self.page.evaluate(
            "layer => citymap.of('city-map').drawn(layer).map((f) => f.props)", layer
        )
        return found

    def search(self, text: str) -> None:
        """Type into the search box and wait for answers."""
        self.page.fill("#map-search", "")
        self.page.locator("#map-search").press_sequentially(text)
        self.page.wait_for_selector("#map-search-list [role=option]")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    store = city_store(tmp_path_factory.mktemp("city"))
    made = make_app(store, tmp_path_factory.mktemp("home"), ensure_vendor(ROOT / "var"))
    with serving(made) as address:
        yield address, store
    store.close()


def desk(browser: Browser, city: tuple[str, Store], **context: Any) -> Iterator[Desk]:
    url, store = city
    made = browser.new_context(reduced_motion="reduce", locale="ru-RU", **context)
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    page = made.new_page()
    page.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    found = Desk(page, url, store)
    page.on("request", lambda asked: found.asked.append(asked.url))
    page.on("pageerror", lambda error: found.faults.append(str(error)))
    page.on("console", lambda said: found.faults.append(said.text) if said.type == "error" else None)
    yield found
    made.close()
    assert found.faults == []
    assert [one for one in found.asked if not one.startswith((url, "data:", "blob:"))] == []


@pytest.fixture
def seen(browser: Browser, city: tuple[str, Store]) -> Iterator[Desk]:
    yield from desk(browser, city, viewport={"width": 1440, "height": 900})


@pytest.fixture
def phone(browser: Browser, city: tuple[str, Store]) -> Iterator[Desk]:
    yield from desk(browser, city, viewport={"width": 360, "height": 740}, has_touch=True)


def test_R016_a_switch_hides_and_shows_a_layer_without_a_request(seen: Desk) -> None:
    seen.open()
    assert seen.drawn("schools")
    switch = seen.page.locator('[data-layer-toggle="schools"]')
    expect(switch).to_be_checked()
    seen.asked.clear()
    switch.uncheck()
    seen.settle()
    assert (seen.asked, seen.drawn("schools")) == ([], [])
    expect(seen.page.locator('[data-figure="schools"]')).to_be_hidden()
    assert "schools" not in seen.query()["l"].split(",")
    switch.check()
    seen.settle()
    assert seen.drawn("schools")
    assert seen.asked == []


def test_R023_a_filter_draws_and_counts_without_a_request(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=roads,districts&c=76.93,43.25&z=13")
    seen.page.click('[data-layer-more="roads"]')
    seen.asked.clear()
    seen.page.click('[data-none="roads kind"]')
    for kind in ("primary", "secondary"):
        seen.page.check(f"input[data-choice='roads kind'][value='\"{kind}\"']")
    seen.settle()
    assert seen.asked == []
    wanted = "SELECT count(*) FROM roads WHERE known_to IS NULL AND kind IN ('primary', 'secondary')"
    assert seen.figure("roads") == seen.count(wanted)
    assert {one["kind"] for one in seen.drawn("roads")} == {"primary", "secondary"}
    rules = json.loads(seen.query()["f"])
    assert {layer: sorted(rule["kind"]["in"]) for layer, rule in rules.items()} == {"roads": ["primary", "secondary"]}
    seen.page.select_option("#map-district", "medeu")
    seen.settle()
    assert seen.figure("roads") == seen.count(f"{wanted} AND district = 'medeu'")
    seen.page.click('[data-reset="roads"]')
    seen.settle()
    assert "f" not in seen.query()
    whole = "SELECT count(*) FROM roads WHERE known_to IS NULL AND district = 'medeu'"
    assert seen.figure("roads") == seen.count(whole)


def test_R023_a_range_is_moved_with_the_keyboard(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=earthquakes,districts")
    seen.page.click('[data-layer-more="earthquakes"]')
    handle = seen.page.locator('input[data-range="earthquakes magnitude"][data-end="min"]')
    handle.focus()
    seen.asked.clear()
    for _ in range(10):
        handle.press("ArrowRight")
    seen.settle()
    assert seen.asked == []
    low = json.loads(seen.query()["f"])["earthquakes"]["magnitude"]["min"]
    assert low == pytest.approx(6.5)
    assert seen.figure("earthquakes") == seen.count("SELECT count(*) FROM earthquakes WHERE magnitude >= 6.5")


def test_R020_a_district_is_focused_and_its_row_pressed(seen: Desk) -> None:
    seen.open()
    seen.page.click('[data-district-pick="medeu"]')
    seen.settle()
    assert seen.query()["d"] == "medeu"
    assert seen.figure("schools") == seen.count("SELECT count(*) FROM schools WHERE district = 'medeu'")
    assert {one["district"] for one in seen.drawn("schools")} == {"medeu"}
    expect(seen.page.locator('[data-district-pick="medeu"]')).to_have_attribute("aria-pressed", "true")
    expect(seen.page.locator("#map-district")).to_have_value("medeu")


@pytest.mark.parametrize(
    ("typed", "title"),
    [("толе бй", "Толе Би"), ("төле би", "Толе Би"), ("tole bi", "Толе Би"), ("назрабаева", "Назарбаева")],
)
def test_R023_a_street_is_found_in_any_spelling_and_with_a_slip(seen: Desk, typed: str, title: str) -> None:
    seen.open()
    before = seen.page.evaluate("citymap.of('city-map').map.getZoom()")
    assert before < 12
    seen.search(typed)
    found = seen.page.locator("#map-search-list [role=group]", has_text="Улицы").locator("[role=option]").first
    expect(found).to_contain_text(title)
    found.click()
    seen.settle()
    seen.page.wait_for_url(lambda url: float(parse_qs(urlsplit(url).query).get("z", ["0"])[0]) > before + 1)
    expect(seen.page.locator("#map-search-list")).to_be_hidden()


def test_the_search_is_used_with_the_keyboard_alone(seen: Desk) -> None:
    seen.open()
    seen.page.locator("body").press("/")
    box = seen.page.locator("#map-search")
    expect(box).to_be_focused()
    seen.search("абай")
    expect(box).to_have_attribute("aria-expanded", "true")
    first = box.get_attribute("aria-activedescendant")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") != first
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == first
    box.press("Escape")
    expect(seen.page.locator("#map-search-list")).to_be_hidden()
    seen.search("медеу")
    box.press("Enter")
    seen.settle()
    assert seen.query()["d"] == "medeu"


def test_R022_a_click_opens_the_card_and_its_permanent_page(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=metro_stations,districts&c=76.94613,43.25162&z=15")
    seen.page.mouse.click(*place(seen, 76.94613, 43.25162))
    card = seen.page.locator("#map-card")
    expect(card.locator(".card-title")).to_have_text("Алмалы")
    expect(card).to_contain_text("OpenStreetMap contributors")
    seen.until("o", "metro_stations.almaly")
    card.locator('a[href="/o/metro_stations.almaly"]').click()
    expect(seen.page.locator("h1")).to_have_text("Алмалы")
    assert urlsplit(seen.page.url).path == "/o/metro_stations.almaly"
    seen.page.locator(".object-page a", has_text="Показать на карте").click()
    seen.idle()
    expect(seen.page.locator("#map-card .card-title")).to_have_text("Алмалы")


def place(seen: Desk, lon: float, lat: float) -> tuple[float, float]:
    x, y = seen.page.evaluate(
        """([lon, lat]) => {
            const map = citymap.of('city-map').map;
            const [p, r] = [map.project([lon, lat]), map.getCanvas().getBoundingClientRect()];
            return [p.x + r.x, p.y + r.y];
        }""",
        [lon, lat],
    )
    return x, y


def test_escape_closes_the_card(seen: Desk) -> None:
    seen.open("/map?lang=ru&o=metro_stations.almaly")
    expect(seen.page.locator("#map-card .card-title")).to_be_visible()
    seen.page.keyboard.press("Escape")
    expect(seen.page.locator("#map-figures")).to_be_visible()
    seen.settle()
    assert "o" not in seen.query()


def test_R016_a_copied_address_shows_the_same(seen: Desk) -> None:
    seen.open()
    seen.page.check('[data-layer-toggle="bus_stops"]')
    seen.page.uncheck('[data-layer-toggle="schools"]')
    seen.page.select_option("#map-district", "almaly")
    seen.settle()
    seen.search("абай")
    seen.page.locator("#map-search-list [role=option]", has_text="Станции метро").first.click()
    seen.until("o", "metro_stations.abay")
    seen.page.wait_for_timeout(800)
    seen.settle()
    seen.page.click("[data-copy='']")
    address = seen.page.evaluate("navigator.clipboard.readText()")
    assert address == seen.page.url
    state = seen.page.evaluate("sitcenterMap.state()")
    other = seen.page.context.new_page()
    other.goto(address)
    other.wait_for_selector(IDLE)
    again = other.evaluate("sitcenterMap.state()")
    kept = ("visible", "filters", "district", "selected", "listed")
    assert {name: again[name] for name in kept} == {name: state[name] for name in kept}
    expect(other.locator("#map-card .card-title")).to_have_text("Абая")
    expect(other.locator('[data-layer-toggle="bus_stops"]')).to_be_checked()
    expect(other.locator('[data-layer-toggle="schools"]')).not_to_be_checked()
    places = [page.evaluate("citymap.of('city-map').view.now()") for page in (seen.page, other)]
    assert [places[0][name] for name in ("lon", "lat", "zoom")] == pytest.approx(
        [places[1][name] for name in ("lon", "lat", "zoom")], abs=0.01
    )


def test_the_list_follows_the_filters_and_leads_to_the_object(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=districts,metro_stations")
    seen.page.locator("body").press("l")
    rows = seen.page.locator("#map-grid .ag-center-cols-container .ag-row")
    expect(rows).to_have_count(12)
    assert seen.query()["list"] == "metro_stations"
    seen.page.select_option("#map-district", "auezov")
    expect(rows).to_have_count(seen.count("SELECT count(*) FROM metro_stations WHERE district = 'auezov'"))
    seen.page.select_option("#map-district", "")
    expect(rows).to_have_count(12)
    seen.page.fill("#map-list-search", "байқо")
    expect(rows).to_have_count(1)
    seen.page.locator("#map-grid .ag-cell", has_text="Байконур").click()
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#map-card .card-title")).to_have_text("Байконур")
    seen.until("o", "metro_stations.baikonur")
    with seen.page.expect_download() as downloading:
        seen.page.click("[data-export]")
    text = downloading.value.path().read_text("utf-8")
    assert "metro_stations.baikonur" in text
    assert "metro_stations.almaly" not in text
    seen.page.keyboard.press("Escape")


def test_one_key_opens_and_closes_the_list_and_can_be_switched_off(seen: Desk) -> None:
    seen.open()
    body, section = seen.page.locator("body"), seen.page.locator("#map-list")
    body.press("l")
    expect(section).to_be_visible()
    seen.page.locator("#map-list [data-list-toggle]").click()
    expect(section).to_be_hidden()
    seen.page.uncheck("#map-keys")
    body.press("l")
    seen.page.wait_for_timeout(300)
    expect(section).to_be_hidden()


def test_a_layer_is_found_in_the_tree_by_its_name_in_any_language(seen: Desk) -> None:
    seen.open()
    seen.page.fill("#map-tree-search", "мектеп")
    shown = seen.page.locator("[data-layer]:visible")
    ids = "rows => rows.map(row => row.dataset.layer)"
    named = seen.page.locator('[data-layer][data-words*="мектеп"]').evaluate_all(ids)
    expect(shown).to_have_count(len(named))
    assert "schools" in named
    assert shown.evaluate_all(ids) == named
    seen.page.fill("#map-tree-search", "нет такого")
    expect(seen.page.locator("#map-tree-empty")).to_be_visible()


def test_the_language_switch_keeps_what_the_map_shows(seen: Desk) -> None:
    seen.open("/map?lang=ru")
    seen.page.check('[data-layer-toggle="parks"]')
    seen.settle()
    seen.page.click('a[data-set="lang"][data-value="kk"]')
    seen.page.wait_for_selector("html[lang=kk]")
    seen.idle()
    expect(seen.page.locator('[data-layer-toggle="parks"]')).to_be_checked()
    expect(seen.page.locator("#map-layers h2")).to_have_text("Қабаттар")


def test_a_broken_address_says_what_was_left_out(seen: Desk) -> None:
    seen.open("/map?lang=ru&l=roads,atlantis&o=schools.none")
    expect(seen.page.locator(".map-notices")).to_contain_text("пропущена")
    expect(seen.page.locator(".map-notices")).to_contain_text("не открыт")


def test_all_functions_on_a_phone(phone: Desk) -> None:
    phone.open()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    phone.page.click('[data-sheet-open="layers"]')
    phone.page.check('[data-layer-toggle="bus_stops"]')
    phone.settle()
    assert phone.drawn("bus_stops")
    phone.page.click('[data-sheet-open="figures"]')
    expect(phone.page.locator("#map-figures")).to_be_visible()
    expect(phone.page.locator("#map-layers")).to_be_hidden()
    phone.page.click(".map-tabs [data-list-toggle]")
    expect(phone.page.locator("#map-grid .ag-row").first).to_be_visible()
    phone.page.click(".map-tabs [data-list-toggle]")
    expect(phone.page.locator("#map-list")).to_be_hidden()
    phone.search("абай")
    phone.page.locator("#map-search-list [role=option]", has_text="Станции метро").first.click()
    expect(phone.page.locator("#map-card .card-title")).to_have_text("Абая")
    phone.page.locator(".map-card [data-card-close].icon-button").click()
    expect(phone.page.locator("#map-card .card-title")).to_be_hidden()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_tool_above_the_map_is_in_sight_at_any_width(seen: Desk, lang: str) -> None:
    seen.open(f"/map?lang={lang}")
    for width, fold in product((1920, 1440, 1366, 1280, 1024, 912), ("", "lr")):
        seen.page.set_viewport_size({"width": width, "height": 800})
        cut = seen.page.evaluate("""(fold) => {
            document.getElementById("map-page").dataset.fold = fold;
            const bar = document.querySelector(".map-top").getBoundingClientRect();
            // Buttons that bring a panel back are there while it is folded away.
            return [...document.querySelectorAll(`.map-top > *${fold ? "" : ":not(.map-fold)"}`)].filter((one) => {
                const box = one.getBoundingClientRect();
                return box.width < 30 || box.left < bar.left || box.right > bar.right || box.bottom > bar.bottom;
            }).map((one) => one.className);
        }""", fold)
        assert cut == [], (width, fold)
